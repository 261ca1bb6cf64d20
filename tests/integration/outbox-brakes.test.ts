import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FreezeOrder } from '../../src-shared/bridge/brakes.ts';
import type { ResumeChoice } from '../../src-shared/domain/freeze.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import type { DeliveryId } from '../../src-shared/ids.ts';
import { recallFate } from '../../src-shared/outbox/recall-list.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** The red button: at once, also offline, through a kill; what the networks hold comes back before anything leaves. */
let w: OutboxWorld;
beforeEach(async () => {
  w = await createOutboxWorld('mastodon');
});
afterEach(() => w.close());

const minute = 60_000;
const hour = 60 * minute;
const at = (dueAt: number, toleranceMs = 30 * minute): Intent['when'] => ({
  tag: 'at',
  moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
  toleranceMs,
});
const now = { tag: 'now', graceMs: 0 } as const;
const planned = (inMs: number, on = w.account) =>
  w.submit(w.intent({ tag: 'publish' }, { when: at(w.clock.now() + inMs), on }));
const immediate = (on = w.account) => w.submit(w.intent({ tag: 'publish' }, { when: now, on }));
const handedOver = async (inMs = hour): Promise<DeliveryId> => {
  const id = await w.submit(
    w.intent({ tag: 'publish' }, { when: at(w.clock.now() + inMs), executor: 'native' }),
  );
  await w.until(() => w.delivery(id).state === 'handed-over', minute);
  return id;
};
const order = (over: Partial<FreezeOrder> = {}): FreezeOrder => ({
  scope: null,
  by: 'Camille',
  why: 'Accident sur le site',
  endsAt: null,
  openAccounts: [],
  repliesOpen: false,
  ...over,
});
const freeze = async (over: Partial<FreezeOrder> = {}): Promise<string> => {
  const answer = await w.brakes.freeze(order(over));
  if (answer.tag === 'err') expect.fail(answer.error.code);
  return answer.value.id;
};
const resume = (id: string, choices: ReadonlyMap<DeliveryId, ResumeChoice>, spacingMs = 2 * minute) =>
  w.brakes.resume({
    id,
    by: 'Camille',
    spacingMs,
    choices: [...choices].map(([deliveryId, choice]) => ({ deliveryId, choice })),
  });
const all = (ids: readonly DeliveryId[], choice: ResumeChoice) => new Map(ids.map((id) => [id, choice]));
const release = { tag: 'release' } as const;
const posts = (): number => w.effects('post').length;
const state = (id: DeliveryId): string => w.delivery(id).state;
const fate = (id: DeliveryId, freezeId: string) => {
  const known = w.brakes.state().freezes.find((one) => one.id === freezeId);
  if (known === undefined) expect.fail('no such freeze');
  return recallFate(w.delivery(id), known);
};
/** What was asked of the server, oldest first, without what only reads. */
const writes = (): readonly string[] =>
  w.sim.control.ledger
    .entries({})
    .map(({ operation }) => operation)
    .filter((operation) => operation === 'statuses.create' || operation === 'scheduled.cancel');

describe('a freeze', () => {
  it('keeps everything here, takes back what the network holds, and lets it all go again', async () => {
    const soon = await planned(5 * minute);
    const held = await handedOver();
    const id = await freeze();
    expect(fate(held, id)).toBe('to-recall');
    await w.until(() => w.effects('unscheduled').length === 1, minute);
    await w.pass(10 * minute, 10_000);
    expect(posts()).toBe(0);
    expect([soon, held].map(state)).toEqual(['frozen', 'frozen']);
    expect(fate(held, id)).toBe('recalled');
    expect((await resume(id, all([soon, held], release))).tag).toBe('ok');
    await w.until(() => state(soon) === 'sent', minute);
    await w.until(() => state(held) === 'handed-over', minute);
    expect(posts()).toBe(1);
    expect(w.brakes.state().freezes[0]?.ended).toMatchObject({
      by: 'Camille',
      what: [
        { deliveryId: soon, choice: 'release', recall: null },
        { deliveryId: held, choice: 'release', recall: 'recalled' },
      ],
    });
  });

  it('pressed offline survives a kill before anything was marked; on return the recall is the first request', async () => {
    const held = await handedOver();
    const soon = await planned(5 * minute);
    const open = await planned(5 * minute, w.second);
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    // Killed between the word of the person and the marking of the first delivery.
    w.disk.onWrite = (batch) => (batch.some(({ key }) => key.startsWith('freeze/')) ? 'kill-after' : 'pass');
    void w.brakes.freeze(order({ openAccounts: [w.second.id] }));
    await w.settle();
    w.disk.onWrite = null;
    await w.boot();
    const [known] = w.brakes.state().freezes;
    expect(known).toMatchObject({ by: 'Camille', why: 'Accident sur le site', ended: null });
    expect([held, soon].map(state)).toEqual(['recalling', 'frozen']);
    await w.pass(10 * minute, 10_000);
    const late = await immediate();
    expect(state(late)).toBe('frozen');
    w.sim.control.ledger.clear();
    w.sim.control.faults.clear();
    await w.until(() => state(open) === 'sent', 5 * minute);
    expect(writes()).toEqual(['scheduled.cancel', 'statuses.create']);
    expect(w.effects('unscheduled')).toHaveLength(1);
    expect([held, soon, late].map(state)).toEqual(['frozen', 'frozen', 'frozen']);
    // Nothing lets go by itself, a restart neither.
    w.kill();
    await w.boot();
    await w.pass(3 * hour, minute);
    expect(writes()).toEqual(['scheduled.cancel', 'statuses.create']);
  });

  it('of one client leaves the others alone; what takes back or protects is not frozen', async () => {
    const mine = await immediate();
    await w.until(() => state(mine) === 'sent', minute);
    const { workspaceId } = w.account;
    await freeze({ scope: workspaceId });
    const { remoteId } = w.delivery(mine);
    const gone = await w.submit(
      w.intent({ tag: 'delete', remoteId: remoteId ?? '', handleData: '' }, { when: now }),
    );
    await w.until(() => state(gone) === 'sent', minute);
    expect(w.effects('delete')).toHaveLength(1);
    const held = await immediate();
    await w.pass(minute);
    expect(state(held)).toBe('frozen');
  });

  it('holds answers to people too, unless they were left open', async () => {
    const target = await w.mentioned('Que se passe-t-il ?');
    const first = await freeze();
    const answer = await w.submit(w.intent({ tag: 'reply', target }, { when: now }));
    await w.pass(minute);
    expect(state(answer)).toBe('frozen');
    await resume(first, all([answer], { tag: 'drop' }));
    expect(state(answer)).toBe('cancelled');
    await freeze({ repliesOpen: true });
    const second = await w.submit(w.intent({ tag: 'reply', target }, { when: now }));
    await w.until(() => state(second) === 'sent', minute);
    const post = await immediate();
    await w.pass(minute);
    expect(state(post)).toBe('frozen');
  });

  it('takes back what the network took while the button was being pressed', async () => {
    w.sim.control.faults.set({ fault: { tag: 'slow', ms: 20_000 }, operation: 'statuses.create', times: 1 });
    const held = await w.submit(
      w.intent({ tag: 'publish' }, { when: at(w.clock.now() + hour), executor: 'native' }),
    );
    await w.sim.control.ledger.waitFor((entry) => entry.operation === 'statuses.create');
    const answer = await w.brakes.freeze(order());
    expect(answer).toMatchObject({ tag: 'ok', value: { underWay: 1 } });
    await w.clock.advance(20_000);
    await w.until(() => w.effects('unscheduled').length === 1, 2 * minute);
    await w.until(() => state(held) === 'frozen', minute);
  });

  it('says what could not be taken back, and tries again when asked', async () => {
    const held = await handedOver();
    w.sim.control.faults.set({ fault: { tag: 'server-error' }, operation: 'scheduled.cancel' });
    const id = await freeze();
    await w.until(() => fate(held, id) === 'failed', hour, 10_000);
    expect(w.notices).toContain('recall-failed');
    expect(w.delivery(held)).toMatchObject({ state: 'handed-over', failure: { code: 'recall-failed' } });
    w.sim.control.faults.clear();
    expect((await w.runner.braking.recallAgain(held)).tag).toBe('ok');
    await w.until(() => fate(held, id) === 'recalled', minute);
  });

  it('that comes back too late says that the post is out', async () => {
    const held = await handedOver(10 * minute);
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    const id = await freeze();
    await w.pass(15 * minute, 10_000);
    expect(fate(held, id)).toBe('to-recall');
    w.sim.control.faults.clear();
    await w.until(() => fate(held, id) === 'gone', 10 * minute);
    expect(state(held)).toBe('sent');
    expect(w.notices).toContain('fired-first');
  });

  it('asks at its end and lets nothing go', async () => {
    const held = await planned(5 * minute);
    await freeze({ endsAt: w.clock.now() + 30 * minute });
    await w.pass(29 * minute, minute);
    expect(w.asked).toEqual([]);
    await w.pass(2 * minute, 10_000);
    expect(w.asked).toHaveLength(1);
    await w.pass(2 * hour, minute);
    expect(w.asked).toHaveLength(1);
    expect(state(held)).toBe('frozen');
    expect(posts()).toBe(0);
  });

  it('is in force although the disk refuses it, says so, and is kept as soon as it can be', async () => {
    const held = await planned(2 * minute);
    w.disk.full = true;
    expect(await w.brakes.freeze(order())).toMatchObject({ tag: 'err', error: { code: 'disk-full' } });
    expect(w.brakes.state().kept).toBe(false);
    await w.pass(5 * minute, 10_000);
    expect(posts()).toBe(0);
    w.disk.full = false;
    await w.until(() => w.brakes.state().kept, minute);
    w.kill();
    await w.boot();
    await w.pass(5 * minute, 10_000);
    expect([posts(), state(held)]).toEqual([0, 'frozen']);
  });
});

describe('resuming', () => {
  it('lets nothing burst: what is due already leaves spaced, soonest first', async () => {
    const id = await freeze();
    const ids = [await immediate(), await planned(2 * minute), await immediate(), await planned(4 * hour)];
    const elsewhere = await immediate(w.second);
    await w.pass(10 * minute, 10_000);
    await resume(id, all([...ids, elsewhere], release), 5 * minute);
    await w.until(() => ids.slice(0, 3).every((one) => state(one) === 'sent'), hour, 1_000);
    const sentAt = [ids[0], ids[2], ids[1]].map((one) => (one ? (w.delivery(one).sentAt ?? 0) : 0));
    const [first = 0, second = 0, third = 0] = sentAt;
    expect(second - first).toBeGreaterThanOrEqual(5 * minute - 2_000);
    expect(third - second).toBeGreaterThanOrEqual(5 * minute - 2_000);
    // Another account waits for nobody, and what has a moment of its own keeps it.
    expect((w.delivery(elsewhere).sentAt ?? 0) - first).toBeLessThan(10_000);
    const [, , , later] = ids;
    expect(later && w.delivery(later)).toMatchObject({ state: 'scheduled' });
  });

  it('with the word "now" makes each late only from its own turn on', async () => {
    const id = await freeze();
    const ids = [await planned(5 * minute), await planned(6 * minute)];
    await w.pass(2 * hour, minute);
    const from = w.clock.now();
    await resume(id, all(ids, { tag: 'now' }), hour);
    await w.until(() => ids.some((one) => state(one) === 'sent'), minute);
    expect(w.runner.records().find((one) => one.id === ids[1])?.wish).toMatchObject({
      releasedAt: from + hour,
    });
    await w.until(() => ids.every((one) => state(one) === 'sent'), 2 * hour, minute);
  });

  it('passes the lateness gate: what is too late goes to the missed ones', async () => {
    const id = await freeze();
    const ids = [await planned(5 * minute), await immediate()];
    await w.pass(2 * hour, minute);
    await resume(id, all(ids, release));
    await w.until(() => ids.every((one) => state(one) === 'missed'), minute);
    expect(posts()).toBe(0);
  });

  it('does for each what was chosen; what was kept stays, also through a restart, until it is released', async () => {
    const id = await freeze();
    const [sent, moved, dropped, kept] = [
      await planned(5 * minute),
      await planned(6 * minute),
      await planned(7 * minute),
      await immediate(),
    ];
    await w.pass(2 * hour, minute);
    const dueAt = w.clock.now() + hour;
    const chosen = new Map<DeliveryId, ResumeChoice>([
      [sent, { tag: 'now' }],
      [
        moved,
        {
          tag: 'at',
          moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
          toleranceMs: minute,
        },
      ],
      [dropped, { tag: 'drop' }],
    ]);
    expect((await w.runner.braking.release(kept)).tag).toBe('err');
    await resume(id, chosen);
    await w.until(() => state(sent) === 'sent', minute);
    expect([moved, dropped, kept].map(state)).toEqual(['scheduled', 'cancelled', 'frozen']);
    w.kill();
    await w.boot();
    expect(state(kept)).toBe('frozen');
    await w.until(() => state(moved) === 'sent', 2 * hour, minute);
    expect((await w.runner.braking.release(kept)).tag).toBe('ok');
    expect(state(kept)).toBe('missed');
    expect(posts()).toBe(2);
  });

  it('one of two freezes lets go only of what the other does not hold', async () => {
    const both = await freeze();
    const client = await freeze({ scope: w.account.workspaceId });
    const held = await immediate();
    await resume(both, all([held], release));
    await w.pass(minute);
    expect(state(held)).toBe('frozen');
    await resume(client, all([held], release));
    await w.until(() => state(held) === 'sent', minute);
  });

  it('that a kill interrupts before the freeze is closed lets nothing go', async () => {
    const id = await freeze();
    const held = await immediate();
    const closing = new Promise<void>((resolve) => {
      w.disk.onWrite = (batch) => {
        if (!batch.some(({ key }) => key.startsWith('freeze/'))) return 'pass';
        resolve();
        return 'kill-before';
      };
    });
    void resume(id, all([held], release));
    await closing;
    await w.settle();
    await w.settle();
    w.disk.onWrite = null;
    await w.boot();
    await w.pass(5 * minute, 10_000);
    expect([state(held), posts()]).toEqual(['frozen', 0]);
  });
});
