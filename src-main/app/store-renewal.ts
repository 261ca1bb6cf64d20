import { cp } from 'node:fs/promises';
import path from 'node:path';
import { session } from 'electron';
import type { Log } from '../diagnostics/log.ts';
import { setAside } from '../journal/set-aside.ts';

const folderName = 'IndexedDB';

/**
 * For a page that cannot open its database at all: most damage the browser finds by itself and begins anew, but where
 * it takes the files for unreachable it only refuses, for ever. What is there is kept in a dated folder, and the
 * browser forgets its own. Answers whether the page may try again: only once in the life of a program, and never while
 * the disk is full, which is no damage.
 */
export function createStoreRenewal(deps: {
  /** The profile. */
  readonly folder: string;
  readonly now: () => number;
  readonly log: Log;
  readonly isFull: () => Promise<boolean>;
  /** The files are in this folder now. */
  readonly kept: (folder: string) => Promise<void>;
}): () => Promise<boolean> {
  const { folder, log } = deps;
  let isDone = false;
  return async () => {
    if (isDone || (await deps.isFull())) return false;
    isDone = true;
    try {
      const aside = await setAside(folder, {}, deps.now());
      // Copied: the browser holds the files, and takes its own away.
      await cp(path.join(folder, folderName), path.join(folder, aside, folderName), { recursive: true });
      await session.defaultSession.clearStorageData({ storages: ['indexdb'] });
      log.error('store.set-aside', {});
      await deps.kept(path.join(folder, aside));
      return true;
    } catch (error) {
      log.error('store.not-set-aside', { error: error instanceof Error ? error.name : typeof error });
      return false;
    }
  };
}
