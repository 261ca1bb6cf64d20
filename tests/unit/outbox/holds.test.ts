import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import { mustBeTakenBack, wentStale } from '../../../src-shared/outbox/brake.ts';
import { afterClockSet, afterJump, setBackBy } from '../../../src-shared/outbox/clock-set.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { frozenBy } from '../../../src-shared/outbox/frozen-by.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import { planResume } from '../../../src-shared/outbox/resume-plan.ts';
import type { OutboxRecord, StepState } from '../../../src-shared/outbox/record.ts';
import { allPlaces, dueAt, handedOver, places, planned, type Place } from './places.ts';
import {
  at,
  content,
  done,
  drive,
  env,
  medium,
  minute,
  remote,
  start,
  submitted,
  tagsOf,
  target,
  terms,
  wish,
  type Driven,
} from './samples.ts';

/** What holds a delivery back: a freeze, its account, a clock that was set. */
const last = ({ record }: Driven) => record.attempts.at(-1);
const freeze = (driven: Driven) => driven.send({ tag: 'freeze', env: env(driven.now) });
const unfreeze = (driven: Driven, notBefore?: number) =>
  driven.send({
    tag: 'unfreeze',
    env: env(driven.now),
    ...(notBefore !== undefined && { notBefore }),
  });

describe('a freeze', () => {
  it('holds whatever is not over, says so once, and takes back what the network holds', () => {
    const after = Object.fromEntries(
      allPlaces.map((place) => {
        const driven = places[place]();
        freeze(driven);
        const { record } = driven;
        const told = record.attempts.filter(({ event }) => event === 'frozen').length;
        freeze(driven);
        const again = driven.record.attempts.filter(({ event }) => event === 'frozen').length;
        return [place, [record.phase.tag, record.holds.frozen, told, again]];
      }),
    );
    const held = (place: Place, phase: string) => [place, [phase, true, 1, 1]];
    const untouched = (place: Place) => [place, [place, false, 0, 0]];
    expect(after).toEqual(
      Object.fromEntries([
        held('grace', 'grace'),
        held('scheduled', 'scheduled'),
        held('sending', 'running'),
        held('polling', 'running'),
        held('in doubt', 'running'),
        held('limited', 'running'),
        held('trying again', 'running'),
        held('waiting for a connection', 'running'),
        held('with its scheduler', 'recalling'),
        held('taken back', 'recalling'),
        held('by hand', 'scheduled'),
        held('assisted', 'assisted'),
        held('asked', 'needs-decision'),
        held('missed', 'missed'),
        held('failed', 'failed'),
        untouched('sent'),
        untouched('cancelled'),
      ]),
    );
  });

  it('says where a post stays that the network does not give back, and tries once more when asked again', () => {
    const { recall: _, ...others } = terms().operations;
    const driven = handedOver();
    driven.record = { ...driven.record, terms: { ...driven.record.terms, operations: others } };
    const outcome = freeze(driven);
    expect(driven.record.phase).toMatchObject({
      tag: 'handed-over',
      failure: failure('recall-failed', { code: 'not-cancellable' }),
    });
    expect(last(driven)).toMatchObject({ step: 'recall', event: 'recall-failed', code: 'not-cancellable' });
    expect(outcome.effects).toContainEqual({ tag: 'notify', notice: 'recall-failed' });
    const before = driven.record;
    expect(freeze(driven).effects).toEqual([]);
    expect(driven.record).toBe(before);
    driven.record = { ...driven.record, terms: terms() };
    freeze(driven);
    expect(driven.record.phase).toMatchObject({
      tag: 'recalling',
      next: { tag: 'resume', wish: { executor: 'native' } },
    });
  });

  it('takes back what the network took while it was being pressed, but nothing that came from a backup', () => {
    const { record } = handedOver();
    const frozen: OutboxRecord = {
      ...record,
      holds: { ...record.holds, frozen: true },
      attempts: [...record.attempts, { at: start, step: 'delivery', event: 'frozen', code: null }],
    };
    expect(mustBeTakenBack(frozen)).toBe(true);
    expect(mustBeTakenBack(record)).toBe(false);
    expect(mustBeTakenBack({ ...frozen, attempts: record.attempts })).toBe(false);
    expect(mustBeTakenBack({ ...frozen, phase: { tag: 'running' } })).toBe(false);
    const { phase } = frozen;
    if (phase.tag !== 'handed-over') throw new Error(phase.tag);
    expect(mustBeTakenBack({ ...frozen, phase: { ...phase, failure: failure('recall-failed') } })).toBe(
      false,
    );
    const driven = handedOver();
    driven.record = frozen;
    driven.tick();
    expect(driven.record.phase.tag).toBe('recalling');
  });

  it('was pressed by a person, or came with a backup', () => {
    const told = (...events: readonly string[]) =>
      frozenBy({ attempts: events.map((event) => ({ at: 1, step: 'delivery', event, code: null })) });
    expect(told('accepted', 'frozen')).toBe('brake');
    expect(told('frozen', 'sent')).toBe('brake');
    expect(told('frozen', 'unfrozen')).toBe('import');
    expect(told('frozen', 'arrived')).toBe('import');
    expect(told('arrived', 'frozen')).toBe('brake');
    expect(told()).toBe('import');
  });
});

describe('the end of a freeze', () => {
  const frozenNow = (over: Parameters<typeof wish>[0] = {}): Driven => {
    const driven = drive(submitted({ wish: wish({ leaving: { tag: 'now', leavesAt: start }, ...over }) }));
    freeze(driven);
    return driven;
  };

  it('lets go what is in time, and leaves alone what has a moment of its own', () => {
    const driven = frozenNow();
    driven.pass(outboxPolicy.frozenToleranceMs);
    unfreeze(driven);
    expect(driven.record).toMatchObject({
      holds: { frozen: false },
      phase: { tag: 'running' },
      wish: { releasedAt: null },
    });
    expect(last(driven)).toMatchObject({ step: 'delivery', event: 'unfrozen' });
    const scheduled = planned();
    freeze(scheduled);
    unfreeze(scheduled, dueAt);
    expect(scheduled.record.wish.turn).toBeUndefined();
    const early = planned();
    freeze(early);
    unfreeze(early, dueAt + 1);
    expect(early.record).toMatchObject({
      wish: { releasedAt: null, turn: dueAt + 1 },
      phase: { tag: 'scheduled' },
    });
  });

  it('asks about what was to leave at once a long while ago', () => {
    const driven = frozenNow();
    driven.pass(outboxPolicy.frozenToleranceMs + 1);
    unfreeze(driven, driven.now + minute);
    expect(driven.record.phase).toEqual({ tag: 'missed', at: driven.now });
    expect(last(driven)).toMatchObject({ step: 'delivery', event: 'missed', code: 'too-late' });
    expect(driven.record.wish.turn).toBeUndefined();
  });

  it('pushes nothing that is too late, or past answering', () => {
    const late = planned();
    freeze(late);
    late.pass(91 * minute);
    unfreeze(late, late.now + minute);
    expect(late.record.wish.turn).toBeUndefined();
    const expired = drive(submitted({ action: { tag: 'reply', target }, expiresAt: start + minute }));
    freeze(expired);
    expired.pass(2 * minute);
    unfreeze(expired, expired.now + minute);
    expect(expired.record.wish.turn).toBeUndefined();
  });

  it.each(['in doubt', 'sending', 'asked', 'missed', 'failed', 'assisted', 'taken back'] as const)(
    'changes no more of one that is %s',
    (place) => {
      const driven = places[place]();
      freeze(driven);
      const { phase, wish: wanted } = driven.record;
      unfreeze(driven, driven.now + 30 * minute);
      expect(driven.record).toMatchObject({ phase, wish: wanted, holds: { frozen: false } });
    },
  );

  it('changes nothing of one that is for the network’s scheduler, has begun, or was not frozen', () => {
    const native = planned({ executor: 'native' });
    freeze(native);
    unfreeze(native, dueAt + minute);
    expect(native.record.wish.turn).toBeUndefined();
    const parts = [{ text: 'two', media: [], warning: '' }];
    const begun = drive(submitted({ wish: wish({ content: { ...content('one'), parts } }) }));
    begun.go();
    begun.answer(done('r1'));
    freeze(begun);
    begun.pass(2 * outboxPolicy.frozenToleranceMs);
    unfreeze(begun, begun.now + minute);
    expect(begun.record).toMatchObject({ phase: { tag: 'running' }, wish: { releasedAt: null } });
    const free = places.scheduled();
    const before = free.record;
    expect(unfreeze(free).effects).toEqual([]);
    expect(free.record).toBe(before);
  });

  it('leaves no picture waiting for an answer that nobody awaits', () => {
    const driven = drive(submitted({ wish: wish({ content: content('Hello', [medium(1), medium(2)]) }) }));
    driven.go();
    driven.answer(done('u1'));
    driven.go();
    driven.answer({ tag: 'processing', handle: 'job', pollAfterMs: 500 });
    freeze(driven);
    driven.pass(outboxPolicy.frozenToleranceMs + 1);
    unfreeze(driven);
    expect(driven.record.steps.map(({ state }) => state.tag)).toEqual(['done', 'ready', 'ready']);
  });

  it('is a long while after half an hour', () => {
    const now = start + outboxPolicy.frozenToleranceMs;
    const immediate = { wish: wish({ leaving: { tag: 'now', leavesAt: start } }) };
    expect(wentStale(immediate, now)).toBe(false);
    expect(wentStale(immediate, now + 1)).toBe(true);
    expect(wentStale({ wish: { ...immediate.wish, releasedAt: start + 5 } }, now + 5)).toBe(false);
    expect(wentStale({ wish: { ...immediate.wish, releasedAt: start + 5 } }, now + 6)).toBe(true);
    expect(wentStale({ wish: { ...immediate.wish, turn: start + 5 } }, now + 5)).toBe(false);
    expect(wentStale({ wish: { ...immediate.wish, turn: start + 5 } }, now + 6)).toBe(true);
    expect(wentStale({ wish: wish({ leaving: at(start) }) }, now + 1)).toBe(false);
  });
});

describe('the plan of what an ending freeze lets go', () => {
  const one = (id: string, over: Parameters<typeof wish>[0] = {}, change: Partial<OutboxRecord> = {}) => ({
    ...drive(submitted({ wish: wish(over) })).record,
    ...change,
    id: id as OutboxRecord['id'],
  });
  const now = start + minute;
  const plan = (...choices: Parameters<typeof planResume>[0]) =>
    planResume(choices, 2 * minute, now).map(({ id, notBefore }) => [
      id,
      notBefore === 0 ? 0 : notBefore - now,
    ]);
  const release = { tag: 'release' } as const;

  it('spaces by what each does: posts as the client says, answers ten seconds', () => {
    const reply = (id: string) => one(id, {}, { action: { tag: 'reply', target } });
    expect(plan({ record: one('a'), choice: release }, { record: one('b'), choice: release })).toEqual(
      [
        ['a', 0],
        ['b', 2 * minute],
      ].map(([id, after]) => [id, after === 0 ? now - now : after]),
    );
    const replies = plan({ record: reply('a'), choice: release }, { record: reply('b'), choice: release });
    expect(replies[1]).toEqual(['b', 10_000]);
  });

  it('goes by their moments, then by their age', () => {
    const [old, young] = [one('old', {}, { createdAt: start - 1 }), one('young')];
    const order = plan({ record: young, choice: release }, { record: old, choice: release });
    expect(order.map(([id]) => id)).toEqual(['old', 'young']);
    const soon = one('soon', { leaving: { tag: 'now', leavesAt: start - 5 } });
    expect(plan({ record: old, choice: release }, { record: soon, choice: release })[0]?.[0]).toBe('soon');
    const chosen = {
      tag: 'at',
      moment: { wall: '', zone: 'UTC', dueAt: start - 9 },
      toleranceMs: 0,
    } as const;
    expect(plan({ record: soon, choice: release }, { record: old, choice: chosen })[0]?.[0]).toBe('old');
    expect(
      plan({ record: one('x'), choice: { tag: 'now' } }, { record: soon, choice: release })[0]?.[0],
    ).toBe('soon');
  });

  it('gives a place only to what leaves from here', () => {
    const native = one('n', { leaving: at(start + 90 * minute), executor: 'native' });
    expect(native.steps[0]?.operation.tag).toBe('schedule');
    expect(planResume([{ record: native, choice: release }], minute, now + 200 * minute)[0]?.notBefore).toBe(
      0,
    );
    expect(planResume([{ record: native, choice: { tag: 'now' } }], minute, now)[0]?.notBefore).toBe(now);
    expect(
      planResume([{ record: one('k'), choice: { tag: 'cancel' } as never }], minute, now)[0]?.notBefore,
    ).toBe(0);
    const later = one('l', { leaving: at(now + 1) });
    expect(planResume([{ record: later, choice: release }], minute, now)[0]?.notBefore).toBe(0);
    const exactly = one('e', { leaving: at(now) });
    expect(planResume([{ record: exactly, choice: release }], minute, now)[0]?.notBefore).toBe(now);
  });

  it('keeps accounts apart', () => {
    const other = one('b', {}, { accountId: 'other' as OutboxRecord['accountId'] });
    const both = planResume(
      [
        { record: one('a'), choice: release },
        { record: other, choice: release },
      ],
      minute,
      now,
    );
    expect(both.map(({ notBefore }) => notBefore)).toEqual([now, now]);
  });
});

describe('a clock that was ahead', () => {
  const year = 365 * 24 * 60 * minute;
  const written = (over: Partial<OutboxRecord>): OutboxRecord => ({
    ...places.sending().record,
    updatedAt: start + year,
    ...over,
  });
  const state = (value: StepState) => {
    const { steps } = written({});
    return steps.map((step) => ({ ...step, state: value }));
  };
  const look = { from: start + year + 1, lookAt: start + year + 2, absences: 1, troubles: 1 };
  const after = (over: Partial<OutboxRecord>) => afterClockSet(written(over), start);

  it('is told by more than two minutes', () => {
    expect(setBackBy(start + 2 * minute, start)).toBe(0);
    expect(setBackBy(start + 2 * minute + 1, start)).toBe(2 * minute + 1);
    expect(setBackBy(start - year, start)).toBe(0);
  });

  it('moves what was counted from it, and nothing else', () => {
    const future = start + year + 5;
    expect(
      after({ steps: state({ tag: 'waiting', until: future, why: 'retry', failure: null }) }).steps[0]?.state,
    ).toMatchObject({ until: start + 5 });
    expect(
      after({ steps: state({ tag: 'waiting', until: null, why: 'offline', failure: null }) }).steps[0]?.state,
    ).toMatchObject({ until: null });
    expect(
      after({ steps: state({ tag: 'polling', handle: 'h', since: future, until: future + 1, troubles: 2 }) })
        .steps[0]?.state,
    ).toEqual({ tag: 'polling', handle: 'h', since: start + 5, until: start + 6, troubles: 2 });
    expect(
      after({ steps: state({ tag: 'unconfirmed', look, failure: failure('server-error') }) }).steps[0]?.state,
    ).toMatchObject({ look: { ...look, from: start + 1, lookAt: start + 2 } });
    for (const same of [
      { tag: 'ready' },
      { tag: 'sending', attempt: 1, at: future },
      { tag: 'done', at: future, remote: remote('r') },
      { tag: 'failed', failure: failure('server-error') },
    ] as const)
      expect(after({ steps: state(same) }).steps[0]?.state).toEqual(same);
  });

  it('leaves what is past alone, and what a person chose', () => {
    const past = { ...look, from: start, lookAt: start - 5 };
    expect(
      after({ steps: state({ tag: 'unconfirmed', look: past, failure: failure('server-error') }) }).steps[0]
        ?.state,
    ).toMatchObject({ look: past });
    const leaving = at(start + 2 * year);
    expect(after({ wish: wish({ leaving }) }).wish.leaving).toEqual(leaving);
    expect(
      after({ wish: wish({ leaving: { tag: 'now', leavesAt: start + year + 7 } }) }).wish.leaving,
    ).toEqual({
      tag: 'now',
      leavesAt: start + 7,
    });
    expect(after({ wish: wish({ releasedAt: start + year + 7 }) }).wish.releasedAt).toBe(start + 7);
    expect(after({ wish: wish({ releasedAt: null }) }).wish.releasedAt).toBeNull();
  });

  it('looks for what a network’s scheduler held from its own moment on', () => {
    const held = (lookAt: number, moment = start + 9) =>
      after({
        phase: {
          tag: 'handed-over',
          scheduledRemoteId: 's',
          at: moment,
          look: { ...look, lookAt },
          failure: null,
        },
      }).phase;
    expect(held(start + year + 20)).toMatchObject({ look: { from: look.from, lookAt: start + 20 } });
    expect(held(start + year + 2)).toMatchObject({ look: { lookAt: start + 9 } });
    const back = (fired: typeof look | null) =>
      after({
        phase: { tag: 'recalling', scheduledRemoteId: 's', at: start, next: { tag: 'cancel' }, fired },
      }).phase;
    expect(back(look)).toMatchObject({ fired: { from: start + 1, lookAt: start + 2, absences: 1 } });
    expect(back(null)).toMatchObject({ fired: null });
  });
});

describe('a clock that jumps while somebody looks', () => {
  const jumped = (driven: Driven, by: number) => afterJump(driven.record, driven.now + by);

  it('lets everything settle anew that is being read back, and touches nothing else', () => {
    const driven = places['in doubt']();
    const now = driven.now + minute;
    expect(jumped(driven, minute).steps[0]?.state).toMatchObject({
      look: { from: now, lookAt: now + 2_000, absences: 0, troubles: 0 },
    });
    for (const place of ['scheduled', 'sending', 'polling', 'with its scheduler', 'taken back'] as const) {
      const one = places[place]();
      expect(jumped(one, minute), place).toBe(one.record);
    }
  });

  it('begins the looks for a post that the scheduler may have published anew, from its moment at the earliest', () => {
    const driven = places['taken back']();
    const { phase } = driven.record;
    if (phase.tag !== 'recalling') throw new Error(phase.tag);
    const fired = { from: 1, lookAt: 2, absences: 1, troubles: 3 };
    driven.record = { ...driven.record, phase: { ...phase, fired } };
    expect(jumped(driven, 0).phase).toMatchObject({
      fired: { from: dueAt, lookAt: dueAt, absences: 0, troubles: 3 },
    });
    const late = dueAt + minute - driven.now;
    expect(jumped(driven, late).phase).toMatchObject({
      fired: { from: dueAt + minute, lookAt: dueAt + minute },
    });
  });
});

describe('what is shown of what is held', () => {
  const view = (driven: Driven) => toDelivery(driven.record);

  it('a skewed clock, a refused account and a network that does not give back are said', () => {
    const refused = (place: Place) => {
      const driven = places[place]();
      driven.pass(1);
      driven.send({ tag: 'account', env: env(driven.now), blocked: failure('token-revoked') });
      return view(driven);
    };
    expect(refused('scheduled')).toMatchObject({
      waiting: { tag: 'account' },
      failure: { code: 'token-revoked' },
    });
    expect(refused('in doubt')).toMatchObject({ state: 'running', waiting: { tag: 'account' } });
    expect(refused('by hand')).toMatchObject({ state: 'scheduled', waiting: { tag: 'due' } });
    expect(refused('taken back')).toMatchObject({ waiting: { tag: 'account' } });
    expect(refused('with its scheduler').waiting).toEqual({ tag: 'network' });
    expect(refused('sent')).toMatchObject({ failure: null, waiting: null });
    expect(refused('missed')).toMatchObject({ failure: { code: 'too-late' } });
    const late = handedOver();
    late.pass(dueAt - late.now);
    late.send({ tag: 'account', env: env(late.now), blocked: failure('token-revoked') });
    expect(view(late).waiting).toEqual({ tag: 'account' });
    const kept = handedOver();
    const { phase } = kept.record;
    if (phase.tag !== 'handed-over') throw new Error(phase.tag);
    kept.record = { ...kept.record, phase: { ...phase, failure: failure('recall-failed') } };
    expect(view(kept)).toMatchObject({ state: 'handed-over', failure: { code: 'recall-failed' } });
    kept.record = { ...kept.record, phase: { ...phase, scheduledRemoteId: null } };
    expect(view(kept)).toMatchObject({
      state: 'running',
      waiting: { tag: 'verifying', until: phase.look.lookAt },
      scheduledRemoteId: null,
    });
  });

  it('each wait says until when', () => {
    expect(view(places.grace()).waiting).toEqual({ tag: 'grace', until: start + minute });
    expect(view(places.scheduled()).waiting).toEqual({ tag: 'due', until: dueAt });
    expect(view(places.polling()).waiting).toEqual({ tag: 'processing', until: dueAt + 5_000 });
    expect(view(places['in doubt']()).waiting).toEqual({ tag: 'verifying', until: dueAt + 2_000 });
    expect(view(places.limited()).waiting).toEqual({ tag: 'rate-limited', until: dueAt + 10 * minute });
    expect(view(places['trying again']()).waiting).toMatchObject({ tag: 'retry', until: dueAt + 3_750 });
    const unsaid = places.limited();
    unsaid.record = {
      ...unsaid.record,
      steps: unsaid.record.steps.map((step) => ({
        ...step,
        state: { tag: 'waiting', until: start, why: 'retry', failure: null },
      })),
    };
    expect(view(unsaid).waiting).toMatchObject({ failure: { code: 'server-error' } });
    expect(view(planned({ executor: 'native' })).waiting).toBeNull();
    const frozen = places.scheduled();
    freeze(frozen);
    expect(view(frozen).waiting).toEqual({ tag: 'person' });
  });

  it('its moment, its place in the queue, and where it is on the network', () => {
    expect(view(places.scheduled())).toMatchObject({
      dueAt,
      wall: '2026-10-01T09:00',
      zone: 'UTC',
      toleranceMs: 30 * minute,
      remoteId: null,
      remoteUrl: null,
      sentAt: null,
      scheduledRemoteId: null,
      stepsDone: 0,
      stepsTotal: 1,
      parts: [],
      step: null,
      candidates: [],
    });
    expect(view(places.grace())).toMatchObject({
      dueAt: start + minute,
      wall: null,
      zone: null,
      toleranceMs: null,
    });
    const moved = places.grace();
    moved.send({ tag: 'requeue', env: env(start), queuedAt: start + 7 });
    expect(view(moved).dueAt).toBe(start + 7);
    const released = places.grace();
    released.send({ tag: 'publish-now', env: env(start + 3) });
    expect(view(released).dueAt).toBe(start + minute);
    expect(view(places.sent())).toMatchObject({
      remoteId: 'r1',
      remoteUrl: 'https://server.example/r1',
      sentAt: dueAt,
      stepsDone: 1,
    });
    for (const place of ['with its scheduler', 'taken back'] as const)
      expect(view(places[place]()).scheduledRemoteId).toBe('s1');
    const byHand = places.assisted();
    byHand.send({ tag: 'done-by-hand', env: env(byHand.now), remote: null });
    expect(view(byHand)).toMatchObject({ state: 'sent', remoteId: null, remoteUrl: null, stepsDone: 0 });
    const asked = places.asked();
    const { phase } = asked.record;
    if (phase.tag !== 'needs-decision') throw new Error(phase.tag);
    const candidates = [{ remoteId: 'x', url: null, text: 'Hello', createdAt: start }];
    asked.record = { ...asked.record, phase: { ...phase, candidates, scheduledRemoteId: 's7' } };
    expect(view(asked)).toMatchObject({ candidates, scheduledRemoteId: 's7' });
  });

  it('of a thread, what stands and where it is', () => {
    const parts = [{ text: 'two', media: [medium(2)], warning: '' }];
    const driven = planned({ content: { ...content('one', [medium(1)]), parts } });
    expect(view(driven)).toMatchObject({ parts: [], step: 'upload-1' });
    driven.pass(60 * minute);
    driven.go();
    driven.answer(done('u1'));
    expect(view(driven).step).toBe('part-2');
    driven.go();
    driven.answer(done('u2'));
    driven.go();
    driven.answer(done('r1'));
    const stands = { step: 'create', remoteId: 'r1', url: 'https://server.example/r1', at: driven.now };
    expect(view(driven)).toMatchObject({ parts: [stands], step: 'part-2', stepsDone: 3, stepsTotal: 4 });
    driven.go();
    driven.answer(done('r2'));
    expect(view(driven)).toMatchObject({ state: 'sent', step: null, remoteId: 'r1' });
    expect(view(driven).parts).toHaveLength(2);
    const stopped = planned({ content: { ...content('one'), parts } });
    stopped.send({ tag: 'cancel', env: env(start) });
    expect(view(stopped).step).toBeNull();
  });
});

describe('a person’s word about what is parked', () => {
  it('"now" counts tries anew and waits for no pause but the server’s', () => {
    const again = places['trying again']();
    again.send({ tag: 'publish-now', env: env(again.now) });
    expect(again.record.steps[0]).toMatchObject({ tries: 0, state: { tag: 'ready' } });
    expect(again.record.wish).toMatchObject({ executor: 'machine', releasedAt: again.now });
    expect(last(again)).toMatchObject({ step: 'delivery', event: 'published-now' });
    const limited = places.limited();
    limited.send({ tag: 'publish-now', env: env(limited.now) });
    expect(limited.record.steps[0]?.state.tag).toBe('waiting');
    const offline = places['waiting for a connection']();
    offline.send({ tag: 'publish-now', env: env(offline.now) });
    expect(offline.record.steps[0]?.state.tag).toBe('ready');
    const doubtful = places['in doubt']();
    doubtful.send({ tag: 'publish-now', env: env(doubtful.now) });
    expect(doubtful.record.steps[0]).toMatchObject({
      tries: 0,
      state: { tag: 'unconfirmed', look: { lookAt: doubtful.now, troubles: 0 } },
    });
    const failed = places.failed();
    failed.send({ tag: 'retry', env: env(failed.now) });
    expect(failed.record.steps[0]?.state.tag).toBe('ready');
  });

  it('"then" leaves at that moment, one after the other', () => {
    const missed = places.missed();
    missed.send({ tag: 'publish-now', env: env(missed.now), at: missed.now + minute });
    expect(missed.record).toMatchObject({
      phase: { tag: 'scheduled' },
      wish: { releasedAt: missed.now + minute },
    });
    const past = places.missed();
    past.send({ tag: 'publish-now', env: env(past.now), at: past.now - minute });
    expect(past.record).toMatchObject({ phase: { tag: 'running' }, wish: { releasedAt: past.now } });
  });

  it('"again" tries at once, and says so', () => {
    const driven = places['trying again']();
    driven.send({ tag: 'retry', env: env(driven.now) });
    expect(driven.record.steps[0]).toMatchObject({ tries: 0, state: { tag: 'ready' } });
    expect(last(driven)).toMatchObject({ step: 'delivery', event: 'retried' });
    expect(driven.record.wish.releasedAt).toBeNull();
  });

  it('"nothing is there" sends again at its word, with the same key', () => {
    const driven = places.asked();
    const [before] = driven.record.steps;
    driven.send({ tag: 'decide', env: env(driven.now), decision: { tag: 'send-again' } });
    expect(driven.record).toMatchObject({ phase: { tag: 'running' }, wish: { releasedAt: driven.now } });
    expect(driven.record.steps[0]).toMatchObject({
      doubt: 'person',
      tries: 0,
      drawn: before?.drawn,
      state: { tag: 'ready' },
    });
    expect(last(driven)).toMatchObject({ step: 'delivery', event: 'decided-send-again' });
  });

  describe('"nothing is there" looks once more when it is about to leave', () => {
    const shown = { remoteId: 'c1', url: null, text: 'Bonjour', createdAt: start };
    const trouble = { tag: 'server', failure: failure('server-error') } as const;
    const stateOf = ({ record }: Driven) => record.steps[0]?.state.tag;
    const told = (): Driven => {
      const driven = places['in doubt']();
      driven.pass(10 * minute);
      driven.look({ tag: 'unclear', candidates: [shown] });
      expect(driven.record.phase.tag).toBe('needs-decision');
      driven.send({ tag: 'decide', env: env(driven.now), decision: { tag: 'send-again' } });
      expect(stateOf(driven)).toBe('ready');
      return driven;
    };
    const looking = (): Driven => {
      const driven = told();
      expect(tagsOf(driven.go().effects)).not.toContain('perform');
      expect(tagsOf(driven.tick().effects)).toContain('confirm');
      return driven;
    };
    const leaves = (driven: Driven): void => {
      expect(driven.record).toMatchObject({
        phase: { tag: 'running' },
        steps: [{ doubt: 'person', tries: 0, state: { tag: 'ready' } }],
      });
      expect(tagsOf(driven.go().effects)).toContain('perform');
    };

    it('and ends where it stands by now', () => {
      const driven = looking();
      driven.look({ tag: 'present', remote: remote('late') });
      expect(driven.record.phase).toMatchObject({ tag: 'sent', remote: remote('late') });
    });
    it.each([
      ['nothing', { tag: 'absent' as const }],
      ['only what the person was shown', { tag: 'unclear' as const, candidates: [shown] }],
      ['surely what the person said is not it', { tag: 'present' as const, remote: remote('c1') }],
    ])('and leaves when it sees %s', (_, seen) => {
      const driven = looking();
      driven.look(seen);
      leaves(driven);
    });
    it('and leaves after that one look, though the clock was set back and says that the server needs time', () => {
      const driven = looking();
      driven.pass(-10 * minute);
      driven.look({ tag: 'unclear', candidates: [shown] });
      expect(driven.record.steps[0]).toMatchObject({ doubt: 'person', state: { tag: 'ready' } });
      expect(driven.record.steps[0]?.word).toBeUndefined();
    });
    it('and asks again about what the person was not shown', () => {
      const driven = looking();
      driven.look({ tag: 'unclear', candidates: [shown, { ...shown, remoteId: 'c2' }] });
      expect(driven.record.phase).toMatchObject({ tag: 'needs-decision', candidates: [{}, {}] });
    });
    it('and leaves when the network cannot be read, after a second try', () => {
      const driven = looking();
      driven.look(trouble);
      expect(stateOf(driven)).toBe('waiting');
      expect(driven.go().effects).toEqual([]);
      driven.pass(minute);
      driven.go();
      expect(tagsOf(driven.tick().effects)).toContain('confirm');
      driven.look(trouble);
      leaves(driven);
    });
    it('and counts no look that was cut because the program ends, nor one that found no connection', () => {
      const driven = looking();
      const cut = { tag: 'server', failure: failure('cancelled') } as const;
      const offline = { tag: 'offline', failure: failure('offline') } as const;
      for (const seen of [trouble, cut, offline, cut]) {
        driven.look(seen);
        driven.pass(minute);
        driven.go();
        expect(stateOf(driven)).toBe('unconfirmed');
      }
    });
    it('and begins with the look again after a death', () => {
      const driven = looking();
      driven.send({ tag: 'recovered', env: env(driven.now) });
      expect(stateOf(driven)).toBe('ready');
      driven.go();
      expect(tagsOf(driven.tick().effects)).toContain('confirm');
    });
    it.each([
      ['without a connection', (driven: Driven) => driven.go({ online: false })],
      [
        'while its account is refused',
        (driven: Driven) =>
          driven.send({ tag: 'account', env: env(driven.now), blocked: failure('token-revoked') }),
      ],
    ])('and can be given up %s, before it and while it looks', (_, happens) => {
      for (const driven of [told(), looking()]) {
        happens(driven);
        driven.tick({ online: false });
        driven.send({ tag: 'cancel', env: env(driven.now) });
        expect(driven.record.phase.tag).toBe('cancelled');
      }
    });
    it('and says that the account keeps it', () => {
      const driven = looking();
      driven.look({ tag: 'auth', failure: failure('token-revoked') });
      expect(toDelivery(driven.record).state).toBe('blocked');
    });
  });

  it('"this one" ends it where it is', () => {
    const driven = places.asked();
    driven.send({ tag: 'decide', env: env(driven.now), decision: { tag: 'this-one', remote: remote('x') } });
    expect(driven.record.phase).toEqual({ tag: 'sent', at: driven.now, remote: remote('x') });
  });

  it('an edit says in the log what it changed, and nothing for what it did not', () => {
    const edit = (change: Partial<OutboxRecord['wish']>) => {
      const driven = places.scheduled();
      driven.send({
        tag: 'edited',
        env: env(driven.now),
        wish: { ...driven.record.wish, revision: 2, ...change },
      });
      return last(driven)?.event;
    };
    expect(edit({ hash: 'h2' })).toBe('edited');
    expect(edit({ executor: 'assisted' })).toBe('executor');
    expect(edit({ leaving: at(dueAt + minute) })).toBe('rescheduled');
    expect(edit({ releasedAt: start })).toBe('rescheduled');
    expect(edit({})).toBe('accepted');
  });

  it('a revision that is known, or older, changes nothing', () => {
    const driven = places.scheduled();
    const again = { ...driven.record.wish };
    const before = driven.record;
    expect(driven.send({ tag: 'edited', env: env(start), wish: again }).refused).toBeNull();
    expect(driven.record).toBe(before);
    const stale = driven.send({ tag: 'edited', env: env(start), wish: { ...again, hash: 'other' } });
    expect(stale.refused).toEqual(failure('stale-revision', { revision: 1 }));
    driven.send({ tag: 'edited', env: env(start), wish: { ...again, revision: 2 } });
    expect(driven.record.wish.revision).toBe(2);
    const held = handedOver();
    held.send({ tag: 'reschedule', env: env(start), leaving: at(dueAt + minute) });
    const { phase } = held.record;
    if (phase.tag !== 'recalling' || phase.next.tag !== 'resume') throw new Error(phase.tag);
    held.send({ tag: 'edited', env: env(start), wish: { ...phase.next.wish, revision: 5 } });
    expect(held.record.phase).toMatchObject({ tag: 'recalling', next: { wish: { revision: 5 } } });
    expect(held.record.wish.revision).toBe(1);
  });

  it('a wish that the network cannot fulfil is refused, not half accepted', () => {
    const driven = places.scheduled();
    const bare = env(start, { terms: { operations: {}, native: null } });
    const refused = driven.send({
      tag: 'edited',
      env: bare,
      wish: { ...driven.record.wish, revision: 2, hash: 'x' },
    });
    expect(refused.refused?.code).toBe('not-offered');
  });

  it('of half a thread nothing changes any more but that it stops', () => {
    const parts = [{ text: 'two', media: [], warning: '' }];
    const begun = planned({ content: { ...content('one'), parts } });
    begun.pass(60 * minute);
    begun.go();
    begun.answer(done('r1'));
    const edit = { ...begun.record.wish, revision: 2, hash: 'x' };
    expect(begun.send({ tag: 'edited', env: env(begun.now), wish: edit }).refused?.code).toBe('thread-begun');
    begun.send({ tag: 'cancel', env: env(begun.now) });
    expect(begun.record.phase).toEqual({ tag: 'sent', at: begun.now, remote: remote('r1') });
    expect(last(begun)).toMatchObject({ event: 'stopped' });
  });

  it('an account is refused once, and answers again', () => {
    const driven = places.scheduled();
    const refuse = (code: 'token-revoked' | 'account-suspended' | null) =>
      driven.send({
        tag: 'account',
        env: env(driven.now),
        blocked: code === null ? null : failure(code),
      });
    expect(refuse('token-revoked').effects).toContainEqual({ tag: 'notify', notice: 'blocked' });
    expect(refuse('token-revoked').effects).toEqual([]);
    expect(refuse('account-suspended').effects).not.toEqual([]);
    refuse(null);
    expect(driven.record.holds.blocked).toBeNull();
    expect(refuse(null).effects).toEqual([]);
  });
});
