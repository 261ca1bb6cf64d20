import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFreezeBook, type FreezeBook } from '../../src-main/engine/brakes/freeze-book.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import type { Freeze } from '../../src-shared/domain/freeze.ts';
import type { AccountId, DeliveryId, WorkspaceId } from '../../src-shared/ids.ts';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import { quiet } from '../fixtures/stream-ends.ts';

/** A client who is forgotten takes their own freezes with them, and must not end a freeze of everybody. */

const gone = '01CLIENTTHATISFORGOTTEN000' as WorkspaceId;
const theirs = 'mastodon:social.example:1' as AccountId;
const other = 'mastodon:social.example:2' as AccountId;
let folder: string;
let journals: readonly [Journal, Journal];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-forget-'));
  const open = async (name: string): Promise<Journal> => {
    const found = await openJournal({ folder: path.join(folder, name), log: quiet, now: () => 0 });
    if (found.tag === 'err') throw new Error(found.error.code);
    return found.value.journal;
  };
  journals = [await open('journal'), await open('copy')];
});
afterEach(async () => {
  for (const one of journals) await one.close();
  await rm(folder, { recursive: true, force: true });
});

const book = (): Promise<FreezeBook> =>
  createFreezeBook({
    journal: journals[0],
    copy: journals[1],
    clock: { ...createManualClock(0), monotonic: () => 0 },
    changed: () => undefined,
  });
const freeze = (id: string, part: Partial<Freeze>): Freeze => ({
  id,
  scope: null,
  by: 'Camille',
  why: '',
  startedAt: 0,
  endsAt: null,
  openAccounts: [],
  repliesOpen: false,
  ended: null,
  ...part,
});

it('forgets what is of the client alone, and keeps in force what is of all', async () => {
  const held = (id: string, accountId: AccountId) =>
    ({ deliveryId: id as DeliveryId, accountId, choice: 'drop', recall: null }) as const;
  const first = await book();
  await first.put(freeze('own', { scope: gone, why: 'words of theirs' }));
  await first.put(freeze('all', { openAccounts: [theirs, other] }));
  await first.put(
    freeze('past', {
      startedAt: 1,
      ended: { at: 2, by: 'Camille', what: [held(`i1/${theirs}`, theirs), held(`i2/${other}`, other)] },
    }),
  );
  await first.put(freeze('untouched', { startedAt: 2, ended: { at: 3, by: 'Camille', what: [] } }));
  expect(await first.forget(gone, [theirs])).toEqual({ tag: 'ok', value: 3 });

  // In this process, and in each journal by itself.
  for (const one of [first, await book()]) {
    expect(one.all().map(({ id }) => id)).toEqual(['all', 'past', 'untouched']);
    expect(one.active().map(({ id, openAccounts }) => [id, openAccounts])).toEqual([['all', [other]]]);
    expect(one.all()[1]?.ended?.what.map(({ accountId }) => accountId)).toEqual([other]);
  }
  for (const journal of journals) {
    const rows = JSON.stringify(await journal.range('freeze/', 'freeze/~', 100));
    expect(rows).not.toContain(gone);
    expect(rows).not.toContain(theirs);
    expect(rows).not.toContain('words of theirs');
  }
  expect(await first.forget(gone, [theirs])).toEqual({ tag: 'ok', value: 0 });
});
