import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { outboxHandlers } from '../../src-main/bridge/handlers/outbox.ts';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import type { Intent } from '../../src-shared/domain/intent.ts';
import { failure } from '../../src-shared/errors.ts';
import { accountIdSchema, deliveryId, deliveryIdSchema } from '../../src-shared/ids.ts';
import { rebuild } from '../../src-shared/outbox/rebuild.ts';
import { termsOf } from '../../src-shared/outbox/plan.ts';
import { createOutboxWorld, type OutboxWorld } from '../fixtures/outbox-world.ts';

/** What may keep a delivery from leaving, and what lets it go again. */
let w: OutboxWorld;
beforeEach(async () => {
  w = await createOutboxWorld('mastodon');
});
afterEach(() => w.close());

const minute = 60_000;
const at = (dueAt: number, toleranceMs = 30 * minute): Intent['when'] => ({
  tag: 'at',
  moment: { wall: new Date(dueAt).toISOString().slice(0, 16), zone: 'UTC', dueAt },
  toleranceMs,
});
const planned = (inMs: number) => w.submit(w.intent({ tag: 'publish' }, { when: at(w.clock.now() + inMs) }));
const now = { tag: 'now', graceMs: 0 } as const;
const immediate = () => w.submit(w.intent({ tag: 'publish' }, { when: now }));
const posts = (): number => w.effects('post').length;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('its moment', () => {
  it('is kept to the second', async () => {
    const id = await planned(10 * minute);
    const due = w.clock.now() + 10 * minute;
    await w.until(() => w.delivery(id).state === 'sent', 20 * minute);
    const sentAt = w.delivery(id).sentAt ?? 0;
    expect(sentAt - due).toBeGreaterThanOrEqual(0);
    expect(sentAt - due).toBeLessThan(2_000);
  });

  it('that passed long ago while nothing ran makes it missed; the person sends it all the same', async () => {
    const id = await planned(10 * minute);
    w.kill();
    await w.pass(60 * minute, 60_000);
    await w.boot();
    await w.until(() => w.delivery(id).state === 'missed', minute);
    expect(w.notices).toContain('missed');
    expect(posts()).toBe(0);
    expect((await w.runner.publishNow(id)).tag).toBe('ok');
    await w.until(() => w.delivery(id).state === 'sent', minute);
    expect(posts()).toBe(1);
  });

  it('that passed a little while ago is still good', async () => {
    const id = await planned(10 * minute);
    w.kill();
    await w.pass(20 * minute, 60_000);
    await w.boot();
    await w.until(() => w.delivery(id).state === 'sent', minute);
  });

  it('that passes while offline makes it missed after its tolerance', async () => {
    const id = await planned(10 * minute);
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    await w.until(() => w.delivery(id).state === 'missed', 60 * minute, 5_000);
    w.sim.control.faults.clear();
    await w.pass(10 * minute, 10_000);
    expect(posts()).toBe(0);
  });

  it('that passes while the machine sleeps is judged by a clock that was read anew', async () => {
    const id = await planned(10 * minute);
    const read = w.sim.control.ledger.entries({ operation: 'accounts.verify' }).length;
    w.runner.suspend();
    await w.jump(20 * minute);
    expect(posts()).toBe(0);
    w.runner.resume();
    await w.until(() => w.delivery(id).state === 'sent', minute);
    expect(w.sim.control.ledger.entries({ operation: 'accounts.verify' }).length).toBe(read + 1);
  });
});

describe('the clock', () => {
  it('that is wrong by the server’s holds everything, says so, and lets go when it is right', async () => {
    const wrong = w.sim.control.faults.set({ fault: { tag: 'skewed-date', ms: 3_600_000 } });
    const id = await immediate();
    await w.pass(30_000);
    expect(w.delivery(id)).toMatchObject({ waiting: { tag: 'clock-skew' }, failure: { code: 'clock-skew' } });
    expect(posts()).toBe(0);
    w.sim.control.faults.clear(wrong);
    await w.until(() => w.delivery(id).state === 'sent', 5 * minute);
    expect(posts()).toBe(1);
  });

  it('that jumps is checked before the next departure', async () => {
    await w.until(() => true);
    const first = await immediate();
    await w.until(() => w.delivery(first).state === 'sent', minute);
    await w.jump(10 * minute);
    w.sim.control.faults.set({ fault: { tag: 'skewed-date', ms: -10 * minute } });
    const second = await immediate();
    await w.pass(30_000);
    expect(w.delivery(second)).toMatchObject({ waiting: { tag: 'clock-skew' } });
    expect(posts()).toBe(1);
  });

  it('that was set back is said to keep also what would wait its turn behind a post of "tomorrow"', async () => {
    const first = await planned(minute);
    await w.until(() => w.delivery(first).state === 'sent', 3 * minute);
    w.ours.set(-26 * 60 * minute);
    const when = at(w.ours.now() + minute);
    const second = await w.submit(w.intent({ tag: 'publish' }, { when }));
    await w.pass(4 * minute, 10_000);
    expect(w.delivery(second)).toMatchObject({
      waiting: { tag: 'clock-skew' },
      failure: { code: 'clock-skew' },
    });
    expect(posts()).toBe(1);
  });
});

describe('the rules of a zone', () => {
  /** Planned where the zone had other rules: its wall time is an hour later than the instant says. */
  const outdated = (inMs: number): Intent['when'] => {
    const trueDue = Math.ceil((w.clock.now() + inMs) / minute) * minute;
    const zone = 'Europe/Paris';
    return {
      tag: 'at',
      moment: { wall: wallOf(trueDue, zone), zone, dueAt: trueDue - 60 * minute },
      toleranceMs: 30 * minute,
    };
  };

  it('that changed since it was planned move it at the next start, saved and told', async () => {
    const id = await w.submit(w.intent({ tag: 'publish' }, { when: outdated(3 * 60 * minute) }));
    const before = w.delivery(id).dueAt;
    w.kill();
    await w.boot();
    expect(w.delivery(id).dueAt).toBe(before + 60 * minute);
    expect(w.delivery(id).attempts.at(-1)?.event).toBe('moment-moved');
    const rows = await w.rows();
    expect(rows.at(-1)).toMatchObject({ tag: 'delivery', row: { id, dueAt: before + 60 * minute } });
    w.kill();
    await w.boot();
    expect(w.delivery(id).attempts.filter(({ event }) => event === 'moment-moved')).toHaveLength(1);
    await w.until(() => w.delivery(id).state === 'sent', 4 * 60 * minute, 10_000);
    expect(w.delivery(id).sentAt).toBeGreaterThanOrEqual(before + 60 * minute);
    expect(posts()).toBe(1);
  });

  it('that changed are taken to the network that holds the post', async () => {
    const id = await w.submit(
      w.intent({ tag: 'publish' }, { when: outdated(5 * 60 * minute), executor: 'native' }),
    );
    await w.until(() => w.delivery(id).state === 'handed-over', minute);
    const { dueAt } = w.delivery(id);
    w.kill();
    await w.boot();
    await w.until(
      () => w.effects('unscheduled').length === 1 && w.delivery(id).state === 'handed-over',
      minute,
    );
    expect(w.delivery(id).dueAt).toBe(dueAt + 60 * minute);
    expect(w.effects('scheduled')).toHaveLength(2);
  });

  it('of a zone that nobody knows any more change nothing', async () => {
    const dueAt = w.clock.now() + 10 * minute;
    const moment = { wall: '2026-10-01T10:00', zone: 'Atlantis/Capital', dueAt };
    const id = await w.submit(
      w.intent({ tag: 'publish' }, { when: { tag: 'at', moment, toleranceMs: 30 * minute } }),
    );
    w.kill();
    await w.boot();
    expect(w.delivery(id).dueAt).toBe(dueAt);
  });
});

describe('a clock that is set', () => {
  it('twice by little holds once it is wrong by much', async () => {
    w.ours.set(90_000);
    const first = await immediate();
    await w.until(() => w.delivery(first).state === 'sent', minute);
    w.ours.set(180_000);
    const second = await immediate();
    await w.pass(30_000);
    expect(w.delivery(second)).toMatchObject({ waiting: { tag: 'clock-skew' } });
    expect(posts()).toBe(1);
    w.ours.set(0);
    await w.until(() => w.delivery(second).state === 'sent', 5 * minute);
  });

  it.each([-1, 1])(
    'a hundred days off (%i) after an answer was lost finds the post all the same',
    async (way) => {
      w.sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: 'statuses.create', times: 1 });
      const id = await immediate();
      await w.until(() => w.delivery(id).waiting?.tag === 'verifying', minute, 100);
      w.kill();
      w.ours.set(way * 100 * 24 * 60 * minute);
      await w.boot();
      await w.pass(10 * minute, 5_000);
      w.ours.set(0);
      await w.until(() => w.delivery(id).state === 'sent', 20 * minute);
      expect(posts()).toBe(1);
    },
  );
});

describe('another account', () => {
  it('goes on while this one is asked to wait', async () => {
    w.sim.control.faults.set({
      fault: { tag: 'rate-limit', ms: 10 * minute },
      operation: 'statuses.create',
      account: w.me.id,
    });
    const mine = await immediate();
    await w.until(() => w.delivery(mine).waiting?.tag === 'rate-limited', minute);
    const theirs = await w.submit(w.intent({ tag: 'publish' }, { on: w.second, when: now }));
    await w.until(() => w.delivery(theirs).state === 'sent', minute);
    // Nobody is asked again before the server's own moment.
    const asked = w.sim.control.ledger.entries({ account: w.me.id }).length;
    await w.pass(5 * minute, 10_000);
    expect(w.sim.control.ledger.entries({ account: w.me.id }).length).toBe(asked);
    w.sim.control.faults.clear();
    await w.until(() => w.delivery(mine).state === 'sent', 10 * minute);
  });

  it('goes on while this one is refused', async () => {
    await w.sim.control.revoke(w.me.id);
    const mine = await immediate();
    const theirs = await w.submit(w.intent({ tag: 'publish' }, { on: w.second, when: now }));
    await w.until(() => w.delivery(theirs).state === 'sent', minute);
    expect(w.delivery(mine).state).toBe('blocked');
    expect(w.notices.filter((notice) => notice === 'blocked')).toHaveLength(1);
  });
});

describe('one account', () => {
  it('sends one at a time, by their moments, with a pause between', async () => {
    const late = await planned(2 * minute + 500);
    const early = await planned(2 * minute);
    await w.until(() => [late, early].every((id) => w.delivery(id).state === 'sent'), 10 * minute, 100);
    const [first, second] = [w.delivery(early), w.delivery(late)].map(({ sentAt }) => sentAt ?? 0);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_000);
    const made = w.effects('post');
    expect(made).toEqual([w.delivery(early).remoteId, w.delivery(late).remoteId]);
  });

  it('sends nothing while a request of it is under way', async () => {
    w.sim.control.faults.set({ fault: { tag: 'slow', ms: 20_000 }, operation: 'statuses.create', times: 1 });
    const first = await immediate();
    const asked = () =>
      w.sim.control.ledger.entries({ operation: 'statuses.create', account: w.me.id }).length;
    await w.sim.control.ledger.waitFor((entry) => entry.operation === 'statuses.create');
    const second = await immediate();
    // Once a later post of another account is through, this one would have been asked for as well.
    const witness = await w.submit(w.intent({ tag: 'publish' }, { on: w.second, when: now }));
    while (w.delivery(witness).state !== 'sent') await turn();
    expect(asked()).toBe(1);
    await w.clock.advance(20_000);
    await w.until(() => [first, second].every((id) => w.delivery(id).state === 'sent'), minute);
    expect(asked()).toBe(2);
  });

  it('that was blocked and scheduled passes the lateness gate when it is released', async () => {
    await w.access.setHealth(w.account.id, { tag: 'refused', since: w.clock.now() });
    const soon = await planned(5 * minute);
    const stays = await planned(50 * minute);
    await w.pass(40 * minute, 10_000);
    await w.reconnect();
    await w.until(() => w.delivery(stays).state === 'sent', 20 * minute);
    expect(w.delivery(soon).state).toBe('missed');
    expect(posts()).toBe(1);
  });
});

describe('offline', () => {
  it('everything is accepted, waits, and leaves once on return', async () => {
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    const ids = [await immediate(), await immediate(), await planned(2 * minute)];
    await w.pass(5 * minute, 5_000);
    for (const id of ids) expect(w.delivery(id).waiting).toEqual({ tag: 'offline' });
    w.kill();
    await w.boot();
    await w.pass(minute);
    expect(posts()).toBe(0);
    w.sim.control.faults.clear();
    await w.until(() => ids.every((id) => w.delivery(id).state === 'sent'), 5 * minute);
    expect(posts()).toBe(3);
  });

  it('a hint only makes it look', async () => {
    w.connectivity.hint(false);
    await w.settle();
    expect(w.connectivity.status().tag).toBe('online');
    w.sim.control.faults.set({ fault: { tag: 'offline' } });
    w.connectivity.hint(false);
    await w.settle();
    expect(w.connectivity.status().tag).toBe('offline');
    w.connectivity.hint(true);
    await w.settle();
    expect(w.connectivity.status().tag).toBe('offline');
    w.sim.control.faults.clear();
    await w.until(() => w.connectivity.status().tag === 'online', minute);
  });
});

describe('leaving', () => {
  /** A post whose request is under way and not answered before the clock moves on. */
  const underWay = async () => {
    w.sim.control.faults.set({ fault: { tag: 'slow', ms: minute }, operation: 'statuses.create', times: 1 });
    const id = await immediate();
    await w.sim.control.ledger.waitFor((entry) => entry.operation === 'statuses.create');
    return id;
  };

  it('waits for what is under way, but not for ever, and knows later that it may have been done', async () => {
    const id = await underWay();
    const stopped = w.runner.stop();
    await w.clock.advance(1_000);
    expect(w.delivery(id).state).toBe('running');
    await w.clock.advance(3_000);
    expect(await Promise.race([stopped.then(() => 'left'), Promise.resolve('waits')])).toBe('waits');
    await w.clock.advance(minute);
    await stopped;
    w.kill();
    await w.boot();
    await w.until(() => w.delivery(id).state === 'sent', 10 * minute);
    expect(posts()).toBe(1);
  });

  it('an account waits for what is under way before the rest is cancelled', async () => {
    const id = await underWay();
    const other = await planned(10 * minute);
    const settled = w.runner.settleQueued(w.account.id, 'cancel');
    await w.clock.advance(minute + 1_000);
    await settled;
    await w.settle();
    expect(w.delivery(id).state).toBe('sent');
    expect(w.delivery(other).state).toBe('cancelled');
  });

  it('an account for good keeps what is not finished, waiting for it, and forgets the rest', async () => {
    const done = await immediate();
    await w.until(() => w.delivery(done).state === 'sent', minute);
    const waits = await planned(10 * minute);
    await w.book.remove(w.account.id, true);
    await w.runner.accountRemoved(w.account.id);
    expect(w.runner.records().map(({ id }) => id)).toEqual([waits]);
    expect(w.delivery(waits)).toMatchObject({ state: 'blocked', failure: { code: 'account-missing' } });
    const rows = await w.rows();
    const forgotten = rows.findIndex((row) => row.tag === 'forget-account');
    expect(rows.slice(forgotten).filter((row) => row.tag === 'delivery')).not.toHaveLength(0);
  });
});

describe('the disk', () => {
  it('that is full lets nothing leave, refuses commands, and loses nothing', async () => {
    const id = await immediate();
    w.disk.full = true;
    await w.pass(minute, 5_000);
    expect(posts()).toBe(0);
    expect(w.runner.saving()).toBe('failing');
    const [refused] = await w.runner.submit(w.intent({ tag: 'publish' }, { when: now }));
    expect(refused?.answer).toEqual({ tag: 'err', error: failure('disk-full') });
    w.disk.full = false;
    await w.until(() => w.delivery(id).state === 'sent', minute);
    expect(posts()).toBe(1);
    expect(w.runner.saving()).toBe('ok');
  });

  it('that fills up while a request is under way keeps its answer', async () => {
    const id = await immediate();
    w.disk.onWrite = (batch) => {
      // Full from the moment at which the departure was saved.
      if (JSON.stringify(batch).includes('"sending"')) w.disk.full = true;
      return 'pass';
    };
    await w.pass(30_000, 5_000);
    expect(posts()).toBe(1);
    expect(w.delivery(id).state).toBe('running');
    w.disk.full = false;
    w.disk.onWrite = null;
    await w.until(() => w.delivery(id).state === 'sent', minute);
    expect(posts()).toBe(1);
  });

  it('that takes another write first does not let an answer lie that it had refused', async () => {
    const id = await immediate();
    w.disk.onWrite = (batch) => {
      if (JSON.stringify(batch).includes('"sending"')) w.disk.full = true;
      return 'pass';
    };
    await w.until(() => w.runner.saving() === 'failing', minute);
    expect(posts()).toBe(1);
    w.disk.full = false;
    w.disk.onWrite = null;
    const later = { tag: 'now', graceMs: 60 * minute } as const;
    const other = await w.submit(w.intent({ tag: 'publish' }, { when: later }));
    expect(w.delivery(other).state).toBe('grace');
    await w.until(() => w.delivery(id).state === 'sent', 10 * minute);
    expect(posts()).toBe(1);
    expect(w.runner.saving()).toBe('ok');
  });
});

describe('the journal', () => {
  it('keeps a row that it cannot read, reports it, and never writes over it', async () => {
    const intent = w.intent({ tag: 'publish' }, { when: now });
    const id = await w.submit(intent);
    await w.until(() => w.delivery(id).state === 'sent', minute);
    w.kill();
    await w.journal.write([{ tag: 'put', key: `outbox/${id}`, value: { of: 'a newer version' } }]);
    await w.boot();
    expect(w.runner.unreadable()).toEqual([`outbox/${id}`]);
    const [answer] = await w.runner.submit(intent);
    expect(answer?.answer.tag).toBe('err');
    expect(await w.journal.get(`outbox/${id}`)).toEqual({ of: 'a newer version' });
  });

  it('of a newer Vigie is left as it is, and commands are refused in words', async () => {
    const id = await planned(10 * minute);
    w.kill();
    await w.boot({ readOnly: true });
    const [answer] = await w.runner.submit(w.intent({ tag: 'publish' }, { when: now }));
    expect(answer?.answer).toEqual({ tag: 'err', error: failure('read-only') });
    expect(await w.runner.cancel(id)).toEqual({ tag: 'err', error: failure('read-only') });
    await w.pass(20 * minute, 10_000);
    expect(posts()).toBe(0);
  });

  it('that was lost lets nothing leave until it is rebuilt, and then nothing twice', async () => {
    const gone = w.intent({ tag: 'publish' }, { when: now });
    const sent = await w.submit(gone);
    await w.until(() => w.delivery(sent).state === 'sent', minute);
    const later = w.intent({ tag: 'publish' }, { when: at(w.clock.now() + 10 * minute) });
    const planned = await w.submit(later);
    w.kill();
    const rows = await w.journal.range('outbox/', 'outbox/~', 100);
    await w.journal.write(rows.map(({ key }) => ({ tag: 'del', key })));
    await w.boot({ held: true });
    const waiting = w.runner.submit(gone);
    await w.pass(minute);
    const made = rebuild({
      intents: [gone, later],
      mirrored: [],
      salvaged: [],
      termsOf: () => termsOf(w.account.manifest),
      now: w.clock.now(),
    });
    expect((await w.runner.restore(made)).tag).toBe('ok');
    expect((await waiting).map(({ answer }) => answer.tag)).toEqual(['ok']);
    await w.until(() => [sent, planned].every((id) => w.delivery(id).state === 'sent'), 30 * minute);
    expect(posts()).toBe(2);
  });

  it('mirrors everything again for a new store', async () => {
    const id = await immediate();
    await w.until(() => w.delivery(id).state === 'sent', minute);
    const before = (await w.rows()).length;
    await w.runner.resend();
    const rows = (await w.rows()).slice(before);
    expect(rows).toMatchObject([{ tag: 'delivery', row: { id, state: 'sent' } }]);
  });
});

describe('commands', () => {
  it('are safe to repeat, and an edit before the moment is what leaves', async () => {
    const intent = w.intent({ tag: 'publish' }, { when: at(w.clock.now() + 5 * minute) });
    const id = await w.submit(intent);
    await w.submit(intent);
    const [target] = intent.targets;
    if (target === undefined) expect.fail('no target');
    const content = { ...target.content, text: 'Corrigé' };
    const edit = { ...intent, revision: 2, targets: [{ ...target, content, hash: 'h2' }] };
    await w.submit(edit);
    await w.submit(edit);
    const [stale] = await w.runner.submit(intent);
    expect(stale?.answer).toMatchObject({ tag: 'err', error: { code: 'stale-revision' } });
    await w.until(() => w.delivery(id).state === 'sent', 10 * minute);
    expect(posts()).toBe(1);
    expect(w.delivery(id)).toMatchObject({ revision: 2, content: { text: 'Corrigé' } });
    expect(await w.runner.cancel(id)).toMatchObject({ tag: 'err', error: { code: 'already-sent' } });
  });

  it('cancel what has not left; an account that an edit leaves out is withdrawn', async () => {
    const intent = w.intent({ tag: 'publish' }, { when: at(w.clock.now() + 5 * minute) });
    const [target] = intent.targets;
    if (target === undefined) expect.fail('no target');
    const both = { ...intent, targets: [target, { ...target, accountId: w.second.id }] };
    const id = await w.submit(both);
    await w.submit({ ...both, revision: 2, targets: [{ ...target, accountId: w.second.id }] });
    expect(w.delivery(id).state).toBe('cancelled');
    const other = await immediate();
    await w.runner.cancel(other);
    await w.pass(10 * minute, 10_000);
    expect(posts()).toBe(1);
  });

  it('are answered over the bridge: accepted whole, or the refusal of an account with what became of the others', async () => {
    const bridge = outboxHandlers(w.runner);
    const intent = w.intent({ tag: 'publish' }, { when: now });
    const [target] = intent.targets;
    if (target === undefined) expect.fail('no target');
    const missing = { ...target, accountId: v.parse(accountIdSchema, 'mastodon:other:1') };
    expect(await bridge.submit({ ...intent, targets: [target, missing] })).toEqual({
      tag: 'err',
      error: failure('account-missing', { refusedAccounts: missing.accountId, accepted: 1, refused: 1 }),
    });
    expect(await bridge.submit(intent)).toEqual({ tag: 'ok', value: { accepted: true } });
    const id = deliveryId(intent.id, target.accountId);
    await w.until(() => w.delivery(id).state === 'sent', minute);
    expect(posts()).toBe(1);
    for (const answer of [
      await bridge.cancel({ deliveryId: id }),
      await bridge.retry({ deliveryId: id }),
      await bridge.publishNow({ deliveryId: id }),
      await bridge.decide({ deliveryId: id, decision: { tag: 'send-again' } }),
    ])
      expect(answer).toMatchObject({ tag: 'err', error: { code: 'already-sent' } });
  });

  it('of unknown deliveries and accounts are refused', async () => {
    const id = await immediate();
    await w.until(() => w.delivery(id).state === 'sent', minute);
    const intent = w.intent(
      { tag: 'publish' },
      { on: { ...w.account, id: v.parse(accountIdSchema, 'mastodon:other:1') } },
    );
    const [answer] = await w.runner.submit(intent);
    expect(answer?.answer).toMatchObject({ tag: 'err', error: { code: 'account-missing' } });
    expect(await w.runner.retry(v.parse(deliveryIdSchema, 'nobody/nothing'))).toMatchObject({
      tag: 'err',
      error: { code: 'unknown-delivery' },
    });
  });
});
