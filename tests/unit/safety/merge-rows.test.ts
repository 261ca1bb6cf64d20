import { describe, expect, it } from 'vitest';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import { besideDraft, judge, writingOrder } from '../../../src-shared/safety/merge.ts';

const post = (over: Readonly<Record<string, unknown>> = {}, updatedAt: unknown = 10) => ({
  id: 'p1',
  workspaceId: 'w1',
  base: emptyContent,
  variants: {},
  updatedAt,
  ...over,
});
const base = (over: Readonly<Record<string, unknown>>) => ({ base: { ...emptyContent, ...over } });

describe('a draft of a backup that meets one of the store', () => {
  const said: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['a text', base({ text: 'Hello' })],
    ['a warning', base({ warning: 'spoiler' })],
    ['a poll', base({ poll: { options: ['a', 'b'] } })],
    ['a medium', base({ media: [{ hash: 'h' }] })],
    ['a further part', base({ parts: [{ text: 'two', media: [] }] })],
    ['a first comment', base({ firstComment: 'Links' })],
    ['a text for one account alone', { variants: { a1: { text: 'Hi' } } }],
  ];

  it.each(said)('keeps %s against a draft of nothing, on either side', (_, words) => {
    expect(judge('posts', post(), post(words), 'merge')).toBe('replace');
    expect(judge('posts', post(words), post(), 'merge')).toBe('keep');
    expect(judge('posts', post(words), post({ ...base({ text: 'other' }) }), 'merge')).toBe('both');
  });

  it('takes settings for no words', () => {
    const [one, other] = [post(base({ language: 'fr' })), post(base({ language: 'en' }))];
    expect(judge('posts', one, other, 'merge')).toBe('keep');
    const { base: _, ...bare } = post();
    expect(judge('posts', bare, post(base({ text: 'Hello' })), 'merge')).toBe('replace');
    expect(judge('posts', { ...bare, base: null }, post(base({ text: 'Hello' })), 'merge')).toBe('replace');
    const { variants: __, ...unvaried } = post();
    expect(judge('posts', unvaried, post(base({ text: 'Hello' })), 'merge')).toBe('replace');
  });

  it('stays the later one where the words are the same', () => {
    expect(judge('posts', post({ title: 'a' }, 10), post({ title: 'b' }, 11), 'merge')).toBe('replace');
    expect(judge('posts', post({ title: 'a' }, 10), post({ title: 'b' }, 10), 'merge')).toBe('keep');
    expect(judge('posts', post({ title: 'a' }, 11), post({ title: 'b' }, 10), 'merge')).toBe('keep');
    // What has no date is older than everything.
    expect(judge('posts', post({ title: 'a' }, '9999'), post({ title: 'b' }, 1), 'merge')).toBe('replace');
    expect(judge('posts', post({ title: 'a' }, 1), post({ title: 'b' }, '9999'), 'merge')).toBe('keep');
  });

  it('comes beside the other as a draft of its own, planned by nobody', () => {
    expect(besideDraft(post({ intentId: 'i1', deletedAt: 5 }), 'p2')).toEqual({
      ...post(),
      id: 'p2',
      intentId: null,
      deletedAt: null,
    });
  });
});

describe('rows without words', () => {
  const row = (state: string, updatedAt: number) => ({ id: 'r', state, updatedAt });

  it.each(['triage', 'workspaces', 'records'] as const)(
    '%s: the later one stays when two states meet',
    (name) => {
      expect(judge(name, row('a', 10), row('b', 11), 'merge')).toBe('replace');
      expect(judge(name, row('a', 10), row('b', 10), 'merge')).toBe('keep');
    },
  );

  it.each(['workspaces', 'records'] as const)('%s go back to what they were when that is wanted', (name) => {
    expect(judge(name, row('a', 10), row('b', 5), 'restore')).toBe('replace');
  });

  it.each(['intents', 'media'] as const)('%s are never replaced', (name) => {
    for (const mode of ['merge', 'restore'] as const)
      expect(judge(name, row('a', 10), row('b', 11), mode)).toBe('keep');
  });

  it('are written with the client last, so that what was cut short shows no half client', () => {
    expect(writingOrder).toEqual(['media', 'triage', 'intents', 'posts', 'records', 'workspaces']);
  });
});
