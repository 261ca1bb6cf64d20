import { Temporal } from 'temporal-polyfill';
import type { Moment } from '../domain/post.ts';

/**
 * What a wall-clock time means in a zone. `gap`: the clocks jump over it that day, and the first instant after the
 * jump is meant; `overlap`: it happens twice, and the first is meant. Both are shown when chosen.
 */
export type Meaning =
  | { readonly tag: 'plain'; readonly moment: Moment }
  | { readonly tag: 'gap'; readonly moment: Moment; readonly shownWall: string }
  | { readonly tag: 'overlap'; readonly moment: Moment; readonly secondAt: number };

/** `wall`: `2026-11-26T09:00`. `zone`: an IANA name. Throws on text that is neither: callers pass what they parsed. */
export function momentOf(wall: string, zone: string): Meaning {
  const plain = Temporal.PlainDateTime.from(wall);
  const earlier = plain.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = plain.toZonedDateTime(zone, { disambiguation: 'later' });
  const at = (dueAt: number): Moment => ({ wall, zone, dueAt });
  if (earlier.epochMilliseconds === later.epochMilliseconds)
    return { tag: 'plain', moment: at(earlier.epochMilliseconds) };
  if (earlier.toPlainDateTime().equals(plain))
    return { tag: 'overlap', moment: at(earlier.epochMilliseconds), secondAt: later.epochMilliseconds };
  const jump = earlier.getTimeZoneTransition('next') ?? later;
  return {
    tag: 'gap',
    moment: at(jump.epochMilliseconds),
    shownWall: wallOf(jump.epochMilliseconds, zone),
  };
}

/** Wall-clock time of an instant in a zone, to the minute: `2026-11-26T09:00`. */
export const wallOf = (epochMs: number, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });

/** The day of an instant in a zone: `2026-11-26`. */
export const dayOf = (epochMs: number, zone: string): string => wallOf(epochMs, zone).slice(0, 10);

/** The same wall-clock time on another day. */
export const onDay = (moment: Moment, day: string): Meaning =>
  momentOf(`${day}T${moment.wall.slice(11, 16)}`, moment.zone);

/** A moment again, after zone data or the rule of the zone changed: the wall clock is what the person meant. */
export const recomputed = (moment: Moment): Moment => momentOf(moment.wall, moment.zone).moment;

/** Rules of zones move instants by minutes at the least. */
const leastMoveMs = 60_000;

/**
 * The moment again if the rules of its zone now say another instant; null: they do not. A zone that this runtime does
 * not know keeps the instant that was worked out where it was known.
 */
export function movedByRules(moment: Moment): Moment | null {
  try {
    const again = recomputed(moment);
    return Math.abs(again.dueAt - moment.dueAt) < leastMoveMs ? null : again;
  } catch {
    return null;
  }
}
