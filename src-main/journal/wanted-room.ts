import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const mebibyte = 1024 * 1024;
/** Whatever the profile weighs: a batch of both journals, what LevelDB rewrites when it opens, a film to publish. */
const least = 64 * mebibyte;

/** Bytes of what a profile consists of. */
export interface Weights {
  /** Both journals. */
  readonly journals: number;
  /** The page's database. */
  readonly store: number;
  /** The heaviest snapshot. */
  readonly snapshot: number;
}

/**
 * Bytes that should be free so that nothing is refused in the next hours: LevelDB writes a journal anew beside the old
 * one, the browser a part of its tables, and a snapshot is written whole before an older one goes.
 */
export const wantedRoom = ({ journals, store, snapshot }: Weights): number =>
  Math.max(least, 2 * journals + store / 2 + 2 * snapshot);

/** Weighs a profile. What cannot be read weighs nothing. */
export async function weigh(folder: string): Promise<Weights> {
  const [journal, copy, store, snapshots] = await Promise.all(
    ['journal/rows', 'copy/rows', 'IndexedDB', 'snapshots'].map((name) => sizes(path.join(folder, name))),
  );
  const sum = (all: readonly number[] = []): number => all.reduce((total, one) => total + one, 0);
  return {
    journals: sum(journal) + sum(copy),
    store: sum(store),
    snapshot: Math.max(0, ...(snapshots ?? [])),
  };
}

async function sizes(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const found = await Promise.all(names.map((name) => stat(path.join(folder, name)).catch(() => null)));
  return found.flatMap((one) => (one?.isFile() === true ? [one.size] : []));
}
