import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

const minute = 60_000;
const hour = 60 * minute;

/** "Too late" is said for good, also of what an account that is refused keeps back: a server's clock must agree. */
describe.each(['mastodon', 'bluesky'] as const)('a refused account on %s', (network) => {
  let w: OutboxWorld;
  beforeEach(async () => {
    w = await createOutboxWorld(network);
  });
  afterEach(() => w.close());

  const planned = (inMs: number, toleranceMs = 30 * minute): Promise<DeliveryId> => {
    const dueAt = w.clock.now() + inMs;
    const moment = { wall: wallOf(dueAt, 'UTC'), zone: 'UTC', dueAt };
    return w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'at', moment, toleranceMs } }));
  };
  const refuse = () => w.access.setHealth(w.account.id, { tag: 'refused', since: w.clock.now() });
  /** Whatever was asked of the server, by whomever. */
  const asked = (): number => w.sim.control.ledger.entries().length;

  it('misses nothing by a clock of ours that is ahead, and sends it once it is right', async () => {
    const id = await planned(hour);
    await refuse();
    w.ours.set(26 * hour);
    await w.pass(5 * minute, 10_000);
    expect(w.delivery(id).state).toBe('blocked');
    w.ours.set(0);
    await w.reconnect();
    await w.until(() => w.delivery(id).state === 'sent', 2 * hour, 10_000);
    expect(w.effects('post')).toHaveLength(1);
    expect(w.notices).not.toContain('missed');
  });

  it('misses nothing by a clock that was ahead when we started either', async () => {
    const id = await planned(hour);
    await refuse();
    w.kill();
    w.ours.set(26 * hour);
    await w.boot();
    await w.pass(5 * minute, 10_000);
    expect(w.delivery(id).state).toBe('blocked');
  });

  it('learns the time from the very answer that refuses it', async () => {
    w.kill();
    await w.sim.control.revoke(w.me.id);
    w.ours.set(3 * hour);
    await w.boot();
    w.sim.control.ledger.clear();
    const dueAt = w.ours.now() + minute;
    const id = await w.submit(
      w.intent(
        { tag: 'publish' },
        {
          when: {
            tag: 'at',
            moment: { wall: wallOf(dueAt, 'UTC'), zone: 'UTC', dueAt },
            toleranceMs: minute,
          },
        },
      ),
    );
    await w.pass(50_000, 10_000);
    expect(asked()).toBe(1);
    await w.pass(10 * minute, 10_000);
    expect(w.delivery(id).state).not.toBe('missed');
    expect(w.notices).not.toContain('missed');
  });

  it('misses what is late by the clock of its server, too', async () => {
    const id = await planned(hour);
    await refuse();
    const before = asked();
    await w.pass(2 * hour, minute);
    expect(w.delivery(id).state).toBe('missed');
    expect(w.notices).toContain('missed');
    // Once, and not every minute of those two hours.
    expect(asked() - before).toBe(1);
  });

  it('is asked for the time without its access, which stays out of it', async () => {
    await planned(hour);
    await refuse();
    w.sim.control.ledger.clear();
    await w.pass(2 * hour, minute);
    // The server would still take its token, and was not shown it.
    expect(w.sim.control.ledger.entries().map(({ account }) => account)).toEqual([undefined]);
    expect(w.book.get(w.account.id)?.health.tag).toBe('refused');
  });

  it('misses what is late while nobody answers', async () => {
    const id = await planned(hour);
    await refuse();
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    await w.pass(2 * hour, minute);
    expect(w.delivery(id).state).toBe('missed');
  });

  it('that was let go is judged by our own clock, and its server is asked nothing', async () => {
    const id = await planned(hour);
    await w.access.setHealth(w.account.id, { tag: 'disconnected', since: w.clock.now() });
    const before = asked();
    await w.pass(2 * hour, minute);
    expect(w.delivery(id).state).toBe('missed');
    expect(asked()).toBe(before);
  });
});
