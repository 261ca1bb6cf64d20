import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyContent, type Content } from '../../src-shared/domain/content.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
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

const publish = (content: Partial<Content>): Promise<DeliveryId> =>
  w.submit(
    w.intent(
      { tag: 'publish' },
      { content: { ...emptyContent, ...content }, when: { tag: 'now', graceMs: 0 } },
    ),
  );
const asked = (): number => w.sim.control.ledger.entries({ operation: 'feed.create' }).length;

describe('an address without words', () => {
  const link = { settings: { link: 'https://atelier-lumiere.example/ondine' } };

  it('leaves once when the answer is lost', async () => {
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'feed.create', times: 1 });
    const id = await publish(link);
    await w.until(() => w.delivery(id).state === 'sent', 20 * minute, 5_000);
    expect(w.effects('post')).toEqual([w.delivery(id).remoteId]);
  });

  it('is found when the network has published it', async () => {
    const first = plan(60 * minute);
    const [target] = first.targets;
    if (target === undefined) expect.fail('no target');
    const id = await w.submit({
      ...first,
      targets: [{ ...target, content: { ...emptyContent, ...link }, hash: 'link' }],
    });
    await w.until(() => w.delivery(id).state === 'sent', 90 * minute, 10_000);
    expect(w.effects('scheduled')).toEqual([w.delivery(id).remoteId]);
  });
});

describe('a block that is also said of what is out (368)', () => {
  it('is no reason to wait where the post stands', async () => {
    w.sim.control.faults.set({ fault: own('blocked', true), operation: 'feed.create', times: 1 });
    const id = await publish({ text: 'Est-elle partie ?' });
    await w.until(() => w.delivery(id).state === 'sent', 10 * minute, 5_000);
    expect(w.effects('post')).toEqual([w.delivery(id).remoteId]);
  });

  it('is waited for, once nothing was seen, without asking again meanwhile', async () => {
    w.sim.control.faults.set({ fault: own('blocked'), operation: 'feed.create', times: 2 });
    const id = await publish({ text: 'Trop vite' });
    await w.pass(110 * minute, 20_000);
    expect(asked()).toBe(1);
    expect(w.delivery(id).waiting).toMatchObject({ tag: 'rate-limited' });
    await w.until(() => w.delivery(id).state === 'sent', 5 * 60 * minute, 20_000);
    expect(asked()).toBe(3);
    expect(w.effects('post')).toHaveLength(1);
  });
});

describe('"the same again" (506)', () => {
  it('of a first attempt that nobody saw yet is never sent again, whatever was posted since', async () => {
    w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'feed.create', times: 1 });
    const lag = w.sim.control.faults.set({
      fault: { tag: 'lagging-lists', ms: 60 * minute },
      operation: 'published_posts.list',
    });
    const id = await publish({ text: 'Ouvert dimanche' });
    await w.until(() => asked() === 2, 20 * minute, 5_000);
    // A colleague posts: the next repeat would not be "the same again" any more.
    const other = await publish({ text: 'Fermé lundi' });
    await w.until(() => w.delivery(other).state === 'sent', 20 * minute, 5_000);
    await w.pass(20 * minute, 10_000);
    w.sim.control.faults.clear(lag);
    await w.until(() => ['sent', 'needs-decision'].includes(w.delivery(id).state), 60 * minute, 10_000);
    expect(w.effects('post')).toHaveLength(2);
  });

  it('of what was said before is told, and not tried over and over', async () => {
    const before = await publish({ text: 'Ouvert ce dimanche' });
    await w.until(() => w.delivery(before).state === 'sent', minute);
    await w.pass(5 * minute, 10_000);
    const id = await publish({ text: 'Ouvert ce dimanche' });
    await w.until(() => w.delivery(id).state === 'failed', 60 * minute, 10_000);
    expect(w.delivery(id).failure?.code).toBe('duplicate-post');
    expect(asked()).toBe(2);
    expect(w.effects('post')).toHaveLength(1);
  });
});

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
