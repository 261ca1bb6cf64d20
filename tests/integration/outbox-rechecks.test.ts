import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRechecks, type Rechecks } from '../../src-main/engine/rechecks.ts';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

const hour = 3_600_000;

describe('what waits, when its network’s limits change', () => {
  let w: OutboxWorld;
  let rechecks: Rechecks;
  /** What the account’s network takes now. */
  let most = 500;
  const account = (): Account => ({
    ...w.account,
    manifest: { ...w.account.manifest, counting: { ...w.account.manifest.counting, max: most } },
  });
  const watch = (): void => {
    rechecks = createRechecks({ outbox: w.runner, account, clock: w.clock });
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
    most = 500;
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
    most = 100;
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
    most = 100;
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
    most = 100;
    expect(told()).toBe(0);
    watch();
    await w.pass(hour / 2, hour / 4);
    expect(told()).toBe(1);
  });

  it('is judged again when its limits become others after it was found to fit', async () => {
    const id = await post(20 * hour);
    await w.pass(hour, hour / 2);
    expect(told()).toBe(0);
    most = 100;
    rechecks.accountChanged(w.account.id);
    await w.pass(hour / 2, hour / 4);
    expect(told()).toBe(1);
    expect(w.delivery(id).attempts.at(-1)).toMatchObject({ event: 'recheck-day', code: 'text-too-long' });
  });
});
