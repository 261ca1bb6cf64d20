import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { authoredHandlers } from '../../src-main/bridge/handlers/authored.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import { firstRows } from '../../src-main/journal/rebuild-debt.ts';
import { backupRows } from '../../src-main/safety/backup-rows.ts';
import { createLossBook, lossKey, noteOpening, type LossBook } from '../../src-main/safety/loss-book.ts';
import { createSnapshots, type Snapshots } from '../../src-main/safety/snapshots.ts';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { quiet } from '../fixtures/stream-ends.ts';

/** What damage took is compared with the last snapshot from before it, and stays known until somebody has decided. */

const day = 86_400_000;
let folder: string;
let clock: ManualClock;
let journal: Journal;
let copy: Journal;
let snapshots: Snapshots;
let book: LossBook;

async function opened(name: string): Promise<Journal> {
  const found = await openJournal({ folder: path.join(folder, name), log: quiet, now: () => 0 });
  if (found.tag === 'err') throw new Error(found.error.code);
  return found.value.journal;
}
const openBook = (): Promise<LossBook> =>
  createLossBook({ folder, journal, copy, snapshots, now: () => clock.now() });

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-loss-'));
  clock = createManualClock(Date.UTC(2026, 10, 25, 9));
  journal = await opened('journal');
  copy = await opened('copy');
  snapshots = createSnapshots({
    folder: path.join(folder, 'snapshots'),
    version: '0.0.0',
    clock,
    log: quiet,
    rows: () => backupRows({ journal, copy }, null),
    spared: () => book.spared(),
  });
  book = await openBook();
});
afterEach(async () => {
  snapshots.stop();
  await journal.close();
  await copy.close();
  await rm(folder, { recursive: true, force: true });
});

const keep = (id: string, text: string) =>
  authoredHandlers(copy).keep({
    rows: [
      {
        collection: 'posts',
        id,
        row: { id, workspaceId: 'w1', base: { text }, intentId: null, deletedAt: null },
      },
    ],
  });
const lose = (id: string) => copy.write([{ tag: 'del', key: `row/posts/${id}` }]);

it('counts what is missing, at every start, until it is settled', async () => {
  await keep('p1', 'one');
  await keep('p2', 'two');
  await snapshots.take();
  expect(await book.read()).toBeNull();
  const aside = path.join(folder, 'copy/set-aside-x');
  await mkdir(aside);
  await book.add('copy', aside);
  await lose('p2');

  // The next start.
  book = await openBook();
  const found = await book.read();
  expect(found?.lines).toEqual([{ kind: 'drafts', before: 2, here: 1 }]);
  expect(found?.places).toEqual([{ place: 'copy', isKept: true }]);
  expect(await book.folderOf('copy')).toBe(aside);
  expect(await book.folderOf('journal')).toBeNull();
  await rm(aside, { recursive: true });
  expect(await book.folderOf('copy')).toBeNull();

  await keep('p2', 'two');
  expect((await book.read())?.lines).toEqual([{ kind: 'drafts', before: 2, here: 2 }]);
  await book.settle();
  expect(await book.read()).toBeNull();
  expect(await (await openBook()).read()).toBeNull();
});

it('keeps the snapshot from before the damage, however old it becomes and however many follow', async () => {
  await keep('p1', 'one');
  await keep('p2', 'two');
  await snapshots.take();
  const [before] = await snapshots.list();
  await lose('p2');
  await book.add('copy', null);
  for (let times = 0; times < 3; times += 1) {
    await clock.advance(200 * day);
    await keep('p1', `changed ${String(times)}`);
    await snapshots.take();
  }
  expect((await book.read())?.snapshot?.id).toBe(before?.id);
  expect((await book.read())?.lines).toEqual([{ kind: 'drafts', before: 2, here: 1 }]);
  // A second damage is compared with what was before the first.
  await book.add('journal', null);
  expect((await book.read())?.snapshot?.id).toBe(before?.id);
  await book.settle();
  await keep('p1', 'the last');
  await snapshots.take();
  expect((await snapshots.list()).map(({ id }) => id)).not.toContain(before?.id);
});

it('is carried over when the journal itself is set aside, and can be said of it', () => {
  const row = { key: lossKey, value: { at: 1, places: [], snapshot: null } };
  const first = firstRows({ folder: 'set-aside-x', salvaged: [row, { key: 'feed/a', value: {} }] });
  expect(first).toContainEqual({ tag: 'put', ...row });
  expect(first).toHaveLength(2);
});

it('takes a folder that is not there for a first start, unless this profile had been used', async () => {
  const opening = { place: 'copy', folder: path.join(folder, 'copy'), opening: { tag: 'new' } } as const;
  await noteOpening(book, opening, () => Promise.resolve(false));
  expect(await book.read()).toBeNull();
  await noteOpening(book, opening, () => Promise.resolve(true));
  expect((await book.read())?.places).toEqual([{ place: 'copy', isKept: false }]);
});
