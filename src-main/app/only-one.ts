import { readlinkSync } from 'node:fs';
import path from 'node:path';
import type { FolderLock } from '../journal/folder-lock.ts';

/** Where the browser writes down who has the folder, on systems that have no better way. */
const browsersLock = 'SingletonLock';

/**
 * Whether somebody had, or left behind, the browser's own lock of this folder; to be asked before it is taken. After a
 * crash two programs that are started at once may both find it, both take it away, and both believe that they have it:
 * the browser forgets to look again.
 */
export function isLockThere(folder: string): boolean {
  try {
    readlinkSync(path.join(folder, browsersLock));
    return true;
  } catch {
    return false;
  }
}

/** Kept here for as long as the program lasts: what nobody refers to is let go with the rest of the garbage. */
const kept: FolderLock[] = [];

/**
 * Whether this program is alone on the folder, whatever the browser believes: keeps it from everybody else until the
 * program ends. Costs a start some milliseconds, hence only where the browser's own lock may lie.
 */
export async function isAlone(folder: string): Promise<boolean> {
  const [{ lockFolder }, { isHeld }] = await Promise.all([
    import('../journal/folder-lock.ts'),
    import('../journal/passing.ts'),
  ]);
  try {
    kept.push(await lockFolder(folder));
    return true;
  } catch (error) {
    // Whatever else is wrong with the folder is told by who opens what lies in it.
    return !isHeld(error);
  }
}
