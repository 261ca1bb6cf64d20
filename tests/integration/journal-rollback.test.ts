import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { streamsHandlers } from '../../src-main/bridge/handlers/streams.ts';
import { createRebuildDebt } from '../../src-main/journal/rebuild-debt.ts';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { outboxNetworks } from '../fixtures/world-networks.ts';
import { ok } from '../../src-shared/result.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/**
 * The folder of the journal comes back from a backup: its rows and its mark are old, and agree with one another. Only
 * the store, which has seen more, can tell.
 */
let w: OutboxWorld;
let copy: string;
beforeEach(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'vigie-old-'));
});
afterEach(async () => {
  await w.close();
  await rm(copy, { recursive: true, force: true });
});

const minute = 60_000;
const epoch = 'e1';
const names = ['rows', 'mark'];

/** The interface's store: it takes what is on offer and acknowledges it. */
function createStore() {
  const deliveries = new Map<DeliveryId, Delivery>();
  let acked = 0;
  const meet = async () => {
    const debt = await createRebuildDebt({ journal: w.journal, folder: w.folder });
    const handlers = streamsHandlers({
      down: w.down,
      book: w.book,
      outbox: w.runner,
      debt,
      rewind: () => Promise.resolve(ok(null)),
      now: () => w.clock.now(),
      log: w.log,
      met: async () => {
        await w.runner.restore([]);
      },
    });
    return { debt, handlers };
  };
  return {
    meet,
    deliveries,
    hello: async () => {
      const { debt, handlers } = await meet();
      const greeted = await handlers.hello({ epoch, acked });
      return { debt, handlers, greeted };
    },
    follow: async () => {
      for (;;) {
        const taken = await w.down.take(epoch, acked);
        if (taken.tag === 'err') throw new Error(taken.error.code);
        if (taken.value === null) return;
        for (const row of taken.value.rows) if (row.tag === 'delivery') deliveries.set(row.row.id, row.row);
        acked = taken.value.number;
        await w.down.ack(epoch, acked);
      }
    },
  };
}

describe.each(outboxNetworks)('on %s, a journal that went back in time', (network) => {
  const lifeUpToTheBackup = async () => {
    w = await createOutboxWorld(network);
    const store = createStore();
    await store.hello();
    const dueAt = Math.ceil(w.clock.now() / minute) * minute + 5 * minute;
    const moment = { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt };
    const intent: Intent = w.intent(
      { tag: 'publish' },
      { when: { tag: 'at', moment, toleranceMs: 30 * minute } },
    );
    const id = await w.submit(intent);
    await store.follow();
    // A backup of the folder, from before the post left.
    await w.reopen(async (folder) => {
      for (const name of names) await cp(path.join(folder, name), path.join(copy, name), { recursive: true });
    });
    await w.boot();
    await store.hello();
    await w.until(() => w.delivery(id).state === 'sent', 10 * minute, 5_000);
    await store.follow();
    expect(w.effects('post')).toHaveLength(1);
    return { store, intent, id };
  };
  const goBack = () =>
    w.reopen(async (folder) => {
      for (const name of names) {
        await rm(path.join(folder, name), { recursive: true, force: true });
        await cp(path.join(copy, name), path.join(folder, name), { recursive: true });
      }
    });

  it('is found out when the store presents itself, and sends nothing again', async () => {
    const { store, intent, id } = await lifeUpToTheBackup();
    await goBack();
    expect(w.opened.opening.tag).toBe('ok');
    // As main starts: nothing leaves before the store has spoken.
    await w.boot({ held: true });
    expect(w.delivery(id).state).not.toBe('sent');
    const { debt, handlers, greeted } = await store.hello();
    expect(greeted).toMatchObject({ value: { rebuild: true } });
    expect(debt.owed()).toBe(true);
    await w.pass(5 * minute, 10_000);
    const mirrored = [...store.deliveries.values()];
    expect(
      await handlers.rebuild({ accounts: [], intents: [intent], deliveries: mirrored, last: true }),
    ).toEqual(ok(null));
    await w.pass(60 * minute, 30_000);
    expect(w.delivery(id).state).toBe('sent');
    expect(w.effects('post')).toHaveLength(1);
  });

  it('is found out also when much has come on offer before the store presents itself', async () => {
    const { store } = await lifeUpToTheBackup();
    await goBack();
    await w.boot({ held: true });
    for (let n = 0; n < 40; n += 1) await w.down.push([{ tag: 'message-gone', id: `m${String(n)}`, at: n }]);
    const { greeted } = await store.hello();
    expect(greeted).toMatchObject({ value: { known: false, rebuild: true } });
    // What came meanwhile lies above what the store has passed: nothing of it is taken for known.
    let rows = 0;
    const count = w.down.backlog();
    await store.follow();
    rows = count;
    expect(rows).toBeGreaterThanOrEqual(40);
  });

  it('that is the one it was keeps nothing waiting', async () => {
    const { store } = await lifeUpToTheBackup();
    w.kill();
    await w.boot({ held: true });
    expect((await store.hello()).greeted).toMatchObject({ value: { known: true, rebuild: false } });
    const next = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
    await w.until(() => w.delivery(next).state === 'sent', 10 * minute, 5_000);
  });
});
