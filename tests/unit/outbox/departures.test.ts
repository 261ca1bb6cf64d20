import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import type { Answer, Surroundings } from '../../../src-shared/outbox/event.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import type { OutboxRecord, Step, StepState } from '../../../src-shared/outbox/record.ts';
import { backoffMs } from '../../../src-shared/outbox/retry.ts';
import { dueAt, led, answer as answered, planned, places, sending, unknown } from './places.ts';
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
  target,
  terms,
  wish,
  type Driven,
} from './samples.ts';

/** What keeps a step from leaving, what an answer makes of it, and what is told of both. */
const stepOf = ({ record }: Driven, index = 0): Step => record.steps[index] ?? expect.fail('no such step');
const stateOf = (driven: Driven): StepState => stepOf(driven).state;
const last = ({ record }: Driven) => record.attempts.at(-1);
const notices = (driven: Driven): readonly string[] =>
  driven.outcomes.at(-1)?.effects.flatMap((effect) => (effect.tag === 'notify' ? [effect.notice] : [])) ?? [];
const due = (over: Parameters<typeof planned>[0] = {}, create = rule('R')): Driven =>
  led(
    () => planned(over, create),
    (driven) => driven.pass(60 * minute),
  );
const leaves = (driven: Driven, over: Partial<Surroundings> = {}): boolean =>
  tagsOf(driven.go(over).effects).includes('perform');

describe('what a departure waits for', () => {
  it('is nothing, when all is well: it leaves with its key, its number and the clock of the server', () => {
    const driven = due();
    driven.go({ skewMs: 1_500, skewErrorMs: 400 });
    expect(stepOf(driven)).toMatchObject({
      drawn: { key: 'k0', at: dueAt },
      drawnAt: dueAt,
      firstSentAt: dueAt,
      skewAtSend: 1_100,
      state: { tag: 'sending', attempt: 1, at: dueAt },
    });
    expect(driven.record).toMatchObject({ performs: 1, phase: { tag: 'running' } });
    expect(last(driven)).toEqual({ at: dueAt, step: 'create', event: 'sent', code: null });
    expect(driven.outcomes.at(-1)?.effects.at(-1)).toEqual({
      tag: 'perform',
      step: 'create',
      attempt: 1,
      operation: stepOf(driven).operation,
      drawn: { key: 'k0', at: dueAt },
    });
  });

  it('is the rule of today, where the network has changed its promises', () => {
    const driven = due();
    driven.go({ terms: terms(rule('N')) });
    expect(stepOf(driven).rule.class).toBe('N');
    const unknownNow = due();
    unknownNow.go({ terms: null });
    expect(stepOf(unknownNow).rule.class).toBe('R');
  });

  it('is the server’s clock, to two minutes either way', () => {
    for (const skewMs of [2 * minute, -2 * minute]) expect(leaves(due(), { skewMs })).toBe(true);
    for (const skewMs of [2 * minute + 1, -2 * minute - 1]) {
      const driven = due();
      expect(leaves(driven, { skewMs })).toBe(false);
      expect(driven.record.holds.skewMs).toBe(skewMs);
      expect(toDelivery(driven.record)).toMatchObject({
        waiting: { tag: 'clock-skew', skewMs },
        failure: { code: 'clock-skew', detail: { skewMs } },
      });
      expect(leaves(driven, { skewMs: 0 })).toBe(true);
      expect(driven.record.holds.skewMs).toBeNull();
    }
    expect(leaves(due(), { skewMs: null })).toBe(false);
  });

  it('is not written down anew for a drift of less than a minute', () => {
    const driven = due();
    driven.go({ skewMs: 5 * minute });
    const { sequence } = driven.record;
    driven.go({ skewMs: 5 * minute + 59_999 });
    expect(driven.record.sequence).toBe(sequence);
    driven.go({ skewMs: 6 * minute });
    expect(driven.record.holds.skewMs).toBe(6 * minute);
  });

  it('is its account’s quota, to the millisecond', () => {
    const driven = due();
    expect(leaves(driven, { limitedUntil: dueAt + 1 })).toBe(false);
    expect(stateOf(driven)).toEqual({
      tag: 'waiting',
      until: dueAt + 1,
      why: 'rate-limited',
      failure: null,
    });
    expect(leaves(due(), { limitedUntil: dueAt })).toBe(true);
    driven.pass(1);
    expect(leaves(driven)).toBe(true);
  });

  it('is the connection', () => {
    const driven = due();
    driven.go({ online: false });
    expect(stateOf(driven)).toEqual({
      tag: 'waiting',
      until: null,
      why: 'offline',
      failure: failure('offline'),
    });
    expect(leaves(driven)).toBe(true);
  });

  it('is its own pause', () => {
    const driven = led(sending, answered({ tag: 'server', failure: cause }));
    driven.pass(backoffMs(1, 0.5) - 1);
    expect(leaves(driven)).toBe(false);
    driven.pass(1);
    expect(leaves(driven)).toBe(true);
  });

  it('is others of its account, without being taken for one without a connection', () => {
    const spacing = {
      last: { ...remoteLast, at: dueAt + 60 * minute },
      ms: 2 * minute,
    };
    const driven = due({ leaving: at(dueAt, 24 * 60 * minute) });
    driven.go({ online: false });
    driven.pass(61 * minute);
    driven.go({ spacing });
    expect(driven.record.phase.tag).toBe('scheduled');
    expect(stateOf(driven).tag).toBe('ready');
    expect(toDelivery(driven.record).waiting?.tag).toBe('due');
    const before = driven.record;
    driven.go({ spacing });
    expect(driven.record).toBe(before);
    driven.pass(minute);
    expect(leaves(driven, { spacing })).toBe(true);
  });

  it('is a person, where they publish it', () => {
    const driven = due({ executor: 'assisted' });
    driven.go({ online: false, skewMs: null });
    expect(driven.record.phase).toEqual({ tag: 'assisted' });
    expect(last(driven)).toMatchObject({ step: 'create', event: 'assisted' });
    expect(notices(driven)).toEqual(['assisted']);
  });
});

const remoteLast = {
  id: 'other' as OutboxRecord['id'],
  planned: start,
  sure: true,
  scheduled: true,
};

describe('what comes too late', () => {
  it('is missed, with a word, and rests', () => {
    const driven = due();
    driven.go({ online: false });
    driven.pass(30 * minute + 1);
    driven.go();
    expect(driven.record.phase).toEqual({ tag: 'missed', at: driven.now });
    expect(stateOf(driven)).toEqual({ tag: 'ready' });
    expect(last(driven)).toMatchObject({ step: 'create', event: 'missed', code: 'too-late' });
    expect(notices(driven)).toEqual(['missed']);
  });

  it('is judged by no clock that may be wrong, but by one that nobody can check', () => {
    const late = () => {
      const driven = due();
      driven.pass(31 * minute);
      return driven;
    };
    const phaseAfter = (over: Partial<Surroundings>, blocked = false) => {
      const driven = late();
      if (blocked) driven.send({ tag: 'account', env: env(driven.now), blocked: failure('token-revoked') });
      driven.go(over);
      return driven.record.phase.tag;
    };
    expect(phaseAfter({ skewMs: null, online: true })).toBe('running');
    expect(phaseAfter({ skewMs: null, online: false })).toBe('missed');
    // A server that refuses the account tells the time as well.
    expect(phaseAfter({ skewMs: null, online: true }, true)).toBe('running');
    expect(phaseAfter({ skewMs: null, online: false }, true)).toBe('missed');
    expect(phaseAfter({ skewMs: 2 * minute })).toBe('missed');
    expect(phaseAfter({ skewMs: 2 * minute + 1 })).toBe('running');
    expect(phaseAfter({ skewMs: -2 * minute - 1 })).toBe('running');
  });

  it('is missed by a hand without asking any clock', () => {
    const driven = due({ executor: 'assisted' });
    driven.pass(31 * minute);
    driven.go({ skewMs: 9 * minute });
    expect(driven.record.phase.tag).toBe('missed');
  });

  it('for an answer is over', () => {
    const driven = drive(submitted({ action: { tag: 'reply', target }, expiresAt: start + 5 * minute }));
    driven.pass(5 * minute + 1);
    driven.go();
    expect(driven.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'reply-window-closed' } });
    expect(notices(driven)).toEqual(['failed']);
  });

  it('is read back, not missed, when a blind repeat rested on a key', () => {
    const driven = due({}, rule('K'));
    driven.record = withStep(driven.record, { doubt: 'key' });
    driven.pass(31 * minute);
    driven.go();
    expect(stepOf(driven)).toMatchObject({
      doubt: 'none',
      state: {
        tag: 'unconfirmed',
        look: { from: driven.now, lookAt: driven.now + 2_000 },
        failure: { code: 'outcome-unknown' },
      },
    });
  });
});

const withStep = (record: OutboxRecord, change: Partial<Step>): OutboxRecord => ({
  ...record,
  steps: record.steps.map((step) => ({ ...step, ...change })),
});

describe('a key that was drawn', () => {
  it('is drawn anew when it has aged without ever having reached a server', () => {
    const driven = due();
    driven.go();
    const { drawn } = stepOf(driven);
    driven.answer({ tag: 'offline', failure: failure('offline') });
    driven.pass(outboxPolicy.staleDrawMs);
    driven.go();
    expect(stepOf(driven).drawn).toEqual(drawn);
    driven.answer({ tag: 'offline', failure: failure('offline') });
    driven.pass(1);
    driven.go();
    expect(stepOf(driven).drawn).toEqual({ key: 'k2', at: driven.now });
    expect(stepOf(driven).firstSentAt).toBe(driven.now);
  });

  it('is kept where an attempt may have reached the server', () => {
    const driven = led(sending, answered(unknown));
    const { drawn, firstSentAt } = stepOf(driven);
    driven.pass(settleMs);
    driven.look({ tag: 'absent' });
    driven.pass(outboxPolicy.betweenLooksMs);
    driven.look({ tag: 'absent' });
    expect(stepOf(driven).doubt).toBe('absent');
    driven.pass(20 * minute);
    expect(leaves(driven)).toBe(true);
    expect(stepOf(driven)).toMatchObject({ drawn, firstSentAt });
  });

  it('that comes too late, or for a step that has moved on, is not taken', () => {
    const driven = sending();
    const before = driven.record;
    const drawn = { key: 'other', at: driven.now };
    driven.send({ tag: 'drawn', env: env(driven.now), step: 'create', drawn });
    driven.send({ tag: 'drawn', env: env(driven.now), step: 'unheard-of', drawn });
    expect(driven.record).toBe(before);
  });

  it('that cannot be drawn fails the delivery', () => {
    const driven = due();
    driven.tick();
    driven.send({ tag: 'drawn', env: env(driven.now), step: 'create', drawn: null });
    expect(driven.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'internal' } });
    expect(last(driven)).toMatchObject({ step: 'create', event: 'failed', code: 'internal' });
  });

  it('of a later part is never older than the part before it', () => {
    const parts = [{ text: 'two', media: [], warning: '' }];
    const driven = due({ content: { ...content('one'), parts } });
    driven.go();
    driven.answer({ tag: 'done', remote: { ...remote('r1'), createdAt: driven.now + 9_000 } });
    driven.go();
    expect(stepOf(driven, 1).drawn?.at).toBe(dueAt + 9_001);
    const usual = due({ content: { ...content('one'), parts } });
    usual.go();
    usual.answer({ tag: 'done', remote: { ...remote('r1'), createdAt: dueAt } });
    usual.pass(5_000);
    usual.go();
    expect(stepOf(usual, 1).drawn?.at).toBe(dueAt + 5_000);
  });

  it('allows a repeat that nobody has read back only where it is the very address of what is made', () => {
    const blind = (keyMs: number | null, name: 'K' | 'R' = 'K') => {
      const driven = due({}, rule(name, keyMs));
      driven.record = withStep(driven.record, {
        doubt: 'key',
        drawn: { key: 'k', at: dueAt },
        drawnAt: dueAt,
        firstSentAt: dueAt,
      });
      const left = leaves(driven, { terms: terms(rule(name, keyMs)) });
      expect(stateOf(driven).tag).toBe(left ? 'sending' : 'unconfirmed');
      return left;
    };
    expect(blind(null)).toBe(true);
    expect(blind(60 * minute)).toBe(false);
    expect(blind(null, 'R')).toBe(false);
    const undrawn = due({}, rule('K'));
    undrawn.record = withStep(undrawn.record, { doubt: 'key' });
    expect(leaves(undrawn, { terms: terms(rule('K')) })).toBe(false);
  });
});

describe('an answer', () => {
  it('that names the post ends it', () => {
    const driven = led(sending, answered(done('r1')));
    expect(driven.record.phase).toEqual({ tag: 'sent', at: dueAt, remote: remote('r1') });
    expect(stateOf(driven)).toEqual({ tag: 'done', at: dueAt, remote: remote('r1') });
    expect(driven.record.attempts.slice(-2)).toEqual([
      { at: dueAt, step: 'create', event: 'answered', code: null },
      { at: dueAt, step: 'delivery', event: 'delivered', code: null },
    ]);
    expect(notices(driven)).toEqual(['sent']);
  });

  it.each([
    [0, 500],
    [499, 500],
    [501, 501],
  ])('"still at work, ask in %i ms" is asked about after %i ms', (pollAfterMs, wait) => {
    const driven = led(sending, answered({ tag: 'processing', handle: 'job', pollAfterMs }));
    expect(stateOf(driven)).toEqual({
      tag: 'polling',
      handle: 'job',
      since: dueAt,
      until: dueAt + wait,
      troubles: 0,
    });
    expect(last(driven)).toMatchObject({ step: 'create', event: 'processing' });
  });

  it('"too many" waits a second at least, and leaves the account alone', () => {
    const limited = (until: number) => {
      const driven = led(sending, answered({ tag: 'rate-limited', until }));
      expect(last(driven)).toMatchObject({ event: 'rate-limited', code: 'rate-limited' });
      const effect = driven.outcomes.at(-1)?.effects.find(({ tag }) => tag === 'limit-account');
      expect(effect).toEqual({ tag: 'limit-account', until: (stateOf(driven) as { until: number }).until });
      return stateOf(driven);
    };
    expect(limited(dueAt)).toEqual({
      tag: 'waiting',
      until: dueAt + 1_000,
      why: 'rate-limited',
      failure: null,
    });
    expect(limited(dueAt + 90_000)).toMatchObject({ until: dueAt + 90_000 });
  });

  it('"not you" blocks the account, and the step is as it was', () => {
    const driven = led(sending, answered({ tag: 'auth', failure: failure('token-revoked') }));
    expect(stateOf(driven)).toEqual({ tag: 'ready' });
    expect(driven.record.holds.blocked).toEqual(failure('token-revoked'));
    expect(last(driven)).toMatchObject({ step: 'create', event: 'refused', code: 'token-revoked' });
    expect(driven.outcomes.at(-1)?.effects).toContainEqual({
      tag: 'refuse-account',
      failure: failure('token-revoked'),
    });
    expect(notices(driven)).toEqual(['blocked']);
  });

  it('"failed" is tried again, each try counted', () => {
    const driven = led(sending, answered({ tag: 'server', failure: cause }));
    expect(stepOf(driven).tries).toBe(1);
    expect(stateOf(driven)).toEqual({
      tag: 'waiting',
      until: dueAt + backoffMs(1, 0.5),
      why: 'retry',
      failure: cause,
    });
    expect(last(driven)).toMatchObject({ step: 'create', event: 'retry', code: 'server-error' });
  });

  it('"offline" waits for the connection and counts no try', () => {
    const driven = led(sending, answered({ tag: 'offline', failure: failure('server-unreachable') }));
    expect(stepOf(driven).tries).toBe(0);
    expect(stateOf(driven)).toEqual({
      tag: 'waiting',
      until: null,
      why: 'offline',
      failure: failure('server-unreachable'),
    });
    expect(last(driven)).toMatchObject({ event: 'offline', code: 'server-unreachable' });
  });

  it('"gone" is success for what undoes, and the end for what answers', () => {
    const gone: Answer = { tag: 'gone', failure: failure('target-gone') };
    const undo = drive(submitted({ action: { tag: 'unlike', target, likeRemoteId: 'l' } }));
    undo.go();
    undo.answer(gone);
    expect(undo.record.phase).toMatchObject({ tag: 'sent', remote: { remoteId: null } });
    const reply = drive(submitted({ action: { tag: 'reply', target } }));
    reply.go();
    reply.answer(gone);
    expect(reply.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'target-gone' } });
    expect(reply.record.attempts.map(({ event }) => event)).toContain('gone');
    for (const action of [
      { tag: 'unmute', personId: 'p', handle: '' } as const,
      { tag: 'unblock', personId: 'p', handle: '' } as const,
      { tag: 'delete', remoteId: 'r', handleData: '{}' } as const,
    ]) {
      const all = { ...terms().operations, unmute: rule('K'), unblock: rule('K') };
      const promises = { ...terms(), operations: all };
      const one = drive(submitted({ action, env: env(start, { terms: promises }) }));
      one.go({ terms: promises });
      one.answer(gone);
      expect(one.record.phase.tag, action.tag).toBe('sent');
    }
  });

  it('"media are missing" uploads them again, twice at most, and only where there are any', () => {
    const missing: Answer = { tag: 'rejected', failure: failure('media-missing') };
    const driven = drive(submitted({ wish: wish({ content: content('Hello', [medium(1)]) }) }));
    for (let n = 1; n <= outboxPolicy.maxUploadRedos; n += 1) {
      driven.go();
      driven.answer(done(`u${String(n)}`));
      driven.go();
      driven.answer(missing);
      expect(driven.record).toMatchObject({ uploadRedos: n, phase: { tag: 'running' } });
      expect(stepOf(driven)).toMatchObject({
        state: { tag: 'ready' },
        drawn: null,
        drawnAt: null,
        firstSentAt: null,
        tries: 0,
      });
      expect(stepOf(driven, 1).state.tag).toBe('ready');
      expect(last(driven)).toMatchObject({ step: 'create', event: 'uploads-redone', code: 'media-missing' });
    }
    driven.go();
    driven.answer(done('u9'));
    driven.go();
    driven.answer(missing);
    expect(driven.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'media-missing' } });
    const bare = led(sending, answered(missing));
    expect(bare.record.phase.tag).toBe('failed');
    expect(bare.record.attempts.slice(-2).map(({ event }) => event)).toEqual(['rejected', 'failed']);
    const other = drive(submitted({ wish: wish({ content: content('Hello', [medium(1)]) }) }));
    other.go();
    other.answer(done('u1'));
    other.go();
    other.answer({ tag: 'rejected', failure: failure('text-too-long') });
    expect(other.record.phase.tag).toBe('failed');
  });
});

describe('something that the network is still working on', () => {
  const working = (): Driven =>
    led(sending, answered({ tag: 'processing', handle: 'job', pollAfterMs: 5_000 }));
  const polled = (driven: Driven, answer: Answer) =>
    driven.send({ tag: 'polled', env: env(driven.now), step: 'create', answer });

  it('is asked about when it is time, online, and the account is not refused', () => {
    const driven = working();
    driven.pass(4_999);
    expect(driven.tick().effects).toEqual([]);
    driven.pass(1);
    expect(driven.tick({ online: false }).effects).toEqual([]);
    expect(driven.tick().effects).toEqual([
      { tag: 'poll', step: 'create', operation: stepOf(driven).operation, handle: 'job' },
    ]);
    driven.send({ tag: 'account', env: env(driven.now), blocked: failure('token-revoked') });
    expect(driven.tick().effects).toEqual([]);
  });

  it('goes on as the network says', () => {
    const driven = working();
    polled(driven, { tag: 'processing', handle: 'job-2', pollAfterMs: 100 });
    expect(stateOf(driven)).toEqual({
      tag: 'polling',
      handle: 'job-2',
      since: dueAt,
      until: driven.now + 500,
      troubles: 0,
    });
    polled(driven, done('r1'));
    expect(driven.record.phase).toMatchObject({ tag: 'sent', remote: { remoteId: 'r1' } });
    expect(driven.record.attempts.map(({ event }) => event)).toContain('answered');
  });

  it('is asked about ever more rarely while that fails, and counts it', () => {
    const driven = working();
    for (const [n, tag] of (['server', 'protocol', 'unknown-outcome'] as const).entries()) {
      polled(driven, { tag, failure: cause });
      expect(stateOf(driven)).toMatchObject({
        tag: 'polling',
        troubles: n + 1,
        until: driven.now + backoffMs(n + 1, 0.5),
      });
    }
    polled(driven, { tag: 'offline', failure: failure('offline') });
    expect(stateOf(driven)).toMatchObject({ troubles: 3, until: driven.now + backoffMs(1, 0.5) });
    const limited = polled(driven, { tag: 'rate-limited', until: driven.now });
    expect(limited.effects).toContainEqual({ tag: 'limit-account', until: driven.now + 1_000 });
    expect(stateOf(driven)).toMatchObject({ until: driven.now + 1_000, troubles: 3 });
    polled(driven, { tag: 'processing', handle: 'job', pollAfterMs: 900 });
    expect(stateOf(driven)).toMatchObject({ troubles: 0 });
  });

  it('is refused, or the account is', () => {
    const refused = working();
    polled(refused, { tag: 'rejected', failure: failure('media-type-refused') });
    expect(refused.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'media-type-refused' } });
    expect(refused.record.attempts.map(({ event }) => event)).toContain('rejected');
    const blocked = working();
    polled(blocked, { tag: 'auth', failure: failure('token-revoked') });
    expect(blocked.record.holds.blocked).toEqual(failure('token-revoked'));
    expect(stateOf(blocked).tag).toBe('polling');
  });

  it('is looked for when the network forgot it, or never finishes', () => {
    const forgotten = working();
    forgotten.pass(minute);
    polled(forgotten, { tag: 'gone', failure: failure('target-gone') });
    expect(stateOf(forgotten)).toEqual({
      tag: 'unconfirmed',
      look: { from: dueAt, lookAt: forgotten.now, absences: 0, troubles: 0 },
      failure: failure('media-processing-failed'),
    });
    expect(last(forgotten)).toMatchObject({ event: 'lost', code: 'media-processing-failed' });
    const endless = working();
    endless.pass(outboxPolicy.maxProcessingMs);
    polled(endless, { tag: 'processing', handle: 'job', pollAfterMs: 500 });
    expect(stateOf(endless).tag).toBe('polling');
    endless.pass(1);
    polled(endless, { tag: 'processing', handle: 'job', pollAfterMs: 500 });
    expect(stateOf(endless).tag).toBe('unconfirmed');
    const late = working();
    late.pass(outboxPolicy.maxProcessingMs + 1);
    polled(late, done('r1'));
    expect(late.record.phase.tag).toBe('sent');
  });

  it('of an upload begins again, after a pause', () => {
    const driven = drive(submitted({ wish: wish({ content: content('Hello', [medium(1)]) }) }));
    driven.go();
    driven.answer({ tag: 'processing', handle: 'job', pollAfterMs: 500 });
    driven.send({
      tag: 'polled',
      env: env(driven.now),
      step: 'upload-1',
      answer: { tag: 'gone', failure: failure('target-gone') },
    });
    expect(stepOf(driven)).toMatchObject({
      tries: 1,
      drawn: null,
      drawnAt: null,
      firstSentAt: null,
      state: { tag: 'waiting', why: 'retry', failure: failure('media-processing-failed') },
    });
    expect(last(driven)).toMatchObject({ step: 'upload-1', event: 'retry', code: 'media-processing-failed' });
  });

  it.each(['polled', 'answered'] as const)('of an upload declined when %s begins anew, if at all', (when) => {
    const driven = drive(submitted({ wish: wish({ content: content('Hello', [medium(1)]) }) }));
    driven.go();
    driven.answer({ tag: 'partial', soFar: { handle: 'film-1', sent: 500, total: 1_000 } });
    driven.go();
    const cause = failure('media-processing-failed');
    if (when === 'polled') {
      driven.answer({ tag: 'processing', handle: 'film-1', pollAfterMs: 500 });
      const answer = { tag: 'rejected', failure: cause } as const;
      driven.send({ tag: 'polled', env: env(driven.now), step: 'upload-1', answer });
    } else driven.answer({ tag: 'rejected', failure: cause });
    expect(driven.record.phase.tag).toBe('failed');
    expect(stepOf(driven)).toMatchObject({ drawn: null, firstSentAt: null });
    expect(stepOf(driven).soFar).toBeUndefined();
    // Also where an earlier Vigie had kept it.
    const [upload, ...others] = driven.record.steps;
    if (upload === undefined) return expect.fail('no upload');
    const kept = { ...upload, soFar: { handle: 'film-1', sent: 500, total: 1_000 } };
    driven.record = { ...driven.record, steps: [kept, ...others] };
    driven.send({ tag: 'retry', env: env(driven.now) });
    expect(stepOf(driven).soFar).toBeUndefined();
  });

  it('of a medium that its post is refused for is waited for, and no failed try until it takes too long', () => {
    const driven = drive();
    driven.go();
    const begun = driven.now;
    const notReady = { tag: 'server', failure: failure('media-not-ready') } as const;
    let tries = 0;
    for (; driven.now < begun + outboxPolicy.maxProcessingMs - 5 * minute; tries += 1) {
      driven.answer(notReady);
      expect(stepOf(driven)).toMatchObject({ tries: 0, state: { tag: 'waiting', why: 'retry' } });
      const { state } = stepOf(driven);
      driven.now = state.tag === 'waiting' ? (state.until ?? driven.now) : driven.now;
      driven.go();
    }
    expect(tries).toBeLessThan(25);
    for (let more = 0; more < 10 && driven.record.phase.tag === 'running'; more += 1) {
      driven.answer(notReady);
      driven.pass(6 * minute);
      driven.go();
    }
    expect(driven.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'media-not-ready' } });
  });

  it('means nothing for what is not being worked on, is not there, or is over', () => {
    const sent = places.sending();
    const before = sent.record;
    polled(sent, done('r1'));
    sent.send({ tag: 'polled', env: env(sent.now), step: 'unheard-of', answer: done('r1') });
    expect(sent.record).toBe(before);
    const over = places.cancelled();
    const then = over.record;
    polled(over, done('r1'));
    over.look({ tag: 'absent' });
    over.send({ tag: 'recovered', env: env(over.now) });
    expect(over.tick().effects).toEqual([]);
    expect(over.record).toBe(then);
  });
});

describe('an answer that was lost', () => {
  it('is looked for by the server’s clock, and told', () => {
    const driven = due();
    driven.go({ skewMs: 3_000 });
    driven.answer(unknown);
    expect(last(driven)).toMatchObject({ step: 'create', event: 'lost', code: 'server-error' });
    expect(stepOf(driven)).toMatchObject({ tries: 1, skewAtSend: 3_000 });
    driven.pass(2_000);
    expect(driven.tick().effects).toEqual([
      {
        tag: 'confirm',
        operation: stepOf(driven).operation,
        drawn: stepOf(driven).drawn,
        sentAt: dueAt + 3_000,
        kind: 'post',
      },
    ]);
    expect(driven.tick({ online: false }).effects).toEqual([]);
  });

  it('is looked for from before its moment on where nothing is known of its departure', () => {
    const driven = places['in doubt']();
    driven.record = withStep(driven.record, { firstSentAt: null, drawn: null });
    driven.pass(2_000);
    const from = dueAt - outboxPolicy.firedMarginMs;
    expect(driven.tick().effects).toMatchObject([{ drawn: { key: '', at: from }, sentAt: from }]);
  });

  it('is found, and told so', () => {
    const driven = places['in doubt']();
    driven.look({ tag: 'present', remote: remote('r1') });
    expect(driven.record.phase).toMatchObject({ tag: 'sent', remote: { remoteId: 'r1' } });
    expect(driven.record.attempts.map(({ event }) => event)).toContain('confirmed');
  });

  it('is tried again when it is proven absent', () => {
    const driven = places['in doubt']();
    driven.pass(settleMs);
    driven.look({ tag: 'absent' });
    driven.pass(outboxPolicy.betweenLooksMs);
    driven.look({ tag: 'absent' });
    expect(stepOf(driven)).toMatchObject({
      doubt: 'absent',
      state: { tag: 'waiting', why: 'retry', until: driven.now + backoffMs(1, 0.5) },
    });
    expect(last(driven)).toMatchObject({ step: 'create', event: 'absent' });
  });

  it('leaves the account alone, or its deliveries blocked, as the look says', () => {
    const driven = places['in doubt']();
    const limited = driven.look({ tag: 'rate-limited', until: driven.now + 7_000 });
    expect(limited.effects).toContainEqual({ tag: 'limit-account', until: driven.now + 7_000 });
    expect(stateOf(driven)).toMatchObject({ look: { lookAt: driven.now + 7_000 } });
    const refused = driven.look({ tag: 'auth', failure: failure('token-revoked') });
    expect(refused.effects).toContainEqual({ tag: 'refuse-account', failure: failure('token-revoked') });
    expect(notices(driven)).toEqual(['blocked']);
    expect(driven.record.holds.blocked).toEqual(failure('token-revoked'));
    expect(last(driven)).toMatchObject({ event: 'refused', code: 'token-revoked' });
    expect(stateOf(driven)).toMatchObject({ tag: 'unconfirmed', look: { lookAt: driven.now } });
    expect(driven.tick().effects).toEqual([]);
  });

  it('of a repeat by key that keeps failing is asked about, never called failed', () => {
    const driven = due({}, rule('K'));
    driven.record = withStep(driven.record, {
      doubt: 'key',
      tries: outboxPolicy.maxTries - 1,
      drawn: { key: 'k', at: dueAt },
      drawnAt: dueAt,
    });
    driven.go({ terms: terms(rule('K')) });
    driven.answer({ tag: 'server', failure: cause });
    expect(driven.record.phase).toMatchObject({
      tag: 'needs-decision',
      about: 'step',
      scheduledRemoteId: null,
      failure: cause,
      candidates: [],
    });
    expect(stepOf(driven)).toMatchObject({
      doubt: 'none',
      state: { tag: 'unconfirmed', look: { from: driven.now }, failure: cause },
    });
    expect(last(driven)).toMatchObject({ step: 'create', event: 'asked', code: 'server-error' });
    expect(notices(driven)).toEqual(['needs-decision']);
  });

  it('of which a crash is the reason is told as a crash', () => {
    const driven = places.sending();
    driven.pass(3_000);
    driven.send({ tag: 'recovered', env: env(driven.now) });
    expect(stepOf(driven)).toMatchObject({
      tries: 1,
      state: {
        tag: 'unconfirmed',
        look: { from: driven.now, lookAt: driven.now + 2_000 },
        failure: { code: 'crashed-while-sending' },
      },
    });
    expect(last(driven)).toMatchObject({ event: 'crashed', code: 'crashed-while-sending' });
  });

  it('of an upload is sent again at once after a crash, whatever the class', () => {
    const none = { ...terms(), operations: { ...terms().operations, upload: rule('N') } };
    const driven = drive(
      submitted({ env: env(start, { terms: none }), wish: wish({ content: content('Hello', [medium(1)]) }) }),
    );
    driven.go({ terms: none });
    driven.send({ tag: 'recovered', env: env(driven.now) });
    expect(driven.record.phase.tag).toBe('running');
    driven.tick();
    expect(stateOf(driven).tag).toBe('ready');
  });
});
