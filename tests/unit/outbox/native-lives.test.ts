import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import type { Answer } from '../../../src-shared/outbox/event.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import type { Phase } from '../../../src-shared/outbox/record.ts';
import { dueAt, handedOver, planned, unknown } from './places.ts';
import {
  at,
  cause,
  content,
  done,
  drive,
  env,
  medium,
  minute,
  remote,
  rule,
  settleMs,
  start,
  submitted,
  tagsOf,
  terms,
  wish,
  type Driven,
} from './samples.ts';

/** A post that the network's own scheduler holds: what is looked for, taken back, and told. */
const last = ({ record }: Driven) => record.attempts.at(-1);
const heldPhase = ({ record: { phase } }: Driven): Extract<Phase, { tag: 'handed-over' }> =>
  phase.tag === 'handed-over' ? phase : expect.fail(phase.tag);
const notices = (driven: Driven): readonly string[] =>
  driven.outcomes.at(-1)?.effects.flatMap((effect) => (effect.tag === 'notify' ? [effect.notice] : [])) ?? [];
const goTo = (driven: Driven, moment: number): void => driven.pass(moment - driven.now);
const settledAt = dueAt + settleMs;

describe('a post that the network’s scheduler took', () => {
  it('is looked for from ten seconds after its moment on', () => {
    const driven = handedOver();
    expect(heldPhase(driven)).toEqual({
      tag: 'handed-over',
      scheduledRemoteId: 's1',
      at: dueAt,
      look: { from: dueAt, lookAt: dueAt + 10_000, absences: 0, troubles: 0 },
      failure: null,
    });
    expect(last(driven)).toEqual({ at: start, step: 'schedule', event: 'handed-over', code: null });
    goTo(driven, dueAt + 9_999);
    expect(driven.tick().effects).toEqual([]);
    driven.pass(1);
    expect(driven.tick({ online: false }).effects).toEqual([]);
    const { drawn } = driven.record.steps[0] ?? {};
    expect(driven.tick().effects).toEqual([
      {
        tag: 'confirm',
        operation: { tag: 'create', content: content(), uploaded: [], replyTo: null },
        drawn,
        sentAt: dueAt - outboxPolicy.firedMarginMs,
        kind: 'post',
      },
    ]);
    driven.send({ tag: 'account', env: env(driven.now), blocked: failure('token-revoked') });
    expect(driven.tick().effects).toEqual([]);
  });

  it('is looked for with its pictures, and by its words where its key is lost', () => {
    const driven = planned({ executor: 'native', content: content('Hello', [medium(1)]) });
    driven.go();
    driven.answer(done('u1'));
    driven.go();
    driven.answer(done('s1'));
    driven.record = {
      ...driven.record,
      steps: driven.record.steps.map((step) => ({ ...step, drawn: null })),
    };
    goTo(driven, dueAt + 10_000);
    expect(driven.tick().effects[0]).toMatchObject({
      operation: { uploaded: [{ medium: medium(1), handle: 'h-u1' }] },
      drawn: { key: '', at: dueAt },
    });
  });

  it('is sent when it is found', () => {
    const driven = handedOver();
    goTo(driven, dueAt + 10_000);
    driven.look({ tag: 'present', remote: remote('r1') });
    expect(driven.record.phase).toEqual({ tag: 'sent', at: driven.now, remote: remote('r1') });
    expect(driven.record.attempts.slice(-2).map(({ event, step }) => `${step} ${event}`)).toEqual([
      'schedule fired',
      'delivery delivered',
    ]);
    expect(notices(driven)).toEqual(['sent']);
  });

  it('that is not found is looked for ever more rarely, then the person is asked', () => {
    const driven = handedOver();
    goTo(driven, settledAt - 1);
    driven.look({ tag: 'absent' });
    expect(heldPhase(driven).look.absences).toBe(0);
    driven.pass(1);
    const pauses: number[] = [];
    for (let looks = 0; looks < 20; looks += 1) {
      driven.look({ tag: 'absent' });
      if (driven.record.phase.tag !== 'handed-over') break;
      const { lookAt } = heldPhase(driven).look;
      pauses.push(lookAt - driven.now);
      goTo(driven, lookAt);
    }
    expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 900_000]);
    expect(driven.record.phase).toEqual({
      tag: 'needs-decision',
      about: 'fired',
      scheduledRemoteId: 's1',
      failure: failure('outcome-unknown'),
      candidates: [],
    });
    expect(last(driven)).toMatchObject({ step: 'schedule', event: 'asked', code: 'outcome-unknown' });
    expect(notices(driven)).toEqual(['needs-decision']);
  });

  it('that has lookalikes is shown with them', () => {
    const driven = handedOver();
    goTo(driven, settledAt);
    const candidates = [{ remoteId: 'x', url: null, text: 'Hello', createdAt: dueAt }];
    driven.look({ tag: 'unclear', candidates });
    expect(driven.record.phase).toMatchObject({
      tag: 'needs-decision',
      about: 'fired',
      failure: { code: 'outcome-unknown' },
      candidates,
    });
  });

  it('that cannot be looked for is asked about, with the reason', () => {
    const driven = handedOver();
    goTo(driven, settledAt);
    for (let looks = 1; looks < outboxPolicy.maxLookTroubles; looks += 1) {
      driven.look({ tag: 'server', failure: cause });
      expect(heldPhase(driven).look.troubles).toBe(looks);
    }
    driven.look({ tag: 'server', failure: cause });
    expect(driven.record.phase).toMatchObject({ tag: 'needs-decision', about: 'fired', failure: cause });
    expect(last(driven)).toMatchObject({ code: cause.code });
  });

  it('waits as the server asks, and for an account that is refused', () => {
    const driven = handedOver();
    goTo(driven, settledAt);
    const limited = driven.look({ tag: 'rate-limited', until: driven.now + 90_000 });
    expect(limited.effects).toContainEqual({ tag: 'limit-account', until: driven.now + 90_000 });
    expect(heldPhase(driven).look.lookAt).toBe(driven.now + 90_000);
    const refused = driven.look({ tag: 'auth', failure: failure('token-revoked') });
    expect(refused.effects).toContainEqual({ tag: 'refuse-account', failure: failure('token-revoked') });
    expect(notices(driven)).toEqual(['blocked']);
    expect(driven.record.holds.blocked).toEqual(failure('token-revoked'));
    expect(driven.record.phase.tag).toBe('handed-over');
    expect(last(driven)).toMatchObject({ step: 'schedule', event: 'refused', code: 'token-revoked' });
  });

  it('settles as long as the slower of the two ways to publish', () => {
    const promises = {
      ...terms(),
      operations: { ...terms().operations, schedule: { ...rule('R'), settleMs: 5 * minute } },
    };
    const driven = drive(
      submitted({
        env: env(start, { terms: promises }),
        wish: wish({ leaving: at(dueAt), executor: 'native' }),
      }),
    );
    driven.go({ terms: promises });
    driven.answer(done('s1'));
    goTo(driven, dueAt + 5 * minute - 1);
    driven.look({ tag: 'absent' });
    expect(heldPhase(driven).look.absences).toBe(0);
    driven.pass(1);
    driven.look({ tag: 'absent' });
    expect(heldPhase(driven).look.absences).toBe(1);
  });
});

describe('a post that the scheduler does not take', () => {
  const refusals = ['schedule-too-soon', 'schedule-too-many', 'schedule-in-past', 'not-offered'] as const;

  it.each(refusals)('is published by this machine: %s', (code) => {
    const driven = planned({ executor: 'native' });
    driven.go();
    driven.answer({ tag: 'rejected', failure: failure(code) });
    expect(driven.record).toMatchObject({ phase: { tag: 'scheduled' }, wish: { executor: 'machine' } });
    expect(driven.record.steps.map(({ key, state }) => [key, state.tag])).toEqual([['create', 'ready']]);
    expect(last(driven)).toEqual({ at: start, step: 'schedule', event: 'handed-back', code });
    expect(notices(driven)).toEqual(['handed-back']);
  });

  it('for another reason is the person’s', () => {
    const driven = planned({ executor: 'native' });
    driven.go();
    driven.answer({ tag: 'rejected', failure: failure('text-too-long') });
    expect(driven.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'text-too-long' } });
  });

  it('because it is too late for it is published by this machine', () => {
    const driven = planned({ executor: 'native' });
    goTo(driven, dueAt - 6 * minute + 1);
    driven.tick();
    expect(last(driven)).toMatchObject({ event: 'handed-back', code: 'schedule-too-soon' });
    expect(driven.record.phase.tag).toBe('scheduled');
    const inTime = planned({ executor: 'native' });
    goTo(inTime, dueAt - 6 * minute);
    expect(tagsOf(inTime.go().effects)).toContain('perform');
  });

  it('because the account cannot publish at all any more is the person’s', () => {
    const driven = planned({ executor: 'native' });
    driven.go();
    driven.send({
      tag: 'answered',
      env: env(start, { terms: { operations: {}, native: null } }),
      step: 'schedule',
      attempt: driven.record.performs,
      answer: { tag: 'rejected', failure: failure('schedule-too-many') },
    });
    expect(driven.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'not-offered' } });
  });

  it('is held by a freeze, and by its account', () => {
    const frozen = planned({ executor: 'native' });
    frozen.send({ tag: 'freeze', env: env(start) });
    expect(frozen.go().effects).toEqual([]);
  });
});

describe('a post of which it is not known whether the scheduler took it', () => {
  const lost = (): Driven => {
    const driven = planned({ executor: 'native' });
    driven.go();
    driven.answer(unknown);
    return driven;
  };

  it('is asked for at the scheduler while its moment is to come', () => {
    const driven = lost();
    driven.pass(2_000);
    expect(driven.tick().effects).toMatchObject([{ tag: 'confirm', kind: 'scheduled', sentAt: start }]);
    driven.look({ tag: 'present', remote: remote('s9') });
    expect(heldPhase(driven)).toMatchObject({ scheduledRemoteId: 's9', at: dueAt });
  });

  it('is looked for anew once its moment has come, as patiently as one that is held', () => {
    const driven = lost();
    const look = () => {
      const state = driven.record.steps[0]?.state;
      return state?.tag === 'unconfirmed' ? state.look : expect.fail(state?.tag);
    };
    goTo(driven, dueAt - outboxPolicy.firedMarginMs - 1);
    driven.tick();
    expect(look().from).toBe(start);
    driven.pass(1);
    driven.tick();
    expect(look()).toEqual({ from: dueAt, lookAt: dueAt + 10_000, absences: 0, troubles: 0 });
    expect(driven.record.phase.tag).toBe('scheduled');
    expect(driven.send({ tag: 'cancel', env: env(driven.now) }).refused?.code).toBe('outcome-unknown');
    goTo(driven, settledAt);
    driven.look({ tag: 'absent' });
    expect(look()).toMatchObject({ absences: 1, lookAt: driven.now + 30_000 });
  });
});

describe('taking a post back', () => {
  const cancelling = (): Driven => {
    const driven = handedOver();
    driven.send({ tag: 'cancel', env: env(driven.now) });
    driven.go();
    return driven;
  };
  const answered = (driven: Driven, answer: Answer): Driven => {
    driven.answer(answer);
    return driven;
  };
  const gone: Answer = { tag: 'gone', failure: failure('target-gone') };

  it('asks the network for it once, and then does what was wanted', () => {
    const driven = handedOver();
    driven.send({ tag: 'cancel', env: env(driven.now) });
    expect(driven.record.phase).toEqual({
      tag: 'recalling',
      scheduledRemoteId: 's1',
      at: dueAt,
      next: { tag: 'cancel' },
      fired: null,
    });
    expect(last(driven)).toEqual({ at: start, step: 'recall', event: 'recalling', code: null });
    const effects = driven.go({ skewMs: null }).effects;
    expect(effects.find(({ tag }) => tag === 'perform')).toMatchObject({
      operation: { tag: 'recall', scheduledRemoteId: 's1' },
    });
    driven.answer(done('s1'));
    expect(driven.record.phase).toEqual({ tag: 'cancelled', at: start });
    expect(driven.record.attempts.slice(-2).map(({ step, event }) => `${step} ${event}`)).toEqual([
      'recall recalled',
      'delivery cancelled',
    ]);
  });

  it('begins the next wish once it is back', () => {
    const driven = handedOver();
    driven.send({ tag: 'publish-now', env: env(driven.now) });
    driven.go();
    driven.answer(done('s1'));
    expect(driven.record).toMatchObject({
      phase: { tag: 'running' },
      wish: { executor: 'machine', releasedAt: start },
    });
    expect(driven.record.steps.map(({ key }) => key)).toEqual(['create']);
    expect(tagsOf(driven.go().effects)).toContain('perform');
  });

  it('uploads anew for the next wish: what the post that was taken back showed may have gone with it', () => {
    const driven = planned({ executor: 'native', content: content('Hello', [medium(1)]) });
    driven.go();
    driven.answer(done('u1'));
    driven.go();
    driven.answer(done('s1'));
    driven.send({ tag: 'reschedule', env: env(driven.now), leaving: at(dueAt + minute) });
    driven.go();
    driven.answer(done('s1'));
    expect(driven.record.steps.map(({ key, state }) => [key, state.tag])).toEqual([
      ['upload-1', 'ready'],
      ['schedule', 'ready'],
    ]);
  });

  it('the last word before it is back counts', () => {
    const driven = cancelling();
    driven.send({ tag: 'reschedule', env: env(driven.now), leaving: at(dueAt + minute) });
    expect(driven.record.phase).toMatchObject({
      next: { tag: 'resume', wish: { leaving: at(dueAt + minute) } },
    });
    driven.send({ tag: 'cancel', env: env(driven.now) });
    driven.answer(done('s1'));
    expect(driven.record.phase.tag).toBe('cancelled');
  });

  it('is not possible where the network takes nothing back', () => {
    const { recall: _, ...others } = terms().operations;
    const driven = handedOver();
    driven.record = { ...driven.record, terms: { ...driven.record.terms, operations: others } };
    expect(driven.send({ tag: 'cancel', env: env(driven.now) }).refused?.code).toBe('not-cancellable');
  });

  it.each<[string, Answer]>([['refuses', { tag: 'rejected', failure: failure('rejected') }]])(
    'shows it as held again when the network %s',
    (_, answer) => {
      const driven = answered(cancelling(), answer);
      expect(heldPhase(driven)).toEqual({
        tag: 'handed-over',
        scheduledRemoteId: 's1',
        at: dueAt,
        look: { from: dueAt, lookAt: dueAt + 10_000, absences: 0, troubles: 0 },
        failure: failure('recall-failed', { code: 'rejected' }),
      });
      expect(driven.record.steps.map(({ key }) => key)).toEqual(['schedule']);
      expect(last(driven)).toMatchObject({ step: 'recall', event: 'recall-failed', code: 'rejected' });
      expect(notices(driven)).toEqual(['recall-failed']);
    },
  );

  it.each<[string, Answer]>([
    ['fails', { tag: 'server', failure: cause }],
    ['does not answer', unknown],
  ])('is given up after as many tries as anything when the network %s', (_, answer) => {
    const driven = cancelling();
    for (let tries = 1; tries < outboxPolicy.maxTries; tries += 1) {
      driven.answer(answer);
      expect(driven.record.phase.tag, String(tries)).toBe('recalling');
      driven.pass(10 * minute - driven.record.performs * 60_000);
      driven.go();
    }
    driven.answer(answer);
    expect(heldPhase(driven).failure).toEqual(failure('recall-failed', { code: cause.code }));
  });

  it('is recalled once more, and nobody is asked, when it was not published although no answer had come', () => {
    const driven = cancelling();
    for (let tries = 1; tries < outboxPolicy.maxTries; tries += 1) {
      driven.answer(unknown);
      driven.pass(10 * minute - driven.record.performs * 60_000);
      driven.go();
    }
    driven.answer(unknown);
    expect(heldPhase(driven).next).toEqual({ tag: 'cancel' });
    goTo(driven, settledAt);
    for (let looks = 0; driven.record.phase.tag === 'handed-over' && looks < 20; looks += 1) {
      driven.look({ tag: 'absent' });
      if (driven.record.phase.tag === 'handed-over') goTo(driven, heldPhase(driven).look.lookAt);
    }
    expect(driven.record.phase).toMatchObject({ tag: 'recalling', fired: null });
    driven.go();
    driven.answer(gone);
    driven.pass(settleMs);
    driven.look({ tag: 'absent' });
    driven.pass(outboxPolicy.betweenLooksMs);
    driven.look({ tag: 'absent' });
    expect(driven.record.phase.tag).toBe('cancelled');
  });

  it('finds it back when the scheduler does not hold it well before its moment', () => {
    const driven = cancelling();
    goTo(driven, dueAt - outboxPolicy.firedMarginMs - 1);
    answered(driven, gone);
    expect(driven.record.phase.tag).toBe('cancelled');
  });

  it('looks whether it was published when the scheduler does not hold it near its moment', () => {
    const driven = cancelling();
    goTo(driven, dueAt - outboxPolicy.firedMarginMs);
    answered(driven, gone);
    expect(driven.record.phase).toMatchObject({
      tag: 'recalling',
      fired: { from: dueAt, lookAt: dueAt + 2_000, absences: 0, troubles: 0 },
    });
    expect(driven.record.steps.map(({ key }) => key)).toEqual(['schedule']);
    expect(last(driven)).toMatchObject({ step: 'recall', event: 'gone' });
    goTo(driven, dueAt + 2_000);
    expect(driven.tick().effects).toMatchObject([{ tag: 'confirm', kind: 'post' }]);
    driven.look({ tag: 'present', remote: remote('r1') });
    expect(driven.record.phase.tag).toBe('sent');
    expect(notices(driven)).toEqual(['sent', 'fired-first']);
  });

  it('believes that it was not published only after two looks', () => {
    const driven = cancelling();
    goTo(driven, dueAt + 5_000);
    answered(driven, gone);
    expect(driven.record.phase).toMatchObject({ fired: { from: dueAt + 5_000 } });
    driven.pass(settleMs);
    driven.look({ tag: 'absent' });
    expect(driven.record.phase).toMatchObject({ tag: 'recalling', fired: { absences: 1 } });
    driven.pass(outboxPolicy.betweenLooksMs);
    driven.look({ tag: 'absent' });
    expect(driven.record.phase.tag).toBe('cancelled');
  });
});

describe('what a person decides about a post that the scheduler may have published', () => {
  const asked = (): Driven => {
    const driven = handedOver();
    goTo(driven, settledAt);
    driven.look({ tag: 'unclear', candidates: [] });
    return driven;
  };
  const decide = (driven: Driven, decision: { tag: 'abandon' | 'send-again' }) =>
    driven.send({ tag: 'decide', env: env(driven.now), decision });

  it('this one', () => {
    const driven = asked();
    driven.send({ tag: 'decide', env: env(driven.now), decision: { tag: 'this-one', remote: remote('x') } });
    expect(driven.record.phase).toEqual({ tag: 'sent', at: driven.now, remote: remote('x') });
    expect(driven.record.attempts.at(-2)).toMatchObject({ step: 'delivery', event: 'decided-this-one' });
  });

  it('nothing is there: it is taken back first, then sent from here', () => {
    const driven = asked();
    decide(driven, { tag: 'send-again' });
    expect(driven.record.phase).toMatchObject({
      tag: 'recalling',
      scheduledRemoteId: 's1',
      at: dueAt,
      next: { tag: 'resume', wish: { executor: 'machine', releasedAt: driven.now } },
    });
    driven.go();
    driven.answer(done('s1'));
    expect(driven.record.phase.tag).toBe('running');
  });

  it('nothing is there, and nothing can be taken back: sent from here', () => {
    const driven = asked();
    const { recall: _, ...others } = terms().operations;
    driven.record = { ...driven.record, terms: { ...driven.record.terms, operations: others } };
    decide(driven, { tag: 'send-again' });
    expect(driven.record).toMatchObject({ phase: { tag: 'running' }, wish: { executor: 'machine' } });
    const unnamed = asked();
    const { phase } = unnamed.record;
    if (phase.tag !== 'needs-decision') throw new Error(phase.tag);
    unnamed.record = { ...unnamed.record, phase: { ...phase, scheduledRemoteId: null } };
    decide(unnamed, { tag: 'send-again' });
    expect(unnamed.record).toMatchObject({ phase: { tag: 'running' }, wish: { releasedAt: unnamed.now } });
  });

  it('give it up', () => {
    const driven = asked();
    decide(driven, { tag: 'abandon' });
    expect(driven.record.phase).toEqual({ tag: 'cancelled', at: driven.now });
  });
});
