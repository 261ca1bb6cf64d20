import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManifestKeeper } from '../../src-main/accounts/manifest-keeper.ts';
import type { Connector } from '../../src-main/connectors/contract.ts';
import { connectorOf } from '../../src-main/connectors/index.ts';
import { createRechecks, type Rechecks } from '../../src-main/engine/rechecks.ts';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

const hour = 3_600_000;

describe('what waits, when its network’s limits change', () => {
  let w: OutboxWorld;
  let rechecks: Rechecks;
  /** Files that are gone. */
  let isMissing = false;
  /** The server’s administrator allows no more than this. */
  const allow = (maxCharacters: number): void => (w.sim as MastodonSim).setLimits({ maxCharacters });
  const clock = {
    now: () => w.clock.now(),
    monotonic: () => w.clock.now(),
    after: (ms: number, task: () => void) => w.clock.after(ms, task),
  };
  const keeper = (own: Pick<Connector, 'manifest'> = connectorOf('mastodon')) =>
    createManifestKeeper({
      journal: w.journal,
      book: w.book,
      use: w.access.use,
      connectorOf: () => own,
      clock,
      log: w.log,
      shape: w.vitals.shape,
      keptUntil: () => null,
    });
  const watch = (): void => {
    const manifests = keeper();
    rechecks = createRechecks({
      outbox: w.runner,
      account: w.book.get,
      read: manifests.read,
      isMissing: () => Promise.resolve(isMissing),
      clock,
    });
    rechecks.start();
  };
  const post = (aheadMs: number, text = 'x'.repeat(200)) => {
    const dueAt = w.clock.now() + aheadMs;
    return w.submit(
      w.intent(
        { tag: 'publish' },
        {
          content: { ...emptyContent, text },
          when: { tag: 'at', moment: { wall: wallOf(dueAt, 'UTC'), zone: 'UTC', dueAt }, toleranceMs: hour },
        },
      ),
    );
  };
  const told = () => w.notices.filter((notice) => notice === 'would-fail').length;

  beforeEach(async () => {
    isMissing = false;
    w = await createOutboxWorld('mastodon');
    watch();
  });
  afterEach(async () => {
    rechecks.stop();
    await w.close();
  });

  it('is judged a day and an hour before, and told once each', async () => {
    const id = await post(30 * hour);
    await w.pass(5 * hour, hour);
    allow(100);
    expect(told()).toBe(0);
    await w.pass(2 * hour, hour / 2);
    expect(told()).toBe(1);
    await w.pass(10 * hour, hour);
    expect(told()).toBe(1);
    expect(w.delivery(id)).toMatchObject({ state: 'scheduled' });
    expect(w.delivery(id).attempts.at(-1)).toMatchObject({ event: 'recheck-day', code: 'text-too-long' });
    await w.until(() => told() === 2, 14 * hour, hour / 4);
    expect(w.delivery(id).dueAt - w.clock.now()).toBeLessThanOrEqual(hour);
    expect(w.delivery(id).attempts.at(-1)).toMatchObject({ event: 'recheck-hour' });
  });

  it('is not told again by the next process, and says nothing of what fits', async () => {
    await post(30 * hour, 'short');
    await post(30 * hour);
    allow(100);
    await w.pass(8 * hour, hour);
    expect(told()).toBe(1);
    rechecks.stop();
    w.kill();
    await w.boot();
    watch();
    await w.pass(2 * hour, hour);
    expect(told()).toBe(1);
  });

  it('is judged for the day at once when the machine was off at that moment', async () => {
    rechecks.stop();
    await post(30 * hour);
    await w.pass(10 * hour, hour);
    allow(100);
    expect(told()).toBe(0);
    watch();
    await w.until(() => told() === 1, 30_000);
  });

  it('is judged again when its limits become others after it was found to fit', async () => {
    const id = await post(20 * hour);
    await w.pass(hour, hour / 2);
    expect(told()).toBe(0);
    allow(100);
    rechecks.accountChanged(w.account.id);
    await w.until(() => told() === 1, 30_000);
    expect(w.delivery(id).attempts.at(-1)).toMatchObject({ event: 'recheck-day', code: 'text-too-long' });
  });

  it('is told to the page with the limit, and what a server does not say is left as it was', async () => {
    const limit = () => w.book.get(w.account.id)?.manifest.counting.max;
    const id = await post(30 * hour);
    allow(100);
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    await w.pass(7 * hour, hour);
    expect([limit(), told()]).toEqual([500, 0]);
    w.sim.control.faults.clear();
    await w.until(() => told() === 1, 24 * hour, hour / 4);
    expect(w.delivery(id).attempts.at(-1)).toMatchObject({ event: 'recheck-hour', code: 'text-too-long' });
    expect(limit()).toBe(100);
    const rows = (await w.rows()).flatMap((row) => (row.tag === 'account' ? [row.row] : []));
    expect(rows.at(-1)?.manifest.counting.max).toBe(100);
  });

  it('is judged by its files as well', async () => {
    const id = await post(30 * hour, 'short');
    isMissing = true;
    await w.until(() => told() === 1, 8 * hour, hour / 2);
    expect(w.delivery(id).attempts.at(-1)).toMatchObject({ event: 'recheck-day', code: 'media-missing' });
  });
  it('takes over at once what a newer Vigie mends, beneath what the server said, without asking it', async () => {
    allow(100);
    await keeper().read(w.account.id);
    const { manifest } = connectorOf('mastodon');
    const mended = { ...manifest, counting: { ...manifest.counting, max: 400, urlLength: 30 } };
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    await keeper({ manifest: mended }).start();
    expect(w.book.get(w.account.id)?.manifest.counting).toMatchObject({ max: 100, urlLength: 30 });
  });
});
