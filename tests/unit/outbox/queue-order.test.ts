import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import { deliveryIdSchema } from '../../../src-shared/ids.ts';
import { isQueued, queuePlace, reordered } from '../../../src-shared/outbox/queue-order.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import * as v from 'valibot';
import { at, done, drive, env, minute, rule, start, submitted, terms, wish } from './samples.ts';

const named = (id: string) => v.parse(deliveryIdSchema, id);
const waiting = (id: string, leavesAt: number, over: Partial<OutboxRecord> = {}): OutboxRecord => ({
  ...drive(submitted({ wish: wish({ leaving: { tag: 'now', leavesAt } }) })).record,
  id: named(id),
  ...over,
});
const places = (changes: ReturnType<typeof reordered>) =>
  changes.map(({ id, queuedAt }) => [id, queuedAt - start] as const);
const moved = (queue: readonly OutboxRecord[], id: string, before: string | null) =>
  places(reordered(queue, named(id), before === null ? null : named(before)));

describe('the place of a delivery in its queue', () => {
  it('is when it may leave, until the person moves it', () => {
    expect(queuePlace(waiting('a', start + 5))).toBe(start + 5);
    expect(queuePlace(waiting('a', start + 5, { queuedAt: start }))).toBe(start);
    expect(queuePlace(waiting('a', start, { wish: wish({ releasedAt: start + 9 }) }))).toBe(start + 9);
  });

  const queue = [waiting('c', start + 30), waiting('a', start + 10), waiting('b', start + 20)];

  it('changes for those whose place changes, and for nobody else', () => {
    expect(moved(queue, 'c', 'a')).toEqual([
      ['c', 10],
      ['a', 11],
      ['b', 12],
    ]);
    expect(moved(queue, 'a', null)).toEqual([
      ['b', 10],
      ['c', 11],
      ['a', 12],
    ]);
    expect(moved(queue, 'c', 'b')).toEqual([
      ['c', 11],
      ['b', 12],
    ]);
    const close = [waiting('a', start), waiting('b', start + 1), waiting('c', start + 2)];
    expect(moved(close, 'c', 'b')).toEqual([
      ['c', 1],
      ['b', 2],
    ]);
    expect(moved(close, 'a', 'b')).toEqual([]);
  });

  it('is the end where what it was put before is not there', () => {
    expect(moved(queue, 'a', 'gone')).toEqual(moved(queue, 'a', null));
    expect(moved(queue, 'gone', 'a')).toEqual([]);
  });

  it('goes by age, then by name, among those of one moment', () => {
    const equal = [
      waiting('b', start, { createdAt: start }),
      waiting('c', start, { createdAt: start - 1 }),
      waiting('a', start, { createdAt: start }),
      waiting('d', start + 9),
    ];
    expect(moved(equal, 'd', null).map(([id]) => id)).toEqual(['a', 'b', 'd']);
    expect(moved([...equal].reverse(), 'd', null)).toEqual(moved(equal, 'd', null));
  });

  it('comes out in the order that the person made, whatever was moved before', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { minLength: 5, maxLength: 5 }),
        fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names, null))),
        (offsets, moves) => {
          let all = names.map((name, index) => waiting(name, start + (offsets[index] ?? 0)));
          const order = () =>
            [...all]
              .sort((a, b) => queuePlace(a) - queuePlace(b) || (a.id < b.id ? -1 : 1))
              .map(({ id }) => String(id));
          for (const [one, before] of moves) {
            if (one === before) continue;
            const others = order().filter((id) => id !== one);
            const place = before === null ? others.length : others.indexOf(before);
            const wanted = [...others.slice(0, place), one, ...others.slice(place)];
            const changes = new Map(
              reordered(all, named(one), before === null ? null : named(before)).map((change) => [
                change.id,
                change.queuedAt,
              ]),
            );
            all = all.map((record) => {
              const queuedAt = changes.get(record.id);
              return queuedAt === undefined ? record : { ...record, queuedAt };
            });
            expect(order()).toEqual(wanted);
          }
        },
      ),
    );
  });
});

describe('what a person may move', () => {
  const driven = () => drive(submitted({ env: env(start, { terms: terms(rule('R')) }) }));

  it('is what waits to leave at once', () => {
    const grace = drive(submitted({ wish: wish({ leaving: { tag: 'now', leavesAt: start + minute } }) }));
    expect(grace.record.phase.tag).toBe('grace');
    expect(isQueued(grace.record)).toBe(true);
    const running = driven();
    running.go();
    running.answer({ tag: 'rate-limited', until: start + 20 * minute });
    expect(running.record.phase.tag).toBe('running');
    expect(isQueued(running.record)).toBe(true);
  });

  it('is not what has an hour of its own, is being sent, is in doubt, has left, or is over', () => {
    expect(isQueued(drive(submitted({ wish: wish({ leaving: at(start + minute) }) })).record)).toBe(false);
    const sending = driven();
    sending.go();
    expect(isQueued(sending.record)).toBe(false);
    const doubtful = driven();
    doubtful.go();
    doubtful.answer({ tag: 'unknown-outcome', failure: failure('server-error') });
    expect(isQueued(doubtful.record)).toBe(false);
    const sent = driven();
    sent.go();
    sent.answer(done('r'));
    expect(isQueued(sent.record)).toBe(false);
    const stopped = driven();
    stopped.send({ tag: 'cancel', env: env(start) });
    expect(isQueued(stopped.record)).toBe(false);
    const begun = driven().record;
    const [step] = begun.steps;
    if (step === undefined) throw new Error('no step');
    const partly: OutboxRecord = {
      ...begun,
      phase: { tag: 'running' },
      steps: [
        { ...step, state: { tag: 'done', at: start, remote: remoteOf() } },
        { ...step, key: 'part-2' },
      ],
    };
    expect(isQueued(partly)).toBe(false);
  });
});

const remoteOf = () => ({ remoteId: 'r', url: null, handle: '', createdAt: null });

describe('a delivery that is moved', () => {
  it('keeps its new place, and its log says that the person moved it', () => {
    const driven = drive(submitted({ wish: wish({ leaving: { tag: 'now', leavesAt: start + minute } }) }));
    const outcome = driven.send({ tag: 'requeue', env: env(start + 5), queuedAt: start - 7 });
    expect(outcome.refused).toBeNull();
    expect(driven.record.queuedAt).toBe(start - 7);
    expect(driven.record.attempts.at(-1)).toEqual({
      at: start + 5,
      step: 'delivery',
      event: 'requeued',
      code: null,
    });
    const before = driven.record;
    expect(driven.send({ tag: 'requeue', env: env(start + 6), queuedAt: start - 7 }).effects).toEqual([]);
    expect(driven.record).toBe(before);
  });

  it('says why it cannot be', () => {
    const driven = drive();
    driven.go();
    const move = { tag: 'requeue', env: env(start), queuedAt: start } as const;
    expect(driven.send(move).refused?.code).toBe('in-flight');
    driven.answer(done('r'));
    expect(driven.send(move).refused?.code).toBe('already-sent');
  });
});
