import { describe, expect, it } from 'vitest';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { latestDeparture } from '../../../src-shared/outbox/lateness.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import { planResume } from '../../../src-shared/outbox/resume-plan.ts';
import { waitsItsTurnUntil } from '../../../src-shared/outbox/spacing.ts';
import type { DeliveryId } from '../../../src-shared/ids.ts';
import { at, content, drive, env, minute, start, submitted, wish, type Driven } from './samples.ts';

/** What the end of a freeze lets go has a turn. It begins no tolerance anew, and is kept where it lies beyond it. */
const dueAt = start + 10 * minute;
const toleranceMs = 30 * minute;
const limit = dueAt + toleranceMs;

/** Frozen from the start, let go so long after its moment, with a turn. */
function letGo(lateMs: number, turnInMs = 0, over: Parameters<typeof wish>[0] = {}): Driven {
  const driven = drive(submitted({ wish: wish({ leaving: at(dueAt, toleranceMs), ...over }) }));
  driven.send({ tag: 'freeze', env: env(driven.now) });
  driven.now = dueAt + lateMs;
  driven.send({ tag: 'unfreeze', env: env(driven.now), notBefore: driven.now + turnInMs });
  return driven;
}
const state = (driven: Driven) => toDelivery(driven.record).state;
const leavesAt = (driven: Driven, now: number): boolean => {
  driven.now = now;
  return driven.go().effects.some(({ tag }) => tag === 'perform');
};

describe('a post that the end of a freeze let go', () => {
  it('is too late when its own tolerance is over, whatever kept it since', () => {
    const driven = letGo(29 * minute);
    driven.go({ online: false });
    expect(state(driven)).toBe('running');
    expect(leavesAt(driven, limit + 1)).toBe(false);
    expect(state(driven)).toBe('missed');
    expect(leavesAt(letGo(29 * minute), limit)).toBe(true);
  });

  it('keeps a turn that lies beyond its tolerance, for a minute', () => {
    const turn = dueAt + 45 * minute;
    const inTurn = () => letGo(29 * minute, 16 * minute);
    expect(inTurn().record.wish).toMatchObject({ turn, releasedAt: null });
    expect(toDelivery(inTurn().record)).toMatchObject({
      state: 'scheduled',
      waiting: { tag: 'due', until: turn },
      dueAt,
    });
    expect(leavesAt(inTurn(), turn - 1)).toBe(false);
    expect(leavesAt(inTurn(), turn)).toBe(true);
    expect(leavesAt(inTurn(), turn + outboxPolicy.itsMinuteMs)).toBe(true);
    const late = inTurn();
    expect(leavesAt(late, turn + outboxPolicy.itsMinuteMs + 1)).toBe(false);
    expect(state(late)).toBe('missed');
  });

  it('keeps the pauses that were chosen with its turn, not those of its account', () => {
    const driven = letGo(minute, 3 * minute);
    const turn = driven.now + 3 * minute;
    const last = { id: 'other' as DeliveryId, at: turn - 1_000, planned: turn, sure: true, scheduled: true };
    const until = (now: number) => waitsItsTurnUntil(driven.record, { last, ms: 5 * minute }, now);
    expect(until(turn)).toBeNull();
    expect(until(turn + minute)).toBe(last.at + 5 * minute);
  });

  it('frozen again and let go anew, has no turn but the new one', () => {
    const driven = letGo(minute, 50 * minute);
    driven.send({ tag: 'freeze', env: env(driven.now) });
    expect(planResume([{ record: driven.record, choice: { tag: 'release' } }], minute, driven.now)).toEqual([
      { id: driven.record.id, choice: { tag: 'release' }, notBefore: driven.now },
    ]);
    driven.send({ tag: 'unfreeze', env: env(driven.now) });
    expect(driven.record.wish.turn).toBeUndefined();
    expect(leavesAt(driven, driven.now)).toBe(true);
  });

  it('never leaves before its own moment, though the clock was wrong when it was let go', () => {
    const driven = letGo(20 * minute, minute);
    driven.now -= 25 * minute;
    driven.send({ tag: 'clock-set', env: env(driven.now), seen: true });
    expect(leavesAt(driven, driven.now + 2 * minute)).toBe(false);
    expect(leavesAt(driven, dueAt)).toBe(true);
  });

  it('to leave at once waits for its turn, and shows its place as before', () => {
    const driven = letGo(minute, 5 * minute, { leaving: { tag: 'now', leavesAt: dueAt } });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'scheduled', dueAt });
    expect(latestDeparture(driven.record.wish)).toBeNull();
    expect(leavesAt(driven, dueAt + 6 * minute - 1)).toBe(false);
    expect(leavesAt(driven, dueAt + 6 * minute)).toBe(true);
  });
});

describe('a turn ends with', () => {
  it('the word "now", and another moment', () => {
    const now = letGo(minute, 50 * minute);
    now.send({ tag: 'publish-now', env: env(now.now) });
    expect(now.record.wish).toMatchObject({ releasedAt: now.now });
    expect(now.record.wish.turn).toBeUndefined();
    const later = letGo(minute, 50 * minute);
    later.send({ tag: 'reschedule', env: env(later.now), leaving: at(later.now + minute) });
    expect(later.record.wish.turn).toBeUndefined();
    expect(leavesAt(later, later.now + minute)).toBe(true);
  });

  it('an edit that moves it, not with one of its words', () => {
    const words = letGo(minute, 50 * minute);
    const turn = words.record.wish.turn;
    const next = { revision: 2, hash: 'h2', content: content('Other words') };
    words.send({
      tag: 'edited',
      env: env(words.now),
      wish: wish({ ...next, leaving: at(dueAt, toleranceMs) }),
    });
    expect(words.record.wish).toMatchObject({ turn, hash: 'h2' });
    const moved = letGo(minute, 50 * minute);
    moved.send({
      tag: 'edited',
      env: env(moved.now),
      wish: wish({ ...next, leaving: at(dueAt + 20 * minute) }),
    });
    expect(moved.record.wish.turn).toBeUndefined();
  });
});
