import * as v from 'valibot';
import { jsonOf } from '../meta/json.ts';

/** What an operation on an item needs and nobody else reads; travels as opaque JSON beside it. */
const handleDataSchema = v.object({
  kind: v.fallback(v.picklist(['post', 'comment', 'review', 'thread', 'unknown']), 'unknown'),
  /** What it is under: the post of a comment. Empty: itself. */
  objectId: v.fallback(v.string(), ''),
  /** Whose words they are; in a conversation, whom an answer goes to. */
  personId: v.fallback(v.string(), ''),
  /** In a conversation, when that person last wrote, as far as was known; epoch ms. */
  at: v.fallback(v.number(), 0),
  canReplyPrivately: v.fallback(v.boolean(), false),
  canHide: v.fallback(v.boolean(), false),
});
export type HandleData = v.InferOutput<typeof handleDataSchema>;

const unknown: HandleData = {
  kind: 'unknown',
  objectId: '',
  personId: '',
  at: 0,
  canReplyPrivately: false,
  canHide: false,
};

export const writeHandleData = (data: Partial<HandleData>): string => JSON.stringify({ ...unknown, ...data });

/** Never fails: of what cannot be read, nothing is known. */
export function readHandleData(text: string): HandleData {
  const parsed = v.safeParse(handleDataSchema, jsonOf(text));
  return parsed.success ? parsed.output : unknown;
}
