import { Temporal } from 'temporal-polyfill';

/** A wall-clock time that a person often wants. */
export interface QuickMoment {
  readonly id: 'in-an-hour' | 'this-evening' | 'tomorrow-morning' | 'next-monday';
  /** `2026-11-26T09:00`, in the zone that was asked about. */
  readonly wall: string;
}

const evening = 18;
const morning = 9;

/** The quick choices at this instant (epoch ms) in a zone: those that are still to come, each time once. */
export function quickMoments(now: number, zone: string): readonly QuickMoment[] {
  const here = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const at = (days: number, hour: number) => here.toPlainDate().add({ days }).toPlainDateTime({ hour });
  const toMonday = 8 - here.dayOfWeek;
  const choices = [
    { id: 'in-an-hour', wall: here.add({ hours: 1 }).toPlainDateTime() },
    ...(here.hour < evening - 1 ? [{ id: 'this-evening', wall: at(0, evening) } as const] : []),
    { id: 'tomorrow-morning', wall: at(1, morning) },
    // On a Sunday, Monday is tomorrow already.
    ...(toMonday > 1 ? [{ id: 'next-monday', wall: at(toMonday, morning) } as const] : []),
  ] as const;
  return choices.map(({ id, wall }) => ({ id, wall: wall.toString({ smallestUnit: 'minute' }) }));
}
