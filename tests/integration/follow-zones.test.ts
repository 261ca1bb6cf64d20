import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Databases } from '../../src-renderer/store/databases.ts';
import { followZones } from '../../src-renderer/store/follow-zones.ts';
import { createHandOver } from '../../src-renderer/store/hand-over.ts';
import { readIntent, writeIntent } from '../../src-renderer/store/queries/intents.ts';
import { changePost, createPost, readPost } from '../../src-renderer/store/queries/posts.ts';
import { momentOf } from '../../src-shared/calendar/moment.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import type { Moment } from '../../src-shared/domain/post.ts';
import { ok } from '../../src-shared/result.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { createDirectBridge } from '../fixtures/direct-bridge.ts';
import { createStoreDisk, type StoreDisk } from '../fixtures/memory-store.ts';
import { account, workspace } from '../fixtures/rows.ts';
import { until } from '../fixtures/stream-ends.ts';

/** Moments that were worked out by rules of zones that have changed since. */
const points = createPoints({ tag: 'none' });
const now = Date.UTC(2026, 9, 1, 8);
const hour = 3_600_000;
const noPause = (): Promise<void> => Promise.resolve();
let disk: StoreDisk;
let databases: Databases;
beforeEach(async () => {
  disk = createStoreDisk();
  ({ databases } = await disk.open(points));
});
afterEach(() => disk.release());

const today = (wall: string, zone = 'Europe/Paris'): Moment => momentOf(wall, zone).moment;
/** As rules said that put the zone an hour elsewhere. */
const outdated = (wall: string): Moment => ({ ...today(wall), dueAt: today(wall).dueAt + hour });

const draft = async (planned: Moment) => {
  const { id } = await createPost(
    databases,
    { workspaceId: workspace, accountIds: [account], target: null },
    now,
  );
  await changePost(databases, id, { planned }, now);
  return id;
};
const wish = (moment: Moment) =>
  writeIntent(
    databases,
    {
      workspaceId: workspace,
      postId: null,
      action: { tag: 'publish' },
      when: { tag: 'at', moment, toleranceMs: hour },
      executor: 'machine',
      targets: [{ accountId: account, content: { ...emptyContent, text: 'Ouvert dimanche' } }],
    },
    now,
  );
const momentIn = async (id: Awaited<ReturnType<typeof wish>>): Promise<Moment | null> => {
  const when = (await readIntent(databases, id))?.intent.when;
  return when?.tag === 'at' ? when.moment : null;
};

it('drafts and wishes say the instant that main holds, and count as edited by nobody', async () => {
  const wall = '2026-10-20T09:00';
  const [post, intent] = [await draft(outdated(wall)), await wish(outdated(wall))];
  const before = [await readPost(databases, post), await readIntent(databases, intent)] as const;
  expect(await followZones(databases, now, noPause)).toBe(2);
  expect((await readPost(databases, post))?.planned).toEqual(today(wall));
  expect(await momentIn(intent)).toEqual(today(wall));
  expect((await readPost(databases, post))?.updatedAt).toBe(before[0]?.updatedAt);
  expect((await readIntent(databases, intent))?.revision).toBe(before[1]?.revision);
  expect(await followZones(databases, now, noPause)).toBe(0);
});

it('what is right, over, or of a zone that nobody knows stays as it is', async () => {
  const elsewhere: Moment = { wall: '2026-10-20T09:00', zone: 'Mars/Olympus', dueAt: now + 20 * 24 * hour };
  const past = outdated('2026-08-20T09:00');
  const kept = [today('2026-10-20T09:00'), elsewhere, past];
  const posts = [];
  for (const moment of kept) posts.push(await draft(moment));
  expect(await followZones(databases, now, noPause)).toBe(0);
  for (const [index, id] of posts.entries())
    expect((await readPost(databases, id))?.planned).toEqual(kept[index]);
});

it('a wish that was still on its way is handed over with the instant of today', async () => {
  const wall = '2026-10-20T09:00';
  const handed: Intent[] = [];
  const submit = (intent: Intent): Promise<unknown> => {
    handed.push(intent);
    return Promise.resolve(ok({ accepted: true }));
  };
  await wish(outdated(wall));
  const { client } = createDirectBridge(() => ({ outbox: { submit } }), points);
  const handOver = createHandOver({ bridge: client, databases, now: () => now });
  handOver.start();
  await until('it is handed over', () => handed.length > 0);
  handOver.stop();
  expect(handed[0]?.when).toMatchObject({ moment: today(wall) });
});
