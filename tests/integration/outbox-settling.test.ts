import { afterEach, describe, expect, it } from 'vitest';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/**
 * A server that commits late, and keeps no promise about keys: only the true time that passed since the connection
 * closed tells whether absence proves anything, whatever our own clock says.
 */
let w: OutboxWorld;
afterEach(() => w.close());

const minute = 60_000;
const posts = (): number => w.effects('post').length;

/** A post whose connection was cut, and whose work will be done `lateMs` after that. */
async function lateBy(lateMs: number) {
  w = await createOutboxWorld('mastodon');
  const operation = w.operation('create');
  w.sim.control.faults.set({ fault: { tag: 'key-ignored' } });
  w.sim.control.faults.set({
    fault: { tag: 'late-commit', minMs: lateMs, maxMs: lateMs },
    operation,
    times: 1,
  });
  const id = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
  await w.until(() => w.delivery(id).waiting?.tag === 'verifying', minute, 500);
  return id;
}

async function leavesOnce(id: Awaited<ReturnType<typeof lateBy>>): Promise<void> {
  await w.until(() => w.delivery(id).state === 'sent', 30 * minute, 5_000);
  await w.pass(5 * minute, 10_000);
  expect(posts()).toBe(1);
}

describe('absence is not proven before the server has settled', () => {
  it.each([100_000, -100_000])('when the clock is set by %i ms while nothing runs', async (ms) => {
    const id = await lateBy(115_000);
    w.kill();
    w.ours.set(ms);
    await w.boot();
    await leavesOnce(id);
  });

  it('when the clock is an hour ahead for a while, after a death', async () => {
    const id = await lateBy(115_000);
    w.kill();
    w.ours.set(60 * minute);
    await w.boot();
    await w.pass(60_000, 5_000);
    w.ours.set(0);
    await leavesOnce(id);
  });

  it.each([100_000, -100_000])('when the clock moves by %i ms, which is less than a jump', async (ms) => {
    const id = await lateBy(115_000);
    w.ours.set(ms);
    await leavesOnce(id);
  });

  it('when it creeps ahead', async () => {
    const id = await lateBy(115_000);
    for (let moved = 0; moved < 100_000; moved += 10_000) {
      w.ours.set(moved);
      await w.pass(1_000);
    }
    await leavesOnce(id);
  });
});

describe('when nothing can be read back', () => {
  it('a key that ends is no leave to repeat: the person is asked', async () => {
    w = await createOutboxWorld('mastodon');
    const { faults } = w.sim.control;
    faults.set({ fault: { tag: 'key-ignored' } });
    faults.set({ fault: { tag: 'drop-reply' }, operation: w.operation('create'), times: 1 });
    faults.set({ fault: { tag: 'html-page', status: 502 }, operation: 'accounts.statuses' });
    const id = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
    await w.until(() => w.delivery(id).state === 'needs-decision', 30 * minute, 5_000);
    await w.pass(10 * minute, 10_000);
    expect(posts()).toBe(1);
    expect(w.notices).toContain('needs-decision');
  });

  it.each([
    ['reset', 'sent'],
    ['drop-reply', 'needs-decision'],
  ] as const)('a key that is the address of a post makes no second one (%s)', async (tag, state) => {
    w = await createOutboxWorld('bluesky');
    const { faults } = w.sim.control;
    faults.set({ fault: { tag }, operation: w.operation('create'), times: 1 });
    for (const operation of ['com.atproto.repo.getRecord', 'com.atproto.repo.listRecords'])
      faults.set({ fault: { tag: 'server-error' }, operation });
    const id = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
    // Where the first was done, the repeat is refused under its own address: only reading would say so.
    await w.until(() => w.delivery(id).state === state, 60 * minute, 5_000);
    await w.pass(10 * minute, 10_000);
    expect(posts()).toBe(1);
  });
});
