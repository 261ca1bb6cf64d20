import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncRunner } from '../../src-main/engine/sync-runner.ts';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { fetchingWaitsUntil } from '../../src-shared/accounts/spending.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

/** A network that charges for each call, and takes none of them while nobody pays. */
let w: OutboxWorld;
beforeEach(async () => {
  w = await createOutboxWorld('twitter', { generous: true });
});
afterEach(() => w.close());

const minute = 60_000;
const unpaid = { tag: 'own-refusal', name: 'credits-depleted' } as const;
const posts = (): number => w.sim.control.ledger.effects('post').length;
const tries = (): number => w.sim.control.ledger.entries({ operation: 'posts.create' }).length;
const inAMinute = (toleranceMs: number): Intent['when'] => {
  const dueAt = w.clock.now() + minute;
  return { tag: 'at', moment: { wall: wallOf(dueAt, 'UTC'), zone: 'UTC', dueAt }, toleranceMs };
};
const now = { when: { tag: 'now', graceMs: 0 } } as const;

describe('a credit that is used up', () => {
  it('keeps what was to leave, says so, asks again at growing pauses, and sends it once it is paid', async () => {
    const end = w.sim.control.faults.set({ fault: unpaid, operation: 'posts.create' });
    const first = await w.submit(w.intent({ tag: 'publish' }, now));
    const second = await w.submit(w.intent({ tag: 'publish' }, now));
    await w.until(() => w.delivery(first).waiting?.tag === 'credit', minute);
    expect(w.delivery(first)).toMatchObject({ state: 'running', failure: { code: 'credit-used-up' } });
    expect(w.vitals.of(w.account.id).unpaid).toMatchObject({ reading: false, tries: 1 });
    await w.until(() => w.delivery(second).waiting?.tag === 'credit', minute);
    // The second was told by the first, and did not ask.
    expect(tries()).toBe(1);
    await w.pass(21 * minute, minute);
    expect(tries()).toBe(3);
    // No notice and no failure: it is a wait.
    expect(w.notices).toEqual([]);

    w.sim.control.faults.clear(end);
    await w.until(() => w.delivery(second).state === 'sent', 40 * minute);
    expect(w.delivery(first).state).toBe('sent');
    expect(posts()).toBe(2);
    expect(w.vitals.of(w.account.id).unpaid).toBeUndefined();
  });

  it('lets nothing leave later than the person tolerates', async () => {
    w.sim.control.faults.set({ fault: unpaid, operation: 'posts.create' });
    const post = await w.submit(w.intent({ tag: 'publish' }, { when: inAMinute(10 * minute) }));
    await w.until(() => w.delivery(post).waiting?.tag === 'credit', 3 * minute);
    await w.until(() => w.delivery(post).state === 'missed', 15 * minute);
    expect(posts()).toBe(0);
  });

  it('is asked at once when the person says so, and other accounts never wait for it', async () => {
    const end = w.sim.control.faults.set({
      fault: unpaid,
      operation: 'posts.create',
      account: w.me.id,
    });
    const post = await w.submit(w.intent({ tag: 'publish' }, now));
    await w.until(() => w.delivery(post).waiting?.tag === 'credit', minute);
    const other = await w.submit(w.intent({ tag: 'publish' }, { ...now, on: w.second }));
    await w.until(() => w.delivery(other).state === 'sent', minute);
    w.sim.control.faults.clear(end);
    expect(await w.runner.retry(post)).toMatchObject({ tag: 'ok' });
    await w.until(() => w.delivery(post).state === 'sent', minute);
  });

  it('outlives the process, and is found out by reading as well', async () => {
    const end = w.sim.control.faults.set({ fault: unpaid });
    const post = await w.submit(w.intent({ tag: 'publish' }, now));
    await w.until(() => w.delivery(post).waiting?.tag === 'credit', minute);
    // Its clock was read from the refusal: nothing waits for that.
    expect(w.vitals.of(w.account.id).unpaid?.reading).toBe(true);
    await w.pass(10_000);
    await w.reopen();
    await w.boot();
    expect(w.vitals.of(w.account.id).unpaid?.reading).toBe(true);
    await w.until(() => w.delivery(post).waiting?.tag === 'credit', minute);

    const sync: SyncRunner = createWorldSync(w, (id) =>
      fetchingWaitsUntil(w.vitals.of(id), undefined, w.clock.now()),
    );
    await sync.start([w.account]);
    const asked = w.sim.control.ledger.entries({ method: 'GET' }).length;
    await w.pass(2_000);
    expect(w.sim.control.ledger.entries({ method: 'GET' })).toHaveLength(asked);
    w.sim.control.faults.clear(end);
    // The person asks to see what is new: that it comes tells that somebody paid, and the post leaves without its pause.
    await sync.refresh(w.account.id);
    await w.until(() => w.delivery(post).state === 'sent', minute);
    expect(posts()).toBe(1);
    await sync.stop();
  });
});
