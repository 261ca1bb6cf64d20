import { describe, expect, it } from 'vitest';
import { claimsOf, scheduledClaimsOf, withoutClaimed } from '../../../src-shared/outbox/claims.ts';
import type { Candidate } from '../../../src-shared/outbox/operation.ts';
import { handedOver, places, planned } from './places.ts';
import {
  cause,
  content,
  done,
  drive,
  env,
  medium,
  minute,
  remote,
  start,
  submitted,
  target,
  terms,
  wish,
} from './samples.ts';

const candidate = (remoteId: string): Candidate => ({ remoteId, url: null, text: remoteId, createdAt: 1 });
const claimed =
  (...ids: readonly string[]) =>
  (id: string) =>
    ids.includes(id);

describe('what belongs to another delivery', () => {
  const two = [candidate('a'), candidate('b')];

  it('is no evidence: the last one that says the same and that nobody claims is it', () => {
    const seen = { tag: 'unclear', candidates: two } as const;
    expect(withoutClaimed(seen, claimed('a'))).toMatchObject({ tag: 'present', remote: { remoteId: 'b' } });
    expect(withoutClaimed(seen, claimed('a', 'b'))).toEqual({ tag: 'absent' });
    expect(withoutClaimed(seen, claimed())).toEqual(seen);
  });

  it('leaves a post that only resembles the one looked for: it is never taken for it, and the person is asked', () => {
    const seen = { tag: 'unclear', differ: true, candidates: two } as const;
    expect(withoutClaimed(seen, claimed('a'))).toEqual({ ...seen, candidates: [two[1]] });
    expect(withoutClaimed(seen, claimed('a', 'b'))).toEqual({ tag: 'absent' });
  });

  it('is what was found, alone or not: what nobody claims is as it was seen', () => {
    const found = { tag: 'present', remote: remote('a') } as const;
    expect(withoutClaimed(found, claimed('a'))).toEqual({ tag: 'absent' });
    expect(withoutClaimed(found, claimed('b'))).toBe(found);
    const unnamed = { tag: 'present', remote: { ...remote('a'), remoteId: null } } as const;
    expect(withoutClaimed(unnamed, () => true)).toBe(unnamed);
    const absent = { tag: 'absent' } as const;
    expect(withoutClaimed(absent, () => true)).toBe(absent);
  });

  it('leaves nothing proven where the network may be at work on the one looked for, and lists it nowhere', () => {
    const doubt = { tag: 'unclear', candidates: [] } as const;
    const found = { tag: 'present', remote: remote('a'), hides: true } as const;
    expect(withoutClaimed(found, claimed('a'))).toEqual(doubt);
    expect(withoutClaimed(found, claimed('b'))).toBe(found);
    const seen = { tag: 'unclear', candidates: two, hides: true } as const;
    expect(withoutClaimed(seen, claimed('a', 'b'))).toEqual(doubt);
    expect(withoutClaimed(seen, claimed('a'))).toMatchObject({ tag: 'present', remote: { remoteId: 'b' } });
  });

  it('taken for it, is the post itself, and of several the person is asked about those left', () => {
    const three = [...two, candidate('c')];
    expect(withoutClaimed({ tag: 'unclear', candidates: two }, claimed('a'))).toEqual({
      tag: 'present',
      remote: { remoteId: 'b', url: null, handle: '', createdAt: 1 },
    });
    expect(withoutClaimed({ tag: 'unclear', candidates: three }, claimed('a'))).toEqual({
      tag: 'unclear',
      candidates: [three[1], three[2]],
    });
  });
});

describe('what a delivery is known to have made', () => {
  it('is its post, its parts and its message, and nothing that is no post', () => {
    expect(claimsOf(places.sent().record)).toEqual(['r1']);
    expect(claimsOf(places.scheduled().record)).toEqual([]);
    expect(claimsOf(places.sending().record)).toEqual([]);
    const message = drive(submitted({ action: { tag: 'reply', target: { ...target, box: 'private' } } }));
    message.go();
    message.answer(done('m9'));
    expect(claimsOf(message.record)).toEqual(['m9']);
    const like = drive(submitted({ action: { tag: 'like', target } }));
    like.go();
    like.answer(done('l1'));
    expect(claimsOf(like.record)).toEqual([]);
    const pictured = drive(submitted({ wish: wish({ content: content('Hello', [medium(1)]) }) }));
    pictured.go();
    pictured.answer(done('u1'));
    expect(claimsOf(pictured.record)).toEqual([]);
  });

  it('is what the person pasted, or what was found where its steps say nothing', () => {
    const byHand = places.assisted();
    byHand.send({ tag: 'done-by-hand', env: env(byHand.now), remote: remote('mine') });
    expect(claimsOf(byHand.record)).toEqual(['mine']);
    const unknown = places.assisted();
    unknown.send({ tag: 'done-by-hand', env: env(unknown.now), remote: null });
    expect(claimsOf(unknown.record)).toEqual([]);
    const answer = drive(
      submitted({ action: { tag: 'reply', target }, wish: wish({ executor: 'assisted' }) }),
    );
    answer.go();
    answer.send({ tag: 'done-by-hand', env: env(start), remote: remote('mine') });
    expect(claimsOf(answer.record)).toEqual(['mine']);
    const unliked = drive(
      submitted({ action: { tag: 'mute', personId: 'p', handle: '' }, env: env(start, { terms: terms() }) }),
    );
    unliked.go();
    unliked.answer(done('x'));
    expect(claimsOf(unliked.record)).toEqual([]);
  });

  it('is what stands of a thread, while the rest of it is still to come', () => {
    const parts = [{ text: 'two', media: [], warning: '' }];
    const driven = drive(submitted({ wish: wish({ content: { ...content('one', [medium(1)]), parts } }) }));
    driven.go();
    driven.answer(done('u1'));
    driven.go();
    driven.answer(done('r1'));
    expect(driven.record.phase.tag).toBe('running');
    expect(claimsOf(driven.record)).toEqual(['r1']);
    expect(scheduledClaimsOf(driven.record)).toEqual([]);
    driven.go();
    driven.answer(done('r2'));
    expect(claimsOf(driven.record)).toEqual(['r1', 'r2']);
  });

  it('is its message, whatever became of the delivery afterwards', () => {
    const message = drive(submitted({ action: { tag: 'reply', target: { ...target, box: 'private' } } }));
    message.go();
    message.answer(done('m9'));
    expect(claimsOf({ ...message.record, phase: { tag: 'running' } })).toEqual(['m9']);
    expect(claimsOf({ ...places.sent().record, phase: { tag: 'running' } })).toEqual(['r1']);
  });

  it('at the network’s scheduler is known from its step, too, and not before it is done', () => {
    const { record } = handedOver();
    expect(scheduledClaimsOf({ ...record, phase: { tag: 'running' } })).toEqual(['s1']);
    const waiting = planned({ executor: 'native' });
    waiting.go();
    expect(scheduledClaimsOf(waiting.record)).toEqual([]);
    expect(scheduledClaimsOf({ ...places.sent().record, phase: { tag: 'running' } })).toEqual([]);
  });

  it('at the network’s scheduler is what that was given, for as long as it may hold it', () => {
    expect(scheduledClaimsOf(handedOver().record)).toEqual(['s1']);
    expect(scheduledClaimsOf(places['taken back']().record)).toEqual(['s1']);
    expect(scheduledClaimsOf(places.scheduled().record)).toEqual([]);
    expect(scheduledClaimsOf(places.sent().record)).toEqual([]);
    const fired = handedOver();
    fired.pass(120 * minute);
    fired.send({
      tag: 'looked',
      env: env(fired.now),
      startedAt: fired.now,
      seen: { tag: 'unclear', candidates: [candidate('x')] },
    });
    expect(fired.record.phase.tag).toBe('needs-decision');
    expect(scheduledClaimsOf(fired.record)).toEqual(['s1']);
    const { record } = handedOver();
    const noStep = { ...record, steps: [] };
    expect(scheduledClaimsOf(noStep)).toEqual(['s1']);
    expect(
      scheduledClaimsOf({
        ...noStep,
        phase: {
          tag: 'needs-decision',
          about: 'fired',
          scheduledRemoteId: 's2',
          failure: cause,
          candidates: [],
        },
      }),
    ).toEqual(['s2']);
    expect(
      scheduledClaimsOf({
        ...noStep,
        phase: { tag: 'recalling', scheduledRemoteId: 's3', at: start, next: { tag: 'cancel' }, fired: null },
      }),
    ).toEqual(['s3']);
  });
});
