import { describe, expect, it } from 'vitest';
import { failure } from '../../../src-shared/errors.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import type { Effect } from '../../../src-shared/outbox/effect.ts';
import type { Answer, Surroundings } from '../../../src-shared/outbox/event.ts';
import type { Terms } from '../../../src-shared/outbox/record.ts';
import {
  content,
  done,
  drive,
  env,
  medium,
  minute,
  rule,
  start,
  submitted,
  terms,
  wish,
  type Driven,
} from './samples.ts';

/** A network where a post is a container first. */
const contained: Terms = {
  ...terms(rule('R'), false),
  operations: { ...terms(rule('R'), false).operations, prepare: rule('K') },
};
const around: Partial<Surroundings> = { terms: contained };
const begin = (said = content('Bonjour', [medium(1), medium(2)])): Driven =>
  drive(submitted({ env: env(start, around), wish: wish({ content: said }) }));

const performed = (driven: Driven): Extract<Effect, { tag: 'perform' }> => {
  const all = driven.outcomes.flatMap(({ effects }) => effects.filter((one) => one.tag === 'perform'));
  return all.at(-1) ?? expect.fail('nothing left');
};
const next = (driven: Driven, answer: Answer): void => {
  driven.go(around);
  driven.answer(answer);
};
const piece = (sent: number): Answer => ({
  tag: 'partial',
  soFar: { handle: `at-${sent}`, sent, total: 12_000 },
});

describe('a post that is a container first', () => {
  it('is uploaded, prepared, and then made of what was prepared', () => {
    const driven = begin();
    expect(driven.record.steps.map(({ key }) => key)).toEqual(['upload-1', 'upload-2', 'prepare', 'create']);
    next(driven, done('u1'));
    next(driven, done('u2'));
    driven.go(around);
    expect(performed(driven).operation).toMatchObject({
      tag: 'prepare',
      uploaded: [{ handle: 'h-u1' }, { handle: 'h-u2' }],
    });
    driven.answer({ tag: 'processing', handle: 'c1', pollAfterMs: 5_000 });
    expect(toDelivery(driven.record).waiting).toMatchObject({ tag: 'processing' });
    driven.pass(5_000);
    expect(driven.tick(around).effects).toContainEqual(
      expect.objectContaining({ tag: 'poll', handle: 'c1' }),
    );
    driven.send({ tag: 'polled', env: env(driven.now, around), step: 'prepare', answer: done('c1') });
    driven.go(around);
    expect(performed(driven).operation).toMatchObject({ tag: 'create', prepared: 'h-c1' });
    driven.answer(done('post'));
    expect(toDelivery(driven.record)).toMatchObject({ state: 'sent', remoteId: 'post' });
  });

  it('is prepared anew, with its media, when the container is gone', () => {
    const driven = begin();
    for (const id of ['u1', 'u2', 'c1']) next(driven, done(id));
    next(driven, { tag: 'rejected', failure: failure('media-missing') });
    expect(driven.record.steps.map(({ state }) => state.tag)).toEqual(['ready', 'ready', 'ready', 'ready']);
    for (const id of ['u3', 'u4', 'c2']) next(driven, done(id));
    driven.go(around);
    expect(performed(driven).operation).toMatchObject({ tag: 'create', prepared: 'h-c2' });
  });

  it('is prepared again, not asked about, when the answer of the preparing is lost', () => {
    const driven = begin(content('Sans image'));
    next(driven, { tag: 'unknown-outcome', failure: failure('server-error') });
    driven.pass(minute);
    driven.go(around);
    expect(performed(driven).operation.tag).toBe('prepare');
  });

  it('prepares each part of a thread once the part before it stands', () => {
    const driven = begin({ ...content('un'), parts: [{ text: 'deux', media: [medium(3)], warning: '' }] });
    expect(driven.record.steps.map(({ key }) => key)).toEqual([
      'part-2-upload-1',
      'prepare',
      'create',
      'part-2-prepare',
      'part-2',
    ]);
    for (const id of ['u', 'c1', 'p1']) next(driven, done(id));
    driven.go(around);
    expect(performed(driven).operation).toMatchObject({
      tag: 'prepare',
      replyTo: { remoteId: 'p1' },
      uploaded: [{ handle: 'h-u' }],
    });
    driven.answer(done('c2'));
    driven.go(around);
    expect(performed(driven).operation).toMatchObject({
      tag: 'create',
      prepared: 'h-c2',
      replyTo: { remoteId: 'p1' },
    });
  });
});

describe('an upload in pieces', () => {
  it('goes on after each piece, and says how far it is', () => {
    const driven = begin(content('Un film', [medium(1)]));
    driven.go(around);
    expect(performed(driven).soFar).toBeUndefined();
    driven.answer(piece(4_000));
    expect(toDelivery(driven.record).progress).toEqual({ sent: 4_000, total: 12_000 });
    driven.go(around);
    expect(performed(driven)).toMatchObject({ step: 'upload-1', soFar: { handle: 'at-4000', sent: 4_000 } });
    driven.answer(piece(8_000));
    next(driven, done('u1'));
    // Hundreds of pieces are one departure in the log.
    expect(driven.record.attempts.filter(({ event }) => event === 'sent')).toHaveLength(1);
    driven.go(around);
    expect(performed(driven).operation).toMatchObject({ tag: 'prepare', uploaded: [{ handle: 'h-u1' }] });
    expect(toDelivery(driven.record).progress).toBeNull();
  });

  it('goes on from the last piece after a cut, however many cuts there are, and after a death', () => {
    const driven = begin(content('Un film', [medium(1)]));
    next(driven, piece(4_000));
    for (let cut = 0; cut < 20; cut += 1) {
      next(driven, { tag: 'unknown-outcome', failure: failure('server-error') });
      driven.pass(10 * minute);
      driven.go(around);
      expect(performed(driven).soFar).toMatchObject({ sent: 4_000 + cut });
      driven.answer(piece(4_001 + cut));
    }
    driven.go(around);
    driven.send({ tag: 'recovered', env: env(driven.now, around) });
    driven.pass(10 * minute);
    driven.go(around);
    expect(performed(driven).soFar).toMatchObject({ sent: 4_020 });
  });

  it('can be stopped while pieces leave', () => {
    const driven = begin(content('Un film', [medium(1)]));
    next(driven, piece(4_000));
    driven.go(around);
    driven.send({ tag: 'cancel', env: env(driven.now, around) });
    expect(toDelivery(driven.record).state).toBe('cancelled');
  });
});
