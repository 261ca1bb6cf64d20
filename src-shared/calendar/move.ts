import type { Moment } from '../domain/post.ts';
import { addDays, daysBetween, startOfDay, type Day } from './grid.ts';
import { momentOf, type Meaning } from './moment.ts';

/** What becomes of a moment that is moved: it means something there, or that is past. */
export type Move = { readonly tag: 'there'; readonly meaning: Meaning } | { readonly tag: 'past' };

/**
 * A planned moment dragged from one day of a calendar to another: the wall clock of its own zone stays. The calendar
 * may show another zone, in which it falls on another day: what is kept is the distance between the two days.
 * `now`: epoch ms; what would have left before it is refused.
 */
export function movedBy(moment: Moment, from: Day, to: Day, now: number): Move {
  const day = addDays(moment.wall.slice(0, 10), daysBetween(from, to));
  return movedTo(`${day}T${moment.wall.slice(11, 16)}`, moment.zone, now);
}

/** The same for a wall time chosen by hand. */
export function movedTo(wall: string, zone: string, now: number): Move {
  const meaning = momentOf(wall, zone);
  return meaning.moment.dueAt <= now ? { tag: 'past' } : { tag: 'there', meaning };
}

/** Days in a row with their bounds, so that thousands of instants find their day without asking a zone each time. */
export interface DayScale {
  readonly days: readonly Day[];
  readonly zone: string;
  /** First instant shown, epoch ms, and the first one that is not shown any more. */
  readonly from: number;
  readonly until: number;
  /** The day of an instant; null outside. */
  readonly dayAt: (epochMs: number) => Day | null;
  /** How many ms longer (or, negative, shorter) than 24 h a day is: clocks change on it. */
  readonly clockChange: (day: Day) => number;
}

export function dayScale(days: readonly Day[], zone: string): DayScale {
  const last = days.at(-1);
  const starts = days.map((day) => startOfDay(day, zone));
  if (last !== undefined) starts.push(startOfDay(addDays(last, 1), zone));
  const from = starts[0] ?? 0;
  const until = starts.at(-1) ?? 0;
  return {
    days,
    zone,
    from,
    until,
    dayAt: (epochMs) => {
      if (epochMs < from || epochMs >= until) return null;
      let [low, high] = [0, days.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if ((starts[middle] ?? Infinity) <= epochMs) low = middle;
        else high = middle - 1;
      }
      return days[low] ?? null;
    },
    clockChange: (day) => {
      const at = days.indexOf(day);
      return at < 0 ? 0 : (starts[at + 1] ?? 0) - (starts[at] ?? 0) - 24 * 3_600_000;
    },
  };
}
