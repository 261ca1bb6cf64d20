import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** Posts that the network's own scheduler holds: handed over at once, edited, taken back, published without us. */
let w: OutboxWorld;
beforeEach(async () => {
  w = await createOutboxWorld('mastodon');
});
afterEach(() => w.close());

const minute = 60_000;
const at = (dueAt: number): Intent['when'] => ({
  tag: 'at',
  moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
  toleranceMs: 30 * minute,
});
const plan = (inMs: number): Intent =>
  w.intent({ tag: 'publish' }, { when: at(w.clock.now() + inMs), executor: 'native' });

it('is handed over at once, published by the network, and found', async () => {
  const id = await w.submit(plan(60 * minute));
  await w.until(() => w.delivery(id).state === 'handed-over', minute);
  expect(w.effects('scheduled')).toHaveLength(1);
  expect(w.delivery(id)).toMatchObject({ executor: 'native', waiting: { tag: 'network' } });
  expect(w.runner.needsMachine(w.clock.now())).toEqual([]);
  w.kill();
  await w.pass(61 * minute, 30_000);
  await w.boot();
  await w.until(() => w.delivery(id).state === 'sent', 10 * minute);
  expect(w.effects('post')).toHaveLength(0);
  expect(w.delivery(id).remoteId).not.toBeNull();
});

it('is taken back for an edit, and handed over anew', async () => {
  const first = plan(60 * minute);
  const id = await w.submit(first);
  await w.until(() => w.delivery(id).state === 'handed-over', minute);
  const content = { ...emptyContent, text: 'Nouveau texte' };
  const [target] = first.targets;
  if (target === undefined) expect.fail('no target');
  await w.submit({ ...first, revision: 2, targets: [{ ...target, content, hash: 'other' }] });
  await w.until(() => w.delivery(id).state === 'handed-over' && w.delivery(id).revision === 2, minute);
  expect(w.effects('unscheduled')).toHaveLength(1);
  expect(w.effects('scheduled')).toHaveLength(2);
  await w.until(() => w.delivery(id).state === 'sent', 90 * minute, 10_000);
  const seen = w.sim.control.ledger.entries({ operation: 'statuses.create' });
  expect(seen).toHaveLength(2);
});

it('is taken back when it is cancelled', async () => {
  const id = await w.submit(plan(60 * minute));
  await w.until(() => w.delivery(id).state === 'handed-over', minute);
  expect((await w.runner.cancel(id)).tag).toBe('ok');
  await w.until(() => w.delivery(id).state === 'cancelled', minute);
  expect(w.effects('unscheduled')).toHaveLength(1);
});

it('is published by this machine when the network refuses to hold it', async () => {
  const id = await w.submit(plan(4 * minute));
  expect(w.delivery(id).executor).toBe('machine');
  expect(w.runner.needsMachine(w.clock.now()).map((one) => one.id)).toEqual([id]);
  await w.until(() => w.delivery(id).state === 'sent', 10 * minute);
  expect(w.effects('scheduled')).toEqual([]);
  expect(w.effects('post')).toHaveLength(1);
});

it.each(['drop-reply', 'reset'] as const)('is held once when handing over meets %s', async (tag) => {
  w.sim.control.faults.set({ fault: { tag }, operation: 'statuses.create', times: 1 });
  const id = await w.submit(plan(60 * minute));
  await w.until(() => w.delivery(id).state === 'handed-over', 20 * minute);
  expect(w.effects('scheduled')).toHaveLength(1);
});

describe('disconnecting', () => {
  it('recalls what the network holds and counts what it could not', async () => {
    const ids = [await w.submit(plan(60 * minute)), await w.submit(plan(90 * minute))];
    await w.until(() => ids.every((id) => w.delivery(id).state === 'handed-over'), minute);
    const done = w.runner.recallAll(w.account.id, new AbortController().signal);
    await w.until(() => ids.every((id) => w.delivery(id).state === 'cancelled'), minute);
    expect(await done).toBe(0);
    expect(w.effects('unscheduled')).toHaveLength(2);
  });

  it('says how many the network still holds when it does not answer', async () => {
    const id = await w.submit(plan(60 * minute));
    await w.until(() => w.delivery(id).state === 'handed-over', minute);
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    const stop = new AbortController();
    const done = w.runner.recallAll(w.account.id, stop.signal);
    await w.pass(10_000);
    stop.abort();
    expect(await done).toBe(1);
  });

  it('cancels what waits here, or leaves it', async () => {
    const one = await w.submit(w.intent({ tag: 'publish' }, { when: at(w.clock.now() + 60 * minute) }));
    await w.runner.settleQueued(w.account.id, 'keep');
    expect(w.delivery(one).state).toBe('scheduled');
    await w.runner.settleQueued(w.account.id, 'cancel');
    expect(w.delivery(one).state).toBe('cancelled');
  });
});
