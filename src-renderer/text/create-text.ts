import { catalogues, type TextArguments, type TextKey } from './catalogues.ts';
import { createFormats, type Formats } from './formats.ts';
import type { Locale } from './locales.ts';
import { messageParts, type Message, type MessagePart } from './message.ts';
import { createTimes, type Times } from './times.ts';

/** One language's words, numbers and dates. */
export interface Text {
  readonly locale: Locale;
  /** The sentence for a key, with its values put in; numbers are written as the language does. */
  readonly t: <Key extends TextKey>(key: Key, ...values: TextArguments<Key>) => string;
  /** The same in pieces, for sentences that hold something else than words (see `Sentence`). */
  readonly parts: <Key extends TextKey>(key: Key, ...values: TextArguments<Key>) => readonly MessagePart[];
  /** For keys that are made at run time (a network's fields, an error code): null when there is none. */
  readonly find: (key: string, values?: Readonly<Record<string, string | number>>) => string | null;
  readonly formats: Formats;
  readonly times: Times;
  /** "2 200". */
  readonly number: (value: number) => string;
  /** "12", "999+": for counts that are bounded. */
  readonly capped: (value: number, max?: number) => string;
  /** "3,4 Mo". */
  readonly bytes: (value: number) => string;
  /** "42 %", from 0.42. */
  readonly percent: (value: number) => string;
}

type Values = Readonly<Record<string, string | number>>;

/** The words of the interface in one language. */
export function createText(locale: Locale): Text {
  const formats = createFormats(locale);
  const catalogue = catalogues[locale];
  const cut = new Map<string, readonly MessagePart[]>();

  const messageAt = (key: string): Message | undefined => {
    const dot = key.indexOf('.');
    return catalogue[key.slice(0, dot)]?.[key.slice(dot + 1)];
  };
  const partsOf = (message: Message, values: Values): readonly MessagePart[] => {
    const sentence = typeof message === 'string' ? message : pluralForm(message, values['count']);
    const known = cut.get(sentence);
    if (known) return known;
    const made = messageParts(sentence);
    cut.set(sentence, made);
    return made;
  };
  const pluralForm = (message: Exclude<Message, string>, count: string | number | undefined): string => {
    const category = typeof count === 'number' ? formats.plural(count) : 'other';
    if (category === 'one') return message.one;
    return category === 'many' ? (message.many ?? message.other) : message.other;
  };
  const written = (value: string | number | undefined, name: string): string => {
    if (value === undefined) return `{${name}}`;
    return typeof value === 'number' ? formats.number(value) : value;
  };
  const find = (key: string, values: Values = {}): string | null => {
    const message = messageAt(key);
    if (message === undefined) return null;
    return partsOf(message, values)
      .map((part) => (typeof part === 'string' ? part : written(values[part.name], part.name)))
      .join('');
  };

  return {
    locale,
    t: (key, ...[values]) => find(key, values) ?? key,
    parts: (key, ...[values]) => partsOf(messageAt(key) ?? key, values ?? {}),
    find,
    formats,
    times: createTimes(formats, find),
    number: (value) => formats.number(value),
    capped: (value, max = 999) => (value > max ? `${formats.number(max)}+` : formats.number(value)),
    bytes: (value) => {
      const [unit, size] = unitFor(value);
      return formats.number(value / size, {
        style: 'unit',
        unit,
        maximumFractionDigits: value / size < 10 ? 1 : 0,
      });
    },
    percent: (value) => formats.number(value, { style: 'percent', maximumFractionDigits: 0 }),
  };
}

function unitFor(bytes: number): readonly [unit: string, size: number] {
  if (bytes < 1000) return ['byte', 1];
  if (bytes < 1_000_000) return ['kilobyte', 1000];
  if (bytes < 1_000_000_000) return ['megabyte', 1_000_000];
  return ['gigabyte', 1_000_000_000];
}
