import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Intent } from '../../src-shared/domain/intent.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { outboxPolicy } from '../../src-shared/outbox/policy.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** After a pause, posts of one account leave in order and apart; none is later than its tolerance without a word. */
let w: OutboxWorld;
beforeEach(async () => {
  w = await createOutboxWorld('mastodon');
});
afterEach(() => w.close());

const minute = 60_000;
const at = (dueAt: number, toleranceMs: number): Intent['when'] => ({
  tag: 'at',
  moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
  toleranceMs,
});

/** Posts one minute after the other, the first in five minutes; handed over in another order than they are due. */
async function series(count: number, toleranceMs: number, everyMs = minute): Promise<readonly DeliveryId[]> {
  const begin = w.clock.now() + 5 * minute;
  const ids: DeliveryId[] = [];
  for (let n = count - 1; n >= 0; n -= 1)
    ids.unshift(await w.submit(w.intent({ tag: 'publish' }, { when: at(begin + n * everyMs, toleranceMs) })));
  return ids;
}
const stateOf = (id: DeliveryId): string => w.delivery(id).state;
const sentAt = (id: DeliveryId): number => w.delivery(id).sentAt ?? expect.fail('not sent');
const all = (ids: readonly DeliveryId[], ...states: string[]): boolean =>
  ids.every((id) => states.includes(stateOf(id)));

/** Pauses between departures, in the order of `ids`. */
const pauses = (ids: readonly DeliveryId[]): readonly number[] =>
  ids.slice(1).map((id, index) => sentAt(id) - sentAt(ids[index] ?? id));

async function sleep(ms: number): Promise<void> {
  w.runner.suspend();
  await w.jump(ms);
  w.runner.resume();
}

it('twenty posts whose hour passed during a sleep leave one after the other, in order, in time', async () => {
  const ids = await series(20, 60 * minute);
  await sleep(26 * minute);
  await w.until(() => all(ids, 'sent'), 60 * minute, 5_000);
  expect(Math.min(...pauses(ids))).toBeGreaterThanOrEqual(outboxPolicy.spacingMs);
  expect(w.effects('post')).toHaveLength(20);
  for (const id of ids) expect(sentAt(id) - w.delivery(id).dueAt).toBeLessThanOrEqual(60 * minute);
});

it('those whose turn would come too late are missed, each with a word, and none of the others is late', async () => {
  const ids = await series(20, 30 * minute);
  await sleep(26 * minute);
  await w.until(() => all(ids, 'sent', 'missed'), 90 * minute, 5_000);
  const sent = ids.filter((id) => stateOf(id) === 'sent');
  const missed = ids.filter((id) => stateOf(id) === 'missed');
  expect(sent.length).toBeGreaterThan(5);
  expect(missed.length).toBeGreaterThan(0);
  expect(Math.min(...pauses(sent))).toBeGreaterThanOrEqual(outboxPolicy.spacingMs);
  for (const id of sent) expect(sentAt(id) - w.delivery(id).dueAt).toBeLessThanOrEqual(30 * minute);
  expect(w.notices.filter((notice) => notice === 'missed')).toHaveLength(missed.length);
});

it('the pause outlives the process', async () => {
  const ids = await series(6, 60 * minute);
  await sleep(12 * minute);
  await w.until(() => ids.some((id) => stateOf(id) === 'sent'), minute);
  for (let n = 0; n < 3; n += 1) {
    w.kill();
    await w.boot();
    await w.pass(5_000);
  }
  expect(ids.filter((id) => stateOf(id) === 'sent')).toHaveLength(1);
  await w.until(() => all(ids, 'sent'), 30 * minute, 5_000);
  expect(Math.min(...pauses(ids))).toBeGreaterThanOrEqual(outboxPolicy.spacingMs);
});

it.each([
  [
    'a long time offline',
    () => w.sim.control.faults.set({ fault: { tag: 'offline' } }),
    () => w.sim.control.faults.clear(),
  ],
  [
    'a refused token',
    () => w.book.save({ ...w.account, health: { tag: 'refused', since: 0 } }),
    () => w.book.save(w.account),
  ],
] as const)('after %s they leave apart', async (_, begin, end) => {
  const ids = await series(5, 60 * minute);
  await begin();
  await w.pass(20 * minute, 20_000);
  expect(w.effects('post')).toEqual([]);
  await end();
  await w.until(() => all(ids, 'sent'), 40 * minute, 5_000);
  expect(Math.min(...pauses(ids))).toBeGreaterThanOrEqual(outboxPolicy.spacingMs);
});

it('posts planned for one and the same minute leave apart; those planned a minute apart leave in time', async () => {
  const same = await series(3, 60 * minute, 0);
  await w.until(() => all(same, 'sent'), 20 * minute, 1_000);
  const gaps = [...same].map(sentAt).sort((a, b) => a - b);
  expect((gaps[1] ?? 0) - (gaps[0] ?? 0)).toBeGreaterThanOrEqual(outboxPolicy.spacingMs);
  expect((gaps[2] ?? 0) - (gaps[1] ?? 0)).toBeGreaterThanOrEqual(outboxPolicy.spacingMs);
  await w.pass(10 * minute, 10_000);
  const apart = await series(4, 60 * minute);
  await w.until(() => all(apart, 'sent'), 20 * minute, 1_000);
  for (const id of apart) expect(sentAt(id) - w.delivery(id).dueAt).toBeLessThan(5_000);
});

it('what the person sends now leaves now; several let go together leave at the moments that were said', async () => {
  const ids = await series(3, 0);
  await sleep(20 * minute);
  await w.until(() => all(ids, 'missed'), minute);
  const [first, ...others] = ids;
  if (first === undefined) expect.fail('no post');
  const now = w.clock.now();
  for (const [index, id] of others.entries()) await w.runner.publishNow(id, now + (index + 1) * 5 * minute);
  expect(w.delivery(others[0] ?? first)).toMatchObject({
    state: 'scheduled',
    waiting: { tag: 'due', until: now + 5 * minute },
  });
  await w.runner.publishNow(first);
  await w.until(() => stateOf(first) === 'sent', minute);
  expect(sentAt(first) - now).toBeLessThan(5_000);
  await w.until(() => all(ids, 'sent'), 30 * minute, 5_000);
  expect(Math.min(...pauses(ids))).toBeGreaterThanOrEqual(5 * minute - 5_000);
});

it('an answer, and another account, never wait for it', async () => {
  const ids = await series(4, 60 * minute);
  const begin = w.clock.now() + 5 * minute;
  const other = await w.submit(w.intent({ tag: 'publish' }, { when: at(begin, 60 * minute), on: w.second }));
  await sleep(20 * minute);
  const target = await w.mentioned('Bonjour !');
  const answer = await w.submit(w.intent({ tag: 'reply', target }, { when: { tag: 'now', graceMs: 0 } }));
  await w.until(() => all([answer, other], 'sent'), minute, 1_000);
  expect(ids.filter((id) => stateOf(id) === 'sent')).toHaveLength(1);
});

it('a post that was sent at once keeps none from its own minute', async () => {
  const [id] = await series(1, 30 * minute);
  if (id === undefined) expect.fail('nothing was planned');
  const { dueAt } = w.delivery(id);
  await w.pass(dueAt - w.clock.now() - 30_000, 1_000);
  await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
  await w.until(() => stateOf(id) === 'sent', 2 * minute, 1_000);
  expect(sentAt(id) - dueAt).toBeLessThanOrEqual(5_000);
});
