import { describe, expect, it } from 'vitest';
import type { Action } from '../../../src-shared/domain/intent.ts';
import { failure } from '../../../src-shared/errors.ts';
import type { Operation } from '../../../src-shared/outbox/operation.ts';
import { isNative, latestHandOver, planSteps, termsOf } from '../../../src-shared/outbox/plan.ts';
import type { Step, Terms, Wish } from '../../../src-shared/outbox/record.ts';
import {
  activeStep,
  hasBegun,
  hasLeft,
  isInDoubt,
  isInFlight,
  materialise,
  published,
} from '../../../src-shared/outbox/steps.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { mastodonManifest } from '../../../src-main/connectors/mastodon/manifest.ts';
import { at, content, drive, medium, minute, remote, rule, start, target, terms, wish } from './samples.ts';

const dueAt = start + 60 * minute;
const everything: Terms = {
  ...terms(),
  operations: { ...terms().operations, unmute: rule('K'), block: rule('K'), unblock: rule('K') },
};
const plan = (
  action: Action,
  wanted: Partial<Wish> = {},
  promises = everything,
  now = start,
  earlier?: readonly Step[],
) => planSteps(action, wish(wanted), promises, now, earlier);
const steps = (...args: Parameters<typeof plan>): readonly Step[] => {
  const planned = plan(...args);
  return planned.tag === 'ok' ? planned.value : expect.fail(planned.error.code);
};
const publish: Action = { tag: 'publish' };
const native: Partial<Wish> = { executor: 'native', leaving: at(dueAt) };
const thread = {
  ...content('one', [medium(1)]),
  parts: [
    { text: 'two', media: [medium(2)], warning: '' },
    { text: 'three', media: [], warning: '' },
  ],
  firstComment: 'Links below',
};

describe('what is written for each thing that a person asks', () => {
  it.each<[Action, Operation]>([
    [publish, { tag: 'create', content: content(), uploaded: [], replyTo: null }],
    [
      { tag: 'reply', target },
      {
        tag: 'create',
        content: content(),
        uploaded: [],
        replyTo: { remoteId: 'm1', conversationId: 'c1', handleData: '{}' },
      },
    ],
    [
      { tag: 'reply', target: { ...target, box: 'private' } },
      {
        tag: 'message',
        content: content(),
        uploaded: [],
        replyTo: { remoteId: 'm1', conversationId: 'c1', handleData: '{}' },
      },
    ],
    [
      { tag: 'like', target },
      { tag: 'like', remoteId: 'm1', handleData: '{}' },
    ],
    [
      { tag: 'unlike', target, likeRemoteId: 'l1' },
      { tag: 'unlike', remoteId: 'm1', handleData: '{}', likeRemoteId: 'l1' },
    ],
    [
      { tag: 'delete', remoteId: 'r1', handleData: '{"a":1}' },
      { tag: 'delete', remoteId: 'r1', handleData: '{"a":1}' },
    ],
    [
      { tag: 'mute', personId: 'p', handle: '@p' },
      { tag: 'mute', personId: 'p' },
    ],
    [
      { tag: 'unmute', personId: 'p', handle: '@p' },
      { tag: 'unmute', personId: 'p' },
    ],
    [
      { tag: 'block', personId: 'p', handle: '@p' },
      { tag: 'block', personId: 'p' },
    ],
    [
      { tag: 'unblock', personId: 'p', handle: '@p' },
      { tag: 'unblock', personId: 'p' },
    ],
  ])('%j', (action, operation) => {
    const planned = steps(action);
    expect(planned.map((step) => step.operation)).toEqual([operation]);
    expect(planned[0]).toEqual({
      key: operation.tag,
      operation,
      rule: everything.operations[operation.tag],
      drawn: null,
      drawnAt: null,
      firstSentAt: null,
      doubt: 'none',
      tries: 0,
      state: { tag: 'ready' },
    });
  });

  it('uploads only what is published or answered with', () => {
    const media = { content: content('Hello', [medium(1), medium(2)]) };
    expect(steps(publish, media).map(({ key }) => key)).toEqual(['upload-1', 'upload-2', 'create']);
    expect(steps({ tag: 'reply', target }, media).map(({ key }) => key)).toEqual([
      'upload-1',
      'upload-2',
      'create',
    ]);
    expect(steps({ tag: 'like', target }, media).map(({ key }) => key)).toEqual(['like']);
  });

  it('takes each upload for neither keyed nor readable where the network says nothing of it', () => {
    const { upload: _, ...others } = everything.operations;
    const [first] = steps(
      publish,
      { content: content('Hello', [medium(1)]) },
      { ...everything, operations: others },
    );
    expect(first?.rule).toEqual({ class: 'N', settleMs: 0, keyMs: null });
  });

  it('is refused where the network does not offer it', () => {
    const bare: Terms = { operations: {}, native: null };
    expect(plan({ tag: 'mute', personId: 'p', handle: '' }, {}, bare)).toEqual({
      tag: 'err',
      error: failure('not-offered', { operation: 'mute' }),
    });
    const message = plan({ tag: 'reply', target: { ...target, box: 'private' } }, { content: thread });
    expect(message).toEqual({
      tag: 'err',
      error: failure('not-offered', { operation: 'message', what: 'thread' }),
    });
  });
});

describe('a thread', () => {
  const planned = steps(publish, { content: thread });

  it('uploads everything first, then leaves part by part, each the answer to one before it', () => {
    expect(planned.map(({ key, follows, of }) => [key, follows ?? null, of ?? null])).toEqual([
      ['upload-1', null, null],
      ['part-2-upload-1', null, 'part-2'],
      ['create', null, null],
      ['part-2', 'create', null],
      ['part-3', 'part-2', null],
      ['first-comment', 'create', null],
    ]);
    expect(planned.map(({ operation }) => ('content' in operation ? operation.content.text : null))).toEqual([
      null,
      null,
      'one',
      'two',
      'three',
      'Links below',
    ]);
    expect(planned.at(-1)).toMatchObject({
      operation: { uploaded: [], replyTo: null },
      rule: everything.operations['create'],
    });
  });

  it('gives each part its own media, and what it answers', () => {
    const done =
      (key: string) =>
      (step: Step): Step =>
        step.key === key ? { ...step, state: { tag: 'done', at: start, remote: remote(key) } } : step;
    const { record } = drive();
    const begun = {
      ...record,
      steps: planned.map(done('upload-1')).map(done('part-2-upload-1')).map(done('create')),
    };
    const first = begun.steps.find(({ key }) => key === 'create');
    const second = begun.steps.find(({ key }) => key === 'part-2');
    const third = begun.steps.find(({ key }) => key === 'part-3');
    if (!first || !second || !third) throw new Error('a part is missing');
    expect(materialise(begun, first)).toMatchObject({
      uploaded: [{ medium: medium(1), handle: 'h-upload-1' }],
      replyTo: null,
    });
    expect(materialise(begun, second)).toMatchObject({
      uploaded: [{ medium: medium(2), handle: 'h-part-2-upload-1' }],
      replyTo: { remoteId: 'create', conversationId: '', handleData: 'h-create' },
    });
    expect(materialise(begun, third)).toMatchObject({ uploaded: [], replyTo: null });
    expect(hasBegun(begun)).toBe(true);
    expect(hasLeft(begun)).toBe(true);
    expect(published(begun)?.remoteId).toBe('create');
    expect(activeStep(begun)?.key).toBe('part-2');
  });
});

describe('media that the network holds already', () => {
  const held = (n: number, over: Partial<Step> = {}): Step => {
    const [upload] = steps(publish, { content: content('Hello', [medium(n)]) });
    if (upload === undefined) throw new Error('no upload');
    return { ...upload, state: { tag: 'done', at: start, remote: remote(`u${String(n)}`) }, ...over };
  };
  const kept = (earlier: readonly Step[], media = [medium(1)]) =>
    steps(publish, { content: content('Hello', media) }, everything, start, earlier)
      .filter(({ operation }) => operation.tag === 'upload')
      .map(({ key, state }) => `${key} ${state.tag}`);

  it('are not uploaded again', () => {
    expect(kept([held(1)])).toEqual(['upload-1 done']);
    expect(kept([held(2), held(1)])).toEqual(['upload-1 done']);
    expect(kept([held(2)])).toEqual(['upload-1 ready']);
    expect(kept([{ ...held(1), state: { tag: 'ready' } }])).toEqual(['upload-1 ready']);
    expect(
      kept([{ ...held(1), operation: { tag: 'upload', medium: { ...medium(1), alt: 'other' } } }]),
    ).toEqual(['upload-1 ready']);
  });

  it('are taken once, and by the post that needs them', () => {
    expect(kept([held(1)], [medium(1), medium(1)])).toEqual(['upload-1 done', 'upload-2 ready']);
    const [first] = steps(publish, { content: content('Hello', [medium(1)]) }, everything, start, [
      held(1, { key: 'part-2-upload-1', of: 'part-2' }),
    ]);
    expect(first?.key).toBe('upload-1');
    expect(first).not.toHaveProperty('of');
  });
});

describe('the network’s own scheduler', () => {
  const tagOf = (wanted: Partial<Wish>, promises = everything, now = start) =>
    steps(publish, wanted, promises, now).at(-1)?.operation.tag;

  it('is used when it was asked for, is offered, and there is time enough', () => {
    expect(steps(publish, native).at(-1)?.operation).toEqual({
      tag: 'schedule',
      content: content(),
      uploaded: [],
      replyTo: null,
      at: dueAt,
    });
    const last = latestHandOver(dueAt, 5 * minute);
    expect(last).toBe(dueAt - 6 * minute);
    expect(tagOf(native, everything, last)).toBe('schedule');
    expect(tagOf(native, everything, last + 1)).toBe('create');
  });

  it('is not used otherwise', () => {
    const { schedule: _, ...others } = everything.operations;
    expect(tagOf({ ...native, executor: 'machine' })).toBe('create');
    expect(tagOf({ ...native, executor: 'assisted' })).toBe('create');
    expect(tagOf({ ...native, leaving: { tag: 'now', leavesAt: dueAt } })).toBe('create');
    expect(tagOf({ ...native, releasedAt: start })).toBe('create');
    expect(tagOf(native, { ...everything, native: null })).toBe('create');
    expect(tagOf(native, { ...everything, operations: others })).toBe('create');
    expect(tagOf({ ...native, content: { ...content(), firstComment: 'Links' } })).toBe('create');
  });

  it('is offered by what the manifest of the account says', () => {
    const { operations } = mastodonManifest;
    const offered: Manifest = {
      ...mastodonManifest,
      native: { minAheadMs: 7, maxPending: 300, maxPerDay: 25 },
      capabilities: [...mastodonManifest.capabilities, 'native-schedule'],
    };
    expect(termsOf(offered)).toEqual({ operations, native: { minAheadMs: 7 } });
    expect(termsOf({ ...offered, native: null })).toEqual({ operations, native: null });
    expect(termsOf({ ...offered, capabilities: [] })).toEqual({ operations, native: null });
  });

  it('is known from the steps', () => {
    expect(isNative({ steps: steps(publish, native) })).toBe(true);
    expect(isNative({ steps: steps(publish) })).toBe(false);
  });
});

describe('small questions about the steps', () => {
  const { record } = drive();
  const withSteps = (...changes: readonly Partial<Step>[]) => ({
    ...record,
    steps: changes.map((change, n): Step => ({
      ...(record.steps[0] as Step),
      key: `s${String(n)}`,
      ...change,
    })),
  });
  const done: Step['state'] = { tag: 'done', at: start, remote: remote('r') };
  const sending: Step['state'] = { tag: 'sending', attempt: 1, at: start };
  const doubtful: Step['state'] = {
    tag: 'unconfirmed',
    look: { from: 1, lookAt: 1, absences: 0, troubles: 0 },
    failure: failure('server-error'),
  };
  const polling: Step['state'] = { tag: 'polling', handle: 'h', since: 1, until: 2, troubles: 0 };
  const upload: Operation = { tag: 'upload', medium: medium(1) };

  it('what is under way or in doubt comes first, then what is not done', () => {
    const active = (...changes: readonly Partial<Step>[]) => activeStep(withSteps(...changes))?.key;
    expect(active({ state: done }, {})).toBe('s1');
    expect(active({ state: done })).toBeUndefined();
    expect(active({ operation: upload }, { state: sending })).toBe('s1');
    expect(active({ operation: upload }, { state: polling })).toBe('s1');
    expect(active({ operation: upload }, { state: doubtful })).toBe('s1');
    expect(active({ operation: upload }, { operation: upload, state: polling }, {})).toBe('s1');
    // A post whose predecessor is not there yet waits for it.
    expect(active({}, { state: doubtful })).toBe('s0');
  });

  it('uploads are never in flight, in doubt, or gone for others to see', () => {
    for (const state of [sending, polling, doubtful, done]) {
      const one = withSteps({ operation: upload, state });
      expect([isInFlight(one), isInDoubt(one), hasLeft(one)]).toEqual([false, false, false]);
    }
    expect(isInFlight(withSteps({ state: sending }))).toBe(true);
    expect(isInFlight(withSteps({ state: polling }))).toBe(true);
    expect(isInFlight(withSteps({ state: doubtful }))).toBe(false);
    expect(isInDoubt(withSteps({ state: doubtful }))).toBe(true);
    expect(isInDoubt(withSteps({ doubt: 'key' }))).toBe(true);
    expect(isInDoubt(withSteps({ doubt: 'key', state: done }))).toBe(false);
    expect(isInDoubt(withSteps({ doubt: 'absent' }))).toBe(false);
    expect(hasLeft(withSteps({ state: done }))).toBe(true);
    expect(hasLeft(withSteps({}))).toBe(false);
    expect(published(withSteps({ operation: upload, state: done }))).toBeNull();
    expect(published(withSteps({ operation: upload, state: done }, { state: done }))?.remoteId).toBe('r');
  });

  it('half a thread is one of which a part stands and a part is missing', () => {
    expect(hasBegun(withSteps({ state: done }, {}))).toBe(true);
    expect(hasBegun(withSteps({ state: done }, { state: done }))).toBe(false);
    expect(hasBegun(withSteps({}, {}))).toBe(false);
    expect(hasBegun(withSteps({ operation: upload, state: done }, {}))).toBe(false);
    expect(
      hasBegun(withSteps({ state: done }, { operation: { tag: 'recall', scheduledRemoteId: 's' } })),
    ).toBe(false);
  });
});
