import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BackupRow, Summary } from '../../src-shared/safety/backup.ts';
import { keepByAge } from '../../src-shared/safety/keep-by-age.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Clock } from '../engine/clock.ts';
import { createQueue } from '../engine/ordered.ts';
import { saysFull } from '../journal/disk.ts';
import { checkSnapshot, packSnapshot, readSnapshot, unfinished, writeSnapshot } from './snapshot-file.ts';

export interface SnapshotInfo {
  /** Its file's name. */
  readonly id: string;
  readonly at: number;
  readonly bytes: number;
  /** Null: the file is damaged, and is left where it is. */
  readonly summary: Summary | null;
}

/** The snapshots of a profile: made by themselves when something changed, kept by age. */
export interface Snapshots {
  /** Newest first. */
  list(): Promise<readonly SnapshotInfo[]>;
  /** The rows of one; null: damaged or gone. */
  read(id: string): Promise<readonly BackupRow[] | null>;
  /** Something that belongs in a snapshot was written: one is made within the minute. */
  changed(): void;
  /** Makes one now if anything is otherwise than in the newest. Rejects when the disk refuses. */
  take(): Promise<void>;
  /** Writes each again without the rows that `drop` names; damaged ones cannot be, and go. Answers how many rows went. */
  rewrite(
    drop: (row: BackupRow) => BackupRow | null,
  ): Promise<{ readonly rows: number; readonly files: number }>;
  stop(): void;
}

/** R17: what was written is in a snapshot within the minute. */
const delayMs = 40_000;
const retryMs = 60_000;
const mostBytes = 256 * 1024 * 1024;
const suffix = '.snapshot';

const nameOf = (at: number): string => `${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}${suffix}`;
function timeIn(name: string): number | null {
  const [, date, h, m, s, ms] = /^(\d+-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d)-(\d+)Z/.exec(name) ?? [];
  const at = date === undefined ? NaN : Date.parse(`${date}${h ?? ''}:${m ?? ''}:${s ?? ''}.${ms ?? ''}Z`);
  return Number.isNaN(at) ? null : at;
}

export function createSnapshots(deps: {
  readonly folder: string;
  readonly version: string;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly log: Log;
  readonly rows: () => AsyncIterable<BackupRow>;
  /** One that stays whatever its age: damage may have to be healed from it. */
  readonly spared?: () => string | null;
}): Snapshots {
  const { folder, clock, log } = deps;
  const inOrder = createQueue();
  /** What a file was found to hold, as long as it is the same file. */
  const known = new Map<
    string,
    { readonly mark: string; readonly info: SnapshotInfo; readonly rows: string | null }
  >();
  let cancel: (() => void) | null = null;
  let stopped = false;

  const names = async (): Promise<readonly string[]> =>
    (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(suffix)).sort();

  const look = async (name: string) => {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => null);
    if (found === null) return null;
    const mark = `${String(found.mtimeMs)} ${String(found.size)}`;
    const before = known.get(name);
    if (before?.mark === mark) return before;
    const checked = checkSnapshot(await readFile(file));
    const info: SnapshotInfo = {
      id: name,
      at: checked?.header.at ?? timeIn(name) ?? found.mtimeMs,
      bytes: found.size,
      summary: checked?.header.summary ?? null,
    };
    const seen = { mark, info, rows: checked?.header.rows ?? null };
    known.set(name, seen);
    return seen;
  };

  const all = async () => {
    const seen = [];
    for (const name of await names()) {
      const one = await look(name);
      if (one !== null) seen.push(one);
    }
    return seen.sort((a, b) => b.info.at - a.info.at);
  };

  const prune = async (): Promise<void> => {
    const seen = (await all()).map(({ info }) => info);
    const stay = new Set(keepByAge(seen, clock.now(), mostBytes).map(({ id }) => id));
    const spared = deps.spared?.() ?? null;
    for (const { id } of seen)
      if (!stay.has(id) && id !== spared) await rm(path.join(folder, id), { force: true });
  };

  const take = (): Promise<void> =>
    inOrder(async () => {
      const at = clock.now();
      const packed = await packSnapshot(deps.rows(), { at, version: deps.version });
      const newest = (await all()).find(({ rows }) => rows !== null);
      if (newest?.rows === packed.header.rows) return;
      const { total, clients } = packed.header.summary;
      // A profile in which nothing has been written yet, or was lost just now, has nothing to keep.
      if (clients.length === 0 && Object.values(total).every((count) => count === 0)) return;
      await writeSnapshot(path.join(folder, nameOf(at)), packed);
      log.info('snapshot.taken', { bytes: packed.bytes.length, count: total.posts + total.intents });
      await prune();
    });

  const changed = (): void => {
    if (stopped) return;
    cancel ??= clock.after(delayMs, attempt);
  };
  const attempt = (): void => {
    cancel = null;
    take().catch((error: unknown) => {
      log.warn('snapshot.refused', { code: saysFull(error) ? 'disk-full' : 'internal' });
      if (!stopped) cancel ??= clock.after(retryMs, attempt);
    });
  };

  return {
    list: () => inOrder(async () => (await all()).map(({ info }) => info)),
    read: (id) =>
      inOrder(async () => {
        if (!(await names()).includes(id)) return null;
        return (await readSnapshot(path.join(folder, id)).catch(() => null))?.rows ?? null;
      }),
    changed,
    take,
    rewrite: (drop) =>
      inOrder(async () => {
        let rows = 0;
        let files = 0;
        // What a kill left of one that was being written.
        for (const name of await readdir(folder).catch(() => []))
          if (name.startsWith(unfinished)) await rm(path.join(folder, name), { force: true });
        for (const name of await names()) {
          const file = path.join(folder, name);
          const found = await readSnapshot(file).catch(() => null);
          if (found === null) {
            // Nobody can tell what is in it.
            await rm(file, { force: true });
            files += 1;
            continue;
          }
          const kept: BackupRow[] = [];
          let touched = 0;
          for (const row of found.rows) {
            const left = drop(row);
            if (left !== null) kept.push(left);
            if (left !== row) touched += 1;
          }
          if (touched === 0) continue;
          const { at, version } = found.header;
          await writeSnapshot(file, await packSnapshot(kept, { at, version }));
          rows += touched;
          files += 1;
        }
        return { rows, files };
      }),
    stop: () => {
      stopped = true;
      cancel?.();
    },
  };
}
