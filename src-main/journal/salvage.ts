import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { headKey, openLevel } from './level-rows.ts';
import { decodeRow } from './row-code.ts';

export interface SalvagedRow {
  readonly key: string;
  readonly value: unknown;
}

/**
 * The rows of a set-aside journal whose digest still holds. They are evidence, not the truth: some may be missing,
 * and all may be older than what was lost. The set-aside files are read through a copy and stay as they are.
 */
export async function salvage(rowsFolder: string, scratch: string): Promise<readonly SalvagedRow[]> {
  const rows: SalvagedRow[] = [];
  const copy = path.join(scratch, 'salvage');
  await rm(copy, { recursive: true, force: true });
  try {
    await cp(rowsFolder, copy, { recursive: true });
    const level = await openLevel(copy, false);
    try {
      for await (const [key, text] of level.iterator({ fillCache: false })) {
        const row = key === headKey ? null : decodeRow(key, text);
        if (row !== null) rows.push({ key, value: row.value });
      }
    } finally {
      await level.close();
    }
  } catch {
    // What was read before the damage was met is kept; nothing at all is an answer, too.
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
  return rows;
}
