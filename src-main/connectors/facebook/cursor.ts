import * as v from 'valibot';
import { jsonOf } from '../meta/json.ts';

/** A cursor that another version wrote, or nobody, counts as none: the feed begins anew. */
export function readCursor<T>(schema: v.GenericSchema<unknown, T>, text: string | null): T | null {
  if (text === null) return null;
  const parsed = v.safeParse(schema, jsonOf(text));
  return parsed.success ? parsed.output : null;
}
export const writeCursor = (value: unknown): string => JSON.stringify(value);
