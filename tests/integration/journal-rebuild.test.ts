import { afterEach, describe, expect, it } from 'vitest';
import { streamsHandlers } from '../../src-main/bridge/handlers/streams.ts';
import type { JournalWrite } from '../../src-main/journal/journal.ts';
import { createRebuildDebt, firstRows, type RebuildDebt } from '../../src-main/journal/rebuild-debt.ts';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { outboxNetworks } from '../fixtures/world-networks.ts';
import { ok } from '../../src-shared/result.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** After a journal was lost: nothing leaves before the store has spoken, and nothing leaves twice after. */
let w: OutboxWorld;
afterEach(() => w.close());

const hour = 3_600_000;
const minute = 60_000;

interface Lost {
  readonly intents: readonly Intent[];
  /** As the store last heard of them. */
  readonly mirrored: readonly Delivery[];
  readonly debt: RebuildDebt;
  readonly handlers: ReturnType<typeof streamsHandlers>;
  readonly posted: Delivery['id'];
  readonly later: Delivery['id'];
}

/** One post has left since the store last heard, one is to leave in two hours; then the journal's rows are gone. */
async function lose(): Promise<Lost> {
  const dueAt = w.clock.now() + 2 * hour;
  const moment = { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt };
  const intents = [
    w.intent({ tag: 'publish' }),
    w.intent({ tag: 'publish' }, { when: { tag: 'at', moment, toleranceMs: 30 * minute } }),
  ];
  const [posted, later] = [await w.submit(intents[0] as Intent), await w.submit(intents[1] as Intent)];
  const mirrored = [posted, later].map((id) => w.delivery(id));
  await w.until(() => w.delivery(posted).state === 'sent');
  expect(w.effects('post')).toHaveLength(1);
  w.kill();
  await w.settle();
  const rows = await w.journal.range('', '~', 10_000);
  await w.journal.write([...rows.map(({ key }): JournalWrite => ({ tag: 'del', key })), ...firstRows(null)]);
  await w.boot({ held: true });
  return { intents, mirrored, posted, later, ...(await meet()) };
}

async function meet(): Promise<Pick<Lost, 'debt' | 'handlers'>> {
  const debt = await createRebuildDebt({ journal: w.journal, folder: '' });
  const handlers = streamsHandlers({
    down: w.down,
    book: w.book,
    outbox: w.runner,
    debt,
    rewind: () => Promise.resolve(ok(null)),
    now: () => w.clock.now(),
    log: w.log,
  });
  return { debt, handlers };
}

const greet = { epoch: 'e1', acked: 40 };
const nothing = { accounts: [], intents: [], deliveries: [] };

describe.each(outboxNetworks)('on %s, after the journal was lost', (network) => {
  it('waits for the store, then looks before it sends, and each post is there once', async () => {
    w = await createOutboxWorld(network);
    const { intents, mirrored, posted, later, debt, handlers } = await lose();
    expect(await handlers.hello(greet)).toEqual(ok({ known: false, rebuild: true }));
    await handlers.rebuild({ ...nothing, intents, last: false });
    await w.pass(5 * minute, 10_000);
    expect(w.runner.records()).toEqual([]);
    expect(w.effects('post')).toHaveLength(1);

    expect(await handlers.rebuild({ ...nothing, deliveries: mirrored, last: true })).toEqual(ok(null));
    expect(debt.owed()).toBe(false);
    expect(w.delivery(later).state).toBe('scheduled');
    expect(['scheduled', 'grace']).not.toContain(w.delivery(posted).state);
    // Without its key only the text and the time can tell; a person is asked where they do not suffice.
    await w.until(() => ['sent', 'needs-decision'].includes(w.delivery(posted).state), 30 * minute, 10_000);
    expect(w.effects('post')).toHaveLength(1);
    await w.until(() => w.delivery(later).state === 'sent', 3 * hour, minute);
    expect(w.effects('post')).toHaveLength(2);
    expect(await handlers.hello(greet)).toMatchObject({ value: { rebuild: false } });
  });

  it('is asked again when the rebuild could not be kept, or when main dies in the middle of it', async () => {
    w = await createOutboxWorld(network);
    const { intents, mirrored, later, debt, handlers } = await lose();
    await handlers.hello(greet);
    w.disk.full = true;
    const all = { ...nothing, intents, deliveries: mirrored, last: true };
    expect(await handlers.rebuild(all)).toMatchObject({ tag: 'err', error: { code: 'disk-full' } });
    w.disk.full = false;
    expect(debt.owed()).toBe(true);
    expect(await handlers.hello(greet)).toMatchObject({ value: { rebuild: true } });
    // The rows are saved, and the process dies before the debt is.
    w.disk.onWrite = (batch) => (batch.some(({ key }) => key.startsWith('outbox/')) ? 'kill-after' : 'pass');
    void handlers.rebuild(all);
    await w.settle();
    w.disk.onWrite = null;
    await w.boot({ held: true });
    const next = await meet();
    expect(next.debt.owed()).toBe(true);
    await w.pass(10 * minute, 10_000);
    expect(w.effects('post')).toHaveLength(1);
    expect(await next.handlers.hello(greet)).toMatchObject({ value: { rebuild: true } });
    expect(await next.handlers.rebuild(all)).toEqual(ok(null));
    await w.until(() => w.delivery(later).state === 'sent', 3 * hour, minute);
    expect(w.effects('post')).toHaveLength(2);
    expect(await next.handlers.hello(greet)).toMatchObject({ value: { rebuild: false } });
  });

  it('holds everything when the store has seen more than the journal ever offered', async () => {
    w = await createOutboxWorld(network);
    const { handlers, debt } = await meet();
    expect(await handlers.hello({ epoch: 'e1', acked: 0 })).toMatchObject({ value: { rebuild: false } });
    const id = await w.submit(w.intent({ tag: 'publish' }));
    expect(await handlers.hello({ epoch: 'e1', acked: 1_000 })).toEqual(ok({ known: false, rebuild: true }));
    await w.pass(5 * minute, 10_000);
    expect(w.effects('post')).toEqual([]);
    expect(await handlers.rebuild({ ...nothing, last: true })).toEqual(ok(null));
    expect(debt.owed()).toBe(false);
    await w.until(() => w.delivery(id).state === 'sent', hour, 10_000);
    expect(w.effects('post')).toHaveLength(1);
  });
});
