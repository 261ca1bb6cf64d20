import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { failure } from '../../../src-shared/errors.ts';
import { accountId } from '../../../src-shared/ids.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { rebuild, type RebuildInput } from '../../../src-shared/outbox/rebuild.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { allPlaces, dueAt, led, places, planned, sending, unknown, answer, type Place } from './places.ts';
import {
  content,
  done,
  drive,
  env,
  ids,
  medium,
  minute,
  settleMs,
  start,
  submitted,
  target,
  terms,
  wish,
} from './samples.ts';

/**
 * What is made of a delivery whose journal was damaged, from each thing that may be left of it: its mirror in the
 * interface, its row in the damaged files, the intent that it began with. Nothing that may have left is sent again
 * unverified; nothing that surely has not is forgotten.
 */
const none: RebuildInput = { intents: [], mirrored: [], salvaged: [], termsOf: () => terms(), now: start };
const one = (input: Partial<RebuildInput>): OutboxRecord => {
  const made = rebuild({ ...none, ...input });
  expect(made).toHaveLength(1);
  return made[0] ?? expect.fail('nothing was made of it');
};
const mirror = (row: Delivery, now: number, over: Partial<RebuildInput> = {}) =>
  one({ mirrored: [row], now, ...over });
const salvage = (record: OutboxRecord, now: number) => one({ salvaged: [record], now });

/** Where it stands, and each step with its state. */
const shown = ({ phase, steps }: OutboxRecord) =>
  [phase.tag, ...steps.map(({ key, state }) => `${key} ${state.tag}`)].join(', ');
const table = (make: (place: Place) => OutboxRecord) =>
  Object.fromEntries(allPlaces.map((place) => [place, shown(make(place))]));

describe('of its mirror', () => {
  it('what may have left is looked for, what has not waits, what is over stays over', () => {
    const made = table((place) => {
      const { record, now } = places[place]();
      return mirror(toDelivery(record), now);
    });
    expect(made).toEqual({
      grace: 'running, create unconfirmed',
      scheduled: 'scheduled, create ready',
      sending: 'running, create unconfirmed',
      polling: 'running, create unconfirmed',
      'in doubt': 'running, create unconfirmed',
      limited: 'running, create unconfirmed',
      'trying again': 'running, create unconfirmed',
      'waiting for a connection': 'running, create unconfirmed',
      'with its scheduler': 'handed-over, schedule done',
      'taken back': 'recalling, schedule done, recall ready',
      'by hand': 'scheduled, create ready',
      assisted: 'assisted, create ready',
      asked: 'needs-decision, create unconfirmed',
      missed: 'running, create unconfirmed',
      failed: 'failed, create unconfirmed',
      sent: 'sent',
      cancelled: 'cancelled, create unconfirmed',
    });
  });

  it('all that it says is kept', () => {
    const driven = places.scheduled();
    const row = toDelivery(driven.record);
    const made = mirror(row, driven.now + 1);
    expect(made).toEqual({
      ...driven.record,
      wish: driven.record.wish,
      attempts: [
        ...driven.record.attempts,
        { at: driven.now + 1, step: 'delivery', event: 'rebuilt', code: 'journal-rebuilt' },
      ],
      // The mirror takes only what is newer than what it has.
      sequence: row.sequence + 1,
      updatedAt: driven.now + 1,
    });
    expect(mirror({ ...row, toleranceMs: null }, start).wish.leaving).toMatchObject({ toleranceMs: 0 });
  });

  it.each(['sending', 'in doubt', 'asked', 'missed', 'failed'] as const)(
    'what is frozen stays so, though its state says that it is %s',
    (place) => {
      const driven = places[place]();
      driven.send({ tag: 'freeze', env: env(driven.now) });
      expect(toDelivery(driven.record).state).not.toBe('frozen');
      expect(mirror(toDelivery(driven.record), driven.now).holds.frozen).toBe(true);
      driven.send({ tag: 'unfreeze', env: env(driven.now) });
      expect(mirror(toDelivery(driven.record), driven.now).holds.frozen).toBe(false);
    },
  );

  it('one that was being taken back to be cancelled is taken back, and for nothing else that is not known', () => {
    const { record, now } = places['taken back']();
    expect(mirror(toDelivery(record), now).phase).toMatchObject({ next: { tag: 'cancel' } });
    const held = places['with its scheduler']();
    held.send({ tag: 'publish-now', env: env(held.now) });
    expect(toDelivery(held.record).state).toBe('recalling');
    expect(shown(mirror(toDelivery(held.record), now))).toBe('handed-over, schedule done');
  });

  it('a doubt is looked for from now on, and named', () => {
    const { record, now } = places.sending();
    const later = now + 5 * minute;
    const made = mirror(toDelivery(record), later);
    const [step] = made.steps;
    expect(step?.state).toEqual({
      tag: 'unconfirmed',
      look: { from: later, lookAt: later + 2_000, absences: 0, troubles: 0 },
      failure: failure('journal-rebuilt'),
    });
    expect(made.attempts.at(-1)).toEqual({
      at: later,
      step: 'delivery',
      event: 'rebuilt',
      code: 'journal-rebuilt',
    });
    expect(step?.rule.settleMs).toBe(settleMs);
  });

  it('is frozen where it was frozen, and nowhere else', () => {
    const driven = places.scheduled();
    driven.send({ tag: 'freeze', env: env(driven.now) });
    const frozen = mirror(toDelivery(driven.record), driven.now);
    expect(frozen.holds).toEqual({ frozen: true, blocked: null, skewMs: null });
    expect(shown(frozen)).toBe('scheduled, create ready');
    expect(mirror(toDelivery(places.scheduled().record), start).holds.frozen).toBe(false);
  });

  it('a planned one whose hour has passed, or of which a request left, is looked for', () => {
    const row = toDelivery(places.scheduled().record);
    expect(shown(mirror(row, dueAt - 1))).toBe('scheduled, create ready');
    expect(shown(mirror(row, dueAt))).toBe('running, create unconfirmed');
    const left = { at: start, step: 'create', event: 'sent', code: null };
    expect(shown(mirror({ ...row, attempts: [left] }, start))).toBe('running, create unconfirmed');
    expect(shown(mirror({ ...row, attempts: [{ ...left, event: 'accepted' }] }, start))).toBe(
      'scheduled, create ready',
    );
    expect(shown(mirror({ ...row, stepsDone: 1 }, start))).toBe('running, create unconfirmed');
    expect(shown(mirror({ ...row, state: 'blocked' }, start))).toBe('scheduled, create ready');
  });

  it('one that leaves at once keeps its moment', () => {
    const { record } = places.grace();
    expect(mirror(toDelivery(record), start).wish.leaving).toEqual({ tag: 'now', leavesAt: start + minute });
    expect(shown(mirror({ ...toDelivery(record), state: 'frozen' }, start))).toBe(
      'running, create unconfirmed',
    );
  });

  it('what may lie with the network’s scheduler is asked for there, before its hour and after it', () => {
    const row = toDelivery(planned({ executor: 'native', content: content('Hello', [medium(1)]) }).record);
    expect(row.executor).toBe('native');
    const made = mirror(row, start);
    expect(shown(made)).toBe('scheduled, upload-1 ready, schedule unconfirmed');
    expect(made.steps.at(-1)?.operation).toMatchObject({ tag: 'schedule', at: dueAt, replyTo: null });
    expect(made.wish.executor).toBe('native');
    // A scheduler is late at times: what it has not published yet may still come.
    const late = mirror(row, dueAt + minute);
    expect(shown(late)).toBe('scheduled, upload-1 ready, schedule unconfirmed');
    expect(late.wish.executor).toBe('native');
  });

  it('what was on its way to the network’s scheduler is asked for there, not where the machine would publish', () => {
    const driven = led(
      () => planned({ executor: 'native' }),
      (one) => void one.go(),
    );
    const row = toDelivery(driven.record);
    expect(row).toMatchObject({ state: 'running', executor: 'native' });
    expect(shown(mirror(row, start))).toBe('scheduled, schedule unconfirmed');
    // The answer was lost, and it was being looked for.
    driven.answer(unknown);
    driven.record = mirror(toDelivery(driven.record), start + minute);
    driven.now = start + 3 * minute;
    driven.go();
    driven.look({ tag: 'present', remote: { remoteId: 's1', url: null, handle: '', createdAt: null } });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'handed-over', scheduledRemoteId: 's1' });
  });

  it('what the scheduler may publish late is not published by the machine meanwhile', () => {
    const driven = led(
      () => planned({ executor: 'native' }),
      (one) => void one.go(),
      answer(unknown),
    );
    driven.record = mirror(toDelivery(driven.record), dueAt + 1);
    driven.now = dueAt + 2;
    for (let passed = 0; passed < 10; passed += 1) {
      driven.pass(minute);
      const asked = driven.go().effects;
      expect(asked.map(({ tag }) => tag)).not.toContain('perform');
      if (asked.some(({ tag }) => tag === 'confirm')) driven.look({ tag: 'absent' });
    }
    expect(toDelivery(driven.record).waiting).toMatchObject({ tag: 'verifying' });
  });

  it('what the network’s scheduler holds is watched from its hour on', () => {
    const { record } = places['with its scheduler']();
    const row = toDelivery(record);
    const made = mirror(row, start + 1);
    expect(made.phase).toEqual({
      tag: 'handed-over',
      scheduledRemoteId: 's1',
      at: dueAt,
      look: { from: dueAt, lookAt: dueAt, absences: 0, troubles: 0 },
      failure: null,
    });
    expect(made.steps[0]?.state).toEqual({
      tag: 'done',
      at: row.updatedAt,
      remote: { remoteId: 's1', url: null, handle: '', createdAt: null },
    });
    expect(made.attempts.at(-1)).toMatchObject({ event: 'rebuilt', code: 'journal-rebuilt' });
    expect(mirror(row, dueAt + 9).phase).toMatchObject({ look: { lookAt: dueAt + 9 } });
    const unsure = mirror({ ...row, scheduledRemoteId: null }, start);
    expect(shown(unsure)).toBe('running, schedule unconfirmed');
    expect(unsure.wish.executor).toBe('machine');
  });

  it('what is asked about is asked about as before', () => {
    const row = toDelivery(places.asked().record);
    const candidates = [{ remoteId: 'r', url: null, text: 'Hello', createdAt: start }];
    expect(mirror({ ...row, candidates }, start).phase).toEqual({
      tag: 'needs-decision',
      about: 'step',
      scheduledRemoteId: null,
      failure: row.failure,
      candidates,
    });
    expect(mirror({ ...row, scheduledRemoteId: 's', failure: null }, start).phase).toMatchObject({
      about: 'fired',
      scheduledRemoteId: 's',
      failure: { code: 'journal-rebuilt' },
    });
    const failed = toDelivery(places.failed().record);
    expect(mirror(failed, start).phase).toMatchObject({ failure: { code: 'media-missing' } });
    expect(mirror({ ...failed, failure: null }, start).phase).toMatchObject({
      failure: { code: 'journal-rebuilt' },
    });
  });

  it('what was sent, or given up, says where and when', () => {
    const row = toDelivery(places.sent().record);
    expect(mirror(row, start).phase).toEqual({
      tag: 'sent',
      at: row.sentAt,
      remote: { remoteId: 'r1', url: 'https://server.example/r1', handle: '', createdAt: null },
    });
    expect(mirror({ ...row, sentAt: null }, start).phase).toMatchObject({ at: row.updatedAt });
    const given = toDelivery(places.cancelled().record);
    expect(mirror(given, start + 9).phase).toEqual({ tag: 'cancelled', at: given.updatedAt });
  });

  it('of a thread, what stands is done, and every part that is missing is looked for', () => {
    const parts = [
      { text: 'two', media: [medium(2)], warning: '' },
      { text: 'three', media: [], warning: '' },
    ];
    const whole = { ...content('one', [medium(1)]), parts };
    const row = toDelivery(planned({ content: whole }).record);
    const stands = { step: 'create', remoteId: 'r1', url: 'u1', at: start + 5 };
    const made = mirror({ ...row, state: 'running', parts: [stands] }, dueAt + 1);
    expect(shown(made)).toBe(
      'running, create done, part-2-upload-1 ready, part-2 unconfirmed, part-3 unconfirmed'
        .split(', ')
        .toSorted((a, b) => order(a) - order(b))
        .join(', '),
    );
    expect(made.steps.find(({ key }) => key === 'create')).toMatchObject({
      firstSentAt: start + 5,
      state: {
        tag: 'done',
        at: start + 5,
        remote: { remoteId: 'r1', url: 'u1', handle: '', createdAt: null },
      },
    });
    const sent = mirror({ ...row, state: 'sent', parts: [stands] }, dueAt + 1);
    expect(shown(sent)).toBe('sent, create done');
  });
});

/** Uploads come before the parts, as they leave. */
const order = (shownStep: string): number =>
  ['running', 'part-2-upload-1', 'create', 'part-2 ', 'part-3'].findIndex((one) => shownStep.startsWith(one));

describe('of a row of the damaged files that is whole', () => {
  it('what was written since it was is looked for', () => {
    const made = table((place) => {
      const { record, now } = places[place]();
      return salvage(record, now);
    });
    expect(made).toEqual({
      grace: 'running, create unconfirmed',
      scheduled: 'scheduled, create ready',
      sending: 'running, create unconfirmed',
      polling: 'running, create unconfirmed',
      'in doubt': 'running, create unconfirmed',
      limited: 'running, create unconfirmed',
      'trying again': 'running, create unconfirmed',
      'waiting for a connection': 'running, create unconfirmed',
      'with its scheduler': 'handed-over, schedule done',
      'taken back': 'recalling, schedule done, recall ready',
      'by hand': 'scheduled, create ready',
      assisted: 'assisted, create ready',
      asked: 'needs-decision, create unconfirmed',
      missed: 'running, create unconfirmed',
      failed: 'failed, create unconfirmed',
      sent: 'sent, create done',
      cancelled: 'cancelled, create unconfirmed',
    });
  });

  it('says that it was rebuilt, and goes on counting', () => {
    const { record, now } = places.scheduled();
    const made = salvage(record, now + 3);
    expect(made).toEqual({
      ...record,
      attempts: [
        ...record.attempts,
        { at: now + 3, step: 'delivery', event: 'rebuilt', code: 'journal-rebuilt' },
      ],
      sequence: record.sequence + 1,
    });
  });

  it('waits for its hour only when that is to come, nothing left, and nobody released it', () => {
    const { record } = places.scheduled();
    expect(shown(salvage(record, dueAt - 1))).toBe('scheduled, create ready');
    expect(shown(salvage(record, dueAt))).toBe('running, create unconfirmed');
    expect(shown(salvage({ ...record, performs: 1 }, start))).toBe('running, create unconfirmed');
    const released = { ...record, wish: { ...record.wish, releasedAt: start } };
    expect(shown(salvage(released, start))).toBe('running, create unconfirmed');
    expect(shown(salvage({ ...record, phase: { tag: 'running' } }, start))).toBe(
      'running, create unconfirmed',
    );
  });

  it('of one for the network’s scheduler asks that first', () => {
    const { record } = planned({ executor: 'native' });
    expect(shown(salvage(record, start))).toBe('scheduled, schedule unconfirmed');
    expect(shown(salvage({ ...record, phase: { tag: 'missed', at: start } }, start))).toBe(
      'scheduled, schedule unconfirmed',
    );
    expect(shown(salvage(record, dueAt))).toBe('running, schedule unconfirmed');
  });

  it('sends an upload again that nobody answers any more, and no other', () => {
    const driven = drive(submitted({ wish: wish({ content: content('Hello', [medium(1), medium(2)]) }) }));
    driven.go();
    driven.answer(done('u1'));
    driven.go();
    expect(shown(driven.record)).toBe('running, upload-1 done, upload-2 sending, create ready');
    expect(shown(salvage(driven.record, driven.now))).toBe(
      'running, upload-1 done, upload-2 ready, create unconfirmed',
    );
  });
});

describe('of both', () => {
  const both = (row: Delivery, record: OutboxRecord, now: number) =>
    one({ mirrored: [row], salvaged: [record], now });

  it('the further one counts, and the row when they are equal', () => {
    const early = places.scheduled().record;
    const late = places.asked().record;
    expect(both(toDelivery(late), early, start).phase.tag).toBe('needs-decision');
    expect(both(toDelivery(early), late, start).phase.tag).toBe('needs-decision');
    const equal = both(toDelivery(early), { ...early, uploadRedos: 1 }, start);
    expect(equal.uploadRedos).toBe(1);
    // Newer than both, so that the mirror takes it.
    expect(equal.sequence).toBe(early.sequence + 2);
    expect(both(toDelivery(early), late, start).sequence).toBe(late.sequence + 1);
  });

  it('an older row still lends the keys that were drawn for the same revision', () => {
    const driven = led(sending, answer(unknown));
    const old: OutboxRecord = { ...driven.record, sequence: 1 };
    const row: Delivery = { ...toDelivery(driven.record), sequence: 9 };
    const [drawn] = driven.record.steps;
    const [step] = both(row, old, driven.now).steps;
    expect(step).toMatchObject({
      drawn: drawn?.drawn,
      drawnAt: drawn?.drawnAt,
      firstSentAt: drawn?.firstSentAt,
      state: { tag: 'unconfirmed' },
    });
    expect(step?.drawn).not.toBeNull();
    const [other] = both({ ...row, revision: 2 }, old, driven.now).steps;
    expect(other?.drawn).toBeNull();
    const renamed = { ...old, steps: old.steps.map((one) => ({ ...one, key: 'another' })) };
    expect(both(row, renamed, driven.now).steps[0]?.drawn).toBeNull();
  });
});

describe('of nothing but the intent', () => {
  const intent = (over: Partial<Intent> = {}): Intent => ({
    id: ids.intentId,
    workspaceId: ids.workspaceId,
    revision: 3,
    postId: null,
    action: { tag: 'publish' },
    targets: [{ accountId: ids.accountId, content: content('Hello'), hash: 'h3' }],
    when: { tag: 'at', moment: { wall: '2026-10-01T09:00', zone: 'UTC', dueAt }, toleranceMs: minute },
    executor: 'machine',
    createdAt: start - minute,
    ...over,
  });
  const made = (over: Partial<Intent> = {}, now = start) => one({ intents: [intent(over)], now });

  it('one whose hour is to come waits for it', () => {
    const record = made();
    expect(record).toMatchObject({
      ...ids,
      action: { tag: 'publish' },
      wish: {
        revision: 3,
        hash: 'h3',
        content: content('Hello'),
        leaving: intent().when,
        executor: 'machine',
        releasedAt: null,
      },
      terms: terms(),
      expiresAt: null,
      holds: { frozen: false, blocked: null, skewMs: null },
      performs: 0,
      uploadRedos: 0,
      sequence: 1,
      createdAt: start - minute,
      updatedAt: start,
      attempts: [{ at: start, step: 'delivery', event: 'rebuilt', code: 'journal-rebuilt' }],
    });
    expect(shown(record)).toBe('scheduled, create ready');
    expect(shown(made({}, dueAt))).toBe('running, create unconfirmed');
  });

  it('one that was to leave at once may have left', () => {
    const record = made({ when: { tag: 'now', graceMs: 10_000 } });
    expect(shown(record)).toBe('running, create unconfirmed');
    expect(record.wish.leaving).toEqual({ tag: 'now', leavesAt: start - minute + 10_000 });
    const wrongClock = made({ when: { tag: 'now', graceMs: -5 }, createdAt: start + 60 * minute });
    expect(wrongClock.wish.leaving).toEqual({ tag: 'now', leavesAt: start });
  });

  it('one for the network’s scheduler may lie there', () => {
    expect(shown(made({ executor: 'native' }))).toBe('scheduled, schedule unconfirmed');
    expect(shown(made({ executor: 'native' }, dueAt))).toBe('scheduled, schedule unconfirmed');
    // A thread never went there.
    const thread = { ...content('one'), parts: [{ text: 'two', media: [], warning: '' }] };
    const targets = [{ accountId: ids.accountId, content: thread, hash: 'h3' }];
    expect(shown(made({ executor: 'native', targets }))).toBe('scheduled, create ready, part-2 ready');
  });

  it('each account has its own, by whose hand it was to be', () => {
    const other = accountId('net', 'server.example', 'other');
    const targets = [
      { accountId: ids.accountId, content: content('Hello'), hash: 'a' },
      { accountId: other, content: content('There'), hash: 'b', executor: 'assisted' as const },
    ];
    const records = rebuild({ ...none, intents: [intent({ targets })] });
    expect(records.map((record) => [record.accountId, record.wish.hash, record.wish.executor])).toEqual([
      [ids.accountId, 'a', 'machine'],
      [other, 'b', 'assisted'],
    ]);
  });

  it('counts only where nothing else is known', () => {
    const { record } = places.sent();
    expect(one({ intents: [intent()], mirrored: [toDelivery(record)] }).phase.tag).toBe('sent');
    expect(one({ intents: [intent()], salvaged: [{ ...record, sequence: 9 }] }).phase.tag).toBe('sent');
  });

  it('on an account that is not known any more, what cannot be read back is left to the person', () => {
    const record = one({ intents: [intent({ when: { tag: 'now', graceMs: 0 } })], termsOf: () => null });
    expect(record.terms).toEqual({ operations: {}, native: null });
    expect(record.steps[0]?.rule).toEqual({ class: 'N', settleMs: 0, keyMs: null });
    expect(shown(record)).toBe('running, create unconfirmed');
    const native = one({ intents: [intent({ executor: 'native' })], termsOf: () => null });
    expect(native.steps.at(-1)?.rule).toEqual({ class: 'N', settleMs: 0, keyMs: null });
  });

  it('an answer still answers', () => {
    const record = made({ action: { tag: 'reply', target } });
    expect(record.steps[0]?.operation).toMatchObject({ tag: 'create', replyTo: { remoteId: 'm1' } });
    const held = made({ action: { tag: 'reply', target }, executor: 'native' });
    expect(held.steps[0]?.operation).toMatchObject({ tag: 'schedule', replyTo: { remoteId: 'm1' } });
  });
});

it('nothing is made of nothing', () => {
  expect(rebuild(none)).toEqual([]);
});
