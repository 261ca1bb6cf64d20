import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ClassicLevel } from 'classic-level';
import { isPassing } from './passing.ts';

const lockName = 'lock';

export interface FolderLock {
  /** Safe to call again. */
  release(): Promise<void>;
}

/**
 * Keeps a folder for this process until it ends, however it ends. An empty LevelDB holds the lock: what lies in the
 * folder is judged, moved and begun anew under it, and a file that another engine is in the middle of writing is never
 * taken for a damaged one. Rejects as LevelDB does when somebody else holds it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const place = path.join(folder, lockName);
  const open = async (): Promise<ClassicLevel<string, string>> => {
    const level = new ClassicLevel<string, string>(place);
    await level.open();
    return level;
  };
  const level = await open().catch(async (error: unknown) => {
    if (isPassing(error)) throw error;
    // LevelDB takes its lock before it reads: who is told of a damage is alone.
    await rm(place, { recursive: true, force: true });
    return open();
  });
  return { release: () => level.close() };
}
