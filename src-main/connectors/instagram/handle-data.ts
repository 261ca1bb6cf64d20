import * as v from 'valibot';

/** What later operations need to know of an item, beside its id. */
const schema = v.variant('kind', [
  /** A post of the account's own: comments are written under it. */
  v.object({ kind: v.literal('post') }),
  /**
   * A comment under a post; `personId`: who wrote it, for a private reply; `topId`: the comment that it answers, under
   * which all answers lie; null: it is such a one itself; absent: not known, as in what was kept before.
   */
  v.object({
    kind: v.literal('comment'),
    mediaId: v.string(),
    personId: v.nullable(v.string()),
    topId: v.exactOptional(v.nullable(v.string())),
  }),
  /** Somebody's post that tags the account. */
  v.object({ kind: v.literal('tag') }),
  /** A message of a conversation with a person. */
  v.object({ kind: v.literal('message'), personId: v.string() }),
]);
export type HandleData = v.InferOutput<typeof schema>;

export const writeHandleData = (data: HandleData): string => JSON.stringify(data);

/** What nobody can read stands for an own post: only what was found again by hand has none. */
export function readHandleData(text: string): HandleData {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? parsed.output : { kind: 'post' };
  } catch {
    return { kind: 'post' };
  }
}
