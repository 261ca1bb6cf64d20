import * as v from 'valibot';
import { jsonOf } from './json.ts';

/** What an operation on a message needs and nobody else reads; travels as opaque JSON beside it. */
const handleDataSchema = v.object({
  /** Its visibility: a reply is never shown wider unless the person says so. */
  visibility: v.fallback(v.nullable(v.string()), null),
  /** Whole handles of whom an answer is addressed to: its author first, then whom it mentions, never ourselves. */
  to: v.fallback(v.array(v.string()), []),
  /** Listed as this by its notification although its own words would not say so. */
  as: v.fallback(v.nullable(v.picklist(['mention', 'quote'])), null),
});
export type HandleData = v.InferOutput<typeof handleDataSchema>;

export const writeHandleData = (data: HandleData): string => JSON.stringify(data);

/** Never fails: of what cannot be read, nothing is known. */
export function readHandleData(text: string): HandleData {
  const parsed = v.safeParse(handleDataSchema, jsonOf(text));
  return parsed.success ? parsed.output : { visibility: null, to: [], as: null };
}
