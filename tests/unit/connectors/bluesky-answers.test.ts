import { describe, expect, it } from 'vitest';
import { depthOf, readCursor } from '../../../src-main/connectors/bluesky/cursor.ts';
import { homeIn, identifierOf, originOf } from '../../../src-main/connectors/bluesky/identity.ts';
import { effectiveManifest, manifest } from '../../../src-main/connectors/bluesky/manifest.ts';
import { attachmentsOf, quotedUri } from '../../../src-main/connectors/bluesky/map-embed.ts';
import { messageOf, postMetrics } from '../../../src-main/connectors/bluesky/map.ts';
import { refusal, unreadable } from '../../../src-main/connectors/bluesky/refusal.ts';
import { placeOf } from '../../../src-main/connectors/bluesky/thread.ts';
import { eachOf, postViewSchema, type PostView } from '../../../src-main/connectors/bluesky/wire.ts';
import { manifestSchema } from '../../../src-shared/networks/manifest.ts';
import * as v from 'valibot';

const now = Date.UTC(2026, 0, 1, 12);
const json = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  text: JSON.stringify(body),
});
const page = (status: number) => ({
  status,
  headers: { 'content-type': 'text/html' },
  text: '<html>502 Bad Gateway</html>',
});

describe('a refusal', () => {
  it.each([
    [400, 'ExpiredToken', 'Token has expired', 'auth', 'authorisation-expired'],
    [400, 'InvalidToken', 'Token could not be verified', 'auth', 'token-revoked'],
    [400, 'InvalidToken', 'Bad token method', 'auth', 'scope-missing'],
    [401, 'AuthMissing', 'Authentication Required', 'auth', 'token-revoked'],
    [401, 'AuthFactorTokenRequired', '', 'auth', 'second-factor-needed'],
    [400, 'AccountTakedown', '', 'auth', 'account-suspended'],
    [403, 'Forbidden', 'Bad token scope', 'auth', 'scope-missing'],
    [400, 'RecordNotFound', 'Could not locate record: at://…', 'gone', 'target-gone'],
    [400, 'InvalidRequest', 'Could not locate record', 'gone', 'target-gone'],
    [400, 'NotFound', 'Post not found', 'gone', 'target-gone'],
    [413, 'PayloadTooLarge', '', 'rejected', 'media-too-large'],
    [400, 'InvalidRequest', 'Could not find blob: bafkrei', 'rejected', 'media-missing'],
    [400, 'InvalidRequest', 'Record/text must not be longer than 300 graphemes', 'rejected', 'text-too-long'],
    [
      400,
      'InvalidRequest',
      'grapheme too big (maximum 300, got 301) at $.record.text',
      'rejected',
      'text-too-long',
    ],
    [
      400,
      'InvalidRequest',
      'This file is too large. It is 3 MB but the maximum size is 2 MB.',
      'rejected',
      'media-too-large',
    ],
    [400, 'InvalidRequest', 'Record/embed is odd', 'rejected', 'rejected'],
    [501, 'MethodNotImplemented', '', 'rejected', 'not-offered'],
  ])('%i %s (%s) is %s, %s', (status, error, message, tag, code) => {
    expect(refusal(json(status, { error, message }), 'write', now)).toMatchObject({ tag, failure: { code } });
  });

  it('names the field, never what was written in it', () => {
    const message = 'Expected datetime value type (got "my secret words") at $.record.createdAt';
    const error = refusal(json(400, { error: 'InvalidRequest', message }), 'write', now);
    expect(error).toMatchObject({ failure: { code: 'rejected', detail: { field: '$.record.createdAt' } } });
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('of a write by a failing server leaves the outcome open, of a read it does not', () => {
    const failing = json(500, { error: 'InternalServerError', message: 'Internal Server Error' });
    expect(refusal(failing, 'write', now).tag).toBe('unknown-outcome');
    expect(refusal(failing, 'read', now).tag).toBe('server');
    for (const status of [200, 403, 404, 502])
      expect([refusal(page(status), 'write', now), refusal(page(status), 'read', now)]).toMatchObject([
        { tag: 'unknown-outcome', failure: { code: 'html-instead-of-data' } },
        { tag: 'server', failure: { code: 'html-instead-of-data' } },
      ]);
  });

  it('for asking too often waits as long as the server says, by the server own clock', () => {
    const until = (headers: Record<string, string>): number | null => {
      const error = refusal(json(429, { error: 'RateLimitExceeded' }, headers), 'write', now);
      return error.tag === 'rate-limited' ? error.until - now : null;
    };
    const hourAhead = new Date(now + 3_600_000).toUTCString();
    expect(until({ 'ratelimit-reset': String(now / 1000 + 3_690), date: hourAhead })).toBe(90_000);
    expect(until({ 'ratelimit-reset': String(now / 1000 + 30) })).toBe(30_000);
    expect(until({ 'retry-after': '12' })).toBe(12_000);
    expect(until({ 'retry-after': new Date(now + 5_000).toUTCString() })).toBe(5_000);
    expect(until({})).toBe(60_000);
    expect(until({ 'ratelimit-reset': 'soon' })).toBe(60_000);
    expect(until({ 'retry-after': '99999999' })).toBe(24 * 3_600_000);
    expect(refusal({ status: 429, headers: {}, text: '' }, 'read', now).tag).toBe('rate-limited');
  });

  it('that nobody can read is kept for the report, cut short', () => {
    const odd = { ...json(200, {}), text: `{"x":"${'y'.repeat(5_000)}"}` };
    const told = unreadable(odd, 'read', 'method');
    expect(told).toMatchObject({ tag: 'protocol', failure: { code: 'protocol' } });
    expect(told.tag === 'protocol' && told.raw.length).toBe(2_000);
  });
});

const author = (did: string, more: object = {}) => ({ did, handle: `${did.slice(8)}.test`, ...more });
const post = (rkey: string, did: string, record: object = {}, more: object = {}): PostView =>
  v.parse(postViewSchema, {
    uri: `at://${did}/app.bsky.feed.post/${rkey}`,
    cid: `cid-${rkey}`,
    author: author(did),
    record: { $type: 'app.bsky.feed.post', text: rkey, createdAt: '2026-01-01T10:00:00.000Z', ...record },
    indexedAt: '2026-01-01T10:00:01.000Z',
    ...more,
  });
const replyTo = (parent: PostView, root: PostView) => ({
  reply: {
    root: { uri: root.uri, cid: root.cid },
    parent: { uri: parent.uri, cid: parent.cid },
  },
});
const [me, ann, bob] = ['did:plc:me', 'did:plc:ann', 'did:plc:bob'] as const;
const place = { me, box: 'public', kind: 'reply', excerpt: () => 'before' } as const;

describe('a post', () => {
  it('becomes a message with everything that a reply to it needs', () => {
    const root = post('root', me);
    const parent = post('parent', me, replyTo(root, root));
    const answer = post('answer', ann, { ...replyTo(parent, root), langs: ['fr'] }, { likeCount: 3 });
    expect(messageOf(answer, place)).toMatchObject({
      remoteId: 'at://did:plc:ann/app.bsky.feed.post/answer',
      conversationId: root.uri,
      url: 'https://bsky.app/profile/ann.test/post/answer',
      author: { remoteId: ann, name: 'ann.test', handle: 'ann.test', avatarUrl: null },
      mine: false,
      body: [{ tag: 'text', text: 'answer' }],
      parent: { remoteId: parent.uri, excerpt: 'before' },
      counts: { likes: 3, replies: null, reposts: null, quotes: null },
      language: 'fr',
      handleData: JSON.stringify({
        uri: answer.uri,
        cid: answer.cid,
        root: { uri: root.uri, cid: root.cid },
      }),
    });
    expect(messageOf(root, { ...place, kind: 'post' })).toMatchObject({
      conversationId: root.uri,
      parent: null,
      mine: true,
    });
  });

  it.each([
    ['2026-01-01T09:59:00.000Z', '2026-01-01T09:59:00.000Z'],
    ['2030-01-01T00:00:00.000Z', '2026-01-01T10:00:01.000Z'],
    ['yesterday', '2026-01-01T10:00:01.000Z'],
    ['1950-01-01T00:00:00.000Z', '2026-01-01T10:00:01.000Z'],
  ])('said to be written at %s counts as of %s', (createdAt, expected) => {
    const message = messageOf(post('a', ann, { createdAt }), place);
    expect(new Date(message.createdAt).toISOString()).toBe(expected);
  });

  it('keeps our like, its warnings, and says nothing of numbers that it does not know', () => {
    const seen = messageOf(
      post(
        'a',
        ann,
        { labels: { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'nudity' }] } },
        {
          viewer: { like: 'at://did:plc:me/app.bsky.feed.like/1' },
          labels: [{ val: 'porn' }, { val: 'sexual', neg: true }, { val: 'spam' }],
        },
      ),
      place,
    );
    expect(seen).toMatchObject({
      liked: true,
      likeRemoteId: 'at://did:plc:me/app.bsky.feed.like/1',
      warning: 'nudity, porn',
    });
    expect(postMetrics(post('a', me, {}, { likeCount: 0 }))).toEqual([
      { tag: 'metric', subject: 'at://did:plc:me/app.bsky.feed.post/a', name: 'likes', value: 0 },
    ]);
  });

  it('that cannot be read costs only itself', () => {
    const good = post('good', ann);
    const read = eachOf(postViewSchema, [good, { ...good, author: null }, 'x', { ...good, extra: 1 }]);
    expect([read.items.length, read.skipped.length]).toEqual([2, 2]);
  });
});

describe('what hangs on a post', () => {
  it('is pictures, films, cards and quotes; what is unknown is left out', () => {
    const quoted = post('q', bob);
    const { record: value, ...view } = quoted;
    const record = { $type: 'app.bsky.embed.record#view', record: { ...view, value } };
    const images = {
      $type: 'app.bsky.embed.images#view',
      images: [
        { thumb: 'https://c/t', fullsize: 'https://c/f', alt: 'a cat', aspectRatio: { width: 4, height: 3 } },
        { alt: 'broken' },
      ],
    };
    expect(attachmentsOf({ $type: 'app.bsky.embed.recordWithMedia#view', media: images, record })).toEqual([
      { kind: 'image', url: 'https://c/f', previewUrl: 'https://c/t', alt: 'a cat', width: 4, height: 3 },
      {
        kind: 'other',
        url: 'https://bsky.app/profile/bob.test/post/q',
        previewUrl: null,
        alt: '@bob.test: q',
        width: null,
        height: null,
      },
    ]);
    expect(
      attachmentsOf({ $type: 'app.bsky.embed.video#view', cid: 'c', playlist: 'https://v/p.m3u8' }),
    ).toMatchObject([{ kind: 'video', url: 'https://v/p.m3u8', previewUrl: null }]);
    expect(
      attachmentsOf({ $type: 'app.bsky.embed.external#view', external: { uri: 'javascript:x', title: '' } }),
    ).toEqual([]);
    expect(attachmentsOf({ $type: 'app.bsky.embed.hologram#view' })).toEqual([]);
    expect(attachmentsOf(undefined)).toEqual([]);
  });

  it('tells which post a record quotes', () => {
    const ref = { uri: 'at://did:plc:a/app.bsky.feed.post/1', cid: 'c' };
    expect(quotedUri({ $type: 'app.bsky.embed.record', record: ref })).toBe(ref.uri);
    expect(quotedUri({ $type: 'app.bsky.embed.recordWithMedia', record: { record: ref }, media: {} })).toBe(
      ref.uri,
    );
    expect(quotedUri({ $type: 'app.bsky.embed.images', images: [] })).toBeNull();
  });
});

describe('a post of a thread', () => {
  const mine = post('mine', me);
  const mention = {
    facets: [
      {
        index: { byteStart: 0, byteEnd: 1 },
        features: [{ $type: 'app.bsky.richtext.facet#mention', did: me }],
      },
    ],
  };
  it.each<[string, PostView, readonly PostView[], object]>([
    ['mine', mine, [], { box: 'own', kind: 'post' }],
    ['mine, an answer', post('a', me, replyTo(mine, mine)), [mine], { box: 'own', kind: 'reply' }],
    ['answers me', post('a', ann, replyTo(mine, mine)), [mine], { box: 'public', kind: 'reply' }],
    [
      'answers somebody below me',
      post('a', ann, replyTo(post('b', bob), mine)),
      [post('b', bob), mine],
      { box: 'public', kind: 'reply' },
    ],
    [
      'far below me',
      post('a', ann, replyTo(post('b', bob), mine)),
      [...Array.from({ length: 4 }, (_, index) => post(`b${index}`, bob)), mine],
      { box: 'context', kind: 'reply' },
    ],
    [
      'mentions me',
      post('a', ann, { ...replyTo(mine, mine), ...mention }),
      [mine],
      { box: 'public', kind: 'mention' },
    ],
    [
      'quotes me',
      post('a', ann, { embed: { $type: 'app.bsky.embed.record', record: { uri: mine.uri, cid: 'c' } } }),
      [],
      { box: 'public', kind: 'quote' },
    ],
    ['has nothing to do with me', post('a', ann), [], { box: 'context', kind: 'post' }],
    [
      'is by somebody whom I muted',
      post('a', ann, mention, { author: author(ann, { viewer: { muted: true } }) }),
      [],
      { box: 'context', kind: 'post' },
    ],
  ])('that is %s', (_, one, above, expected) => {
    expect(placeOf(one, above, me)).toEqual(expected);
  });
});

describe('who and where', () => {
  it.each([
    ['@Alice.Example ', 'alice.example'],
    ['alice', 'alice.bsky.social'],
    ['did:plc:abc', 'did:plc:abc'],
    ['me@mail.example', 'me@mail.example'],
  ])('%s signs in as %s', (typed, expected) => {
    expect(identifierOf(typed)).toBe(expected);
  });

  it.each([
    ['pds.example', 'https://pds.example'],
    ['https://pds.example/path', 'https://pds.example'],
    ['http://localhost:2583', 'http://localhost:2583'],
    ['localhost:2583', 'https://localhost:2583'],
    ['ftp://x', null],
    ['https://u:p@x.example', null],
    ['not a server', null],
  ])('%s is the server %s', (typed, expected) => {
    expect(originOf(typed)).toBe(expected);
  });

  it('an account lives where its document says, over https only', () => {
    const document = (serviceEndpoint: string, id = '#atproto_pds') => ({
      id: 'did:plc:a',
      alsoKnownAs: [],
      service: [{ id, type: 'AtprotoPersonalDataServer', serviceEndpoint }],
    });
    expect(homeIn(document('https://pds.example'))).toBe('https://pds.example');
    expect(homeIn(document('https://pds.example', 'did:plc:a#atproto_pds'))).toBe('https://pds.example');
    expect(homeIn(document('http://127.0.0.1:80'))).toBeNull();
    expect(homeIn(document('https://pds.example', '#other'))).toBeNull();
  });
});

describe('the manifest', () => {
  it('is valid, whole and without direct messages', () => {
    expect(v.safeParse(manifestSchema, manifest).success).toBe(true);
    const without = effectiveManifest({ uploadBytes: null, directMessages: false });
    expect(v.safeParse(manifestSchema, without).success).toBe(true);
    expect(without.capabilities).not.toContain('direct-messages');
    expect(without.operations.message).toBeUndefined();
    expect(without.feeds.map(({ name }) => name)).not.toContain('private');
    expect(without.messageCounting).toBeNull();
  });

  it('lets pictures be as large as the server says, and no larger than every server takes when it says nothing', () => {
    const bytes = (uploadBytes: number | null): number =>
      effectiveManifest({ uploadBytes, directMessages: true }).images.maxBytes;
    expect([bytes(null), bytes(500_000), bytes(52_428_800)]).toEqual([1_000_000, 500_000, 2_000_000]);
  });
});

describe('a cursor', () => {
  it('of another make counts as none', () => {
    const schema = v.object({ mark: v.number() });
    expect(readCursor(schema, '{"mark":1}')).toEqual({ mark: 1 });
    for (const cursor of [null, '', 'x', '{"mark":"1"}']) expect(readCursor(schema, cursor)).toBeNull();
  });

  it('of the server tells how deep a page went only when it is a moment', () => {
    expect(depthOf([5, 3], undefined)).toBe(3);
    expect(depthOf([5, 3], '50')).toBe(3);
    expect(depthOf([], '2026-01-01T00:00:00.000Z')).toBe(Date.UTC(2026, 0, 1));
    expect(depthOf([], 'opaque')).toBe(Infinity);
  });
});
