import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFreezeBook, type FreezeBook } from '../../src-main/engine/brakes/freeze-book.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import { freezesOf } from '../../src-shared/domain/freeze.ts';
import type { AccountId, WorkspaceId } from '../../src-shared/ids.ts';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import { quiet } from '../fixtures/stream-ends.ts';

/** A press of the red button that cannot be read any more was a press of the red button. */

const client = '01CLIENT000000000000000000' as WorkspaceId;
const other = '01OTHER0000000000000000000' as WorkspaceId;
const post = (workspaceId: WorkspaceId) => ({
  workspaceId,
  accountId: 'mastodon:social.example:1' as AccountId,
  action: { tag: 'publish' as const },
});
let folder: string;
let journals: readonly [Journal, Journal];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-unread-'));
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

async function lay(value: unknown): Promise<void> {
  for (const to of journals) await to.write([{ tag: 'put', key: 'freeze/f1', value }]);
}

it('freezes everybody where it cannot be made out whom it froze, until a person ends it', async () => {
  await lay({ id: 'f1', scope: 7, from: 'a version to come' });
  const first = await book();
  expect(freezesOf(first.active(), post(client))).toHaveLength(1);
  expect(freezesOf(first.active(), post(other))).toHaveLength(1);

  const [held] = first.active();
  if (held === undefined) throw new Error('nothing is frozen');
  await first.put({ ...held, ended: { at: 1, by: 'Camille', what: [] } });
  const next = await book();
  expect(next.active()).toEqual([]);
  // The row itself is nobody's to throw away.
  expect(await journals[0].get('freeze/f1')).toEqual({ id: 'f1', scope: 7, from: 'a version to come' });
});

it('freezes the client alone where that can be made out', async () => {
  await lay({ id: 'f1', scope: client, openAccounts: 'a shape to come' });
  const found = await book();
  expect(freezesOf(found.active(), post(client))).toHaveLength(1);
  expect(freezesOf(found.active(), post(other))).toEqual([]);
  await found.forget(client, []);
  expect((await book()).active()).toEqual([]);
  expect(await journals[0].get('freeze/f1')).toBeUndefined();
});

it('freezes nobody for a press that visibly has ended', async () => {
  await lay({ id: 'f1', scope: null, ended: { at: 5, how: 'a shape to come' } });
  expect((await book()).active()).toEqual([]);
});

it('believes the other journal where that one can be read', async () => {
  await lay({ id: 'f1', scope: 7 });
  const ended = { at: 5, by: '', what: [] };
  await journals[1].write([
    {
      tag: 'put',
      key: 'freeze/f1',
      value: {
        id: 'f1',
        scope: null,
        by: '',
        why: '',
        startedAt: 0,
        endsAt: null,
        openAccounts: [],
        repliesOpen: false,
        ended,
      },
    },
  ]);
  expect((await book()).active()).toEqual([]);
});
