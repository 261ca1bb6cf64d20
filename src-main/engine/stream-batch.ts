import * as v from 'valibot';
import {
  batchSchema,
  isStreamRow,
  streamRowSchema,
  type Batch,
  type StreamRow,
} from '../../src-shared/sync/stream-row.ts';
import { misfit, type Aside } from './parking.ts';

/** A batch as the store can be given it, and what of it has to be set aside. */
export interface SortedBatch {
  readonly batch: Batch;
  readonly aside: readonly Aside[];
}

/** Rows that have their shape, and the others. */
export function sortRows(rows: readonly unknown[]): {
  readonly rows: readonly StreamRow[];
  readonly aside: readonly Aside[];
} {
  const fit: StreamRow[] = [];
  const aside: Aside[] = [];
  for (const row of rows) {
    if (isStreamRow(row)) fit.push(row);
    else aside.push({ place: 'stream', kind: kindOf(row), reason: misfit(streamRowSchema, row), value: row });
  }
  return { rows: fit, aside };
}

/**
 * Reads a batch of the journal. An older or newer Vigie may have written rows of it otherwise: one that cannot be
 * read must not keep back the others, nor those that come after.
 *
 * @param number what its key says
 */
export function sortBatch(number: number, value: unknown): SortedBatch {
  const whole = v.safeParse(batchSchema, value);
  if (whole.success) return { batch: { number, rows: whole.output.rows }, aside: [] };
  const shell = v.safeParse(v.object({ rows: v.array(v.unknown()) }), value);
  if (!shell.success)
    return {
      batch: { number, rows: [] },
      aside: [{ place: 'stream', kind: 'batch', reason: misfit(batchSchema, value), value }],
    };
  const { rows, aside } = sortRows(shell.output.rows);
  return { batch: { number, rows }, aside };
}

function kindOf(row: unknown): string {
  const tagged = v.safeParse(v.object({ tag: v.string() }), row);
  return tagged.success ? tagged.output.tag.slice(0, 40) : 'unknown';
}
