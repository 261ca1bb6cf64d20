import type { CalendarEntry } from './calendar-entry.ts';

/** px: the least height of an hour, one chip of two lines with the gap under it. */
export const weekSizes = { hour: 52, chip: 42, padding: 4 };
/** Chips of one hour of one day that are shown; the rest is behind "+3". */
const mostInSlot = 4;

export interface PlacedChip {
  readonly entry: CalendarEntry;
  /** px from the top of the day. */
  readonly top: number;
  readonly hour: number;
}
export interface PlacedRest {
  readonly count: number;
  readonly top: number;
  readonly hour: number;
}
export interface WeekLayout {
  /** Top of each hour, px, and the height of the whole as the last. */
  readonly tops: readonly number[];
  readonly days: readonly { readonly chips: readonly PlacedChip[]; readonly rests: readonly PlacedRest[] }[];
}

export interface TimedEntry {
  readonly entry: CalendarEntry;
  /** Minutes since the day's first hour on the wall: 545 is 09:05. */
  readonly minute: number;
}

/**
 * Hours as high as their fullest day needs, each chip at its minute, none over another. A post has a moment and no
 * length, so that width is never shared: the hour grows instead.
 */
export function layWeek(days: readonly (readonly TimedEntry[])[]): WeekLayout {
  const slots = days.map((entries) => {
    const hours: TimedEntry[][] = Array.from({ length: 24 }, () => []);
    for (const timed of entries) hours[Math.floor(timed.minute / 60)]?.push(timed);
    return hours;
  });
  const tops = [0];
  for (let hour = 0; hour < 24; hour += 1) {
    const fullest = Math.max(0, ...slots.map((hours) => Math.min(hours[hour]?.length ?? 0, mostInSlot)));
    const needed = fullest * weekSizes.chip + weekSizes.padding;
    tops.push((tops[hour] ?? 0) + Math.max(weekSizes.hour, needed));
  }
  return {
    tops,
    days: slots.map((hours) => {
      const chips: PlacedChip[] = [];
      const rests: PlacedRest[] = [];
      hours.forEach((slot, hour) => {
        const [start, end] = [tops[hour] ?? 0, tops[hour + 1] ?? 0];
        const rest = slot.length > mostInSlot ? slot.length - mostInSlot + 1 : 0;
        const shown = slot.slice(0, slot.length - rest);
        const lines = shown.length + (rest > 0 ? 1 : 0);
        let free = start + 2;
        shown.forEach(({ entry, minute }, index) => {
          const wanted = start + 2 + ((minute % 60) / 60) * (end - start);
          const latest = end - 2 - weekSizes.chip * (lines - index);
          const top = Math.round(Math.min(Math.max(free, wanted), latest));
          chips.push({ entry, top, hour });
          free = top + weekSizes.chip;
        });
        if (rest > 0) rests.push({ count: rest, top: Math.min(free, end - 2 - weekSizes.chip), hour });
      });
      return { chips, rests };
    }),
  };
}

/** Where a minute of the day lies, px. */
export function topOf(layout: WeekLayout, minute: number): number {
  const hour = Math.min(23, Math.floor(minute / 60));
  const [start, end] = [layout.tops[hour] ?? 0, layout.tops[hour + 1] ?? 0];
  return start + ((minute - hour * 60) / 60) * (end - start);
}
