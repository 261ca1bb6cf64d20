import { describe, expect, it } from 'vitest';
import type { Content } from '../../../src-shared/domain/content.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
import { toDelivery } from '../../../src-shared/outbox/delivery-view.ts';
import { rebuild } from '../../../src-shared/outbox/rebuild.ts';
import type { Terms } from '../../../src-shared/outbox/record.ts';
import { wakeOf } from '../../../src-shared/outbox/wake.ts';
import {
  at,
  content,
  done,
  drive,
  env,
  medium,
  minute,
  remote,
  start,
  submitted,
  terms,
  wish,
} from './samples.ts';

const salvage = (record: ReturnType<typeof drive>['record'], now: number) => {
  const [made] = rebuild({ intents: [], mirrored: [], salvaged: [record], termsOf: () => terms(), now });
  if (made === undefined) expect.fail('nothing was made of it');
  return made;
};

describe('a row that is found whole in a damaged journal', () => {
  it('waits for no answer to an upload that went under with its process', () => {
    const driven = drive(submitted({ wish: wish({ content: content('Hello', [medium(1)]) }) }));
    driven.go();
    expect(driven.record.steps.map(({ state }) => state.tag)).toEqual(['sending', 'ready']);
    const made = salvage(driven.record, driven.now);
    expect(made.steps.map(({ state }) => state.tag)).toEqual(['ready', 'unconfirmed']);
    expect(wakeOf(made)).not.toBeNull();
  });

  it('waits for no answer to a recall that went under with its process', () => {
    const leaving = at(start + 60 * minute);
    const driven = drive(submitted({ wish: wish({ leaving, executor: 'native' }) }));
    driven.go();
    driven.answer(done('s1'));
    driven.send({ tag: 'cancel', env: { ...submitted().env, now: driven.now } });
    driven.go();
    expect(driven.record.steps.at(-1)?.state.tag).toBe('sending');
    const made = salvage(driven.record, driven.now);
    expect(made.phase.tag).toBe('recalling');
    expect(wakeOf(made)).not.toBeNull();
  });
});

describe('a post that is found to stand after its journal was damaged', () => {
  /** Rebuilt while its first upload was on its way, and driven on past the lateness of its moment. */
  const rebuilt = (said: Content) => {
    const driven = drive(submitted({ wish: wish({ content: said, leaving: at(start, minute) }) }));
    driven.go();
    driven.record = salvage(driven.record, driven.now);
    driven.pass(10 * minute);
    return driven;
  };

  it('is sent, late as it is found: its uploads are moot', () => {
    const driven = rebuilt(content('Hello', [medium(1), medium(2)]));
    driven.go();
    driven.look({ tag: 'present', remote: remote('r1') });
    driven.go();
    expect(toDelivery(driven.record)).toMatchObject({ state: 'sent', remoteId: 'r1', stepsTotal: 1 });
  });

  it('is sent when it is the person who found it', () => {
    const driven = rebuilt(content('Hello', [medium(1)]));
    driven.go();
    driven.pass(10 * minute);
    driven.look({ tag: 'unclear', candidates: [] });
    expect(driven.record.phase.tag).toBe('needs-decision');
    const found = { tag: 'this-one', remote: remote('r1') } as const;
    driven.send({ tag: 'decide', env: env(driven.now), decision: found });
    expect(toDelivery(driven.record)).toMatchObject({ state: 'sent', remoteId: 'r1' });
  });

  it('has its thread finished, with the media of the parts that are missing', () => {
    const parts = [
      { text: 'two', media: [medium(2)], warning: '' },
      { text: 'three', media: [medium(3)], warning: '' },
    ];
    const driven = rebuilt({ ...content('one', [medium(1)]), parts });
    driven.go();
    driven.look({ tag: 'present', remote: remote('r1') });
    driven.go();
    driven.look({ tag: 'present', remote: remote('r2') });
    expect(driven.record.steps.map(({ key, state }) => [key, state.tag])).toEqual([
      ['part-3-upload-1', 'ready'],
      ['create', 'done'],
      ['part-2', 'done'],
      ['part-3', 'unconfirmed'],
    ]);
    for (const _ of [1, 2]) {
      driven.pass(10 * minute);
      driven.look({ tag: 'absent' });
    }
    driven.pass(minute);
    driven.go();
    driven.answer(done('u3'));
    driven.go();
    const left = driven.outcomes.at(-1)?.effects.find((effect) => effect.tag === 'perform');
    expect(left?.operation).toMatchObject({
      tag: 'create',
      content: { text: 'three' },
      uploaded: [{ handle: 'h-u3' }],
      replyTo: { remoteId: 'r2' },
    });
  });
});

describe('a wish of which only the words are left', () => {
  const leaving = at(start + 60 * minute);
  if (leaving.tag !== 'at') throw new Error('a moment is expected');
  const made = (termsOf: Terms | null) => {
    const { intentId, workspaceId, accountId, action, wish: own } = submitted({ wish: wish({ leaving }) });
    const target = { accountId, content: own.content, hash: own.hash };
    const intent: Intent = {
      id: intentId,
      workspaceId,
      revision: 1,
      postId: null,
      action,
      targets: [target],
      when: leaving,
      executor: 'native',
      createdAt: start,
    };
    const [one] = rebuild({
      intents: [intent],
      mirrored: [],
      salvaged: [],
      termsOf: () => termsOf,
      now: start,
    });
    return one ?? expect.fail('nothing was made of it');
  };

  it('is looked for in the scheduler of a network that has one', () => {
    expect(made(terms()).steps.at(-1)).toMatchObject({ key: 'schedule', state: { tag: 'unconfirmed' } });
    expect(made(null).steps.at(-1)?.state.tag).toBe('unconfirmed');
  });

  it('waits for its moment where no network can hold it: nobody needs to be asked', () => {
    const one = made({ ...terms(), native: null });
    expect(one.phase.tag).toBe('scheduled');
    expect(one.steps.map(({ key, state }) => [key, state.tag])).toEqual([['create', 'ready']]);
  });
});
