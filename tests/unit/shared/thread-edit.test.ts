import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src-shared/canonical-json.ts';
import { checkContent } from '../../../src-shared/composing/check.ts';
import { fieldsFrom } from '../../../src-shared/composing/fields-from.ts';
import {
  listOf,
  withoutPart,
  withPartAfter,
  withPartChanged,
  withPartMoved,
  withPartSplit,
} from '../../../src-shared/composing/thread-edit.ts';
import { contentFor } from '../../../src-shared/composing/variant.ts';
import { emptyContent, type Content } from '../../../src-shared/domain/content.ts';
import { piecesOf, tidied, wholeText } from '../../../src-shared/domain/pieces.ts';
import { accountId } from '../../../src-shared/ids.ts';
import { mastodonManifest } from '../../../src-main/connectors/mastodon/manifest.ts';

const part = (text: string) => ({ text, media: [], warning: '' });
const thread: Content = { ...emptyContent, text: 'un', parts: [part('deux'), part('trois')] };
const textsOf = (content: Content): readonly string[] => listOf(content).map(({ text }) => text);
const apply = (content: Content, change: Partial<Content>): Content => ({ ...content, ...change });

describe('a thread while it is written', () => {
  it('moves, adds, takes away and splits its parts, the first among them', () => {
    expect(textsOf(apply(thread, withPartMoved(thread, 2, 0)))).toEqual(['trois', 'un', 'deux']);
    expect(textsOf(apply(thread, withPartAfter(thread, 0)))).toEqual(['un', '', 'deux', 'trois']);
    expect(textsOf(apply(thread, withoutPart(thread, 0)))).toEqual(['deux', 'trois']);
    expect(textsOf(apply(thread, withPartSplit(thread, 1, ['de', 'ux'])))).toEqual([
      'un',
      'de',
      'ux',
      'trois',
    ]);
    expect(
      textsOf(
        apply(
          thread,
          withPartChanged(thread, 1, () => ({ text: '2' })),
        ),
      ),
    ).toEqual(['un', '2', 'trois']);
  });

  it('names the first part only when that changes, so that an account keeps the common text', () => {
    expect(withPartChanged(thread, 1, () => ({ text: '2' }))).not.toHaveProperty('text');
    expect(withPartMoved(thread, 0, 1)).toHaveProperty('text', 'deux');
  });

  it('loses no word by moving', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(3))), (moves) => {
        let content = thread;
        for (const [from, to] of moves) content = apply(content, withPartMoved(content, from, to));
        expect(textsOf(content).toSorted()).toEqual(['deux', 'trois', 'un']);
      }),
    );
  });
});

describe('what is frozen of it', () => {
  it('is, without parts and comment, what was frozen before there were any', () => {
    const before = canonicalJson({ ...emptyContent, text: 'Bonjour' });
    const post = { base: { ...emptyContent, text: 'Bonjour', parts: [], firstComment: ' ' }, variants: {} };
    expect(canonicalJson(contentFor(post, accountId('n', 's', 'a')))).toBe(before);
    expect(canonicalJson(tidied({ ...emptyContent, text: 'Bonjour' }))).toBe(before);
    expect(piecesOf(post.base)).toHaveLength(1);
  });

  it('becomes a draft again that says the same for each account', () => {
    const [a, b] = [accountId('n', 's', 'a'), accountId('n', 's', 'b')];
    const contents = { a: thread, b: { ...emptyContent, text: 'seul', firstComment: 'un mot' } };
    for (const [first, second] of [
      [contents.a, contents.b],
      [contents.b, contents.a],
    ] as const) {
      const fields = fieldsFrom([
        { accountId: a, content: first, hash: '' },
        { accountId: b, content: second, hash: '' },
      ]);
      expect(contentFor(fields, a)).toEqual(first);
      expect(contentFor(fields, b)).toEqual(second);
    }
  });

  it('answers part by part, and the comment answers the post', () => {
    const pieces = piecesOf({ ...thread, warning: 'thème', firstComment: 'le lien' });
    expect(pieces.map(({ key, follows, content }) => [key, follows, content.text, content.warning])).toEqual([
      ['create', null, 'un', 'thème'],
      ['part-2', 'create', 'deux', ''],
      ['part-3', 'part-2', 'trois', ''],
      ['first-comment', 'create', 'le lien', ''],
    ]);
    expect(wholeText(thread)).toBe('un\n\ndeux\n\ntrois');
  });
});

describe('the check of a thread', () => {
  it('judges each part by the rule of the network and names it', () => {
    const content = { ...thread, parts: [part('x'.repeat(501)), part('')], firstComment: 'y'.repeat(502) };
    const found = checkContent(content, mastodonManifest, 'post').map(({ code, piece }) => [code, piece]);
    expect(found).toEqual([
      ['text-too-long', 'part-2'],
      ['text-empty', 'part-3'],
      ['text-too-long', 'first-comment'],
    ]);
  });

  it('refuses it as a private message, and where a network has no threads', () => {
    expect(checkContent(thread, mastodonManifest, 'message')).toMatchObject([
      { code: 'not-offered', detail: { what: 'thread' } },
    ]);
    const without = {
      ...mastodonManifest,
      capabilities: mastodonManifest.capabilities.filter(
        (one) => one !== 'thread' && one !== 'first-comment',
      ),
    };
    expect(checkContent({ ...emptyContent, text: 'a', firstComment: 'b' }, without, 'post')).toMatchObject([
      { code: 'not-offered', detail: { what: 'first-comment' } },
    ]);
  });
});
