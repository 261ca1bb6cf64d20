import { access, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Log } from '../diagnostics/log.ts';
import { roomIn, saysFull, type Disk } from './disk.ts';
import { lockFolder } from './folder-lock.ts';
import type { Journal, JournalWrite } from './journal.ts';
import { keepFiles } from './keep-files.ts';
import { createLevelJournal, operationOf } from './level-journal.ts';
import {
  formatHead,
  headKey,
  journalFormat,
  noRows,
  openLevel,
  survey,
  type Level,
  type Survey,
} from './level-rows.ts';
import { openMarkFile, readMark, type Mark, type MarkFile } from './mark-file.ts';
import { isHeld, isPassing } from './passing.ts';
import { openReadOnly } from './read-only-journal.ts';
import { asHex } from './row-code.ts';
import { salvage, type SalvagedRow } from './salvage.ts';
import { newestSetAside, setAside, syncFolder } from './set-aside.ts';

/** Why a journal is not believed. */
export type Damage =
  /** LevelDB cannot open or read it. */
  | 'unreadable'
  /** The mark is there, the rows are not. */
  | 'rows-missing'
  /** The rows are there, the mark is not. */
  | 'mark-missing'
  /** A row is not what was written. */
  | 'row-changed'
  /** The rows are whole and are not those that the mark knows: some are missing, or all are older. */
  | 'behind-mark';

/**
 * How the opening ended. `new`: there was none. `set-aside`: it was damaged; its files are in `folder` (a name within
 * the journal's), and a fresh one is open. `newer`: a newer Vigie wrote it; it is read and never written.
 */
export type Opening =
  | { readonly tag: 'ok' }
  | { readonly tag: 'new' }
  | { readonly tag: 'set-aside'; readonly folder: string; readonly damage: Damage }
  | { readonly tag: 'newer'; readonly found: number };

export interface OpenedJournal {
  readonly journal: Journal;
  readonly opening: Opening;
}

export interface JournalPlace {
  /** The rows (LevelDB) are in `rows`, the mark in `mark` beside them. Made when missing. */
  readonly folder: string;
  readonly log: Log;
  readonly now: () => number;
  /** The disk became full (a write was refused) or takes writes again. */
  readonly onDisk?: (disk: Disk) => void;
  /**
   * What a fresh journal begins with, written before it is used; `salvaged`: rows of the one that was set aside
   * whose digest holds, and where it is.
   */
  readonly first?: (aside: Aside | null) => readonly JournalWrite[];
  /** Replaced where a test makes the disk fail. */
  readonly lock?: typeof lockFolder;
  readonly level?: typeof openLevel;
  readonly marks?: typeof openMarkFile;
  readonly room?: (folder: string) => Promise<number>;
}

export interface Aside {
  readonly folder: string;
  readonly salvaged: readonly SalvagedRow[];
}

const rowsName = 'rows';
const markName = 'mark';
const scratchName = 'scratch';
const keptName = 'rows-as-found';

/**
 * Opens a journal, and believes it only if it is exactly what its mark says: every row whole, none missing, none
 * older. Fails with `disk-full` when there is no room to open it, `already-open` when another program holds it.
 */
export async function openJournal(place: JournalPlace): Promise<Result<OpenedJournal, Failure>> {
  try {
    await mkdir(place.folder, { recursive: true });
    // A newer Vigie's is only copied, and its folder left as it was: nothing to lock.
    const { mark } = await readMark(path.join(place.folder, markName));
    if (mark !== null && mark.format > journalFormat) return ok(await newer(place, mark.format));
    const lock = await (place.lock ?? lockFolder)(place.folder);
    const opened = await attempt(place).catch(async (error: unknown) => {
      await lock.release();
      throw error;
    });
    return ok({ ...opened, journal: closingWith(opened.journal, lock.release) });
  } catch (error) {
    place.log.error('journal.not-opened', { error: error instanceof Error ? error.name : 'unknown' });
    return err(failure(isHeld(error) ? 'already-open' : saysFull(error) ? 'disk-full' : 'internal'));
  }
}

/** The journal, which lets go of its folder when it is closed. */
const closingWith = (journal: Journal, release: () => Promise<void>): Journal => ({
  ...journal,
  close: async () => {
    try {
      await journal.close();
    } finally {
      await release();
    }
  },
});

async function attempt(place: JournalPlace): Promise<OpenedJournal> {
  const { folder, log } = place;
  const rows = path.join(folder, rowsName);
  const { begun: marked, mark } = await readMark(path.join(folder, markName));
  const kept = path.join(folder, keptName);
  if (!(await isThere(rows))) {
    await rm(kept, { recursive: true, force: true });
    if (marked) return replace(place, 'rows-missing');
    // A crash between setting aside and beginning anew looks like a first start.
    return fresh(place, await newestSetAside(folder), { tag: 'new' });
  }
  await keepFiles(rows, kept);
  const looked = await look(place, rows, marked, mark);
  if (looked.tag !== 'damaged') await rm(kept, { recursive: true, force: true });
  switch (looked.tag) {
    case 'believed':
      return {
        journal: await assemble(place, looked.level, looked.survey, looked.write),
        opening: { tag: 'ok' },
      };
    case 'newer':
      return newer(place, looked.found);
    case 'unbegun':
      await setAside(folder, { [rowsName]: rowsName }, place.now());
      return fresh(place, await newestSetAside(folder), { tag: 'new' });
    case 'damaged':
      log.error('journal.damaged', { reason: looked.damage });
      return replace(place, looked.damage);
  }
}

type Looked =
  | { readonly tag: 'believed'; readonly level: Level; readonly survey: Survey; readonly write: number }
  | { readonly tag: 'newer'; readonly found: number }
  /** A crash came before its first write. */
  | { readonly tag: 'unbegun' }
  | { readonly tag: 'damaged'; readonly damage: Damage };

async function look(place: JournalPlace, rows: string, marked: boolean, mark: Mark | null): Promise<Looked> {
  let level: Level;
  try {
    level = await (place.level ?? openLevel)(rows, false);
  } catch (error) {
    if (isPassing(error)) throw error;
    return { tag: 'damaged', damage: 'unreadable' };
  }
  let found: Survey | null = null;
  try {
    found = await survey(level);
  } catch {
    found = null;
  }
  const verdict = judge(found, marked, mark);
  if (verdict.tag === 'believed') return { ...verdict, level };
  await level.close();
  return verdict;
}

type Verdict =
  | { readonly tag: 'believed'; readonly survey: Survey; readonly write: number }
  | Exclude<Looked, { readonly tag: 'believed' }>;

/** The whole of what makes a journal believable. */
function judge(found: Survey | null, marked: boolean, mark: Mark | null): Verdict {
  const damaged = (damage: Damage): Verdict => ({ tag: 'damaged', damage });
  if (found === null) return damaged('unreadable');
  const { head } = found;
  if (head !== null && head.format > journalFormat) return { tag: 'newer', found: head.format };
  if (found.bad > 0) return damaged('row-changed');
  if (!marked && head === null && found.digests.size === 0) return { tag: 'unbegun' };
  // Every journal has a head from its first write on.
  if (head === null || head.after !== asHex(found.digest)) return damaged('behind-mark');
  const believed: Verdict = { tag: 'believed', survey: found, write: head.write };
  if (mark === null) {
    // A crash may have come between the first write and the first mark, and nothing had been promised by then.
    return !marked && head.write === 1 ? believed : damaged('mark-missing');
  }
  if (head.write === mark.write && head.after === mark.digest) return believed;
  // A crash may have come between a write and its mark.
  if (head.write === mark.write + 1 && head.before === mark.digest) return believed;
  return damaged('behind-mark');
}

async function newer(place: JournalPlace, found: number): Promise<OpenedJournal> {
  place.log.warn('journal.newer', { version: found });
  const journal = await openReadOnly(path.join(place.folder, rowsName), path.join(place.folder, scratchName));
  return { journal, opening: { tag: 'newer', found } };
}

async function replace(place: JournalPlace, damage: Damage): Promise<OpenedJournal> {
  // As they were found; and, for whoever wants to know, what LevelDB made of them.
  const moved = { [rowsName]: 'rows-as-opened', [markName]: markName };
  const kept = await isThere(path.join(place.folder, keptName));
  const entries = kept ? { ...moved, [keptName]: rowsName } : { ...moved, [rowsName]: rowsName };
  const folder = await setAside(place.folder, entries, place.now());
  return fresh(place, folder, { tag: 'set-aside', folder, damage });
}

async function fresh(place: JournalPlace, aside: string | null, opening: Opening): Promise<OpenedJournal> {
  const { folder } = place;
  const first = place.first?.(aside === null ? null : await readAside(folder, aside)) ?? [];
  const level = await (place.level ?? openLevel)(path.join(folder, rowsName), true);
  const operations = first.map(operationOf);
  const digests = new Map<string, bigint>();
  let digest = 0n;
  for (const one of operations) {
    if (one.type === 'del') continue;
    digests.set(one.key, one.digest);
    digest ^= one.digest;
  }
  const head = formatHead({ format: journalFormat, write: 1, before: noRows, after: asHex(digest) });
  await orClosed(level, () =>
    level.batch(
      [
        ...operations.flatMap((one) =>
          one.type === 'put' ? [{ type: 'put', key: one.key, value: one.value } as const] : [],
        ),
        { type: 'put', key: headKey, value: head },
      ],
      { sync: true },
    ),
  );
  await syncFolder(folder);
  const journal = await assemble(place, level, { head: null, digests, digest, bad: 0 }, 1);
  return { journal, opening };
}

/** What fails here is tried again in the same process: the lock must not be kept. */
async function orClosed<T>(open: { close(): Promise<void> }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await open.close().catch(() => undefined);
    throw error;
  }
}

async function assemble(place: JournalPlace, level: Level, found: Survey, write: number): Promise<Journal> {
  const { folder } = place;
  const mark: MarkFile = await orClosed(level, () =>
    (place.marks ?? openMarkFile)(path.join(folder, markName)),
  );
  await orClosed(level, () =>
    orClosed(mark, () => mark.save({ format: journalFormat, write, digest: asHex(found.digest) })),
  );
  await syncFolder(folder);
  return createLevelJournal({
    level,
    write,
    digest: found.digest,
    digests: found.digests,
    mark,
    reopen: () => (place.level ?? openLevel)(path.join(folder, rowsName), false),
    room: () => (place.room ?? roomIn)(folder),
    onDisk: place.onDisk ?? (() => undefined),
    log: place.log,
  });
}

/** The rows of a set-aside journal that still hold. */
export async function readAside(folder: string, aside: string): Promise<Aside> {
  return { folder: aside, salvaged: await salvage(path.join(folder, aside, rowsName)) };
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
