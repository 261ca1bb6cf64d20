import { afterEach, expect, it } from 'vitest';
import type { Account } from '../../src-shared/domain/account.ts';
import { failure } from '../../src-shared/errors.ts';
import { err } from '../../src-shared/result.ts';
import { newFeed } from '../../src-shared/sync/machine.ts';
import type { SyncDeps } from '../../src-main/engine/sync-runner.ts';
import { createDownStream } from '../../src-main/engine/down-stream.ts';
import { createParking } from '../../src-main/engine/parking.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';
import { createWorldSync } from '../fixtures/world-sync.ts';

let w: OutboxWorld;
afterEach(() => w.close());

/** An account with one feed and no stream. */
const oneFeed = (account: Account): Account => ({
  ...account,
  manifest: {
    ...account.manifest,
    feeds: account.manifest.feeds.filter(({ name }) => name === 'notifications'),
    capabilities: account.manifest.capabilities.filter((name) => name !== 'stream'),
  },
});

it('a page that is on its way when somebody asks for another look is kept, and not asked for twice', async () => {
  w = await createOutboxWorld('mastodon');
  let asked = 0;
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow: SyncDeps['use'] = async (id, signal, task) => {
    asked += 1;
    const answer = await w.access.use(id, signal, task);
    await gate;
    return answer;
  };
  const sync = createWorldSync(w, () => null, { use: slow, past: { days: 1, items: 1 } });
  await w.sim.control.bulk({ account: w.me.id, kind: 'mention', count: 3, overMs: 100 });
  await sync.start([oneFeed(w.account)]);
  await w.until(() => asked === 1, 5_000);
  const looked = sync.refresh(w.account.id);
  release();
  await w.pass(2_000);
  await looked;
  const pages = w.sim.control.ledger
    .entries({ account: w.me.id, method: 'GET' })
    .map(({ path }) => path)
    .filter((path) => path.includes('/notifications'));
  // The look that was under way, and the one that was asked for meanwhile: from where the first ended.
  expect(pages).toHaveLength(2);
  expect(pages[1]).toContain('min_id');
  await sync.stop();
});

it('what came to an account while nobody looked is all new, also where its list was empty before', async () => {
  w = await createOutboxWorld('mastodon');
  const sync = createWorldSync(w, () => null, { past: { days: 1, items: 1 } });
  const held = async (): Promise<number> => (await w.rows()).filter(({ tag }) => tag === 'message').length;
  await sync.start([oneFeed(w.account)]);
  await w.pass(5_000);
  // The account's own posts, which its numbers bring.
  const before = await held();
  await w.sim.control.bulk({ account: w.me.id, kind: 'mention', count: 250, overMs: 1_000 });
  await w.pass(120_000);
  expect(await held()).toBe(before + 250);
  await sync.stop();
});

/** The world's journal, and how often a feed was written down in it. */
function counting(): { readonly journal: Journal; readonly count: () => number } {
  let written = 0;
  const journal: Journal = {
    ...w.journal,
    write: (batch) => {
      written += batch.filter(({ key }) => key.startsWith('feed/')).length;
      return w.journal.write(batch);
    },
  };
  return { journal, count: () => written };
}

it('a look that finds nothing new writes nothing down', async () => {
  w = await createOutboxWorld('mastodon');
  const { journal, count } = counting();
  const parking = createParking({ journal, now: () => w.clock.now(), log: w.log });
  const down = await createDownStream({ journal, parking });
  const sync = createWorldSync(w, () => null, { journal, down });
  await w.sim.control.bulk({ account: w.me.id, kind: 'mention', count: 3, overMs: 100 });
  await sync.start([oneFeed(w.account)]);
  await w.pass(5_000);
  const atFirst = count();
  expect(atFirst).toBeGreaterThan(0);
  const looks = () => w.sim.control.ledger.entries({ account: w.me.id, method: 'GET' }).length;
  const before = looks();
  await w.pass(600_000);
  expect(looks()).toBeGreaterThan(before + 5);
  expect(count()).toBe(atFirst);
  await w.sim.control.bulk({ account: w.me.id, kind: 'mention', count: 1, overMs: 100 });
  await w.pass(120_000);
  expect(count()).toBeGreaterThan(atFirst);
  await sync.stop();
});

it('an account that was refused and is good again is looked at by the next start too, though nothing came', async () => {
  w = await createOutboxWorld('mastodon');
  const account = oneFeed(w.account);
  let isRefused = false;
  const use: SyncDeps['use'] = (id, signal, task) =>
    isRefused
      ? Promise.resolve(err({ tag: 'auth', failure: failure('token-revoked') }))
      : w.access.use(id, signal, task);
  const first = createWorldSync(w, () => null, { use });
  await first.start([account]);
  await w.pass(5_000);
  isRefused = true;
  await first.refresh(account.id);
  await w.pass(5_000);
  await first.accountChanged({ ...account, health: { tag: 'refused', since: 0 } });
  isRefused = false;
  await first.accountChanged(account);
  await w.pass(5_000);
  await first.stop();
  const looks = () => w.sim.control.ledger.entries({ account: w.me.id, method: 'GET' }).length;
  const before = looks();
  const second = createWorldSync(w, () => null, { use });
  await second.start([account]);
  await w.pass(5_000);
  expect(looks()).toBeGreaterThan(before);
  await second.stop();
});

it('a feed that the journal calls stopped is looked at where its account is good', async () => {
  w = await createOutboxWorld('mastodon');
  const account = oneFeed(w.account);
  const stopped = {
    ...newFeed(account.id, 'notifications', 60_000, 0),
    failures: 1,
    phase: { tag: 'stopped' },
  };
  await w.journal.write([{ tag: 'put', key: `feed/${account.id}/notifications`, value: stopped }]);
  const looks = () => w.sim.control.ledger.entries({ account: w.me.id, method: 'GET' }).length;
  const before = looks();
  const sync = createWorldSync(w, () => null);
  await sync.start([account]);
  await w.pass(5_000);
  expect(looks()).toBeGreaterThan(before);
  await sync.stop();
});
