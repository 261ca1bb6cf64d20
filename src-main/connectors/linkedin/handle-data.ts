import * as v from 'valibot';
import { jsonOf } from './json.ts';

/** What an operation on a message needs and nobody else reads; travels as opaque JSON beside it. */
const handleDataSchema = v.object({
  /** URN of the post itself, or under which a comment stands: what lists of comments are asked by. */
  post: v.fallback(v.nullable(v.string()), null),
  /** Of a comment: URN by which the network names what is commented on, mostly an activity. */
  object: v.fallback(v.nullable(v.string()), null),
  /** Of a comment: its own number, and the comment that it answers. */
  number: v.fallback(v.nullable(v.string()), null),
  parent: v.fallback(v.nullable(v.string()), null),
  /** Whether no parent means that there is none: a notification of a comment does not say what it answers. */
  isParentSaid: v.fallback(v.boolean(), false),
});
export type HandleData = v.InferOutput<typeof handleDataSchema>;

const nothingKnown: HandleData = {
  post: null,
  object: null,
  number: null,
  parent: null,
  isParentSaid: false,
};

export const writeHandleData = (data: Partial<HandleData>): string =>
  JSON.stringify({ ...nothingKnown, ...data });

/** Never fails: of what cannot be read, nothing is known. */
export function readHandleData(text: string): HandleData {
  const parsed = v.safeParse(handleDataSchema, jsonOf(text));
  return parsed.success ? parsed.output : nothingKnown;
}
