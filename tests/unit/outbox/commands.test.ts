import { describe, expect, it } from 'vitest';
import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { publicState, toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import type { OutboxEvent } from '../../../src-shared/outbox/event.ts';
import type { Phase } from '../../../src-shared/outbox/record.ts';
import { deadlineOf, wakeOf, type Wake } from '../../../src-shared/outbox/wake.ts';
import { allPlaces, dueAt, places, planned, type Place } from './places.ts';
import { at, drive, env, minute, remote, start, submitted, wish, type Driven } from './samples.ts';

/** What a command leads to: a phase, or the code that refuses it; "=": nothing changes at all. */
type Led = Phase['tag'] | ErrorCode | '=';
const outcomeOf = (place: Place, event: (driven: Driven) => OutboxEvent): Led => {
  const driven = places[place]();
  const before = driven.record;
  const { state, effects, refused } = driven.send(event(driven));
  if (refused !== null) {
    expect(state).toBe(before);
    expect(effects).toEqual([]);
    return refused.code;
  }
  if (state === before) {
    expect(effects).toEqual([]);
    return '=';
  }
  return state.phase.tag;
};
const table = (event: (driven: Driven) => OutboxEvent): Record<Place, Led> =>
  Object.fromEntries(allPlaces.map((place) => [place, outcomeOf(place, event)])) as Record<Place, Led>;

describe('what a person asks of a delivery, wherever it is', () => {
  it('to cancel it', () => {
    expect(table(({ now }) => ({ tag: 'cancel', env: env(now) }))).toEqual({
      grace: 'cancelled',
      scheduled: 'cancelled',
      sending: 'in-flight',
      polling: 'in-flight',
      'in doubt': 'outcome-unknown',
      limited: 'cancelled',
      'trying again': 'cancelled',
      'waiting for a connection': 'cancelled',
      'with its scheduler': 'recalling',
      'taken back': 'recalling',
      'by hand': 'cancelled',
      assisted: 'cancelled',
      asked: 'outcome-unknown',
      missed: 'cancelled',
      failed: 'cancelled',
      sent: 'already-sent',
      cancelled: '=',
    });
  });

  it('to change its words', () => {
    const edit = table(({ now, record }) => ({
      tag: 'edited',
      env: env(now),
      wish: { ...record.wish, revision: record.wish.revision + 1, hash: 'h2' },
    }));
    expect(edit).toEqual({
      grace: 'grace',
      scheduled: 'scheduled',
      sending: 'in-flight',
      polling: 'in-flight',
      'in doubt': 'in-flight',
      limited: 'scheduled',
      'trying again': 'scheduled',
      'waiting for a connection': 'scheduled',
      'with its scheduler': 'recalling',
      // It was given up: an edit of the post for others does not bring it back.
      'taken back': 'cancelled',
      'by hand': 'scheduled',
      // It goes on waiting for its person, late as it is.
      assisted: 'assisted',
      asked: 'outcome-unknown',
      missed: 'scheduled',
      failed: 'scheduled',
      sent: 'already-sent',
      cancelled: 'cancelled',
    });
  });

  it('to publish it now', () => {
    expect(table(({ now }) => ({ tag: 'publish-now', env: env(now) }))).toEqual({
      grace: 'running',
      scheduled: 'running',
      sending: 'running',
      polling: 'running',
      'in doubt': 'running',
      limited: 'running',
      'trying again': 'running',
      'waiting for a connection': 'running',
      'with its scheduler': 'recalling',
      'taken back': 'recalling',
      'by hand': 'running',
      assisted: 'running',
      asked: 'outcome-unknown',
      missed: 'running',
      failed: 'running',
      sent: 'already-sent',
      cancelled: 'cancelled',
    });
  });

  it('to publish it now, where nobody but a person can', () => {
    expect(table(({ now }) => ({ tag: 'publish-now', env: env(now), byHand: true }))).toEqual({
      grace: 'assisted',
      scheduled: 'assisted',
      sending: 'in-flight',
      polling: 'in-flight',
      'in doubt': 'in-flight',
      limited: 'assisted',
      'trying again': 'assisted',
      'waiting for a connection': 'assisted',
      'with its scheduler': 'recalling',
      'taken back': 'recalling',
      'by hand': 'assisted',
      assisted: '=',
      asked: 'outcome-unknown',
      missed: 'assisted',
      failed: 'assisted',
      sent: 'already-sent',
      cancelled: 'cancelled',
    });
  });

  it('to publish it at another moment', () => {
    const later = (ms: number) =>
      table(({ now }) => ({ tag: 'reschedule', env: env(now), leaving: at(now + ms) }));
    expect(later(20 * minute)).toEqual({
      grace: 'scheduled',
      scheduled: 'scheduled',
      sending: 'in-flight',
      polling: 'in-flight',
      'in doubt': 'in-flight',
      limited: 'scheduled',
      'trying again': 'scheduled',
      'waiting for a connection': 'scheduled',
      'with its scheduler': 'recalling',
      'taken back': 'recalling',
      'by hand': 'scheduled',
      assisted: 'scheduled',
      asked: 'outcome-unknown',
      missed: 'scheduled',
      failed: 'scheduled',
      sent: 'already-sent',
      cancelled: 'cancelled',
    });
    expect(new Set(Object.values(later(-1)))).toEqual(new Set(['schedule-in-past']));
    expect(later(0).scheduled).toBe('scheduled');
  });

  it('to try again', () => {
    expect(table(({ now }) => ({ tag: 'retry', env: env(now) }))).toEqual({
      grace: '=',
      scheduled: '=',
      sending: '=',
      polling: '=',
      'in doubt': '=',
      limited: '=',
      'trying again': 'running',
      'waiting for a connection': '=',
      'with its scheduler': '=',
      'taken back': '=',
      'by hand': '=',
      assisted: '=',
      asked: 'outcome-unknown',
      missed: 'running',
      failed: 'running',
      sent: 'already-sent',
      cancelled: 'cancelled',
    });
  });

  it('to leave it to a hand', () => {
    // Past its hour it waits for the person at once, and what failed with it.
    expect(table(({ now }) => ({ tag: 'switch-executor', env: env(now), executor: 'assisted' }))).toEqual({
      grace: 'grace',
      scheduled: 'scheduled',
      sending: 'in-flight',
      polling: 'in-flight',
      'in doubt': 'in-flight',
      limited: 'assisted',
      'trying again': 'assisted',
      'waiting for a connection': 'assisted',
      'with its scheduler': 'recalling',
      'taken back': 'recalling',
      'by hand': '=',
      assisted: '=',
      asked: 'outcome-unknown',
      missed: 'assisted',
      failed: 'assisted',
      sent: 'already-sent',
      cancelled: 'cancelled',
    });
  });

  it('to take it for published by hand', () => {
    const byHand = table(({ now }) => ({ tag: 'done-by-hand', env: env(now), remote: remote('mine') }));
    const others = allPlaces.filter((place) => !['by hand', 'assisted', 'sent', 'cancelled'].includes(place));
    expect(byHand).toEqual({
      ...Object.fromEntries(others.map((place) => [place, 'in-flight'])),
      'by hand': 'sent',
      assisted: 'sent',
      sent: 'already-sent',
      cancelled: 'cancelled',
    });
  });

  it('to take it for not published by hand', () => {
    const not = table(({ now }) => ({ tag: 'not-by-hand', env: env(now) }));
    const others = allPlaces.filter((place) => !['assisted', 'missed', 'sent'].includes(place));
    expect(not).toEqual({
      ...Object.fromEntries(others.map((place) => [place, 'in-flight'])),
      assisted: 'missed',
      missed: '=',
      sent: 'already-sent',
    });
  });

  it('to decide what became of it, which is asked of one in doubt alone', () => {
    const decided = table(({ now }) => ({ tag: 'decide', env: env(now), decision: { tag: 'abandon' } }));
    const others = allPlaces.filter((place) => !['asked', 'sent'].includes(place));
    expect(decided).toEqual({
      ...Object.fromEntries(others.map((place) => [place, 'in-flight'])),
      asked: 'cancelled',
      sent: 'already-sent',
    });
  });

  it('and what the rules of its zone change about its moment', () => {
    const moment = { wall: '2026-10-01T10:00', zone: 'UTC', dueAt: dueAt + 60 * minute };
    const moved = table(({ now }) => ({ tag: 'moment-moved', env: env(now), moment }));
    expect(moved).toEqual({
      grace: '=',
      scheduled: 'scheduled',
      sending: '=',
      polling: '=',
      'in doubt': '=',
      limited: 'scheduled',
      'trying again': 'scheduled',
      'waiting for a connection': 'scheduled',
      'with its scheduler': 'recalling',
      'taken back': '=',
      'by hand': 'scheduled',
      assisted: '=',
      asked: '=',
      missed: '=',
      failed: '=',
      sent: '=',
      cancelled: '=',
    });
    const same = { ...moment, dueAt };
    expect(outcomeOf('scheduled', ({ now }) => ({ tag: 'moment-moved', env: env(now), moment: same }))).toBe(
      '=',
    );
  });
});

describe('when a delivery wants to be told that it may act', () => {
  const wakes = (): Record<Place, string> =>
    Object.fromEntries(
      allPlaces.map((place) => {
        const { record, now } = places[place]();
        return [place, shown(wakeOf(record), now)];
      }),
    ) as Record<Place, string>;
  const shown = (wake: Wake | null, now: number): string =>
    wake === null
      ? 'never'
      : `${wake.lane} ${wake.at === 0 ? 'at once' : `in ${String((wake.at - now) / 1000)} s`}`;

  it('is told by where it stands', () => {
    expect(wakes()).toEqual({
      grace: 'write in 60 s',
      scheduled: 'write in 3600 s',
      sending: 'never',
      polling: 'read in 5 s',
      'in doubt': 'read in 2 s',
      limited: 'write in 600 s',
      'trying again': 'write in 3.75 s',
      'waiting for a connection': 'write in 0 s',
      'with its scheduler': 'read in 3610 s',
      'taken back': 'write at once',
      'by hand': 'time in 3600 s',
      assisted: 'never',
      asked: 'never',
      missed: 'never',
      failed: 'never',
      sent: 'never',
      cancelled: 'never',
    });
  });

  it('is never, for what the account would have to be asked for, while that is refused', () => {
    const blocked = (place: Place) => {
      const driven = places[place]();
      driven.send({ tag: 'account', env: env(driven.now), blocked: failure('token-revoked') });
      return shown(wakeOf(driven.record), driven.now);
    };
    for (const place of ['scheduled', 'polling', 'in doubt', 'with its scheduler', 'taken back'] as const)
      expect(blocked(place), place).toBe('never');
    // A hand needs no access.
    expect(blocked('by hand')).toBe('time in 3600 s');
  });

  it('is at once for what a freeze takes back, and never for what it holds', () => {
    const frozen = (place: Place) => {
      const driven = places[place]();
      driven.send({ tag: 'freeze', env: env(driven.now) });
      return shown(wakeOf(driven.record), driven.now);
    };
    expect(frozen('scheduled')).toBe('never');
    expect(frozen('by hand')).toBe('never');
    expect(frozen('with its scheduler')).toBe('write at once');
    expect(frozen('in doubt')).toBe('read in 2 s');
    expect(frozen('polling')).toBe('read in 5 s');
  });

  it('and, where it has not left, when it will be too late', () => {
    const late = (driven: Driven) => {
      const deadline = deadlineOf(driven.record);
      return deadline === null ? null : deadline - driven.now;
    };
    const tolerance = 30 * minute;
    expect(late(places.scheduled())).toBe(60 * minute + tolerance + 1);
    expect(late(places['by hand']())).toBe(60 * minute + tolerance + 1);
    expect(late(places['trying again']())).toBe(tolerance + 1);
    expect(late(planned({ executor: 'native' }))).toBe(54 * minute + 1);
    for (const place of allPlaces)
      if (!['scheduled', 'by hand', 'trying again', 'limited', 'waiting for a connection'].includes(place))
        expect(late(places[place]()), place).toBeNull();
    const frozen = places.scheduled();
    frozen.send({ tag: 'freeze', env: env(start) });
    expect(late(frozen)).toBeNull();
    const windowed = drive(submitted({ expiresAt: start + 5 * minute }));
    expect(late(windowed)).toBe(5 * minute + 1);
    const both = drive(submitted({ expiresAt: start + 65 * minute, wish: wish({ leaving: at(dueAt) }) }));
    expect(late(both)).toBe(65 * minute + 1);
  });
});

describe('what is shown of a delivery', () => {
  const seen = (driven: Driven) => {
    const { state, waiting, executor, failure: why } = toDelivery(driven.record);
    return [state, waiting?.tag ?? null, executor, why?.code ?? null];
  };

  it('is where it stands, what it waits for, who publishes it and why it does not leave', () => {
    const all = Object.fromEntries(allPlaces.map((place) => [place, seen(places[place]())]));
    expect(all).toEqual({
      grace: ['grace', 'grace', 'machine', null],
      scheduled: ['scheduled', 'due', 'machine', null],
      sending: ['running', null, 'machine', null],
      polling: ['running', 'processing', 'machine', null],
      'in doubt': ['running', 'verifying', 'machine', 'server-error'],
      limited: ['running', 'rate-limited', 'machine', null],
      'trying again': ['running', 'retry', 'machine', 'server-error'],
      'waiting for a connection': ['running', 'offline', 'machine', 'offline'],
      'with its scheduler': ['handed-over', 'network', 'native', null],
      'taken back': ['recalling', null, 'native', null],
      'by hand': ['scheduled', 'due', 'assisted', null],
      assisted: ['assisted', 'person', 'assisted', null],
      asked: ['needs-decision', 'person', 'machine', 'server-error'],
      missed: ['missed', 'person', 'machine', 'too-late'],
      failed: ['failed', null, 'machine', 'media-missing'],
      sent: ['sent', null, 'machine', null],
      cancelled: ['cancelled', null, 'machine', null],
    });
  });

  it('is "frozen" or "blocked" only where that is what keeps it', () => {
    const held = (place: Place, event: (driven: Driven) => OutboxEvent) => {
      const driven = places[place]();
      driven.send(event(driven));
      return publicState(driven.record);
    };
    const freeze = (driven: Driven): OutboxEvent => ({ tag: 'freeze', env: env(driven.now) });
    const refuse = (driven: Driven): OutboxEvent => ({
      tag: 'account',
      env: env(driven.now),
      blocked: failure('token-revoked'),
    });
    expect(allPlaces.filter((place) => held(place, freeze) === 'frozen')).toEqual([
      'grace',
      'scheduled',
      'limited',
      'trying again',
      'waiting for a connection',
      'by hand',
      'assisted',
    ]);
    expect(allPlaces.filter((place) => held(place, refuse) === 'blocked')).toEqual([
      'grace',
      'scheduled',
      'limited',
      'trying again',
      'waiting for a connection',
    ]);
  });
});
