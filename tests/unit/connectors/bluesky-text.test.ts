import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFacets, facetsOf, mentionedHandles } from '../../../src-main/connectors/bluesky/facets.ts';
import { excerptOf, richTextOf } from '../../../src-main/connectors/bluesky/rich-text.ts';
import { createTid } from '../../../src-main/connectors/bluesky/tid.ts';
import { plainText } from '../../../src-shared/rich-text.ts';

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
/** What each found place covers, read back from the bytes. */
const covered = (text: string): readonly string[] =>
  findFacets(text).map(({ byteStart, byteEnd }) => utf8(text).toString('utf8', byteStart, byteEnd));

describe('what a text holds', () => {
  it('is a mention, a link and a tag at byte offsets', () => {
    const text = 'Hi @bob.test see example.com #x';
    expect(findFacets(text)).toEqual([
      { tag: 'mention', handle: 'bob.test', byteStart: 3, byteEnd: 12 },
      { tag: 'link', url: 'https://example.com', byteStart: 17, byteEnd: 28 },
      { tag: 'hashtag', name: 'x', byteStart: 29, byteEnd: 31 },
    ]);
  });

  it('is found behind characters of two, three and four bytes', () => {
    const text = 'é€👩‍👩‍👧 @bob.test #été https://exämple.fr/ñ';
    expect(covered(text)).toEqual(['@bob.test', '#été', 'https://exämple.fr/ñ']);
  });

  it.each([
    ['(https://a.example/b_(c))', ['https://a.example/b_(c))']],
    ['(see https://a.example/b)', ['https://a.example/b']],
    ['https://a.example/b, then', ['https://a.example/b']],
    ['« https://a.example/b. »', ['https://a.example/b']],
    ['https://a.example/?q=1&r=#frag!', ['https://a.example/?q=1&r=#frag']],
    ['e.g. this, file.ts2 or v1.2.3', []],
    ['read-me.md then main.fr/page', ['read-me.md', 'main.fr/page']],
    ['me@example.com', []],
    ['https://', []],
    ['sub.domain.co.uk:8080/x', ['sub.domain.co.uk:8080/x']],
  ])('links in %s', (text, expected) => {
    expect(covered(text)).toEqual(expected);
  });

  it.each([
    ['@alice.bsky.social, hello', ['alice.bsky.social']],
    ['(@Alice.Example)', ['alice.example']],
    ['@alice', []],
    ['x@alice.example', []],
    ['@-a.example @a-.example', []],
    ['@a.example @a.example', ['a.example']],
    ['https://x.example/@a.example', []],
  ])('mentions in %s', (text, expected) => {
    expect(mentionedHandles(findFacets(text))).toEqual(expected);
  });

  it.each([
    ['#one #two!', ['#one', '#two']],
    ['＃全角', ['＃全角']],
    ['#1 #2026', []],
    ['#1er', ['#1er']],
    ['#️⃣ keycap', []],
    ['# nothing', []],
    ['#c++ #a/b', ['#c++', '#a/b']],
    [`#${'x'.repeat(65)}`, []],
    [`#${'é'.repeat(64)}`, [`#${'é'.repeat(64)}`]],
    ['https://a.example/#frag #tag', ['https://a.example/#frag', '#tag']],
    ['#tag(@a.example', ['#tag(@a.example']],
    ['#tag(b.fr', ['#tag(b.fr']],
  ])('tags in %s', (text, expected) => {
    expect(covered(text)).toEqual(expected);
  });

  it('becomes facets; a mention of nobody stays plain', () => {
    const found = findFacets('@a.example @b.example #t');
    expect(facetsOf(found, new Map([['b.example', 'did:plc:b']]))).toEqual([
      {
        index: { byteStart: 11, byteEnd: 21 },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:b' }],
      },
      {
        index: { byteStart: 22, byteEnd: 24 },
        features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 't' }],
      },
    ]);
  });

  it('never overlaps and never cuts a character, whatever the text', () => {
    const word = fc.oneof(
      fc.constantFrom(
        '@a.example',
        'https://x.example/(é)',
        'b.fr',
        '#tag',
        '#',
        '👩‍👩‍👧',
        '(',
        ')',
        '\n',
        '«',
        '️⃣',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), fc.constantFrom(' ', '', '\n'), (words, joint) => {
        // Lone surrogates cannot be sent: they are no text.
        const text = Buffer.from(words.join(joint), 'utf8').toString('utf8');
        let end = 0;
        for (const { byteStart, byteEnd } of findFacets(text)) {
          expect(byteStart).toBeGreaterThanOrEqual(end);
          expect(byteEnd).toBeGreaterThan(byteStart);
          const cut = utf8(text).subarray(byteStart, byteEnd);
          // Half a character would come back as U+FFFD.
          expect(utf8(cut.toString('utf8')).equals(cut)).toBe(true);
          end = byteEnd;
        }
        expect(end).toBeLessThanOrEqual(utf8(text).byteLength);
      }),
      { numRuns: 200 },
    );
  });
});

describe('remote text as a tree', () => {
  const link = (byteStart: number, byteEnd: number, uri = 'https://a.example/') => ({
    index: { byteStart, byteEnd },
    features: [{ $type: 'app.bsky.richtext.facet#link', uri }],
  });

  it('keeps words, lines, mentions, links and tags', () => {
    const text = 'Hé @bob.test\nexample.com #x';
    const found = findFacets(text);
    const facets = facetsOf(found, new Map([['bob.test', 'did:plc:bob']]));
    expect(richTextOf(text, facets)).toEqual([
      { tag: 'text', text: 'Hé ' },
      { tag: 'mention', text: '@bob.test', handle: 'bob.test', url: 'https://bsky.app/profile/did:plc:bob' },
      { tag: 'break' },
      { tag: 'link', text: 'example.com', url: 'https://example.com' },
      { tag: 'text', text: ' ' },
      { tag: 'tag', text: '#x', name: 'x' },
    ]);
  });

  it.each([
    ['outside the text', [link(0, 99)]],
    ['backwards', [link(3, 1)]],
    ['fractions', [link(0.5, 2)]],
    ['inside a character', [link(1, 3)]],
    ['a script', [link(0, 2, 'javascript:alert(1)')]],
    ['unknown', [{ index: { byteStart: 0, byteEnd: 2 }, features: [{ $type: 'x.y#z' }] }]],
    ['no facet at all', [null, 'x', { index: 1 }]],
  ])('leaves the words plain when a facet is %s', (_, facets) => {
    expect(richTextOf('é wins', facets)).toEqual([{ tag: 'text', text: 'é wins' }]);
  });

  it('takes the first of two facets that overlap', () => {
    expect(richTextOf('abcdef', [link(2, 5, 'https://b.example/'), link(0, 3)])).toEqual([
      { tag: 'link', text: 'abc', url: 'https://a.example/' },
      { tag: 'text', text: 'def' },
    ]);
  });

  it('loses no word, whatever the facets', () => {
    const facet = fc.record({
      index: fc.record({
        byteStart: fc.integer({ min: -2, max: 40 }),
        byteEnd: fc.integer({ min: -2, max: 40 }),
      }),
      features: fc.constant([{ $type: 'app.bsky.richtext.facet#tag', tag: 't' }]),
    });
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        fc.array(facet, { maxLength: 5 }),
        (text, facets) => {
          expect(plainText(richTextOf(text, facets))).toBe(text);
        },
      ),
    );
  });

  it('makes an excerpt of at most 200 characters in one line', () => {
    expect(excerptOf('a\n\n b')).toBe('a b');
    expect(excerptOf('x'.repeat(200))).toHaveLength(200);
    const long = excerptOf('👩‍👩‍👧'.repeat(100));
    expect(long.length).toBeLessThanOrEqual(200);
    expect(long.endsWith('👩‍👩‍👧…')).toBe(true);
  });
});

describe('a record key', () => {
  const zero = (bytes: number): Uint8Array => new Uint8Array(bytes);

  it('is thirteen characters that begin with the moment', () => {
    expect(createTid(0, zero)).toBe('2222222222222');
    // What @atproto/common-web makes of the same moments and writers.
    expect(createTid(1_685_334_562_394, zero)).toBe('3jwtq5yqnwk22');
    expect(createTid(1_685_334_562_394, () => Uint8Array.of(1, 2, 3, 4))).toBe('3jwtq5yqo6ms6');
  });

  it('sorts by time and differs within one millisecond', () => {
    const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
    const bytes = fc.uint8Array({ minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(moment, moment, bytes, bytes, (a, b, ra, rb) => {
        const [ka, kb] = [createTid(a, () => ra), createTid(b, () => rb)];
        expect(ka).toMatch(/^[234567abcdefghij][2-7a-z]{12}$/);
        if (a < b) expect(ka < kb).toBe(true);
      }),
    );
    const keys = new Set(
      Array.from({ length: 200 }, (_, index) =>
        createTid(1_700_000_000_000, () => Uint8Array.of(0, index, index, index)),
      ),
    );
    expect(keys.size).toBe(200);
  });
});
