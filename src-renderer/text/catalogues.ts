import { en } from './en/index.ts';
import { fr } from './fr/index.ts';
import type { Locale } from './locales.ts';
import type { Message, Names } from './message.ts';

/** French is the source: its keys and its placeholders are the types that everybody is held to. */
export type Catalogue = typeof fr;

/** `namespace.key`. */
export type TextKey = {
  [Namespace in keyof Catalogue & string]: `${Namespace}.${keyof Catalogue[Namespace] & string}`;
}[keyof Catalogue & string];

type MessageAt<Key extends TextKey> = Key extends `${infer Namespace}.${infer Rest}`
  ? Namespace extends keyof Catalogue
    ? Rest extends keyof Catalogue[Namespace]
      ? Catalogue[Namespace][Rest]
      : never
    : never
  : never;

export type TextValues<Key extends TextKey> = {
  readonly [Name in Names<MessageAt<Key>>]: string | number;
};

/** Nothing to give when the sentence has no placeholder. */
export type TextArguments<Key extends TextKey> = [Names<MessageAt<Key>>] extends [never]
  ? []
  : [values: TextValues<Key>];

export const catalogues: Readonly<
  Record<Locale, Readonly<Record<string, Readonly<Record<string, Message>>>>>
> = { fr, en };
