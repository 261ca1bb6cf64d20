/** Sentences that depend on a number, by plural category (CLDR): `one`, `other`, and `many` where a language has it. */
export interface Plural {
  readonly one: string;
  readonly other: string;
  readonly many?: string;
}

/** A sentence, with `{names}` for what is put into it. A plural always has a `{count}`. */
export type Message = string | Plural;

/** What a translation of a namespace must have: the same keys, plurals where there are plurals. */
export type TranslationOf<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string ? string : Plural;
};

/** The names between braces in a message: `Names<'{a} sur {b}'>` is `'a' | 'b'`. */
export type Names<M> = M extends string
  ? M extends `${string}{${infer Name}}${infer Rest}`
    ? Name | Names<Rest>
    : never
  : M extends Plural
    ? 'count' | Names<M[keyof M]>
    : never;

/** A piece of a message: words, or the name of a value. */
export type MessagePart = string | { readonly name: string };

/** Cuts `{a} sur {b}` into its pieces. */
export function messageParts(message: string): readonly MessagePart[] {
  return message
    .split(/(\{[a-zA-Z]+\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') && part.endsWith('}') ? { name: part.slice(1, -1) } : part));
}
