import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src-shared/domain/intent.ts';
import type { OutboxRecord, Step, Wish } from '../../../src-shared/outbox/record.ts';
import { lastPostOf, waitsItsTurnUntil, type LastPost } from '../../../src-shared/outbox/spacing.ts';
import { deliveryIdSchema } from '../../../src-shared/ids.ts';
import * as v from 'valibot';
import { at, drive, minute, remote, start, submitted, target, wish } from './samples.ts';

const spacingMs = 2 * minute;
const named = (id: string) => v.parse(deliveryIdSchema, id);

const post = (over: {
  readonly id?: string;
  readonly leaving?: Wish['leaving'];
  readonly releasedAt?: number;
  readonly action?: Action;
  readonly step?: Partial<Step>;
}): OutboxRecord => {
  const { record } = drive(
    submitted({
      action: over.action ?? { tag: 'publish' },
      wish: wish({ leaving: over.leaving ?? at(start), releasedAt: over.releasedAt ?? null }),
    }),
  );
  return {
    ...record,
    id: over.id === undefined ? record.id : named(over.id),
    steps: record.steps.map((step) => ({ ...step, ...over.step })),
  };
};
/** One that left an hour after it was to leave. */
const late: LastPost = {
  id: named('other'),
  at: start + 60 * minute,
  planned: start,
  sure: true,
  scheduled: true,
};
const now = start + 61 * minute;
const until = (record: OutboxRecord, last: LastPost | null = late, at = now) =>
  waitsItsTurnUntil(record, { last, ms: spacingMs }, at);

describe('a post whose hour passed', () => {
  it('waits for its turn after the one that left before it', () => {
    expect(until(post({}))).toBe(late.at + spacingMs);
    expect(until(post({}), late, late.at + spacingMs - 1)).toBe(late.at + spacingMs);
    expect(until(post({}), late, late.at + spacingMs)).toBeNull();
  });

  it('waits even after one that may not have left, or that was sent at once', () => {
    expect(until(post({}), { ...late, sure: false })).toBe(late.at + spacingMs);
    expect(until(post({}), { ...late, scheduled: false })).toBe(late.at + spacingMs);
  });

  it('waits for nobody when nobody left, nobody spaces, or it was itself', () => {
    expect(until(post({}), null)).toBeNull();
    expect(waitsItsTurnUntil(post({}), undefined, now)).toBeNull();
    expect(until(post({ id: 'other' }))).toBeNull();
  });

  it.each([
    ['was to leave at once', post({ leaving: { tag: 'now', leavesAt: start } })],
    ['is an answer to somebody', post({ action: { tag: 'reply', target } })],
    ['rests on the server’s key', post({ step: { doubt: 'key' } })],
    ['is being taken back', { ...post({}), phase: { tag: 'recalling' } } as OutboxRecord],
    [
      'is handed to the network’s scheduler',
      post({ step: { operation: { tag: 'schedule' } as Step['operation'] } }),
    ],
  ])('does not wait when it %s', (_, record) => {
    expect(until(record)).toBeNull();
  });

  it('waits again when the person released it a while ago', () => {
    const released = (ago: number) => until(post({ releasedAt: now - ago }));
    expect(released(minute - 1)).toBeNull();
    expect(released(minute)).toBe(late.at + spacingMs);
  });

  it('does not wait for what left between the parts of its own thread', () => {
    const [step] = post({}).steps;
    if (step === undefined) throw new Error('no step');
    const begun: OutboxRecord = {
      ...post({}),
      steps: [
        { ...step, state: { tag: 'done', at: start, remote: remote('r') } },
        { ...step, key: 'part-2', follows: 'create' },
      ],
    };
    expect(until(begun)).toBeNull();
  });
});

describe('a post at its own minute', () => {
  const due = start + 60 * minute + 30_000;
  const onTime = post({ leaving: at(due) });

  it('is held back by one that left late, whose minute it is not', () => {
    expect(until(onTime, late, due)).toBe(late.at + spacingMs);
    expect(until(onTime, late, due + minute - 1)).toBe(late.at + spacingMs);
  });

  it('is not held back by what may not be there, nor by what a person sent at once', () => {
    expect(until(onTime, { ...late, sure: false }, due)).toBeNull();
    expect(until(onTime, { ...late, scheduled: false }, due)).toBeNull();
  });

  it('is not held back by one that left at its own minute before it', () => {
    const punctual = (planned: number, left = planned): LastPost => ({ ...late, planned, at: left });
    expect(until(onTime, punctual(due - minute), due)).toBeNull();
    // Two of the same minute keep their distance.
    expect(until(onTime, punctual(due - minute + 1), due)).toBe(due - minute + 1 + spacingMs);
    expect(until(onTime, punctual(due - minute, due - 1), due)).toBeNull();
    expect(until(onTime, punctual(due - minute, due), due)).toBe(due + spacingMs);
  });
});

describe('the last post of an account', () => {
  const sentAt = (id: string, firstSentAt: number | null, over: Partial<Step> = {}) =>
    post({ id, step: { firstSentAt, ...over } });

  it('is the one whose request left last, with what is known of it', () => {
    expect(lastPostOf([])).toBeNull();
    expect(lastPostOf([sentAt('a', null)])).toBeNull();
    const done = { state: { tag: 'done', at: start, remote: remote('r') } } as const;
    const all = [sentAt('a', start + 5), sentAt('b', start + 9, done), sentAt('c', start + 7)];
    const last = { id: 'b', at: start + 9, planned: start, sure: true, scheduled: true };
    expect(lastPostOf(all)).toEqual(last);
    expect(lastPostOf([...all].reverse())).toEqual(last);
    expect(lastPostOf([sentAt('a', start + 5)])).toMatchObject({ sure: false });
  });

  it('knows whether it had an hour of its own, and when the person said "now"', () => {
    const atOnce = post({ leaving: { tag: 'now', leavesAt: start + 3 }, step: { firstSentAt: start + 5 } });
    expect(lastPostOf([atOnce])).toMatchObject({ scheduled: false, planned: start + 3 });
    const released = post({ releasedAt: start + 4, step: { firstSentAt: start + 5 } });
    expect(lastPostOf([released])).toMatchObject({ scheduled: true, planned: start + 4 });
  });

  it('is no answer, no upload and no like', () => {
    expect(lastPostOf([post({ action: { tag: 'reply', target }, step: { firstSentAt: start } })])).toBeNull();
    const upload = { operation: { tag: 'upload' } as Step['operation'], firstSentAt: start };
    expect(lastPostOf([post({ step: upload })])).toBeNull();
  });
});

describe('posts that became due together', () => {
  it('leave the distance apart, however many they are and whenever somebody looks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (minutes, distance, stride) => {
          const woke = start + 100 * minute;
          const waiting = minutes
            .map((n, index) => post({ id: `d${String(index)}`, leaving: at(start + n * minute) }))
            .sort((a, b) => dueOf(a) - dueOf(b));
          const left: number[] = [];
          const records = [...waiting];
          for (let clock = woke; left.length < waiting.length; clock += stride * 1_000) {
            expect(clock).toBeLessThan(woke + waiting.length * (distance * minute + 60_000));
            const spacing = { last: lastPostOf(records), ms: distance * minute };
            const index = left.length;
            const next = records[index];
            if (next === undefined) break;
            if (waitsItsTurnUntil(next, spacing, clock) !== null) continue;
            left.push(clock);
            records[index] = {
              ...next,
              steps: next.steps.map((step) => ({
                ...step,
                firstSentAt: clock,
                state: { tag: 'done', at: clock, remote: remote('r') },
              })),
            };
          }
          left.slice(1).forEach((one, index) => {
            const pause = one - (left[index] ?? 0);
            expect(pause).toBeGreaterThanOrEqual(distance * minute);
            expect(pause).toBeLessThan(distance * minute + stride * 1_000);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
});

const dueOf = (record: OutboxRecord): number =>
  record.wish.leaving.tag === 'at' ? record.wish.leaving.moment.dueAt : 0;
