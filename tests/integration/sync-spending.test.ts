import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncRunner } from '../../src-main/engine/sync-runner.ts';
import { fetchingWaitsUntil, spendingState, spentAt } from '../../src-shared/accounts/spending.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

/** A network that charges for each call, and a month's money that the person has set. */
let w: OutboxWorld;
let sync: SyncRunner;
let budgets: Record<AccountId, number>;
beforeEach(async () => {
  w = await createOutboxWorld('twitter', { generous: true });
  budgets = { [w.account.id]: 0.05, [w.second.id]: 100 };
  sync = createWorldSync(w, (id) => fetchingWaitsUntil(w.vitals.of(id), budgets[id], w.clock.now()));
  await sync.start([w.account, w.second]);
  await w.pass(5_000);
});
afterEach(async () => {
  await sync.stop();
  await w.close();
});

const minute = 60_000;
const stateOf = (id: AccountId) => spendingState(w.vitals.of(id).spent, budgets[id], w.clock.now());
const fetched = (account: string): number => w.sim.control.ledger.entries({ account, method: 'GET' }).length;

/** Is spoken to, and reads what was said for its price, until the budget is used up. */
async function spend(): Promise<void> {
  for (let said = 0; stateOf(w.account.id) !== 'over'; said += 1) {
    if (said > 60) expect.fail(`reading costs nothing: ${JSON.stringify(w.vitals.of(w.account.id).spent)}`);
    await w.sim.control.audience.say({
      kind: 'mention',
      person: 'theo_marchand',
      account: w.me.id,
      text: `Bonjour, numéro ${String(said)}`,
    });
    await w.pass(3 * minute, minute);
  }
}

describe("a month's money that is used up", () => {
  it('stops fetching in the background, for this account alone, and what people do goes on', async () => {
    const colleague = w.sim.accounts[1]?.id ?? expect.fail('no second account');
    await spend();
    const { spent } = w.vitals.of(w.account.id);
    const now = w.clock.now();
    expect(fetchingWaitsUntil(w.vitals.of(w.account.id), budgets[w.account.id], now)).toBe(spent?.until);
    expect(stateOf(w.second.id)).toBe('free');
    const [mine, theirs] = [fetched(w.me.id), fetched(colleague)];
    await w.pass(30 * minute, minute);
    expect(fetched(w.me.id)).toBe(mine);
    expect(fetched(colleague)).toBeGreaterThan(theirs);

    // Nor does the engine ask by itself, as after a cut.
    await sync.refresh(w.account.id, 'engine');
    await w.pass(5_000);
    expect(fetched(w.me.id)).toBe(mine);

    await sync.refresh(w.account.id);
    await w.pass(5_000);
    const asked = fetched(w.me.id);
    expect(asked).toBeGreaterThan(mine);
    // What was asked for was asked for once.
    await w.pass(30 * minute, minute);
    expect(fetched(w.me.id)).toBe(asked);

    const before = spentAt(w.vitals.of(w.account.id).spent, w.clock.now());
    const post = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
    await w.until(() => w.delivery(post).state === 'sent', 10 * minute);
    expect(spentAt(w.vitals.of(w.account.id).spent, w.clock.now())).toBeGreaterThan(before);
  });

  it('is fetched for again once the budget is raised, without anything else happening', async () => {
    await sync.accountRemoved(w.second.id);
    await spend();
    await w.pass(10 * minute, minute);
    const mine = fetched(w.me.id);
    budgets[w.account.id] = 100;
    sync.lookAgain();
    await w.pass(5_000);
    expect(fetched(w.me.id)).toBeGreaterThan(mine);
  });
});
