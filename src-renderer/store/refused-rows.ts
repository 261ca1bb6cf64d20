import { rowIdOf, type Batch } from '../../src-shared/sync/stream-row.ts';
import { applyBatch } from './apply-batch.ts';
import { RowRefused } from './bulk-upsert.ts';
import type { Databases } from './databases.ts';

/** A row that the store refuses for what it is: tried again it would be refused again. */
export interface RefusedRow {
  readonly tag: string;
  readonly id: string;
  /** The name of the error. */
  readonly reason: string;
}

/** Errors with which a browser refuses a value, whatever the state of its disk. */
const ofTheValue = ['DataError', 'DataCloneError', 'ConstraintError'];
/** Errors of code that met a row it was not written for; a store that was closed under it may show the same. */
const perhapsOfTheRow = ['TypeError', 'RangeError'];

/** Whether it may be a row that is at fault, and not the store. */
export const mayBeOfARow = (error: unknown): boolean =>
  error instanceof RowRefused ||
  namesOf(error).some((name) => [...ofTheValue, ...perhapsOfTheRow].includes(name));

/**
 * Stores a batch row by row, so that one that is refused keeps back no other. Rejects when the store itself fails:
 * then nothing is said about any row.
 *
 * @returns the rows that are refused, each tried twice
 */
export async function storeApart(databases: Databases, batch: Batch): Promise<readonly RefusedRow[]> {
  const refused: { readonly row: RefusedRow; readonly isSure: boolean; readonly error: unknown }[] = [];
  for (const row of batch.rows) {
    const error = await refusalOf(() => applyBatch(databases, { number: batch.number, rows: [row] }));
    if (error === null) continue;
    const names = namesOf(error);
    refused.push({
      row: { tag: row.tag, id: rowIdOf(row), reason: names[0] ?? 'unknown' },
      isSure: error instanceof RowRefused || names.some((name) => ofTheValue.includes(name)),
      error,
    });
  }
  const isAlive = refused.length < batch.rows.length;
  for (const { isSure, error } of refused) if (!isSure && !isAlive) throw error;
  return refused.map(({ row }) => row);
}

/** The error with which it is refused twice; null: it went in. Rejects when it is not about the row. */
async function refusalOf(write: () => Promise<void>): Promise<unknown> {
  for (let attempt = 1; ; attempt += 1)
    try {
      await write();
      return null;
    } catch (error) {
      if (!mayBeOfARow(error)) throw error;
      if (attempt === 2) return error;
    }
}

/** Its own name first, then those of what it is made of (Dexie gathers what a bulk met). */
function namesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const inner: readonly unknown[] = [
    ...('failures' in error && Array.isArray(error.failures) ? (error.failures as readonly unknown[]) : []),
    ...('inner' in error ? [error.inner] : []),
  ];
  return [error.name, ...inner.flatMap((one) => (one instanceof Error ? [one.name] : []))];
}
