import fs from 'node:fs/promises';
import path from 'node:path';
import { openState, type StateRow } from '../../../src-simulator/core/state.ts';

/** A server's own books as they lie on its disk, whatever it would tell a client. */
export interface Books {
  table<Row extends StateRow>(name: string): readonly Row[];
}

/** Longer than what a server does by itself waits before it is on the disk. */
const writtenMs = 250;

/** @param folder where the server keeps its state; it may be running */
export async function readBooks(folder: string, name: string): Promise<Books> {
  await new Promise((done) => setTimeout(done, writtenMs));
  const copy = await fs.mkdtemp(`${folder}-read-`);
  try {
    for (const file of await fs.readdir(folder))
      if (file.startsWith(`${name}.`)) await fs.copyFile(path.join(folder, file), path.join(copy, file));
    const state = await openState({ dir: copy, name });
    return { table: (table) => [...state.table<never>(table).values()] };
  } finally {
    await fs.rm(copy, { recursive: true, force: true });
  }
}
