import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { authoredHandlers } from '../../src-main/bridge/handlers/authored.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import { backupRows } from '../../src-main/safety/backup-rows.ts';
import { createSnapshots, type Snapshots } from '../../src-main/safety/snapshots.ts';
import { watchWrites } from '../../src-main/safety/watch-writes.ts';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { quiet } from '../fixtures/stream-ends.ts';

const minute = 60_000;
let folder: string;
let clock: ManualClock;
let journal: Journal;
let copy: Journal;
let snapshots: Snapshots;
let refuse: boolean;

const place = (): string => path.join(folder, 'snapshots');

async function opened(name: string): Promise<Journal> {
  const found = await openJournal({ folder: path.join(folder, name), log: quiet, now: () => 0 });
  if (found.tag === 'err') throw new Error(found.error.code);
  return found.value.journal;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-snapshots-'));
  clock = createManualClock(Date.UTC(2026, 10, 25, 9));
  refuse = false;
  snapshots = createSnapshots({
    folder: place(),
    version: '0.0.0',
    clock,
    log: quiet,
    rows: () => {
      if (refuse) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      return backupRows({ journal, copy }, null);
    },
  });
  journal = watchWrites(await opened('journal'), ['outbox/'], snapshots.changed);
  copy = watchWrites(await opened('copy'), ['row/'], snapshots.changed);
});
afterEach(async () => {
  snapshots.stop();
  await journal.close();
  await copy.close();
  await rm(folder, { recursive: true, force: true });
});

const keep = async (id: string, text: string): Promise<void> => {
  const row = { id, workspaceId: 'w1', base: { text } };
  await authoredHandlers(copy).keep({ rows: [{ collection: 'posts', id, row }] });
};
/** Lets a minute pass and what it set going end. */
async function aMinute(): Promise<void> {
  await clock.advance(minute);
  await snapshots.list();
}
const texts = async (id: string): Promise<readonly string[]> =>
  ((await snapshots.read(id)) ?? []).flatMap((row) =>
    row.tag === 'authored' ? [JSON.stringify(row.row['base'])] : [],
  );

it('has what was written in a snapshot within the minute, and makes none where nothing changed', async () => {
  await keep('p1', 'first words');
  await aMinute();
  const [first] = await snapshots.list();
  expect(first?.at).toBeLessThanOrEqual(clock.now());
  expect(clock.now() - (first?.at ?? 0)).toBeLessThanOrEqual(minute);
  expect(first?.summary?.total.posts).toBe(1);
  expect(await texts(first?.id ?? '')).toEqual(['{"text":"first words"}']);

  // Written again as it is.
  await keep('p1', 'first words');
  await aMinute();
  expect(await snapshots.list()).toHaveLength(1);

  await journal.write([{ tag: 'put', key: 'outbox/i1/a1', value: { id: 'i1/a1', workspaceId: 'w1' } }]);
  await journal.write([{ tag: 'put', key: 'feed/a1/home', value: { secretOf: 'nobody' } }]);
  await aMinute();
  const [second] = await snapshots.list();
  expect(await snapshots.list()).toHaveLength(2);
  expect(second?.summary?.total).toMatchObject({ posts: 1, deliveries: 1 });
  expect(await readdir(place())).toHaveLength(2);
});

it('tells of a damaged one, believes nothing of it, and leaves it where it is', async () => {
  await keep('p1', 'words');
  await aMinute();
  const [one] = await snapshots.list();
  const file = path.join(place(), one?.id ?? '');
  const whole = await readFile(file);
  for (const at of [0, 70, 90, whole.length - 20, whole.length - 1]) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await writeFile(file, bytes);
    expect((await snapshots.list())[0]?.summary, `byte ${String(at)}`).toBeNull();
    expect(await snapshots.read(one?.id ?? '')).toBeNull();
  }
  await writeFile(file, whole.subarray(0, whole.length >> 1));
  expect(await snapshots.read(one?.id ?? '')).toBeNull();
  // The next one is made all the same.
  await keep('p1', 'other words');
  await aMinute();
  const after = await snapshots.list();
  expect(after).toHaveLength(2);
  expect(await texts(after[0]?.id ?? '')).toEqual(['{"text":"other words"}']);
});

it('tries again after a refusal, and leaves no half file', async () => {
  refuse = true;
  await keep('p1', 'words');
  await aMinute();
  expect(await snapshots.list()).toHaveLength(0);
  refuse = false;
  await aMinute();
  await aMinute();
  expect(await snapshots.list()).toHaveLength(1);
  expect((await readdir(place())).filter((name) => name.startsWith('writing'))).toEqual([]);
});

it('is written again without what was purged', async () => {
  await keep('p1', 'stays');
  await keep('p2', 'must go');
  await aMinute();
  await keep('p3', 'later');
  await aMinute();
  const done = await snapshots.rewrite((row) => (row.tag === 'authored' && row.id === 'p2' ? null : row));
  expect(done).toEqual({ rows: 2, files: 2 });
  const [newest, oldest] = await snapshots.list();
  expect(await texts(oldest?.id ?? '')).toEqual(['{"text":"stays"}']);
  expect(await texts(newest?.id ?? '')).toEqual(['{"text":"stays"}', '{"text":"later"}']);
  expect(oldest?.summary?.total.posts).toBe(1);
});
