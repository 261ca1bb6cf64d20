import { describe, expect, it } from 'vitest';
import { contentFor } from '../../../src-shared/composing/variant.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import type { AccountId, PostId, WorkspaceId } from '../../../src-shared/ids.ts';
import { fieldsFrom } from '../../../src-shared/composing/fields-from.ts';
import {
  differInWordsAlone,
  differsFrom,
  isBlank,
  targetsOf,
} from '../../../src-renderer/features/composer/composition.ts';

const [a, b] = ['net:one:a' as AccountId, 'net:two:b' as AccountId];
const content = (change: Partial<Content>): Content => ({ ...emptyContent, ...change });
const targets = [
  { accountId: a, content: content({ text: 'common', warning: 'w' }), hash: '' },
  {
    accountId: b,
    content: content({ text: 'own', warning: 'w', settings: { visibility: 'private' } }),
    hash: '',
  },
];
const moment = { wall: '2026-11-26T09:00', zone: 'Europe/Paris', dueAt: 1_796_000_000_000 };
const post = (change: Partial<Post>): Post => ({
  id: 'p' as PostId,
  workspaceId: 'w' as WorkspaceId,
  accountIds: [],
  base: emptyContent,
  variants: {},
  target: null,
  planned: null,
  intentId: null,
  createdAt: 0,
  updatedAt: 0,
  deletedAt: null,
  ...change,
});

describe('a post made again from what was handed over', () => {
  const again = post({ ...fieldsFrom(targets), planned: moment });

  it('leaves to every account as it would have left', () => {
    expect(again.accountIds).toEqual([a, b]);
    expect(contentFor(again, a)).toEqual(targets[0]?.content);
    expect(contentFor(again, b)).toEqual(targets[1]?.content);
  });
  it('keeps apart only what was apart', () => {
    expect(again.variants).toEqual({ [b]: { text: 'own', settings: { visibility: 'private' } } });
  });
  it('differs only when a content or the moment does', () => {
    const intent = { targets, when: { tag: 'at', moment, toleranceMs: 1 } } as const;
    expect(differsFrom(again, intent)).toBe(false);
    // What has left keeps its own words: it is no difference that could still be saved.
    const other = { ...again, base: content({ text: 'changed', warning: 'w' }) };
    expect(differsFrom(other, intent, new Set([a]))).toBe(false);
    expect(differsFrom(other, intent, new Set([b]))).toBe(true);
    expect(differsFrom({ ...again, base: content({ text: 'changed', warning: 'w' }) }, intent)).toBe(true);
    expect(differsFrom({ ...again, planned: { ...moment, wall: '2026-11-26T10:00' } }, intent)).toBe(true);
  });
});

it('a draft is blank only when nothing was written anywhere in it', () => {
  expect(isBlank(post({ base: content({ text: ' \n' }) }))).toBe(true);
  expect(isBlank(post({ variants: { [a]: { text: 'own' } } }))).toBe(false);
  expect(isBlank(post({ base: content({ warning: 'w' }) }))).toBe(false);
  expect(isBlank(post({ base: content({ poll: { options: ['', ''], seconds: 1, multiple: false } }) }))).toBe(
    false,
  );
});

describe('what is drawn a moment after the letter', () => {
  const before = post({
    accountIds: [a],
    base: content({ text: 'Bonj', parts: [{ text: 'suite', media: [], warning: '' }] }),
    variants: { [b]: { text: 'own' } },
  });
  const look = (one: Post) => ({ post: one, targets: targetsOf(one, []) });
  const isLate = (after: Post): boolean => differInWordsAlone(look(before), look(after));
  const rewritten = (change: Partial<Content>): Post => ({ ...before, base: { ...before.base, ...change } });

  it('is what differs in words alone', () => {
    expect(isLate({ ...before, updatedAt: 5 })).toBe(true);
    expect(isLate(rewritten({ text: 'Bonjour' }))).toBe(true);
    expect(isLate(rewritten({ warning: 'w' }))).toBe(true);
    expect(isLate(rewritten({ parts: [{ text: 'suites', media: [], warning: '' }] }))).toBe(false);
    const media = before.base.parts?.[0]?.media ?? [];
    expect(isLate(rewritten({ parts: [{ text: 'suites', media, warning: '' }] }))).toBe(true);
    expect(isLate({ ...before, variants: { [b]: { text: 'owned' } } })).toBe(true);
  });
  it('is nothing that was chosen, pressed or added', () => {
    expect(isLate({ ...before, accountIds: [a, b] })).toBe(false);
    expect(isLate({ ...before, planned: moment })).toBe(false);
    expect(isLate(rewritten({ language: 'fr' }))).toBe(false);
    expect(isLate(rewritten({ settings: { visibility: 'private' } }))).toBe(false);
    expect(isLate(rewritten({ media: [] }))).toBe(false);
    expect(isLate(rewritten({ parts: [] }))).toBe(false);
    expect(isLate({ ...before, variants: {} })).toBe(false);
    expect(isLate({ ...before, variants: { [b]: { text: 'own', language: 'en' } } })).toBe(false);
  });
});
