import { cp, rm } from 'node:fs/promises';
import { failure } from '../../src-shared/errors.ts';
import { err } from '../../src-shared/result.ts';
import type { Journal } from './journal.ts';
import { headKey, openLevel } from './level-rows.ts';
import { decodeRow } from './row-code.ts';

/**
 * The journal of a newer Vigie: what of it can be read is read, nothing is written. LevelDB writes when it is only
 * opened, so a copy is opened. Rows that are coded in a way that is not known here are left out.
 */
export async function openReadOnly(rowsFolder: string, copy: string): Promise<Journal> {
  await rm(copy, { recursive: true, force: true });
  await cp(rowsFolder, copy, { recursive: true });
  const level = await openLevel(copy, false);
  return {
    get: async (key) => {
      const text = await level.get(key);
      return text === undefined ? undefined : decodeRow(key, text)?.value;
    },
    range: async (from, to, limit) => {
      const found: { key: string; value: unknown }[] = [];
      for await (const [key, text] of level.iterator({ gte: from, lt: to })) {
        if (found.length >= limit) break;
        const row = key === headKey ? null : decodeRow(key, text);
        if (row !== null) found.push({ key, value: row.value });
      }
      return found;
    },
    write: () => Promise.resolve(err(failure('read-only'))),
    close: async () => {
      await level.close();
      await rm(copy, { recursive: true, force: true });
    },
  };
}
