/** The beginning of a mention that stands right before the caret. */
export interface MentionBegun {
  /** Where its `@` is, as an index into the text. */
  readonly start: number;
  /** What was written after the `@`, two characters at least. */
  readonly query: string;
}

/** At the beginning of a word, as every network wants it: an address of a mailbox is none. */
const begun = /(?:^|[\s([{«“"'])@([\p{L}\p{N}_][\p{L}\p{N}_.@-]{1,63})$/u;

/** Longer than any handle with its server. */
const longest = 80;

/** @param caret index into the text; null where a stretch is selected */
export function mentionAt(text: string, caret: number | null): MentionBegun | null {
  if (caret === null) return null;
  const query = begun.exec(text.slice(Math.max(0, caret - longest), caret))?.[1];
  return query === undefined ? null : { start: caret - query.length - 1, query };
}

/** The text with the mention written out, and where the caret stands after it. */
export function withMention(
  text: string,
  { start, query }: MentionBegun,
  handle: string,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(start + 1 + query.length);
  const said = `@${handle}${/^\s/u.test(rest) ? '' : ' '}`;
  return {
    text: text.slice(0, start) + said + rest,
    caret: start + said.length + (/^\s/u.test(rest) ? 1 : 0),
  };
}
