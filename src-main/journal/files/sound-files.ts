import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readManifest } from './manifest-file.ts';
import { readTable } from './table-file.ts';

/**
 * Whether LevelDB can be let loose on this folder. It checks its logs and its manifest itself; of its tables it
 * believes the index without having checked it, and on a damaged one it ends the process. So each table that the
 * manifest counts on is read here first.
 */
export async function areSound(folder: string): Promise<boolean> {
  const read = (name: string): Promise<Buffer | null> =>
    readFile(path.join(folder, name)).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      // Says nothing about the journal: too many files are open, or we may not read it.
      throw error;
    });
  const current = (await read('CURRENT'))?.toString('latin1') ?? '';
  const manifest = /^MANIFEST-\d+\n$/.test(current) ? await read(current.trimEnd()) : null;
  const tables = manifest && readManifest(manifest);
  if (!tables) return false;
  for (const [number, size] of tables) {
    const name = String(number).padStart(6, '0');
    const bytes = (await read(`${name}.ldb`)) ?? (await read(`${name}.sst`));
    if (bytes === null || bytes.length !== size || !readTable(bytes).sound) return false;
  }
  return true;
}
