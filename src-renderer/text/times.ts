import type { Formats } from './formats.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Moments and spans as they are said. All times in epoch ms; `now` is always given, never read. */
export interface Times {
  /** Age of a row: "à l’instant", "4 min", "1 h", then "mardi 09:00", "26 nov.", "26 nov. 2025". */
  readonly ago: (at: number, now: number, zone?: string) => string;
  /** A moment to come or past: "11:00", "demain 09:00", "mardi 09:00", "26 nov. 09:00". */
  readonly moment: (at: number, now: number, zone?: string) => string;
  /** A moment in a sentence, with its day: "demain à 09:00", "lundi 30 novembre à 09:00". Nobody can take it for another. */
  readonly exact: (at: number, now: number, zone?: string) => string;
  /** In full: "jeudi 26 novembre 2026, 09:00". */
  readonly full: (at: number, zone?: string) => string;
  /** "il y a 6 minutes", "dans 2 heures". */
  readonly relative: (at: number, now: number) => string;
  /** "45 s", "12 min", "6 h 12", "3 j". */
  readonly span: (ms: number) => string;
}

export function createTimes(
  formats: Formats,
  find: (key: string, values?: Readonly<Record<string, string | number>>) => string | null,
): Times {
  const say = (key: string, values?: Readonly<Record<string, string | number>>) =>
    find(`time.${key}`, values) ?? '';
  const isSameDay = (a: number, b: number, zone?: string) =>
    formats.dayKey(a, zone) === formats.dayKey(b, zone);
  const isSameYear = (a: number, b: number, zone?: string) =>
    formats.dayKey(a, zone).slice(0, 4) === formats.dayKey(b, zone).slice(0, 4);
  const dated = (at: number, now: number, zone?: string) =>
    formats.date(at, isSameYear(at, now, zone) ? 'short' : 'short-year', zone);

  return {
    ago: (at, now, zone) => {
      const age = Math.max(0, now - at);
      if (age < minute) return say('now');
      if (age < hour) return say('minutes', { minutes: Math.floor(age / minute) });
      if (age < day) return say('hours', { hours: Math.floor(age / hour) });
      if (age < 6 * day) return `${formats.date(at, 'weekday', zone)} ${formats.date(at, 'time', zone)}`;
      return dated(at, now, zone);
    },
    moment: (at, now, zone) => {
      const time = formats.date(at, 'time', zone);
      if (isSameDay(at, now, zone)) return time;
      if (isSameDay(at, now + day, zone)) return say('tomorrow', { time });
      if (isSameDay(at, now - day, zone)) return say('yesterday', { time });
      if (Math.abs(at - now) < 6 * day) return `${formats.date(at, 'weekday', zone)} ${time}`;
      return `${dated(at, now, zone)} ${time}`;
    },
    exact: (at, now, zone) => {
      const time = formats.date(at, 'time', zone);
      if (isSameDay(at, now, zone)) return say('exact-today', { time });
      if (isSameDay(at, now + day, zone)) return say('exact-tomorrow', { time });
      if (isSameDay(at, now - day, zone)) return say('exact-yesterday', { time });
      return say('exact', {
        day: formats.date(at, isSameYear(at, now, zone) ? 'day' : 'day-year', zone),
        time,
      });
    },
    full: (at, zone) => `${formats.date(at, 'day-year', zone)}, ${formats.date(at, 'time', zone)}`,
    relative: (at, now) => {
      const distance = at - now;
      const length = Math.abs(distance);
      if (length < minute) return formats.relative(Math.trunc(distance / second), 'second');
      if (length < hour) return formats.relative(Math.trunc(distance / minute), 'minute');
      if (length < day) return formats.relative(Math.trunc(distance / hour), 'hour');
      return formats.relative(Math.trunc(distance / day), 'day');
    },
    span: (ms) => {
      const length = Math.max(0, ms);
      if (length < minute) return say('seconds', { seconds: Math.floor(length / second) });
      if (length < hour) return say('minutes', { minutes: Math.floor(length / minute) });
      if (length >= 2 * day) return say('days', { days: Math.floor(length / day) });
      const hours = Math.floor(length / hour);
      const minutes = Math.floor((length % hour) / minute);
      if (minutes === 0) return say('hours', { hours });
      return say('hours-minutes', { hours, minutes: String(minutes).padStart(2, '0') });
    },
  };
}
