import { Temporal } from 'temporal-polyfill';

/** Days as `2026-11-26`, weeks from Monday. */
export type Day = string;

/** The weeks that a month touches, each of seven days. `month`: `2026-11`. */
export function monthGrid(month: string): readonly (readonly Day[])[] {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const last = first.with({ day: first.daysInMonth });
  const weeks: Day[][] = [];
  for (
    let monday = mondayOf(first);
    Temporal.PlainDate.compare(monday, last) <= 0;
    monday = monday.add({ weeks: 1 })
  )
    weeks.push(daysFrom(monday));
  return weeks;
}

/** The week of a day. */
export const weekOf = (day: Day): readonly Day[] => daysFrom(mondayOf(Temporal.PlainDate.from(day)));

export const addDays = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();

/** How many days `to` is after `from`; negative before it. */
export const daysBetween = (from: Day, to: Day): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;

export const addMonths = (month: string, months: number): string =>
  Temporal.PlainYearMonth.from(month).add({ months }).toString();

/** First instant of a day in a zone, epoch ms. */
export const startOfDay = (day: Day, zone: string): number =>
  Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds;

const mondayOf = (date: Temporal.PlainDate): Temporal.PlainDate =>
  date.subtract({ days: date.dayOfWeek - 1 });

const daysFrom = (monday: Temporal.PlainDate): Day[] =>
  Array.from({ length: 7 }, (_, index) => monday.add({ days: index }).toString());
