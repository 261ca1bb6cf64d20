import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Entry } from './files/entry.ts';
import { readLog } from './files/log-file.ts';
import { readTable } from './files/table-file.ts';
import { headKey } from './level-rows.ts';
import { decodeRow } from './row-code.ts';

export interface SalvagedRow {
  readonly key: string;
  readonly value: unknown;
}

/**
 * The rows of a set-aside journal whose digest still holds. They are evidence, not the truth: some may be missing,
 * and all may be older than what was lost. The files are read without LevelDB, which gives up at the first damage
 * that it meets, and on some ends the process; here every block and every record that holds counts.
 */
export async function salvage(rowsFolder: string): Promise<readonly SalvagedRow[]> {
  const newest = new Map<string, Entry>();
  const names = await readdir(rowsFolder).catch(() => []);
  for (const name of names) {
    const read = readerOf(name);
    const bytes = read && (await readFile(path.join(rowsFolder, name)).catch(() => null));
    for (const entry of read && bytes ? read(bytes) : []) {
      const known = newest.get(entry.key);
      if (known === undefined || known.sequence < entry.sequence) newest.set(entry.key, entry);
    }
  }
  return [...newest.values()].flatMap(({ key, value }) => {
    const row = key === headKey || value === null ? null : decodeRow(key, value);
    return row === null ? [] : [{ key, value: row.value }];
  });
}

function readerOf(name: string): ((bytes: Buffer) => readonly Entry[]) | null {
  if (name.endsWith('.log')) return readLog;
  return /\.(ldb|sst)$/.test(name) ? (bytes) => readTable(bytes).entries : null;
}
