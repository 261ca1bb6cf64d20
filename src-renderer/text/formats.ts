import { intlLocales, type Locale } from './locales.ts';

/** How a day or a moment is written. */
export type DateStyle =
  | 'day' // jeudi 26 novembre
  | 'day-year' // jeudi 26 novembre 2026
  | 'short' // 26 nov.
  | 'short-year' // 26 nov. 2026
  | 'weekday' // jeudi
  | 'weekday-day' // jeudi 26
  | 'weekday-short' // jeu. 26
  | 'month' // novembre 2026
  | 'time' // 09:00
  | 'time-seconds'; // 10:42:07

const dateOptions: Readonly<Record<DateStyle, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  'day-year': { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  'short-year': { day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'long' },
  'weekday-day': { weekday: 'long', day: 'numeric' },
  'weekday-short': { weekday: 'short', day: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  'time-seconds': { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
};

export interface Formats {
  readonly number: (value: number, options?: Intl.NumberFormatOptions) => string;
  /** `at` in epoch ms; `zone` an IANA name, the machine's without it. */
  readonly date: (at: number, style: DateStyle, zone?: string) => string;
  /** Two days and what is between them, nothing said twice: "23–29 nov. 2026". */
  readonly days: (first: number, last: number, zone?: string) => string;
  readonly relative: (value: number, unit: Intl.RelativeTimeFormatUnit) => string;
  readonly list: (items: readonly string[], type?: 'conjunction' | 'disjunction') => string;
  readonly plural: (value: number) => Intl.LDMLPluralRule;
  /** Year, month and day in a zone as `2026-11-26`: to know whether two moments are of one day. */
  readonly dayKey: (at: number, zone?: string) => string;
}

/** The formatters of one language. Each is built once (building one takes about as long as a hundred uses of it). */
export function createFormats(locale: Locale): Formats {
  const tag = intlLocales[locale];
  const numbers = new Map<string, Intl.NumberFormat>();
  const dates = new Map<string, Intl.DateTimeFormat>();
  const lists = new Map<string, Intl.ListFormat>();
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const plurals = new Intl.PluralRules(tag);

  const dateFormat = (key: string, language: string, options: Intl.DateTimeFormatOptions) =>
    kept(dates, key, () => new Intl.DateTimeFormat(language, options));

  return {
    number: (value, options = {}) =>
      kept(numbers, JSON.stringify(options), () => new Intl.NumberFormat(tag, options)).format(value),
    date: (at, style, zone) =>
      dateFormat(`${style} ${zone ?? ''}`, tag, { ...dateOptions[style], ...zoned(zone) }).format(at),
    days: (first, last, zone) =>
      dateFormat(`short-year ${zone ?? ''}`, tag, {
        ...dateOptions['short-year'],
        ...zoned(zone),
      }).formatRange(first, last),
    relative: (value, unit) => relative.format(value, unit),
    list: (items, type = 'conjunction') =>
      kept(lists, type, () => new Intl.ListFormat(tag, { type })).format(items),
    plural: (value) => plurals.select(value),
    dayKey: (at, zone) =>
      dateFormat(`key ${zone ?? ''}`, 'en-CA', {
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        ...zoned(zone),
      }).format(at),
  };
}

function zoned(zone: string | undefined): Intl.DateTimeFormatOptions {
  return zone === undefined ? {} : { timeZone: zone };
}

function kept<T>(cache: Map<string, T>, key: string, make: () => T): T {
  const found = cache.get(key);
  if (found !== undefined) return found;
  const made = make();
  cache.set(key, made);
  return made;
}
