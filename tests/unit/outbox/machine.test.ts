import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
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

const publicState = (driven: ReturnType<typeof drive>): string => toDelivery(driven.record).state;
const waiting = (driven: ReturnType<typeof drive>): string | undefined =>
  toDelivery(driven.record).waiting?.tag;
const asClass = (name: 'K' | 'R' | 'N', keyMs: number | null = null) =>
  drive(submitted({ env: env(start, { terms: terms(rule(name, keyMs)) }) }));
const classed = (name: 'K' | 'R' | 'N', keyMs: number | null = null) => ({ terms: terms(rule(name, keyMs)) });

describe('a new delivery', () => {
  it('is saved before anybody hears of it', () => {
    const { outcomes, record } = drive();
    expect(tagsOf(outcomes[0]?.effects ?? [])).toEqual(['save', 'mirror']);
    expect(record.sequence).toBe(1);
  });

  it('waits out its grace, during which nothing is asked for', () => {
    const driven = drive(submitted({ wish: wish({ leaving: { tag: 'now', leavesAt: start + 10_000 } }) }));
    expect(publicState(driven)).toBe('grace');
    driven.pass(9_999);
    expect(driven.go().effects).toEqual([]);
    driven.pass(1);
    expect(tagsOf(driven.go().effects)).toEqual(['save', 'mirror', 'perform']);
  });

  it('does not leave before its moment', () => {
    const driven = drive(submitted({ wish: wish({ leaving: at(start + 10 * minute) }) }));
    expect(publicState(driven)).toBe('scheduled');
    driven.pass(10 * minute - 1);
    expect(driven.go().effects).toEqual([]);
    driven.pass(1);
    expect(tagsOf(driven.go().effects)).toContain('perform');
  });

  it('is refused when its network does not offer the operation', () => {
    const outcome = drive(submitted({ action: { tag: 'block', personId: 'p', handle: 'p' } })).outcomes[0];
    expect(outcome?.refused).toEqual(failure('not-offered', { operation: 'block' }));
    expect(outcome?.effects).toEqual([]);
  });

  it('answers a private message with a message, a public one with a post', () => {
    const operationOf = (box: 'public' | 'private') =>
      drive(submitted({ action: { tag: 'reply', target: { ...target, box } } })).record.steps[0]?.operation
        .tag;
    expect(operationOf('private')).toBe('message');
    expect(operationOf('public')).toBe('create');
  });
});

describe('a departure', () => {
  it('draws the key first, and saves it with the departure', () => {
    const driven = drive();
    expect(tagsOf(driven.tick().effects)).toEqual(['draw']);
    expect(driven.record.sequence).toBe(1);
    const outcome = driven.send({
      tag: 'drawn',
      env: env(start),
      step: 'create',
      drawn: { key: 'k', at: start },
    });
    expect(tagsOf(outcome.effects)).toEqual(['save', 'mirror', 'perform']);
    expect(driven.record.steps[0]).toMatchObject({
      drawn: { key: 'k' },
      state: { tag: 'sending', attempt: 1 },
    });
  });

  it('uploads each medium, then creates with what the uploads gave', () => {
    const media = [medium(1), medium(2)];
    const driven = drive(submitted({ wish: wish({ content: content('x', media) }) }));
    driven.go();
    driven.answer(done('u1'));
    driven.go();
    driven.answer(done('u2'));
    const perform = driven.go().effects.find((effect) => effect.tag === 'perform');
    expect(perform?.operation).toMatchObject({
      tag: 'create',
      uploaded: [{ handle: 'h-u1' }, { handle: 'h-u2' }],
    });
    driven.answer(done('p1'));
    expect(driven.record.phase).toMatchObject({ tag: 'sent', remote: { remoteId: 'p1' } });
  });

  it('does not happen twice while a request is under way', () => {
    const driven = drive();
    driven.go();
    expect(driven.go()).toMatchObject({ effects: [], state: driven.record });
  });

  it('reuses the draw after an answer that may have left something, renews it after none could', () => {
    const driven = drive();
    driven.go();
    const first = driven.record.steps[0]?.drawn?.key;
    driven.answer({ tag: 'unknown-outcome', failure: cause });
    driven.pass(settleMs);
    driven.look({ tag: 'absent' });
    driven.pass(40_000);
    driven.look({ tag: 'absent' });
    driven.pass(10 * minute);
    driven.go();
    expect(driven.record.steps[0]?.drawn?.key).toBe(first);

    const offline = drive();
    offline.go();
    offline.answer({ tag: 'offline', failure: failure('offline') });
    offline.pass(3 * 60 * minute);
    offline.go();
    expect(offline.record.steps[0]?.drawn).toEqual({ key: 'k1', at: offline.now });
  });

  it('holds while offline, and says so once', () => {
    const driven = drive();
    expect(tagsOf(driven.tick({ online: false }).effects)).toEqual(['save', 'mirror']);
    expect(waiting(driven)).toBe('offline');
    expect(driven.tick({ online: false }).effects).toEqual([]);
    expect(tagsOf(driven.go().effects)).toContain('perform');
  });

  it('waits for the server to say what time it is, and holds when it disagrees by over two minutes', () => {
    const driven = drive();
    expect(driven.tick({ skewMs: null }).effects).toEqual([]);
    driven.tick({ skewMs: -3 * minute });
    expect(toDelivery(driven.record)).toMatchObject({
      waiting: { tag: 'clock-skew', skewMs: -3 * minute },
      failure: { code: 'clock-skew' },
    });
    driven.go({ skewMs: 1000 });
    expect(driven.record.holds.skewMs).toBeNull();
    expect(driven.record.steps[0]?.state.tag).toBe('sending');
  });

  it('honours the quota of the account', () => {
    const driven = drive();
    driven.tick({ limitedUntil: start + 5_000 });
    expect(toDelivery(driven.record).waiting).toEqual({ tag: 'rate-limited', until: start + 5_000 });
    driven.pass(5_000);
    expect(tagsOf(driven.go().effects)).toContain('perform');
  });
});

describe('lateness', () => {
  const scheduled = () => drive(submitted({ wish: wish({ leaving: at(start + minute, 30 * minute) }) }));

  it('lets leave what is late by its tolerance, not more', () => {
    const inTime = scheduled();
    inTime.pass(31 * minute);
    expect(tagsOf(inTime.go().effects)).toContain('perform');
    const late = scheduled();
    late.pass(31 * minute + 1);
    expect(late.go().effects).toContainEqual({ tag: 'notify', notice: 'missed' });
    expect(publicState(late)).toBe('missed');
  });

  it.each([
    ['a retry', { tag: 'server', failure: cause } as const],
    ['the connection', { tag: 'offline', failure: failure('offline') } as const],
    ['a quota', { tag: 'rate-limited', until: start + 60 * minute } as const],
    ['the account', { tag: 'auth', failure: failure('token-revoked') } as const],
  ])('also catches what was waiting for %s', (_, answer) => {
    const driven = scheduled();
    driven.pass(minute);
    driven.go();
    driven.answer(answer);
    driven.pass(61 * minute);
    driven.go();
    expect(publicState(driven)).toBe('missed');
  });

  it('is not judged by a clock that is known to be wrong, nor by one that can still be checked', () => {
    const driven = scheduled();
    driven.pass(365 * 24 * 60 * minute);
    driven.tick({ skewMs: null });
    driven.tick({ skewMs: -365 * 24 * 60 * minute });
    expect(driven.record.phase.tag).not.toBe('missed');
    driven.tick({ skewMs: null, online: false });
    expect(driven.record.phase.tag).toBe('missed');
  });

  it('has no tolerance for what leaves at once, but ends with the reply window', () => {
    const driven = drive(submitted({ expiresAt: start + 60 * minute }));
    driven.tick({ online: false });
    driven.pass(60 * minute + 1);
    driven.tick();
    expect(toDelivery(driven.record)).toMatchObject({
      state: 'failed',
      failure: { code: 'reply-window-closed' },
    });
  });

  it('starts anew when the person says "now"', () => {
    const driven = scheduled();
    driven.pass(2 * 60 * minute);
    driven.tick();
    driven.send({ tag: 'publish-now', env: env(driven.now) });
    expect(tagsOf(driven.go().effects)).toContain('perform');
  });
});

describe('answers that leave nothing', () => {
  it('offline waits for the connection, without counting', () => {
    const driven = drive();
    for (let i = 0; i < 20; i += 1) {
      driven.go();
      driven.answer({ tag: 'offline', failure: failure('offline') });
    }
    expect(waiting(driven)).toBe('offline');
    expect(driven.record.steps[0]?.tries).toBe(0);
  });

  it('rate-limited waits as long as asked and tells the account', () => {
    const driven = drive();
    driven.go();
    const outcome = driven.answer({ tag: 'rate-limited', until: start + 90_000 });
    expect(outcome.effects).toContainEqual({ tag: 'limit-account', until: start + 90_000 });
    driven.pass(89_999);
    expect(driven.go().effects).toEqual([]);
    driven.pass(1);
    expect(tagsOf(driven.go().effects)).toContain('perform');
  });

  it('auth blocks until the account answers again', () => {
    const driven = drive();
    driven.go();
    const outcome = driven.answer({ tag: 'auth', failure: failure('token-revoked') });
    expect(tagsOf(outcome.effects)).toContain('refuse-account');
    expect(publicState(driven)).toBe('blocked');
    expect(driven.go().effects).toEqual([]);
    driven.send({ tag: 'account', env: env(driven.now), blocked: null });
    expect(tagsOf(driven.go().effects)).toContain('perform');
  });

  it('server is repeated with growing pauses, then given back', () => {
    const driven = drive();
    const pauses: number[] = [];
    for (let i = 0; i < 20 && driven.record.phase.tag !== 'failed'; i += 1) {
      driven.go();
      driven.answer({ tag: 'server', failure: cause });
      const state = driven.record.steps[0]?.state;
      if (state?.tag !== 'waiting' || state.until === null) break;
      pauses.push(state.until - driven.now);
      driven.now = state.until;
    }
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses).toHaveLength(5);
    expect(toDelivery(driven.record)).toMatchObject({ state: 'failed', failure: { code: 'server-error' } });
  });

  it('rejected and gone are given back at once, with their code', () => {
    for (const tag of ['rejected', 'gone'] as const) {
      const driven = drive();
      driven.go();
      driven.answer({ tag, failure: failure('parent-gone') });
      expect(toDelivery(driven.record)).toMatchObject({ state: 'failed', failure: { code: 'parent-gone' } });
    }
  });

  it('gone is what a deletion wanted', () => {
    const driven = drive(submitted({ action: { tag: 'delete', remoteId: 'x', handleData: '' } }));
    driven.go();
    driven.answer({ tag: 'gone', failure: failure('target-gone') });
    expect(publicState(driven)).toBe('sent');
  });

  it('redoes uploads that vanished, a bounded number of times', () => {
    const driven = drive(submitted({ wish: wish({ content: content('x', [medium(1)]) }) }));
    let uploads = 0;
    for (let i = 0; i < 20 && driven.record.phase.tag !== 'failed'; i += 1) {
      const perform = driven.go().effects.find((effect) => effect.tag === 'perform');
      if (perform?.operation.tag === 'upload') {
        uploads += 1;
        driven.answer(done(`u${uploads}`));
      } else driven.answer({ tag: 'rejected', failure: failure('media-missing') });
    }
    expect(uploads).toBe(3);
    expect(toDelivery(driven.record)).toMatchObject({ state: 'failed', failure: { code: 'media-missing' } });
  });
});

describe('a lost answer', () => {
  const lost = (name: 'K' | 'R' | 'N', keyMs: number | null = null) => {
    const driven = asClass(name, keyMs);
    driven.go(classed(name, keyMs));
    driven.answer({ tag: 'unknown-outcome', failure: cause });
    return driven;
  };

  it('is read back at once: presence needs no settling', () => {
    const driven = lost('R');
    expect(waiting(driven)).toBe('verifying');
    driven.pass(2_000);
    expect(tagsOf(driven.tick().effects)).toEqual(['confirm']);
    driven.look({ tag: 'present', remote: remote('p1') });
    expect(publicState(driven)).toBe('sent');
  });

  it('proves absence only by two looks, a pause apart, after the settling time', () => {
    const driven = lost('R');
    for (const ms of [2_000, 13_000, 40_000]) {
      driven.pass(ms);
      driven.look({ tag: 'absent' });
    }
    expect(driven.record.steps[0]?.state).toMatchObject({ tag: 'unconfirmed', look: { absences: 0 } });
    driven.pass(5_000);
    driven.look({ tag: 'absent' });
    expect(driven.record.steps[0]?.state).toMatchObject({ tag: 'unconfirmed', look: { absences: 1 } });
    expect(driven.go().effects).toEqual([]);
    driven.pass(40_000);
    expect(tagsOf(driven.go().effects)).toEqual(['confirm']);
    driven.look({ tag: 'absent' });
    expect(driven.record.steps[0]).toMatchObject({
      doubt: 'absent',
      state: { tag: 'waiting', why: 'retry' },
    });
    driven.pass(5_000);
    expect(tagsOf(driven.go().effects)).toContain('perform');
  });

  it('counts a look that began before the settling time as no proof, however late it ends', () => {
    const driven = lost('R');
    driven.pass(settleMs + 10_000);
    const seen = { tag: 'absent' } as const;
    driven.send({ tag: 'looked', env: env(driven.now), startedAt: start + settleMs - 1, seen });
    expect(driven.record.steps[0]?.state).toMatchObject({ tag: 'unconfirmed', look: { absences: 0 } });
  });

  it('asks the person at once when nothing can be read back', () => {
    const driven = lost('N');
    expect(publicState(driven)).toBe('needs-decision');
    driven.pass(60 * minute);
    expect(driven.go(classed('N')).effects).toEqual([]);
  });

  it('shows the person what looks alike, once the server has settled', () => {
    const driven = lost('R');
    const candidates = [{ remoteId: 'a', url: null, text: 'Hello', createdAt: start }];
    driven.pass(2_000);
    driven.look({ tag: 'unclear', candidates });
    expect(publicState(driven)).toBe('running');
    driven.pass(settleMs);
    driven.look({ tag: 'unclear', candidates });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'needs-decision', candidates });
  });

  it('treats an answer in an unknown shape as lost', () => {
    const driven = drive();
    driven.go();
    driven.answer({ tag: 'protocol', failure: failure('protocol') });
    expect(waiting(driven)).toBe('verifying');
  });

  /** Looks of which none can be read, until they are given up. */
  const lookInVain = (driven: Driven): void => {
    for (let i = 0; i < 30 && driven.record.phase.tag === 'running'; i += 1) {
      const state = driven.record.steps[0]?.state;
      if (state?.tag !== 'unconfirmed') return;
      driven.now = Math.max(driven.now, state.look.lookAt);
      driven.look({ tag: 'server', failure: cause });
    }
  };

  it('is repeated by its key alone when it cannot be read, has settled, and the key is an address', () => {
    const driven = lost('K');
    lookInVain(driven);
    expect(driven.now).toBeGreaterThanOrEqual(start + settleMs);
    expect(driven.record.steps[0]).toMatchObject({ doubt: 'key', state: { tag: 'waiting' } });
    const key = driven.record.steps[0]?.drawn?.key;
    driven.pass(5 * minute);
    expect(tagsOf(driven.go(classed('K')).effects)).toContain('perform');
    expect(driven.record.steps[0]?.drawn?.key).toBe(key);
  });

  it('is no more than asked about when it cannot be read and the key has an end, however far', () => {
    const driven = lost('K', 60 * minute);
    lookInVain(driven);
    expect(driven.record.steps[0]?.doubt).toBe('none');
    expect(publicState(driven)).toBe('needs-decision');
  });

  it('goes back to reading when a record of an older Vigie would repeat by a key that has an end', () => {
    const driven = lost('K');
    lookInVain(driven);
    const ends = (step: OutboxRecord['steps'][number]) => ({ ...step, rule: rule('K', 60 * minute) });
    driven.record = { ...driven.record, steps: driven.record.steps.map(ends) };
    driven.pass(5 * minute);
    expect(tagsOf(driven.go(classed('K', 60 * minute)).effects)).toEqual(['save', 'mirror']);
    expect(driven.record.steps[0]).toMatchObject({ doubt: 'none', state: { tag: 'unconfirmed' } });
  });

  it('asks the person when it cannot be read and no key protects a repeat', () => {
    const driven = lost('R');
    for (let i = 0; i < 30 && driven.record.phase.tag === 'running'; i += 1) {
      driven.pass(minute);
      driven.look({ tag: 'server', failure: cause });
    }
    expect(publicState(driven)).toBe('needs-decision');
  });

  it('does not take the refusal of a blind repeat for an answer to the first request', () => {
    const driven = lost('K');
    while (driven.record.steps[0]?.state.tag === 'unconfirmed') {
      driven.now = Math.max(driven.now, driven.record.steps[0].state.look.lookAt);
      driven.look({ tag: 'server', failure: cause });
    }
    driven.pass(minute);
    driven.go(classed('K'));
    driven.answer({ tag: 'rejected', failure: failure('rejected') });
    expect(driven.record.steps[0]?.state.tag).toBe('unconfirmed');
  });

  it('of an upload is simply repeated', () => {
    const driven = drive(submitted({ wish: wish({ content: content('x', [medium(1)]) }) }));
    driven.go();
    driven.answer({ tag: 'unknown-outcome', failure: cause });
    driven.pass(5_000);
    const perform = driven.go().effects.find((effect) => effect.tag === 'perform');
    expect(perform?.operation.tag).toBe('upload');
  });

  it('of a refusal that the same stands is looked for, and not repeated when nothing of it is seen', () => {
    const duplicate = failure('duplicate-post');
    const seenNothing = (driven: Driven): void => {
      for (let looks = 0; looks < 60 && driven.record.phase.tag === 'running'; looks += 1) {
        driven.pass(minute);
        const effects = tagsOf(driven.go().effects);
        expect(effects).not.toContain('perform');
        if (effects.includes('confirm')) driven.look({ tag: 'absent' });
      }
    };
    const driven = drive();
    driven.go();
    driven.answer({ tag: 'unknown-outcome', failure: duplicate });
    seenNothing(driven);
    // An earlier post stands.
    expect(publicState(driven)).toBe('failed');
    expect(driven.record.phase).toMatchObject({ failure: { code: 'duplicate-post' } });
    // A repeat that is refused so speaks of the attempt before it, perhaps.
    const repeated = lost('R');
    for (let turns = 0; turns < 20 && repeated.record.steps[0]?.doubt !== 'absent'; turns += 1) {
      repeated.pass(minute);
      if (tagsOf(repeated.go().effects).includes('confirm')) repeated.look({ tag: 'absent' });
    }
    repeated.pass(minute);
    repeated.go();
    repeated.answer({ tag: 'unknown-outcome', failure: duplicate });
    seenNothing(repeated);
    expect(publicState(repeated)).toBe('needs-decision');
  });

  it('that keeps being lost and proven absent is given back after a bounded number of tries', () => {
    const driven = drive();
    let performs = 0;
    for (let i = 0; (i < 200 && driven.record.phase.tag === 'running') || i === 0; i += 1) {
      driven.pass(minute);
      const outcome = driven.go();
      if (tagsOf(outcome.effects).includes('perform')) {
        performs += 1;
        driven.answer({ tag: 'unknown-outcome', failure: cause });
      } else if (tagsOf(outcome.effects).includes('confirm')) driven.look({ tag: 'absent' });
    }
    expect(performs).toBe(6);
    expect(publicState(driven)).toBe('failed');
  });
});

describe('a crash', () => {
  it.each(['K', 'R'] as const)('leaves class %s to be read back', (name) => {
    const driven = asClass(name);
    driven.go(classed(name));
    driven.send({ tag: 'recovered', env: env(driven.now) });
    expect(driven.record.steps[0]?.state).toMatchObject({
      tag: 'unconfirmed',
      failure: { code: 'crashed-while-sending' },
    });
    expect(tagsOf(driven.go(classed(name)).effects)).toEqual([]);
  });

  it('leaves class N to the person', () => {
    const driven = asClass('N');
    driven.go(classed('N'));
    driven.send({ tag: 'recovered', env: env(driven.now) });
    expect(publicState(driven)).toBe('needs-decision');
  });

  it('changes nothing for what was not being sent', () => {
    const driven = drive();
    const before = driven.record;
    driven.send({ tag: 'recovered', env: env(driven.now) });
    expect(driven.record).toBe(before);
  });

  it('makes a late answer to the request of before meaningless', () => {
    const driven = drive();
    driven.go();
    driven.send({ tag: 'recovered', env: env(driven.now) });
    const before = driven.record;
    driven.send({ tag: 'answered', env: env(driven.now), step: 'create', attempt: 1, answer: done('p') });
    expect(driven.record).toBe(before);
  });
});

describe('something the network is still working on', () => {
  const processing = () => {
    const driven = drive(submitted({ wish: wish({ content: content('x', [medium(1)]) }) }));
    driven.go();
    driven.answer({ tag: 'processing', handle: 'job', pollAfterMs: 3_000 });
    return driven;
  };
  it('is asked about after the pause it named, until it is done', () => {
    const driven = processing();
    expect(driven.go().effects).toEqual([]);
    driven.pass(3_000);
    expect(driven.go().effects).toMatchObject([{ tag: 'poll', handle: 'job' }]);
    driven.send({
      tag: 'polled',
      env: env(driven.now),
      step: 'upload-1',
      answer: { tag: 'processing', handle: 'job2', pollAfterMs: 1_000 },
    });
    driven.pass(1_000);
    expect(driven.go().effects).toMatchObject([{ tag: 'poll', handle: 'job2' }]);
    driven.send({ tag: 'polled', env: env(driven.now), step: 'upload-1', answer: done('u') });
    expect(driven.record.steps[0]?.state.tag).toBe('done');
  });

  it('survives troubles of the asking, and starts again when the network forgot it', () => {
    const driven = processing();
    for (const answer of [
      { tag: 'server', failure: cause },
      { tag: 'offline', failure: cause },
      { tag: 'rate-limited', until: start + 10_000 },
      { tag: 'protocol', failure: cause },
    ] as const)
      driven.send({ tag: 'polled', env: env(driven.now), step: 'upload-1', answer });
    expect(driven.record.steps[0]?.state.tag).toBe('polling');
    driven.send({
      tag: 'polled',
      env: env(driven.now),
      step: 'upload-1',
      answer: { tag: 'gone', failure: cause },
    });
    expect(driven.record.steps[0]?.state).toMatchObject({ tag: 'waiting', why: 'retry' });
  });

  it('is refused for good when the network says so', () => {
    const driven = processing();
    const answer = { tag: 'rejected', failure: failure('media-processing-failed') } as const;
    driven.send({ tag: 'polled', env: env(driven.now), step: 'upload-1', answer });
    expect(publicState(driven)).toBe('failed');
  });
});
