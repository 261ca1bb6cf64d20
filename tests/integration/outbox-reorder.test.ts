import { afterEach, describe, expect, it } from 'vitest';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { outboxNetworks } from '../fixtures/world-networks.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** What waits for one account leaves in the order that the person gives it. */
let w: OutboxWorld;
afterEach(() => w.close());

const now = { tag: 'now', graceMs: 0 } as const;

async function waiting(count: number): Promise<readonly DeliveryId[]> {
  w.sim.control.faults.set({ fault: { tag: 'offline' } });
  const ids: DeliveryId[] = [];
  for (let n = 1; n <= count; n += 1) {
    const content = { ...emptyContent, text: `Numéro ${n}` };
    ids.push(await w.submit(w.intent({ tag: 'publish' }, { when: now, content })));
    await w.pass(1_000);
  }
  await w.until(() => ids.every((id) => w.delivery(id).waiting?.tag === 'offline'), 60_000);
  return ids;
}
/** Numbers of the posts in the order in which they left. */
async function leave(ids: readonly DeliveryId[]): Promise<readonly number[]> {
  w.sim.control.faults.clear();
  await w.until(() => ids.every((id) => w.delivery(id).state === 'sent'), 15 * 60_000);
  const sentAt = (id: DeliveryId): number => w.delivery(id).sentAt ?? 0;
  return [...ids].sort((a, b) => sentAt(a) - sentAt(b)).map((id) => ids.indexOf(id) + 1);
}

describe.each(outboxNetworks)('on %s', (network) => {
  it('is moved before another, and to the end; a restart keeps it', async () => {
    w = await createOutboxWorld(network);
    const ids = await waiting(4);
    const [first, second, , fourth] = ids;
    if (!first || !second || !fourth) expect.fail('not enough');
    expect((await w.runner.reorder(fourth, second)).tag).toBe('ok');
    expect((await w.runner.reorder(first, null)).tag).toBe('ok');
    const shown = [...ids].sort((a, b) => w.delivery(a).dueAt - w.delivery(b).dueAt);
    expect(shown.map((id) => ids.indexOf(id) + 1)).toEqual([4, 2, 3, 1]);
    w.kill();
    await w.boot();
    expect(await leave(ids)).toEqual([4, 2, 3, 1]);
  });
});

it('leaves alone what has an hour of its own, what has left and what is not known', async () => {
  w = await createOutboxWorld('mastodon');
  const ids = await waiting(2);
  const dueAt = w.clock.now() + 3_600_000;
  const moment = { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt };
  const planned = await w.submit(
    w.intent({ tag: 'publish' }, { when: { tag: 'at', moment, toleranceMs: 60_000 } }),
  );
  expect((await w.runner.reorder(planned, ids[0] ?? null)).tag).toBe('err');
  expect(await leave(ids)).toEqual([1, 2]);
  const [first = planned, second = planned] = ids;
  expect((await w.runner.reorder(first, second)).tag).toBe('err');
});
