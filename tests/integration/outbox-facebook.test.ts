import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import type { Fault } from '../../src-simulator/core/faults.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** The whole outbox on a network that says "not there" of what is, and "already posted" of what may be ours. */
let w: OutboxWorld;
beforeEach(async () => {
  w = await createOutboxWorld('facebook');
});
afterEach(() => w.close());

const minute = 60_000;
const own = (name: string, worked = false): Fault => ({ tag: 'own-refusal', name, worked });

const plan = (inMs: number): Intent => {
  const dueAt = w.clock.now() + inMs;
  return w.intent(
    { tag: 'publish' },
    {
      when: {
        tag: 'at',
        moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
        toleranceMs: 30 * minute,
      },
      executor: 'native',
    },
  );
};

describe('a post that was just handed over, of which "not there" is said (100/33)', () => {
  it.each(['node.get', 'node.delete'])(
    'is still there when %s says so: it is taken back',
    async (operation) => {
      const id = await w.submit(plan(60 * minute));
      await w.until(() => w.delivery(id).state === 'handed-over', minute);
      w.sim.control.faults.set({ fault: own('not-yet-there'), operation, times: 2 });
      expect((await w.runner.cancel(id)).tag).toBe('ok');
      await w.until(() => w.delivery(id).state === 'cancelled', 10 * minute);
      expect(w.effects('unscheduled')).toHaveLength(1);
      await w.pass(70 * minute, minute);
      expect(w.delivery(id).state).toBe('cancelled');
    },
  );

  it('leaves once, as it was edited', async () => {
    const first = plan(60 * minute);
    const id = await w.submit(first);
    await w.until(() => w.delivery(id).state === 'handed-over', minute);
    w.sim.control.faults.set({ fault: own('not-yet-there'), operation: 'node.get', times: 1 });
    const [target] = first.targets;
    if (target === undefined) expect.fail('no target');
    const content = { ...emptyContent, text: 'Corrigé' };
    await w.submit({ ...first, revision: 2, targets: [{ ...target, content, hash: 'other' }] });
    await w.until(() => w.delivery(id).state === 'handed-over' && w.delivery(id).revision === 2, 10 * minute);
    expect(w.effects('unscheduled')).toHaveLength(1);
    expect(w.effects('scheduled')).toHaveLength(2);
  });

  it('is said to be held when neither it nor its list can be read', async () => {
    const id = await w.submit(plan(60 * minute));
    await w.until(() => w.delivery(id).state === 'handed-over', minute);
    w.sim.control.faults.set({ fault: own('not-yet-there'), operation: 'node.get' });
    w.sim.control.faults.set({
      fault: { tag: 'server-error', status: 500 },
      operation: 'scheduled_posts.list',
    });
    await w.runner.cancel(id);
    await w.until(() => w.delivery(id).failure?.code === 'recall-failed', 30 * minute);
    expect(w.delivery(id).state).toBe('handed-over');
  });
});
