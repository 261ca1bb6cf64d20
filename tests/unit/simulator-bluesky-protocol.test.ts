import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { laneOf, type Entry } from '../../src-simulator/bluesky/appview/entry.ts';
import { newest, packPosition, readPosition } from '../../src-simulator/bluesky/appview/paging.ts';
import { parseAtUri } from '../../src-simulator/bluesky/protocol/at-uri.ts';
import { cidBytes, cidOfBytes, cidOfRecord, isCid } from '../../src-simulator/bluesky/protocol/cid.ts';
import { encodeDagCbor, NotEncodable } from '../../src-simulator/bluesky/protocol/dag-cbor.ts';
import { isDatetime, isHandle, isRecordKey } from '../../src-simulator/bluesky/protocol/formats.ts';
import { readJwt, writeJwt } from '../../src-simulator/bluesky/protocol/jwt.ts';
import { createTidClock, isTid, microsOf, tidOf } from '../../src-simulator/bluesky/protocol/tid.ts';
import { facetProblems } from '../../src-simulator/bluesky/records/facet.ts';
import { recordTypes } from '../../src-simulator/bluesky/records/registry.ts';
import { facetsOf } from '../../src-simulator/bluesky/training/pen.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('content identifiers', () => {
  it('name bytes and records as everybody else does', () => {
    expect(cidOfBytes(Buffer.from('hello world'))).toBe(
      'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',
    );
    expect(cidOfRecord({ hello: 'world' })).toBe(
      'bafyreidykglsfhoixmivffc5uwhcgshx4j465xwqntbmu43nb2dzqwfvae',
    );
  });

  it('are recognised, and nothing else is', () => {
    const cid = cidOfRecord({});
    expect(isCid(cid)).toBe(true);
    expect(cidBytes(cid)).toHaveLength(36);
    for (const wrong of ['', 'bafy', cid.slice(1), `${cid}a`, cid.toUpperCase()])
      expect(isCid(wrong)).toBe(false);
  });
});

describe('canonical DAG-CBOR', () => {
  it('orders keys by length, then by bytes', () => {
    expect(hex(encodeDagCbor({ bb: 1, a: 2, c: 3 }))).toBe('a3616102616303626262' + '01');
  });

  it('uses the shortest heads for whole numbers of either sign', () => {
    const heads = [0, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_296, -1, -25].map((n) =>
      hex(encodeDagCbor(n)),
    );
    expect(heads).toEqual([
      '00',
      '17',
      '1818',
      '18ff',
      '190100',
      '19ffff',
      '1a00010000',
      '1b0000000100000000',
      '20',
      '3818',
    ]);
  });

  it('writes links as tag 42 and drops absent members', () => {
    const link = cidOfBytes(Buffer.from('x'));
    expect(hex(encodeDagCbor({ $link: link })).startsWith('d82a582500015512')).toBe(true);
    expect(hex(encodeDagCbor({ a: undefined, b: null }))).toBe('a16162f6');
  });

  it('refuses fractions', () => {
    expect(() => encodeDagCbor({ a: 1.5 })).toThrow(NotEncodable);
  });
});

describe('record keys made of time', () => {
  it('keep their moment and sort by it', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 40), fc.nat(2 ** 40), fc.nat(1023), (a, b, clockId) => {
        const [first, second] = [tidOf(a, clockId), tidOf(b, clockId)];
        expect(isTid(first)).toBe(true);
        expect(microsOf(first)).toBe(a);
        expect(first < second).toBe(a < b);
      }),
    );
  });

  it('never repeat on a clock that stands still or goes back', () => {
    let now = 1000;
    const clock = createTidClock(() => now, 1);
    const drawn = [clock.next(), clock.next()];
    now = 10;
    drawn.push(clock.next());
    expect(drawn.toSorted()).toEqual(drawn);
    expect(new Set(drawn).size).toBe(3);
  });
});

describe('formats', () => {
  it('tell handles, keys, moments and addresses from look-alikes', () => {
    expect(['a.test', 'x-1.b.example'].every(isHandle)).toBe(true);
    expect(['a', 'a_b.test', '-a.test', 'a..test', 'a.1'].some(isHandle)).toBe(false);
    expect(isRecordKey('..') || isRecordKey('a/b') || isRecordKey('')).toBe(false);
    expect(isDatetime('2026-10-01T08:00:00.000Z') && isDatetime('2026-10-01T08:00:00+02:00')).toBe(true);
    expect(
      ['2026-10-01', '2026-10-01T08:00:00', '2026-10-01T08:00:00-00:00', '2026-13-01T08:00:00Z'].some(
        isDatetime,
      ),
    ).toBe(false);
    expect(parseAtUri('at://did:plc:abc/app.bsky.feed.post/3k')).toEqual({
      authority: 'did:plc:abc',
      collection: 'app.bsky.feed.post',
      rkey: '3k',
    });
    expect(parseAtUri('at://did:plc:abc')).toBeNull();
  });
});

describe('tokens', () => {
  it('are read only with the secret and kind that wrote them, untouched', () => {
    const token = writeJwt('secret', 'at+jwt', { sub: 'did:plc:abc' });
    expect(readJwt('secret', 'at+jwt', token)).toEqual({ sub: 'did:plc:abc' });
    expect(readJwt('other', 'at+jwt', token)).toBeNull();
    expect(readJwt('secret', 'refresh+jwt', token)).toBeNull();
    expect(readJwt('secret', 'at+jwt', token.replace('.', '.e'))).toBeNull();
    expect(readJwt('secret', 'at+jwt', 'nonsense')).toBeNull();
  });
});

describe('facets', () => {
  const post = (text: string, ...slices: readonly (readonly [number, number])[]) => ({
    text,
    facets: slices.map(([byteStart, byteEnd]) => ({
      index: { byteStart, byteEnd },
      features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'x' }],
    })),
  });

  it('are measured in bytes of UTF-8', () => {
    expect(facetProblems(post('é #x', [3, 5]))).toEqual([]);
    expect(facetProblems(post('é #x', [1, 3]))).toEqual(['facets[0]: cuts a character at 1–3']);
    expect(facetProblems(post('abc', [1, 9]))).toEqual(['facets[0]: ends at 9, the text has 3 bytes']);
    expect(facetProblems(post('abc', [2, 2]))).toEqual(['facets[0]: empty or reversed slice 2–2']);
    expect(facetProblems(post('abcdef', [0, 3], [2, 5]))).toEqual(['facets[1]: overlaps another']);
  });

  it('that the audience writes fit their text', () => {
    const text = '👩‍👩‍👧 @a.test voilà https://x.test/é?q=1. #vélo';
    const facets = facetsOf(text, (handle) => (handle === 'a.test' ? 'did:plc:abc' : undefined));
    expect(facets).toHaveLength(3);
    expect(facetProblems({ text, facets })).toEqual([]);
  });
});

describe('a post', () => {
  const problem = (record: Record<string, string | number | string[]>): string | null =>
    recordTypes
      .get('app.bsky.feed.post')
      ?.check({ createdAt: '2026-10-01T08:00:00.000Z', ...record }, '$.record') ?? null;

  it('holds 300 graphemes and 3000 bytes, whichever ends first', () => {
    expect(problem({ text: '👩‍👩‍👧'.repeat(166) })).toBeNull();
    expect(problem({ text: '👩‍👩‍👧'.repeat(167) })).toBe(
      'string too big (maximum 3000, got 3006) at $.record.text',
    );
    expect(problem({ text: 'a'.repeat(301) })).toBe(
      'grapheme too big (maximum 300, got 301) at $.record.text',
    );
    expect(problem({ text: 'é'.repeat(300) })).toBeNull();
  });

  it('needs its members, in their types', () => {
    expect(problem({})).toBe('Missing required key "text" at $.record');
    expect(problem({ text: 5 })).toBe('Expected string value type (got 5) at $.record.text');
    expect(problem({ text: '', langs: ['fr', 'en', 'de', 'it'] })).toBe(
      'array too big (maximum 3, got 4) at $.record.langs',
    );
    expect(problem({ text: '', createdAt: 'yesterday' })).toContain('Invalid datetime');
  });
});

describe('pages', () => {
  const entry = (sortAt: number, cid: string): Entry => ({
    row: {
      id: `at://did:plc:a/app.bsky.feed.post/${cid}`,
      did: 'did:plc:a',
      collection: 'app.bsky.feed.post',
      rkey: cid,
      cid,
      value: {},
      committedAt: sortAt,
      indexedAt: sortAt,
    },
    sortAt,
    outsideGate: false,
    deletedAt: Infinity,
    goneAt: Infinity,
  });

  it('show every row of every lane once, newest first, however they are cut', () => {
    const moments = fc.array(fc.array(fc.nat(5), { maxLength: 12 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 5 }), (given, limit) => {
        let serial = 0;
        const lanes = given.map((lane) =>
          laneOf(
            lane
              .toSorted((a, b) => a - b)
              .map((at) => entry(at, `c${String((serial += 1)).padStart(3, '0')}`)),
          ),
        );
        const seen: string[] = [];
        let cursor: string | undefined;
        for (let page = 0; page < 100; page += 1) {
          const rows = [...newest(lanes, readPosition(cursor) ?? undefined)].slice(0, limit);
          const last = rows.at(-1);
          if (!last) break;
          seen.push(...rows.map((row) => `${row.sortAt} ${row.row.cid}`));
          cursor = packPosition({ at: last.sortAt, name: last.row.cid });
        }
        expect(seen).toEqual(seen.toSorted().toReversed());
        expect(new Set(seen).size).toBe(serial);
      }),
    );
  });

  it('refuse a cursor that nobody gave', () => {
    expect(readPosition('nonsense')).toBeNull();
    expect(readPosition('1__a__b')).toBeNull();
    expect(readPosition(undefined)).toBeUndefined();
  });
});
