import * as v from 'valibot';
import { parsed } from './refusal.ts';

/**
 * A cursor is ours: JSON that the engine keeps without reading it. One that cannot be read (a newer version wrote
 * it) counts as none, so that the feed begins again instead of standing still.
 */
export function readCursor<S extends v.GenericSchema>(
  schema: S,
  cursor: string | null,
): v.InferOutput<S> | null {
  if (cursor === null) return null;
  const read = v.safeParse(schema, parsed(cursor));
  return read.success ? read.output : null;
}

export const writeCursor = (value: unknown): string => JSON.stringify(value);

/**
 * Lists here run from the newest down and know no "since". A climb is a walk down such a list, page by page, until it
 * meets what is known; `top` is where the next one will stop. It is kept in the cursor, so that a walk which was
 * interrupted goes on and nothing between two visits is missed.
 */
export const climbSchema = v.nullable(v.object({ next: v.string(), top: v.number() }));

/** How far down a page of a list goes, epoch ms: its oldest item, or its cursor where that is a moment. */
export function depthOf(moments: readonly number[], cursor: string | undefined): number {
  // Only a whole ISO moment: `Date.parse` also makes a date of a bare number.
  const told = cursor !== undefined && /^\d{4}-\d\d-\d\dT/.test(cursor) ? Date.parse(cursor) : NaN;
  const known = moments.filter((moment) => !Number.isNaN(moment));
  const oldest = known.length === 0 ? Infinity : Math.min(...known);
  return Number.isNaN(told) ? oldest : Math.min(told, oldest);
}
