import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Content } from '../../../src-shared/domain/content.ts';
import { failure } from '../../../src-shared/errors.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import type { Effect } from '../../../src-shared/outbox/effect.ts';
import type { Answer, OutboxEvent } from '../../../src-shared/outbox/event.ts';
import { step } from '../../../src-shared/outbox/machine.ts';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import { rebuild } from '../../../src-shared/outbox/rebuild.ts';
import { activeStep } from '../../../src-shared/outbox/steps.ts';
import { deadlineOf, wakeOf } from '../../../src-shared/outbox/wake.ts';
import {
  at,
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
  terms,
  wish,
  type Driven,
} from './samples.ts';

const thread: Content = {
  ...content('un', [medium(1)]),
  parts: [
    { text: 'deux', media: [medium(2)], warning: '' },
    { text: 'trois', media: [], warning: 'thème' },
  ],
  firstComment: 'le lien',
};
const texts = ['un', 'deux', 'trois', 'le lien'];
const parents = [null, 'un', 'deux', 'un'];

const of = (said: Content = thread, over: Parameters<typeof wish>[0] = {}): Driven =>
  drive(submitted({ wish: wish({ content: said, ...over }) }));

/** Until so many posts stand. */
function stand(driven: Driven, count: number): void {
  while (toDelivery(driven.record).parts.length < count) {
    driven.go();
    driven.answer(done(`p${driven.record.performs}`));
  }
}

const performed = (driven: Driven): readonly Operation[] =>
  driven.outcomes.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.tag === 'perform' ? [effect.operation] : [])),
  );

describe('a thread', () => {
  it('uploads everything, then sends each part under the one before it, with its own media', () => {
    const driven = of();
    expect(driven.record.steps.map(({ key }) => key)).toEqual([
      'upload-1',
      'part-2-upload-1',
      'create',
      'part-2',
      'part-3',
      'first-comment',
    ]);
    stand(driven, 4);
    const writes = performed(driven).flatMap((one) => (one.tag === 'create' ? [one] : []));
    expect(
      writes.map((one) => [
        one.content.text,
        one.uploaded.map(({ handle }) => handle),
        one.replyTo?.remoteId ?? null,
      ]),
    ).toEqual([
      ['un', ['h-p1'], null],
      ['deux', ['h-p2'], 'p3'],
      ['trois', [], 'p4'],
      ['le lien', [], 'p3'],
    ]);
    expect(writes[2]?.content).toMatchObject({ warning: 'thème', poll: null });
    expect(driven.record.phase).toMatchObject({ tag: 'sent', remote: { remoteId: 'p3' } });
  });

  it('uses an upload once, also where two parts show the same picture', () => {
    const twice = { ...thread, parts: [{ text: 'deux', media: [medium(1)], warning: '' }] };
    const driven = of(twice, { leaving: at(start + minute) });
    driven.now = start + minute;
    driven.go();
    driven.answer(done('u1'));
    driven.send({
      tag: 'edited',
      env: env(driven.now),
      wish: wish({ content: twice, revision: 2, hash: 'h2' }),
    });
    expect(driven.record.steps.map(({ key, state }) => [key, state.tag]).slice(0, 2)).toEqual([
      ['upload-1', 'done'],
      ['part-2-upload-1', 'ready'],
    ]);
  });

  it('is published by the machine also where the network could hold a post', () => {
    const driven = of(thread, { leaving: at(start + 60 * minute), executor: 'native' });
    expect(driven.record.steps.some(({ key }) => key === 'schedule')).toBe(false);
    expect(toDelivery(driven.record).executor).toBe('machine');
  });

  it('is refused as a private message', () => {
    const target = {
      ...submitted(),
      action: { tag: 'reply', target: { ...targetOf(), box: 'private' } },
    } as const;
    const answer = step(null, { ...target, wish: wish({ content: thread }) });
    expect(answer.refused?.code).toBe('not-offered');
  });

  it('gives each part a moment after those before it, also when the clock was set back', () => {
    const driven = of({ ...content('un'), firstComment: 'deux' });
    driven.go();
    driven.answer({ tag: 'done', remote: { ...remote('p1'), createdAt: start + 90_000 } });
    driven.go();
    expect(driven.record.steps.at(-1)?.drawn?.at).toBe(start + 90_001);
  });
});

const targetOf = () => ({
  messageId: 'w|a|m' as never,
  remoteId: 'm1',
  conversationId: 'c1',
  handleData: '{}',
  authorHandle: 'someone',
});

describe('a thread of which a part stands', () => {
  const half = (): Driven => {
    const driven = of(thread, { leaving: at(start, minute) });
    stand(driven, 1);
    return driven;
  };

  it('goes on however late it has become', () => {
    const driven = half();
    driven.pass(24 * 60 * minute);
    expect(deadlineOf(driven.record)).toBeNull();
    expect(wakeOf(driven.record)).toMatchObject({ lane: 'write' });
    expect(driven.go().effects).toContainEqual(expect.objectContaining({ tag: 'perform', step: 'part-2' }));
  });

  it('waits for nobody else of its account', () => {
    const driven = half();
    const last = { id: 'other' as never, at: driven.now, planned: start, sure: true, scheduled: true };
    expect(driven.go({ spacing: { last, ms: 60 * minute } }).effects).toContainEqual(
      expect.objectContaining({ tag: 'perform' }),
    );
  });

  it('is not changed any more, and says why', () => {
    const driven = half();
    const e = env(driven.now);
    const next = wish({ content: content('autre'), revision: 2, hash: 'h2', leaving: at(start) });
    for (const event of [
      { tag: 'edited', env: e, wish: next },
      { tag: 'reschedule', env: e, leaving: at(start + 60 * minute) },
      { tag: 'switch-executor', env: e, executor: 'assisted' },
    ] satisfies OutboxEvent[])
      expect(driven.send(event).refused?.code, event.tag).toBe('thread-begun');
  });

  it('is stopped by a person, and says what stands', () => {
    const driven = half();
    expect(driven.send({ tag: 'cancel', env: env(driven.now) }).refused).toBeNull();
    const told = toDelivery(driven.record);
    expect(told).toMatchObject({
      state: 'sent',
      remoteId: 'p3',
      parts: [{ step: 'create', remoteId: 'p3' }],
    });
    expect(told.attempts.at(-1)?.event).toBe('stopped');
    expect(wakeOf(driven.record)).toBeNull();
    expect(driven.tick().effects).toEqual([]);
  });

  it('is not stopped while a part is under way or in doubt', () => {
    const driven = half();
    driven.go();
    expect(driven.send({ tag: 'cancel', env: env(driven.now) }).refused?.code).toBe('in-flight');
    driven.answer({ tag: 'unknown-outcome', failure: failure('server-error') });
    expect(driven.send({ tag: 'cancel', env: env(driven.now) }).refused?.code).toBe('outcome-unknown');
    expect(toDelivery(driven.record).step).toBe('part-2');
  });

  it('is held by the red button and goes on after it, also past its tolerance', () => {
    const driven = half();
    driven.send({ tag: 'freeze', env: env(driven.now) });
    expect(driven.go().effects).toEqual([]);
    expect(toDelivery(driven.record)).toMatchObject({ state: 'frozen', parts: [{ step: 'create' }] });
    driven.pass(24 * 60 * minute);
    driven.send({ tag: 'unfreeze', env: env(driven.now) });
    expect(driven.go().effects).toContainEqual(expect.objectContaining({ tag: 'perform', step: 'part-2' }));
  });

  it('redoes only the uploads of the part that misses them', () => {
    const driven = half();
    driven.go();
    driven.answer({ tag: 'rejected', failure: failure('media-missing') });
    expect(driven.record.steps.slice(0, 3).map(({ key, state }) => [key, state.tag])).toEqual([
      ['upload-1', 'done'],
      ['part-2-upload-1', 'ready'],
      ['create', 'done'],
    ]);
    stand(driven, 4);
    expect(driven.record.phase.tag).toBe('sent');
  });

  it('asks about the part in doubt where nothing can be read, and goes on from the answer', () => {
    const driven = half();
    driven.go({ terms: terms(rule('N')) });
    driven.answer({ tag: 'unknown-outcome', failure: failure('server-error') });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'needs-decision', step: 'part-2' });
    driven.send({
      tag: 'decide',
      env: env(driven.now),
      decision: { tag: 'this-one', remote: remote('seen') },
    });
    driven.go();
    expect(performed(driven).at(-1)).toMatchObject({
      replyTo: { remoteId: 'seen' },
      content: { text: 'trois' },
    });
  });

  it('is stopped where it stands when the part in doubt is given up', () => {
    const driven = half();
    driven.go({ terms: terms(rule('N')) });
    driven.answer({ tag: 'unknown-outcome', failure: failure('server-error') });
    driven.send({ tag: 'decide', env: env(driven.now), decision: { tag: 'abandon' } });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'sent', parts: [{ step: 'create' }] });
  });
});

describe('a thread in a journal that was lost', () => {
  const from = (input: Partial<Parameters<typeof rebuild>[0]>, now = start) => {
    const [made] = rebuild({
      intents: [],
      mirrored: [],
      salvaged: [],
      termsOf: () => terms(),
      now,
      ...input,
    });
    if (made === undefined) expect.fail('nothing was made of it');
    return made;
  };

  it('keeps the parts that main had told of, and doubts every other', () => {
    const driven = of();
    stand(driven, 2);
    const made = from({ mirrored: [toDelivery(driven.record)] });
    expect(made.steps.map(({ key, state }) => [key, state.tag])).toEqual([
      ['create', 'done'],
      ['part-2', 'done'],
      ['part-3', 'unconfirmed'],
      ['first-comment', 'unconfirmed'],
    ]);
    expect(activeStep(made)?.key).toBe('part-3');
    expect(toDelivery(made).parts.map(({ remoteId }) => remoteId)).toEqual(['p3', 'p4']);
  });

  it('doubts every part of a row that may be old, in order, and no answer of what is proven absent', () => {
    const driven = of();
    const made = from({ salvaged: [{ ...driven.record, phase: { tag: 'running' } }] });
    expect(made.steps.filter(({ state }) => state.tag === 'unconfirmed')).toHaveLength(4);
    expect(activeStep(made)?.key).toBe('create');
    let record = made;
    const look = (now: number): void => {
      record = step(record, {
        tag: 'looked',
        env: env(now),
        startedAt: now,
        seen: { tag: 'absent' },
      }).state;
    };
    look(start + settleMs + minute);
    look(start + settleMs + 3 * minute);
    expect(record.steps.map(({ state }) => state.tag).slice(2)).toEqual([
      'waiting',
      'ready',
      'ready',
      'ready',
    ]);
  });

  it('sends all of it again on a person’s word that the first part is not there', () => {
    const made = from({ salvaged: [{ ...of().record, phase: { tag: 'running' } }] });
    const seen = { tag: 'unclear', candidates: [] } as const;
    const now = start + settleMs + minute;
    const asked = step(made, { tag: 'looked', env: env(now), startedAt: now, seen }).state;
    expect(asked.phase.tag).toBe('needs-decision');
    const told = step(asked, { tag: 'decide', env: env(now), decision: { tag: 'send-again' } }).state;
    expect(activeStep(told)).toMatchObject({ key: 'upload-1' });
    // Nothing is there: nothing stands under it either, and nobody is to be asked about that.
    expect(told.steps.find(({ key }) => key === 'part-2')?.state.tag).toBe('ready');
  });

  it('frozen, and sent again on a person’s word, is called frozen: nothing of it is under way', () => {
    const made = from({ salvaged: [{ ...of().record, phase: { tag: 'running' } }] });
    const now = start + settleMs + minute;
    const frozen = step(made, { tag: 'freeze', env: env(now) }).state;
    expect(toDelivery(frozen)).toMatchObject({ state: 'running', waiting: { tag: 'verifying' } });
    const seen = { tag: 'unclear', candidates: [] } as const;
    const asked = step(frozen, { tag: 'looked', env: env(now), startedAt: now, seen }).state;
    const told = step(asked, { tag: 'decide', env: env(now), decision: { tag: 'send-again' } }).state;
    expect(wakeOf(told)).toBeNull();
    expect(toDelivery(told)).toMatchObject({ state: 'frozen', waiting: { tag: 'person' } });
  });

  it('knows what a finished one made, so that no other takes it for its own', () => {
    const driven = of();
    stand(driven, 4);
    const made = from({ mirrored: [toDelivery(driven.record)] });
    expect(made.phase.tag).toBe('sent');
    expect(toDelivery(made).parts).toHaveLength(4);
  });
});

describe('whatever the network, the process and the line do', () => {
  interface Standing {
    readonly id: string;
    readonly text: string;
    readonly parent: string | null;
    readonly key: string;
  }

  /** What becomes of each request: numbers choose, so that a failing life shrinks. */
  const fate = fc.constantFrom(
    'done',
    'lost-after',
    'lost-before',
    'crash-after',
    'crash-before',
    'offline',
    'server',
    'rate-limited',
    'protocol-after',
    'damage',
  );

  const live = (fates: readonly string[], kind: 'K' | 'R'): readonly Standing[] => {
    const promises = terms(rule(kind), false);
    const posts: Standing[] = [];
    let now = start;
    let serial = 0;
    let left = [...fates];
    let record = step(
      null,
      submitted({ env: env(now, { terms: promises }), wish: wish({ content: thread }) }),
    ).state;
    const commit = (effect: Extract<Effect, { tag: 'perform' }>): Answer => {
      const { operation, drawn } = effect;
      if (operation.tag !== 'create') return { tag: 'done', remote: remote(`u${(serial += 1)}`) };
      const same = posts.find(({ key }) => key === drawn.key);
      if (kind === 'K' && same) return { tag: 'done', remote: remote(same.id) };
      const parent = operation.replyTo?.remoteId ?? null;
      const post = { id: `p${(serial += 1)}`, text: operation.content.text, parent, key: drawn.key };
      posts.push(post);
      return { tag: 'done', remote: remote(post.id) };
    };
    const send = (event: OutboxEvent): readonly Effect[] => {
      const outcome = step(record, event);
      record = outcome.state;
      const draw = outcome.effects.find((effect) => effect.tag === 'draw');
      if (draw === undefined) return outcome.effects;
      const drawn = { key: `k${(serial += 1)}`, at: now };
      return [...outcome.effects, ...send({ tag: 'drawn', env: event.env, step: draw.step, drawn })];
    };
    for (let turns = 0; turns < 400; turns += 1) {
      if (record.phase.tag === 'sent') break;
      const wake = wakeOf(record);
      if (wake === null) {
        // Given back to the person, who tries again.
        send({ tag: 'retry', env: env(now, { terms: promises }) });
        if (wakeOf(record) === null) break;
        continue;
      }
      now = Math.max(now + 1_000, wake.at);
      for (const effect of send({ tag: 'tick', env: env(now, { terms: promises }) })) {
        const e = env(now, { terms: promises });
        if (effect.tag === 'confirm') {
          const { operation } = effect;
          const wanted = operation.tag === 'create' ? operation : null;
          const found = posts.find(
            ({ text, parent }) =>
              text === wanted?.content.text && parent === (wanted.replyTo?.remoteId ?? null),
          );
          send({
            tag: 'looked',
            env: e,
            startedAt: now,
            seen: found ? { tag: 'present', remote: remote(found.id) } : { tag: 'absent' },
          });
        }
        if (effect.tag !== 'perform') continue;
        const [what = 'done', ...others] = left;
        left = others;
        const worked = what === 'done' || what.endsWith('-after') || what === 'damage';
        const answer = worked ? commit(effect) : null;
        const told = (said: Answer): void => {
          send({ tag: 'answered', env: e, step: effect.step, attempt: effect.attempt, answer: said });
        };
        if (what === 'damage') {
          // The journal is lost with what was just done; the mirror knows what it was told before.
          const [made] = rebuild({
            intents: [],
            mirrored: [toDelivery(record)],
            salvaged: [],
            termsOf: () => promises,
            now,
          });
          if (made !== undefined) record = made;
        } else if (what.startsWith('crash')) send({ tag: 'recovered', env: e });
        else if (what.startsWith('lost')) told({ tag: 'unknown-outcome', failure: failure('server-error') });
        else if (what === 'protocol-after') told({ tag: 'protocol', failure: failure('protocol') });
        else if (what === 'offline') told({ tag: 'offline', failure: failure('offline') });
        else if (what === 'server') told({ tag: 'server', failure: failure('server-error') });
        else if (what === 'rate-limited') told({ tag: 'rate-limited', until: now + minute });
        else if (answer !== null) told(answer);
      }
      for (const text of texts)
        expect(posts.filter((post) => post.text === text).length, text).toBeLessThanOrEqual(1);
    }
    expect(record.phase.tag).toBe('sent');
    return posts;
  };

  it.each(['K', 'R'] as const)('each part leaves once, in order, under the right one (class %s)', (kind) => {
    fc.assert(
      fc.property(fc.array(fate, { maxLength: 30 }), (fates) => {
        const posts = live(fates, kind);
        const byId = new Map(posts.map((post) => [post.id, post.text]));
        expect(posts.map(({ text }) => text)).toEqual(texts);
        expect(posts.map(({ parent }) => (parent === null ? null : byId.get(parent)))).toEqual(parents);
      }),
      { numRuns: 400 },
    );
  });
});
