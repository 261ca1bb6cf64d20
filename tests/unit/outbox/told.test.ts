import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import type { OutboxEvent } from '../../../src-shared/outbox/event.ts';
import { judgeLook, lookAnew, newLook } from '../../../src-shared/outbox/look.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import { backoffMs } from '../../../src-shared/outbox/retry.ts';
import { dueAt, handedOver, places, planned, type Place } from './places.ts';
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
  start,
  submitted,
  target,
  terms,
  wish,
  type Driven,
} from './samples.ts';

/** What a delivery's log and its face say of what a person did, whatever else holds it. */
const toldBy = (driven: Driven, event: OutboxEvent): readonly string[] => {
  const before = driven.record.attempts.length;
  driven.send(event);
  return driven.record.attempts.slice(before).map(({ step, event: what }) => `${step} ${what}`);
};

describe('the log', () => {
  const told = (place: Place, make: (driven: Driven) => OutboxEvent) => {
    const driven = places[place]();
    return toldBy(driven, make(driven));
  };
  const cancel = ({ now }: Driven): OutboxEvent => ({ tag: 'cancel', env: env(now) });
  const now = (driven: Driven): OutboxEvent => ({ tag: 'publish-now', env: env(driven.now) });
  const later = (driven: Driven): OutboxEvent => ({
    tag: 'reschedule',
    env: env(driven.now),
    leaving: at(dueAt + 60 * minute),
  });
  const byHand = (driven: Driven): OutboxEvent => ({
    tag: 'switch-executor',
    env: env(driven.now),
    executor: 'assisted',
  });
  const moved = (driven: Driven): OutboxEvent => ({
    tag: 'moment-moved',
    env: env(driven.now),
    moment: { wall: '2026-10-01T09:00', zone: 'UTC', dueAt: dueAt + 1 },
  });

  it.each<[string, (driven: Driven) => OutboxEvent]>([
    ['cancelled', cancel],
    ['published-now', now],
    ['rescheduled', later],
    ['executor', byHand],
    ['moment-moved', moved],
  ])('says "%s", and what is taken back for it', (word, event) => {
    expect(told('scheduled', event)).toEqual([`delivery ${word}`]);
    const asked = word === 'cancelled' ? 'cancelling' : word;
    expect(told('with its scheduler', event)).toEqual([`delivery ${asked}`, 'recall recalling']);
    const again = handedOver();
    again.send(later(again));
    expect(toldBy(again, event(again))).toEqual(
      word === 'rescheduled' ? ['delivery rescheduled'] : [`delivery ${asked}`],
    );
  });

  it('says "now" of one that waits for the network’s scheduler', () => {
    const driven = planned({ executor: 'native' });
    expect(toldBy(driven, now(driven))).toEqual(['delivery published-now']);
    expect(driven.record.steps.map(({ key }) => key)).toEqual(['create']);
  });

  it('begins with its acceptance, and with the freeze that it arrived in', () => {
    const of = (frozen: boolean) =>
      drive(submitted({ frozen })).record.attempts.map(({ step, event }) => `${step} ${event}`);
    expect(of(false)).toEqual(['delivery accepted']);
    expect(of(true)).toEqual(['delivery accepted', 'delivery frozen']);
  });

  it('says nothing twice when the person released it, then the rules of its zone moved', () => {
    const driven = places.scheduled();
    driven.send(now(driven));
    const { record } = driven;
    expect(toldBy(driven, moved(driven))).toEqual([]);
    expect(driven.record).toBe(record);
  });
});

describe('the face of what is over', () => {
  it('waits for nothing and has no cause, whatever its account or its clock was', () => {
    const refused = places.scheduled();
    refused.send({ tag: 'account', env: env(refused.now), blocked: failure('token-revoked') });
    refused.send({ tag: 'cancel', env: env(refused.now) });
    expect(toDelivery(refused.record)).toMatchObject({ state: 'cancelled', waiting: null, failure: null });
    const skewed = places.scheduled();
    skewed.pass(60 * minute);
    skewed.go({ skewMs: 9 * minute });
    skewed.send({ tag: 'cancel', env: env(skewed.now) });
    expect(toDelivery(skewed.record)).toMatchObject({ state: 'cancelled', waiting: null, failure: null });
    const byHand = places.assisted();
    byHand.send({ tag: 'account', env: env(byHand.now), blocked: failure('token-revoked') });
    byHand.send({ tag: 'done-by-hand', env: env(byHand.now), remote: remote('x') });
    expect(toDelivery(byHand.record)).toMatchObject({ state: 'sent', waiting: null, failure: null });
    const failed = places.failed();
    failed.send({ tag: 'account', env: env(failed.now), blocked: failure('token-revoked') });
    expect(toDelivery(failed.record)).toMatchObject({ waiting: null, failure: { code: 'media-missing' } });
    const asked = places.asked();
    asked.send({ tag: 'account', env: env(asked.now), blocked: failure('token-revoked') });
    expect(toDelivery(asked.record)).toMatchObject({
      waiting: { tag: 'person' },
      failure: { code: 'server-error' },
    });
    // Nothing of the account is told to what is over.
    const over = places.sent();
    const { record } = over;
    over.send({ tag: 'account', env: env(over.now), blocked: failure('token-revoked') });
    expect(over.record).toBe(record);
  });

  it('of one being taken back says what it is looked for, and until when', () => {
    const driven = places['taken back']();
    driven.go();
    driven.pass(dueAt - driven.now);
    driven.answer({ tag: 'gone', failure: failure('target-gone') });
    expect(toDelivery(driven.record)).toMatchObject({
      state: 'recalling',
      waiting: { tag: 'verifying', until: driven.now + 2_000 },
    });
    expect(toDelivery(driven.record).attempts.at(-1)?.event).toBe('gone');
  });
});

describe('something that is parked and taken up again', () => {
  it('sends an upload again of which the answer was not awaited', () => {
    const driven = drive(
      submitted({ wish: wish({ leaving: at(dueAt), content: content('Hello', [medium(1)]) }) }),
    );
    driven.pass(60 * minute);
    driven.go();
    expect(driven.record.steps[0]?.state.tag).toBe('sending');
    driven.record = { ...driven.record, phase: { tag: 'missed', at: driven.now } };
    driven.send({ tag: 'publish-now', env: env(driven.now) });
    expect(driven.record.steps[0]).toMatchObject({ tries: 0, state: { tag: 'ready' } });
    // While it runs, the answer is awaited.
    const running = drive(submitted({ wish: wish({ content: content('Hello', [medium(1)]) }) }));
    running.go();
    running.send({ tag: 'publish-now', env: env(running.now) });
    expect(running.record.steps[0]?.state.tag).toBe('sending');
    const sending = places.sending();
    sending.send({ tag: 'publish-now', env: env(sending.now) });
    expect(sending.record.steps[0]?.state.tag).toBe('sending');
  });

  it('takes no answer that belongs to an earlier request, or to nothing at all', () => {
    const driven = places.sending();
    const { record } = driven;
    const answered = (step: string, attempt: number) =>
      driven.send({ tag: 'answered', env: env(driven.now), step, attempt, answer: done('r') });
    answered('create', record.performs - 1);
    answered('unheard-of', record.performs);
    expect(driven.record).toBe(record);
    const over = places.sending();
    over.record = { ...over.record, phase: { tag: 'missed', at: over.now } };
    const parked = over.record;
    over.send({ tag: 'answered', env: env(over.now), step: 'create', attempt: 1, answer: done('r') });
    over.send({ tag: 'drawn', env: env(over.now), step: 'create', drawn: { key: 'k', at: 1 } });
    over.send({ tag: 'recovered', env: env(over.now) });
    expect(over.record).toBe(parked);
    const ready = places.scheduled();
    const before = ready.record;
    ready.send({ tag: 'answered', env: env(ready.now), step: 'create', attempt: 0, answer: done('r') });
    expect(ready.record).toBe(before);
  });

  it('is refused what its account does not offer, and stands in no journal', () => {
    const bare = drive(submitted({ env: env(start, { terms: null }) }));
    expect(bare.outcomes[0]).toMatchObject({
      effects: [],
      refused: failure('not-offered', { operation: 'create' }),
      state: { steps: [], terms: { operations: {}, native: null }, sequence: 0 },
    });
  });
});

describe('a look', () => {
  const look = newLook(start, 130_000);
  const judged = (seen: Parameters<typeof judgeLook>[2], now: number, from = look) =>
    judgeLook(from, 130_000, seen, now, now, 0.5);

  it('comes after two seconds, after fifteen, after a minute, and when the server has settled', () => {
    expect(look).toEqual({ from: start, lookAt: start + 2_000, absences: 0, troubles: 0 });
    const next = (now: number) => {
      const verdict = judged({ tag: 'absent' }, start + now);
      return verdict.tag === 'again' ? verdict.look.lookAt - start : verdict.tag;
    };
    expect(next(1_999)).toBe(2_000);
    expect(next(2_000)).toBe(15_000);
    expect(next(15_000)).toBe(60_000);
    expect(next(60_000)).toBe(130_000);
    expect(next(129_999)).toBe(130_000);
    expect(next(130_000)).toBe(130_000 + outboxPolicy.betweenLooksMs);
    expect(newLook(start, 0).lookAt).toBe(start + 2_000);
    expect(newLook(start, 1_000).lookAt).toBe(start + outboxPolicy.minSettleMs);
  });

  it('begin anew where nobody knows how long nothing ran, and are still made when presence shows at the latest', () => {
    const restarted = start + 85_000;
    const moments: number[] = [];
    let look = lookAnew(lookAnew(newLook(start, 130_000), start + 20_000, 130_000), restarted, 130_000);
    for (;;) {
      moments.push(look.lookAt);
      const verdict = judgeLook(look, 130_000, { tag: 'absent' }, look.lookAt, look.lookAt, 0.5);
      if (verdict.tag !== 'again') break;
      ({ look } = verdict);
    }
    expect(moments).toEqual([
      restarted + 2_000,
      restarted + 15_000,
      start + 130_000,
      restarted + 60_000,
      start + 130_000 + outboxPolicy.betweenLooksMs,
      // Absence is believed only now.
      restarted + 130_000,
      restarted + 130_000 + outboxPolicy.betweenLooksMs,
    ]);
  });

  it('never comes before now', () => {
    const late = judgeLook(look, 130_000, { tag: 'absent' }, start + 5, start + 500_000, 0.5);
    expect(late).toMatchObject({ tag: 'again', look: { lookAt: start + 500_000, absences: 0 } });
  });

  it('without a connection waits a little and counts nothing', () => {
    const seen = { tag: 'offline', failure: failure('offline') } as const;
    expect(judged(seen, start + 5)).toEqual({
      tag: 'again',
      look: { ...look, lookAt: start + 5 + backoffMs(1, 0.5) },
    });
  });

  it('waits a second at least where the server asks for less', () => {
    expect(judged({ tag: 'rate-limited', until: start }, start + 5)).toEqual({
      tag: 'limited',
      until: start + 1_005,
      look: { ...look, lookAt: start + 1_005 },
    });
  });

  it.each(['rejected', 'gone', 'unknown-outcome', 'server', 'protocol'] as const)(
    'that ends with "%s" is a trouble, and six of them are the end once the server has settled',
    (tag) => {
      const seen = { tag, failure: cause } as const;
      expect(judged(seen, start + 5)).toEqual({
        tag: 'again',
        look: { ...look, troubles: 1, lookAt: start + 5 + backoffMs(1, 0.5) },
      });
      const sixth = { ...look, troubles: 5 };
      expect(judged(seen, start + 129_999, sixth)).toMatchObject({ tag: 'again', look: { troubles: 6 } });
      expect(judged(seen, start + 130_000, sixth)).toEqual({ tag: 'unreadable', failure: cause });
      expect(judged(seen, start + 130_000, { ...look, troubles: 4 })).toMatchObject({ tag: 'again' });
    },
  );
});

it('a like of what is gone fails as a like, not as a recall', () => {
  const driven = drive(submitted({ action: { tag: 'like', target }, env: env(start, { terms: terms() }) }));
  driven.go();
  driven.answer({ tag: 'gone', failure: failure('target-gone') });
  expect(driven.record.phase).toMatchObject({ tag: 'failed', failure: { code: 'target-gone' } });
});
