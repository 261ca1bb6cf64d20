import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** With no network a post is missed when its tolerance ends, not when somebody happens to look again. */
describe.each(['mastodon', 'bluesky'] as const)('a post that cannot leave, on %s', (network) => {
  let w: OutboxWorld;
  beforeEach(async () => {
    w = await createOutboxWorld(network);
  });
  afterEach(() => w.close());

  it.each([0, 1])('is said to be missed within two seconds, with %i before it that wait', async (before) => {
    for (let index = 0; index < before; index += 1) {
      w.sim.control.faults.set({
        fault: { tag: 'rate-limit', ms: 75_000 },
        operation: w.operation('create'),
        times: 1,
      });
      const head = await w.submit(w.intent({ tag: 'publish' }, { when: { tag: 'now', graceMs: 0 } }));
      await w.until(() => w.delivery(head).waiting?.tag === 'rate-limited', 10_000, 100);
    }
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    const dueAt = w.clock.now() + 90_000;
    const toleranceMs = 10_000;
    const late = await w.submit(
      w.intent(
        { tag: 'publish' },
        { when: { tag: 'at', moment: { wall: wallOf(dueAt, 'UTC'), zone: 'UTC', dueAt }, toleranceMs } },
      ),
    );
    await w.until(() => w.delivery(late).state === 'missed', 200_000, 500);
    expect(w.clock.now() - (dueAt + toleranceMs)).toBeLessThan(2_000);
  });
});
