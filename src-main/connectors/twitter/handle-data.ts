import * as v from 'valibot';
import { jsonOf } from './json.ts';

/** What an operation on an item needs, kept with it. */
const handleDataSchema = v.object({
  /** Of a direct message: the other person. Null in a group, where the sheet names no way to answer. */
  participant: v.fallback(v.nullable(v.string()), null),
  /** The author has called for an answer; null: not known (x §0, summoned replies). */
  invited: v.fallback(v.nullable(v.boolean()), null),
  /** Listed as this although its own words would not say so. */
  as: v.fallback(v.nullable(v.picklist(['mention', 'reply'])), null),
});
export type HandleData = v.InferOutput<typeof handleDataSchema>;
export const noHandleData: HandleData = { participant: null, invited: null, as: null };

export const writeHandleData = (data: Partial<HandleData>): string =>
  JSON.stringify({ ...noHandleData, ...data });

/** Never fails: of what cannot be read, nothing is known. */
export function readHandleData(text: string): HandleData {
  const parsed = v.safeParse(handleDataSchema, jsonOf(text));
  return parsed.success ? parsed.output : noHandleData;
}
