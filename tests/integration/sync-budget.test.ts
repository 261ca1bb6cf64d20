import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncRunner } from '../../src-main/engine/sync-runner.ts';
import { backgroundWaitsUntil } from '../../src-shared/accounts/quota.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

/** How the budget of an account is shared out between people and fetching in the background. */
let w: OutboxWorld;
let sync: SyncRunner;
beforeEach(async () => {
  w = await createOutboxWorld('mastodon');
  const { clock } = w;
  sync = createWorldSync(w, (id) => backgroundWaitsUntil(w.vitals.of(id).quotas, clock.now()));
  // Without their streams: a poll a minute is what a budget is spent on.
  const quiet = [w.account, w.second].map((account) => ({
    ...account,
    manifest: {
      ...account.manifest,
      capabilities: account.manifest.capabilities.filter((name) => name !== 'stream'),
    },
  }));
  await sync.start(quiet);
  await w.pass(5_000);
});
afterEach(async () => {
  await sync.stop();
  await w.close();
});

const minute = 60_000;
const signal = new AbortController().signal;
const isKept = (id: AccountId) => backgroundWaitsUntil(w.vitals.of(id).quotas, w.clock.now()) !== null;
const fetched = (account: string) => w.sim.control.ledger.entries({ account, method: 'GET' }).length;

/** Spends the account's requests until only what is kept for people is left. */
async function spend(): Promise<void> {
  while (!isKept(w.account.id))
    await w.access.use(w.account.id, signal, (connector, ctx) => connector.serverTime(ctx));
}

describe('a budget that runs low', () => {
  it('stops fetching in the background until the window begins anew, for this account alone', async () => {
    await spend();
    const colleague = w.sim.accounts[1]?.id ?? expect.fail('no second account');
    const [mine, theirs] = [fetched(w.me.id), fetched(colleague)];
    const until = backgroundWaitsUntil(w.vitals.of(w.account.id).quotas, w.clock.now()) ?? 0;
    await w.pass(until - w.clock.now() - 2_000);
    expect(fetched(w.me.id)).toBe(mine);
    expect(fetched(colleague)).toBeGreaterThan(theirs);
    await w.pass(minute);
    expect(fetched(w.me.id)).toBeGreaterThan(mine);
  });

  it('is still there for what a person sends, and for what a person asks to see', async () => {
    await spend();
    const post = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
    await w.until(() => w.delivery(post).state === 'sent', minute);
    const before = fetched(w.me.id);
    await sync.refresh(w.account.id, 'engine');
    await w.pass(2_000);
    expect(fetched(w.me.id)).toBe(before);
    await sync.refresh(w.account.id);
    await w.pass(2_000);
    expect(fetched(w.me.id)).toBeGreaterThan(before);
  });
});

describe('an account that is told to wait', () => {
  it('delays neither the fetching nor the departures of another', async () => {
    w.sim.control.faults.set({ fault: { tag: 'rate-limit', ms: 30 * minute }, account: w.me.id });
    const mine = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
    await w.pass(2 * minute);
    const asked = w.sim.control.ledger.entries({ account: w.me.id }).length;
    const colleague = w.sim.accounts[1]?.id ?? expect.fail('no second account');
    const before = fetched(colleague);
    const started = w.clock.now();
    const theirs = await w.submit(
      w.intent({ tag: 'publish' }, { on: w.second, when: { tag: 'now', graceMs: 0 } }),
    );
    await w.until(() => w.delivery(theirs).state === 'sent', minute, 100);
    expect((w.delivery(theirs).sentAt ?? 0) - started).toBeLessThan(3_000);
    await w.pass(5 * minute, 5_000);
    expect(fetched(colleague)).toBeGreaterThan(before);
    expect(w.delivery(mine).state).not.toBe('sent');
    // Left alone until its own moment.
    expect(w.sim.control.ledger.entries({ account: w.me.id }).length).toBe(asked);
    expect(w.vitals.of(w.account.id).limitedUntil ?? 0).toBeGreaterThan(w.clock.now());
    expect(w.vitals.of(w.second.id).limitedUntil).toBeNull();
  });
});
