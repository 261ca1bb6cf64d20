import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { createBlueskySim, type BlueskyAccount, type BlueskySim } from '../../src-simulator/bluesky/start.ts';
import { realLimits } from '../../src-simulator/bluesky/pds/points.ts';
import { pictureOf } from '../../src-simulator/bluesky/training/picture.ts';
import { tidOf } from '../../src-simulator/bluesky/protocol/tid.ts';
import {
  at,
  createXrpcClient,
  listAt,
  textAt,
  type XrpcClient,
  type XrpcReply,
} from '../fixtures/xrpc-client.ts';

const POST = 'app.bsky.feed.post';
const MINUTE = 60_000;
const CHAT = { headers: { 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat' } };

let clock: ManualClock;
let sim: BlueskySim;
let atelier: BlueskyAccount;
let velo: BlueskyAccount;
let api: XrpcClient;
let serial = 0;

function pick(all: readonly BlueskyAccount[], username: string): BlueskyAccount {
  const found = all.find((account) => account.username === username);
  if (!found) throw new Error(`no ${username}`);
  return found;
}

beforeEach(async () => {
  clock = createManualClock();
  sim = await createBlueskySim({ clock, seed: 3 });
  atelier = pick(sim.accounts, 'atelierlumiere');
  velo = pick(sim.accounts, 'veloetco');
  api = createXrpcClient(sim.baseUrl, atelier.token);
});

afterEach(() => sim.close());

const key = (): string => tidOf(clock.now() * 1000 + (serial += 1), 7);
const now = (): string => new Date(clock.now()).toISOString();
const post = (text: string, more: object = {}): object => ({ $type: POST, text, createdAt: now(), ...more });
const creating = (record: object, rkey?: string, by: BlueskyAccount = atelier): object => ({
  repo: by.did,
  collection: POST,
  record,
  ...(rkey === undefined ? {} : { rkey }),
});
const create = (record: object, rkey?: string): Promise<XrpcReply> =>
  api.post('com.atproto.repo.createRecord', creating(record, rkey));
const getRecord = (rkey: string, collection = POST): Promise<XrpcReply> =>
  api.get('com.atproto.repo.getRecord', { repo: atelier.did, collection, rkey });
const failureOf = (reply: XrpcReply): readonly unknown[] => [reply.status, at(reply.body, 'error')];
const ref = (reply: XrpcReply): { uri: string; cid: string } => ({
  uri: textAt(reply.body, 'uri'),
  cid: textAt(reply.body, 'cid'),
});
const says = async (person: string, postUri: string, text: string): Promise<string> =>
  (await sim.control.audience.say({ kind: 'reply', person, post: postUri, text })) ?? '';
const notifications = (params = {}): Promise<XrpcReply> =>
  api.get('app.bsky.notification.listNotifications', params);
const reasonsIn = (reply: XrpcReply): readonly unknown[] =>
  listAt(reply.body, 'notifications').map((item) => at(item, 'reason'));

describe('signing in', () => {
  const login = (identifier: string, password: string, more = {}): Promise<XrpcReply> =>
    api.post('com.atproto.server.createSession', { identifier, password, ...more });

  it('takes handles, DIDs and addresses, and app passwords in their form', async () => {
    expect(atelier.password).toMatch(/^[a-z2-7]{4}(-[a-z0-9]{4}){3}$/);
    for (const identifier of [
      atelier.login,
      atelier.did,
      atelier.login.toUpperCase(),
      'atelierlumiere@mail.test',
    ]) {
      const session = await login(identifier, atelier.password);
      expect(session.status).toBe(200);
      expect(at(session.body, 'did')).toBe(atelier.did);
      expect(at(session.body, 'active')).toBe(true);
      expect(at(session.body, 'didDoc', 'service', 0)).toMatchObject({
        id: '#atproto_pds',
        serviceEndpoint: sim.baseUrl,
      });
    }
    expect(failureOf(await login(atelier.login, 'aaaa-bbbb-cccc-dddd'))).toEqual([
      401,
      'AuthenticationRequired',
    ]);
    expect(failureOf(await login('nobody.bsky.test', atelier.password))).toEqual([
      401,
      'AuthenticationRequired',
    ]);
  });

  it('asks for a second factor with the main password only', async () => {
    await sim.control.setAccount(atelier.did, { secondFactor: 'ABCDE-FGHIJ' });
    const main = 'atelierlumiere-main-password';
    expect(failureOf(await login(atelier.login, main))).toEqual([401, 'AuthFactorTokenRequired']);
    expect(failureOf(await login(atelier.login, main, { authFactorToken: 'WRONG-WRONG' }))).toEqual([
      400,
      'InvalidToken',
    ]);
    expect((await login(atelier.login, main, { authFactorToken: 'abcde-fghij' })).status).toBe(200);
    expect((await login(atelier.login, atelier.password)).status).toBe(200);
  });

  it('refuses accounts that were taken down, wherever they are', async () => {
    const session = await login(atelier.login, atelier.password);
    await sim.control.setAccount(atelier.did, { status: 'takendown' });
    expect(failureOf(await login(atelier.login, 'atelierlumiere-main-password'))).toEqual([
      401,
      'AccountTakedown',
    ]);
    expect(failureOf(await api.get('com.atproto.server.getSession'))).toEqual([401, 'AccountTakedown']);
    const refresh = await api.post('com.atproto.server.refreshSession', undefined, {
      token: textAt(session.body, 'refreshJwt'),
    });
    expect(failureOf(refresh)).toEqual([401, 'AccountTakedown']);
  });

  it('gives access tokens two hours, in real JWT claims', async () => {
    const session = await login(atelier.login, atelier.password);
    const token = textAt(session.body, 'accessJwt');
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    expect(at(claims, 'exp')).toBe(Math.floor(clock.now() / 1000) + 7200);
    await clock.advance(120 * MINUTE - 1000);
    expect((await api.get('com.atproto.server.getSession', {}, { token })).status).toBe(200);
    await clock.advance(1000);
    const late = await api.get('com.atproto.server.getSession', {}, { token });
    expect(failureOf(late)).toEqual([400, 'ExpiredToken']);
  });

  it('rotates refresh tokens, and repeats a rotation whose answer was lost', async () => {
    const session = await login(atelier.login, atelier.password);
    const refresh = (token: string): Promise<XrpcReply> =>
      api.post('com.atproto.server.refreshSession', undefined, { token });
    const jti = (reply: XrpcReply): unknown =>
      at(
        JSON.parse(Buffer.from(textAt(reply.body, 'refreshJwt').split('.')[1] ?? '', 'base64url').toString()),
        'jti',
      );
    const first = textAt(session.body, 'refreshJwt');
    const second = await refresh(first);
    await clock.advance(119 * MINUTE);
    const again = await refresh(first);
    expect(again.status).toBe(200);
    expect(jti(again)).toBe(jti(second));
    await clock.advance(2 * MINUTE);
    expect(failureOf(await refresh(first))).toEqual([400, 'ExpiredToken']);
    expect((await refresh(textAt(second.body, 'refreshJwt'))).status).toBe(200);
    expect(failureOf(await refresh(textAt(second.body, 'accessJwt')))).toEqual([400, 'InvalidToken']);
  });

  it('ends sessions on request, and with their app password', async () => {
    const [one, two] = [
      await login(atelier.login, atelier.password),
      await login(atelier.login, atelier.password),
    ];
    const refresh = (reply: XrpcReply): Promise<XrpcReply> =>
      api.post('com.atproto.server.refreshSession', undefined, { token: textAt(reply.body, 'refreshJwt') });
    const ended = await api.post('com.atproto.server.deleteSession', undefined, {
      token: textAt(one.body, 'refreshJwt'),
    });
    expect([ended.status, ended.body]).toEqual([200, '']);
    expect(failureOf(await refresh(one))).toEqual([400, 'ExpiredToken']);
    await sim.control.revokeAppPassword(atelier.did, 'vigie');
    expect(failureOf(await refresh(two))).toEqual([400, 'ExpiredToken']);
    expect(failureOf(await login(atelier.login, atelier.password))).toEqual([401, 'AuthenticationRequired']);
  });

  it('refuses every token once the account revoked them', async () => {
    const session = await login(atelier.login, atelier.password);
    await sim.control.revoke(atelier.did);
    expect(failureOf(await api.get('com.atproto.server.getSession'))).toEqual([400, 'ExpiredToken']);
    const refresh = await api.post('com.atproto.server.refreshSession', undefined, {
      token: textAt(session.body, 'refreshJwt'),
    });
    expect(failureOf(refresh)).toEqual([400, 'ExpiredToken']);
    expect((await api.get('com.atproto.server.getSession', {}, { token: atelier.token })).status).toBe(200);
  });

  it('tells a missing, a malformed and a forged token apart', async () => {
    const bare = createXrpcClient(sim.baseUrl);
    expect(failureOf(await bare.get('com.atproto.server.getSession'))).toEqual([401, 'AuthMissing']);
    const odd = { headers: { authorization: 'Basic abc' } };
    expect(failureOf(await bare.get('com.atproto.server.getSession', {}, odd))).toEqual([
      400,
      'InvalidToken',
    ]);
    expect(failureOf(await bare.get('com.atproto.server.getSession', {}, { token: 'a.b.c' }))).toEqual([
      400,
      'InvalidToken',
    ]);
  });
});

describe('identity', () => {
  it('leads from a handle to the server', async () => {
    const resolved = await api.get('com.atproto.identity.resolveHandle', { handle: velo.login });
    expect(at(resolved.body, 'did')).toBe(velo.did);
    for (const path of [`/plc/${velo.did}`, `/${velo.did}`]) {
      const document = await fetch(sim.baseUrl + path);
      expect(document.headers.get('content-type')).toContain('application/did+ld+json');
      const body: unknown = await document.json();
      expect(body).toMatchObject({ id: velo.did, alsoKnownAs: [`at://${velo.login}`] });
      expect(textAt(body, 'verificationMethod', 0, 'publicKeyMultibase')).toMatch(/^zDn/);
    }
    const known = await fetch(`${sim.baseUrl}/.well-known/atproto-did?handle=${velo.login}`);
    expect(await known.text()).toBe(velo.did);
    expect((await fetch(`${sim.baseUrl}/plc/did:plc:nobody`)).status).toBe(404);
    const unknown = await api.get('com.atproto.identity.resolveHandle', { handle: 'nobody.test' });
    expect(failureOf(unknown)).toEqual([400, 'HandleNotFound']);
  });
});

describe('writing', () => {
  it('keeps a record under its key, with a content identifier that can be recomputed', async () => {
    const rkey = key();
    const made = await create(post('Bonjour'), rkey);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({
      uri: `at://${atelier.did}/${POST}/${rkey}`,
      validationStatus: 'valid',
    });
    const read = await getRecord(rkey);
    expect(read.body).toMatchObject({ cid: textAt(made.body, 'cid'), value: { text: 'Bonjour' } });
  });

  it('answers 500 to a create on a key that is taken, and changes nothing', async () => {
    const rkey = key();
    await create(post('one'), rkey);
    for (const text of ['one', 'two']) {
      const repeat = await create(post(text), rkey);
      expect(repeat.status).toBe(500);
      expect(repeat.body).toEqual({ error: 'InternalServerError', message: 'Internal Server Error' });
    }
    expect(at((await getRecord(rkey)).body, 'value', 'text')).toBe('one');
    expect(sim.control.ledger.effects('post')).toHaveLength(1);
  });

  it('lets putRecord demand that nothing is there, and forgives identical content', async () => {
    const rkey = key();
    const record = post('put');
    const put = (given: object, more: object = {}): Promise<XrpcReply> =>
      api.post('com.atproto.repo.putRecord', { ...creating(given, rkey), ...more });
    const first = await put(record, { swapRecord: null });
    expect(first.status).toBe(200);
    const same = await put(record);
    expect(same.status).toBe(200);
    expect(at(same.body, 'cid')).toBe(at(first.body, 'cid'));
    expect(at(same.body, 'commit')).toBeUndefined();
    const other = await put(post('other'), { swapRecord: null });
    expect(failureOf(other)).toEqual([400, 'InvalidSwap']);
    expect(textAt(other.body, 'message')).toContain(textAt(first.body, 'cid'));
    expect((await put(post('other'), { swapRecord: textAt(first.body, 'cid') })).status).toBe(200);
  });

  it('finds nothing where nothing was written', async () => {
    const missing = await getRecord(key());
    expect(failureOf(missing)).toEqual([400, 'RecordNotFound']);
  });

  it('deletes as often as one likes', async () => {
    const rkey = key();
    await create(post('gone'), rkey);
    const deleting = { repo: atelier.did, collection: POST, rkey };
    const first = await api.post('com.atproto.repo.deleteRecord', deleting);
    expect(at(first.body, 'commit', 'rev')).toBeTypeOf('string');
    const again = await api.post('com.atproto.repo.deleteRecord', deleting);
    expect([again.status, again.body]).toEqual([200, {}]);
    expect(failureOf(await getRecord(rkey))).toEqual([400, 'RecordNotFound']);
  });

  it('applies all writes of a batch or none', async () => {
    const [one, two, three] = [key(), key(), key()];
    const adding = (rkey: string, record: object): object => ({
      $type: 'com.atproto.repo.applyWrites#create',
      collection: POST,
      rkey,
      value: record,
    });
    const apply = (...writes: object[]): Promise<XrpcReply> =>
      api.post('com.atproto.repo.applyWrites', { repo: atelier.did, validate: true, writes });
    expect((await apply(adding(one, post('1')), adding(two, post('2')))).status).toBe(200);
    expect((await apply(adding(three, post('3')), adding(one, post('again')))).status).toBe(500);
    expect(failureOf(await getRecord(three))).toEqual([400, 'RecordNotFound']);
    const bad = await apply(adding(three, post('3')), adding(key(), post('x'.repeat(301))));
    expect(failureOf(bad)).toEqual([400, 'InvalidRequest']);
    expect(failureOf(await getRecord(three))).toEqual([400, 'RecordNotFound']);
    const removing = { $type: 'com.atproto.repo.applyWrites#delete', collection: POST, rkey: one };
    const mixed = await apply(removing, adding(three, post('3')));
    expect(listAt(mixed.body, 'results').map((result) => at(result, '$type'))).toEqual([
      'com.atproto.repo.applyWrites#deleteResult',
      'com.atproto.repo.applyWrites#createResult',
    ]);
  });

  it('checks records as the lexicons say, in the server’s words', async () => {
    const message = async (record: object, more: object = {}): Promise<unknown> => {
      const reply = await api.post('com.atproto.repo.createRecord', { ...creating(record), ...more });
      expect(failureOf(reply)).toEqual([400, 'InvalidRequest']);
      return at(reply.body, 'message');
    };
    expect(await message(post('x'.repeat(301)))).toBe(
      'Invalid app.bsky.feed.post record: grapheme too big (maximum 300, got 301) at $.record.text',
    );
    expect(await message({ text: 'no date' })).toContain('Missing required key "createdAt"');
    expect(await message({ ...post('x'), $type: 'app.bsky.feed.like' })).toContain('Invalid $type');
    expect(await message(post('x'), { rkey: 'not-a-tid' })).toContain('Invalid record key');
    expect(await message(post('x', { embed: { $type: 'app.bsky.embed.images', images: [{}] } }))).toContain(
      'images[0]',
    );
    expect(await message(post('x', { reply: { root: ref(await create(post('root'))) } }))).toContain(
      'parent',
    );
    expect(await message(post('x', { weight: 1.5 }))).toContain('safe integers');
  });

  it('accepts facets that do not fit, as the real server does, and reports them', async () => {
    const facets = [
      {
        index: { byteStart: 0, byteEnd: 99 },
        features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'x' }],
      },
    ];
    expect((await create(post('short', { facets }))).status).toBe(200);
    expect(sim.control.facetProblems()).toHaveLength(1);
    expect(sim.control.facetProblems()[0]).toContain('ends at 99');
  });

  it('writes only in the caller’s own repository', async () => {
    const foreign = await api.post('com.atproto.repo.createRecord', creating(post('x'), undefined, velo));
    expect(failureOf(foreign)).toEqual([401, 'AuthenticationRequired']);
  });

  it('replaces a second like of the same post', async () => {
    const subject = ref(await create(post('like me')));
    const like = (): Promise<XrpcReply> =>
      api.post('com.atproto.repo.createRecord', {
        repo: atelier.did,
        collection: 'app.bsky.feed.like',
        record: { subject, createdAt: now() },
      });
    const first = await like();
    await like();
    const rkey = textAt(first.body, 'uri').split('/').at(-1) ?? '';
    expect(failureOf(await getRecord(rkey, 'app.bsky.feed.like'))).toEqual([400, 'RecordNotFound']);
    const likes = await api.get('app.bsky.feed.getLikes', { uri: subject.uri });
    expect(listAt(likes.body, 'likes')).toHaveLength(1);
  });

  it('lists records by key, in both directions, page by page', async () => {
    const rkeys = [key(), key(), key()];
    for (const rkey of rkeys) await create(post(rkey), rkey);
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await api.get('com.atproto.repo.listRecords', {
        repo: atelier.did,
        collection: POST,
        limit: 2,
        ...(typeof cursor === 'string' ? { cursor } : {}),
      });
      seen.push(...listAt(page.body, 'records').map((record) => at(record, 'uri')));
      cursor = at(page.body, 'cursor');
    } while (cursor !== undefined);
    expect(seen).toEqual(seen.toSorted().toReversed());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(7);
    const oldest = await api.get('com.atproto.repo.listRecords', {
      repo: atelier.did,
      collection: POST,
      reverse: true,
    });
    expect(at(oldest.body, 'records', 0, 'uri')).toBe(seen.at(-1));
  });
});

describe('images', () => {
  const picture = pictureOf('test');

  it('are named by their bytes, typed by their bytes, and shown where the views say', async () => {
    const upload = await api.upload(picture, 'image/jpeg');
    const blob = at(upload.body, 'blob');
    expect(blob).toMatchObject({ $type: 'blob', mimeType: 'image/png', size: picture.length });
    expect(textAt(blob, 'ref', '$link')).toMatch(/^bafkrei/);
    expect(at((await api.upload(picture, 'image/png')).body, 'blob')).toEqual(blob);
    const images = [{ image: blob, alt: 'a test', aspectRatio: { width: 1, height: 1 } }];
    const made = await create(post('', { embed: { $type: 'app.bsky.embed.images', images } }));
    const views = await api.get('app.bsky.feed.getPosts', { uris: [textAt(made.body, 'uri')] });
    const shown = await fetch(textAt(views.body, 'posts', 0, 'embed', 'images', 0, 'fullsize'));
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer()).equals(picture)).toBe(true);
    const params = { did: atelier.did, cid: textAt(blob, 'ref', '$link') };
    expect((await api.get('com.atproto.sync.getBlob', params)).status).toBe(200);
    const foreign = await api.get('com.atproto.sync.getBlob', { ...params, did: velo.did });
    expect(failureOf(foreign)).toEqual([400, 'BlobNotFound']);
  });

  it('must be there, as described, small enough, and at most four', async () => {
    const blob = at((await api.upload(picture, 'image/png')).body, 'blob');
    const posting = async (...images: unknown[]): Promise<readonly unknown[]> =>
      failureOf(await create(post('x', { embed: { $type: 'app.bsky.embed.images', images } })));
    const missing = {
      $type: 'blob',
      ref: { $link: textAt(blob, 'ref', '$link').replace(/...$/, 'aaa') },
      mimeType: 'image/png',
      size: 1,
    };
    expect(await posting({ image: missing, alt: '' })).toEqual([400, 'BlobNotFound']);
    expect(await posting({ image: { ...Object(blob), size: 1 }, alt: '' })).toEqual([400, 'InvalidSize']);
    expect(await posting({ image: { ...Object(blob), mimeType: 'image/gif' }, alt: '' })).toEqual([
      400,
      'InvalidMimeType',
    ]);
    expect(await posting({ image: blob })).toEqual([400, 'InvalidRequest']);
    expect(await posting(...Array(5).fill({ image: blob, alt: '' }))).toEqual([400, 'InvalidRequest']);
    const large = at(
      (await api.upload(Buffer.concat([picture, Buffer.alloc(2_000_000)]), 'image/png')).body,
      'blob',
    );
    expect(await posting({ image: large, alt: '' })).toEqual([400, 'InvalidRequest']);
  });

  it('that nobody refers to are collected after a while', async () => {
    const blob = at((await api.upload(picture, 'image/png')).body, 'blob');
    await clock.advance(7 * 60 * MINUTE);
    api = createXrpcClient(sim.baseUrl, atelier.token);
    const images = [{ image: blob, alt: '' }];
    const late = await create(post('x', { embed: { $type: 'app.bsky.embed.images', images } }));
    expect(failureOf(late)).toEqual([400, 'BlobNotFound']);
  });

  it('too large for the server are refused before the rest', async () => {
    const huge = await api.upload(Buffer.alloc(100_000_001), 'image/png');
    expect(failureOf(huge)).toEqual([413, 'PayloadTooLarge']);
  });
});

describe('notifications', () => {
  it('come from replies, mentions, likes, reposts, follows and quotes, and from nothing of one’s own', async () => {
    const mine = ref(await create(post('hello')));
    await clock.advance(1000);
    const reply = await says('theo_marchand', mine.uri, 'Bonjour !');
    const say = sim.control.audience.say;
    await say({ kind: 'mention', person: 'camille_roche', account: atelier.did, text: 'regardez' });
    await say({ kind: 'like', person: 'camille_roche', post: mine.uri });
    await say({ kind: 'repost', person: 'camille_roche', post: mine.uri });
    await say({ kind: 'follow', person: 'hugo_lemaire', account: velo.did });
    const quote = { $type: 'app.bsky.embed.record', record: mine };
    await createXrpcClient(sim.baseUrl, velo.token).post(
      'com.atproto.repo.createRecord',
      creating(post('look', { embed: quote }), undefined, velo),
    );
    await create(post('to myself', { reply: { root: mine, parent: mine } }));
    const told = await notifications();
    expect(reasonsIn(told).slice(0, 5).toSorted()).toEqual(['like', 'mention', 'quote', 'reply', 'repost']);
    const first = listAt(told.body, 'notifications').find((item) => at(item, 'uri') === reply);
    expect(first).toMatchObject({ reason: 'reply', reasonSubject: mine.uri, record: { text: 'Bonjour !' } });
    expect(listAt(told.body, 'notifications').some((item) => at(item, 'author', 'did') === atelier.did)).toBe(
      false,
    );
  });

  it('reach everybody above a reply in the thread', async () => {
    const mine = ref(await create(post('root')));
    const first = await says('theo_marchand', mine.uri, 'first');
    await says('nadia_benali', first, 'to theo, under your root');
    const told = await notifications({ limit: 2 });
    expect(reasonsIn(told)).toEqual(['reply', 'reply']);
    expect(at(told.body, 'notifications', 0, 'reasonSubject')).toBe(mine.uri);
  });

  it('page by cursor without loss, also where many share a moment', async () => {
    const mine = ref(await create(post('popular')));
    for (const person of sim.control.audience.persons)
      await says(person.handle, mine.uri, `from ${person.handle}`);
    const seen: unknown[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 50; page += 1) {
      const reply = await notifications({ limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      const items = listAt(reply.body, 'notifications');
      if (items.length === 0) {
        expect(at(reply.body, 'cursor')).toBeUndefined();
        break;
      }
      seen.push(...items.map((item) => at(item, 'uri')));
      cursor = textAt(reply.body, 'cursor');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(sim.control.audience.persons.length);
    expect(failureOf(await notifications({ cursor: 'nonsense' }))).toEqual([400, 'InvalidRequest']);
  });

  it('can be filtered by reason', async () => {
    const mine = ref(await create(post('x')));
    await says('theo_marchand', mine.uri, 'a reply');
    const onlyLikes = await notifications({ reasons: ['like'] });
    expect(new Set(reasonsIn(onlyLikes))).toEqual(new Set(['like']));
    const two = await notifications({ reasons: ['like', 'reply'], limit: 100 });
    expect(new Set(reasonsIn(two))).toEqual(new Set(['like', 'reply']));
  });

  it('are read once they were seen', async () => {
    const mine = ref(await create(post('x')));
    await api.post('app.bsky.notification.updateSeen', { seenAt: now() });
    await clock.advance(1000);
    await says('theo_marchand', mine.uri, 'new');
    const count = await api.get('app.bsky.notification.getUnreadCount');
    expect(count.body).toEqual({ count: 1 });
    const told = await notifications();
    expect(listAt(told.body, 'notifications').map((item) => at(item, 'isRead'))[0]).toBe(false);
    expect(at(told.body, 'notifications', 1, 'isRead')).toBe(true);
    await clock.advance(1000);
    await api.post('app.bsky.notification.updateSeen', { seenAt: now() });
    expect((await api.get('app.bsky.notification.getUnreadCount')).body).toEqual({ count: 0 });
  });

  it('of deleted posts, muted people and muted threads are not shown', async () => {
    const mine = ref(await create(post('x')));
    const gone = await says('gege_raleur', mine.uri, 'regretted');
    await says('theo_marchand', mine.uri, 'kept');
    await sim.control.audience.say({ kind: 'remove', person: 'gege_raleur', post: gone });
    const uris = async (): Promise<readonly unknown[]> =>
      listAt((await notifications()).body, 'notifications').map((item) => at(item, 'record', 'text'));
    expect((await uris())[0]).toBe('kept');
    const theo = textAt((await notifications()).body, 'notifications', 0, 'author', 'did');
    await api.post('app.bsky.graph.muteActor', { actor: theo });
    expect((await uris())[0]).not.toBe('kept');
    expect(at((await api.get('app.bsky.graph.getMutes')).body, 'mutes', 0, 'did')).toBe(theo);
    await api.post('app.bsky.graph.unmuteActor', { actor: theo });
    expect((await uris())[0]).toBe('kept');
    await api.post('app.bsky.graph.muteThread', { root: mine.uri });
    expect((await uris())[0]).not.toBe('kept');
  });
});

describe('threads', () => {
  it('show parents and replies, with their order and counts', async () => {
    const root = ref(await create(post('root')));
    const reply = await says('theo_marchand', root.uri, 'reply');
    const below = await says('nadia_benali', reply, 'below');
    const whole = await api.get('app.bsky.feed.getPostThread', { uri: root.uri });
    expect(at(whole.body, 'thread', 'post', 'replyCount')).toBe(1);
    expect(at(whole.body, 'thread', 'replies', 0, 'replies', 0, 'post', 'uri')).toBe(below);
    const flat = await api.get('app.bsky.feed.getPostThread', { uri: root.uri, depth: 1 });
    expect(at(flat.body, 'thread', 'replies', 0, 'replies')).toBeUndefined();
    const up = await api.get('app.bsky.feed.getPostThread', { uri: below });
    expect(at(up.body, 'thread', 'parent', 'parent', 'post', 'uri')).toBe(root.uri);
    const short = await api.get('app.bsky.feed.getPostThread', { uri: below, parentHeight: 1 });
    expect(at(short.body, 'thread', 'parent', 'parent')).toBeUndefined();
  });

  it('mark what is missing or blocked', async () => {
    const rkey = key();
    const root = ref(await create(post('root'), rkey));
    const reply = await says('theo_marchand', root.uri, 'orphan');
    const author = (await notifications({ limit: 1 })).body;
    const block = await api.post('com.atproto.repo.createRecord', {
      repo: atelier.did,
      collection: 'app.bsky.graph.block',
      record: { subject: textAt(author, 'notifications', 0, 'author', 'did'), createdAt: now() },
    });
    const blocked = await api.get('app.bsky.feed.getPostThread', { uri: root.uri });
    expect(at(blocked.body, 'thread', 'replies', 0, '$type')).toBe('app.bsky.feed.defs#blockedPost');
    expect(at(blocked.body, 'thread', 'replies', 0, 'author', 'viewer', 'blocking')).toBe(
      at(block.body, 'uri'),
    );
    expect(listAt((await api.get('app.bsky.graph.getBlocks')).body, 'blocks')).toHaveLength(1);
    expect(
      await sim.control.audience.say({ kind: 'like', person: 'theo_marchand', post: root.uri }),
    ).toBeUndefined();
    const other = createXrpcClient(sim.baseUrl, velo.token);
    await api.post('com.atproto.repo.deleteRecord', {
      repo: atelier.did,
      collection: 'app.bsky.graph.block',
      rkey: textAt(block.body, 'uri').split('/').at(-1),
    });
    await api.post('com.atproto.repo.deleteRecord', { repo: atelier.did, collection: POST, rkey });
    const orphan = await other.get('app.bsky.feed.getPostThread', { uri: reply });
    expect(at(orphan.body, 'thread', 'parent', '$type')).toBe('app.bsky.feed.defs#notFoundPost');
    expect(failureOf(await other.get('app.bsky.feed.getPostThread', { uri: root.uri }))).toEqual([
      400,
      'NotFound',
    ]);
  });

  it('obey gates: hidden replies, closed threads, detached and forbidden quotes', async () => {
    const rkey = key();
    const root = ref(await create(post('root'), rkey));
    const rude = await says('gege_raleur', root.uri, 'rude');
    const gate = (record: object): Promise<XrpcReply> =>
      api.post('com.atproto.repo.putRecord', {
        repo: atelier.did,
        collection: 'app.bsky.feed.threadgate',
        rkey,
        record: { $type: 'app.bsky.feed.threadgate', post: root.uri, createdAt: now(), ...record },
      });
    await gate({ hiddenReplies: [rude] });
    expect(
      listAt((await notifications({ limit: 5 })).body, 'notifications').map((item) => at(item, 'uri')),
    ).not.toContain(rude);
    const thread = await api.get('app.bsky.feed.getPostThread', { uri: root.uri });
    expect(at(thread.body, 'threadgate', 'record', 'hiddenReplies')).toEqual([rude]);
    await gate({ allow: [] });
    const barred = await says('theo_marchand', root.uri, 'too late');
    const closed = await api.get('app.bsky.feed.getPostThread', { uri: root.uri });
    expect(listAt(closed.body, 'thread', 'replies').map((reply) => at(reply, 'post', 'uri'))).not.toContain(
      barred,
    );

    const other = createXrpcClient(sim.baseUrl, velo.token);
    const quote = ref(
      await other.post(
        'com.atproto.repo.createRecord',
        creating(post('ha', { embed: { $type: 'app.bsky.embed.record', record: root } }), undefined, velo),
      ),
    );
    const shown = async (): Promise<unknown> =>
      at(
        (await api.get('app.bsky.feed.getPosts', { uris: [quote.uri] })).body,
        'posts',
        0,
        'embed',
        'record',
        '$type',
      );
    expect(await shown()).toBe('app.bsky.embed.record#viewRecord');
    const postgate = { $type: 'app.bsky.feed.postgate', post: root.uri, createdAt: now() };
    const detach = { ...postgate, detachedEmbeddingUris: [quote.uri] };
    const forbid = { ...postgate, embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }] };
    const putGate = (record: object): Promise<XrpcReply> =>
      api.post('com.atproto.repo.putRecord', {
        repo: atelier.did,
        collection: 'app.bsky.feed.postgate',
        rkey,
        record,
      });
    await putGate(detach);
    expect(await shown()).toBe('app.bsky.embed.record#viewDetached');
    await putGate(forbid);
    expect(await shown()).toBe('app.bsky.embed.record#viewNotFound');
  });
});

describe('lists of posts', () => {
  const texts = (reply: XrpcReply): readonly unknown[] =>
    listAt(reply.body, 'feed').map((item) => at(item, 'post', 'record', 'text'));

  it('sort by the earlier of what is claimed and what was seen', async () => {
    const dated = (text: string, ms: number): object => ({
      ...post(text),
      createdAt: new Date(clock.now() + ms).toISOString(),
    });
    await create(dated('from tomorrow', 24 * 60 * MINUTE));
    await clock.advance(1000);
    await create(dated('now', 0));
    await create(dated('a year ago', -365 * 24 * 60 * MINUTE));
    const timeline = texts(await api.get('app.bsky.feed.getTimeline'));
    expect(timeline.slice(0, 2)).toEqual(['now', 'from tomorrow']);
    const feed = texts(await api.get('app.bsky.feed.getAuthorFeed', { actor: atelier.login }));
    expect(feed.at(-1)).toBe('a year ago');
  });

  it('filter an author’s feed', async () => {
    const root = ref(await create(post('thread')));
    await create(post('continued', { reply: { root, parent: root } }));
    const foreign = await says('theo_marchand', root.uri, 'a question');
    const read = await api.get('com.atproto.repo.getRecord', {
      repo: foreign.split('/')[2] ?? '',
      collection: POST,
      rkey: foreign.split('/').at(-1) ?? '',
    });
    await create(post('an answer', { reply: { root, parent: ref(read) } }));
    const feed = async (filter: string): Promise<readonly unknown[]> =>
      texts(await api.get('app.bsky.feed.getAuthorFeed', { actor: atelier.did, filter }));
    expect(await feed('posts_with_replies')).toContain('an answer');
    expect(await feed('posts_no_replies')).not.toContain('continued');
    expect(await feed('posts_and_author_threads')).toContain('continued');
  });

  it('find posts by words, tags, people, dates and links', async () => {
    const other = createXrpcClient(sim.baseUrl, velo.token);
    const search = async (q: string, more = {}): Promise<number> =>
      listAt((await other.get('app.bsky.feed.searchPosts', { q, ...more })).body, 'posts').length;
    await create(post('Une lampe à l’ÉTÉ, unique-mot'));
    expect(await search('unique-mot')).toBe(1);
    expect(await search('été lampe')).toBeGreaterThanOrEqual(1);
    expect(await search('ete "une lampe"', { author: atelier.login })).toBe(1);
    expect(await search('unique-mot', { author: velo.did })).toBe(0);
    expect(await search(`unique-mot from:${atelier.login}`)).toBe(1);
    expect(await search('unique-mot -lampe')).toBe(0);
    expect(await search('#laiton')).toBe(1);
    expect(await search('*', { tag: ['laiton', 'faitmain'] })).toBe(1);
    expect(await search('*', { domain: 'atelier-lumiere.example' })).toBe(1);
    expect(await search('unique-mot', { since: now() })).toBe(1);
    expect(await search('unique-mot', { until: now() })).toBe(0);
    await sim.control.audience.say({
      kind: 'mention',
      person: 'camille_roche',
      account: velo.did,
      text: 'coucou',
    });
    expect(await search('*', { mentions: velo.login })).toBe(1);
    const first = await other.get('app.bsky.feed.searchPosts', { q: '*', limit: 3 });
    const next = await other.get('app.bsky.feed.searchPosts', {
      q: '*',
      limit: 3,
      cursor: textAt(first.body, 'cursor'),
    });
    expect(at(next.body, 'posts', 0, 'uri')).not.toBe(at(first.body, 'posts', 0, 'uri'));
  });

  it('find people by the beginning of their name', async () => {
    const found = await api.get('app.bsky.actor.searchActorsTypeahead', { q: 'véLO' });
    expect(at(found.body, 'actors', 0, 'handle')).toBe(velo.login);
    const profile = await api.get('app.bsky.actor.getProfile', { actor: velo.login });
    expect(profile.body).toMatchObject({ displayName: 'Vélo & Co', postsCount: 4 });
    expect((await fetch(textAt(profile.body, 'avatar'))).status).toBe(200);
    expect(failureOf(await api.get('app.bsky.actor.getProfile', { actor: 'nobody.test' }))).toEqual([
      400,
      'InvalidRequest',
    ]);
  });
});

describe('the app-view’s delay', () => {
  it('hides writes from readers, but not one’s own posts from oneself', async () => {
    sim.control.settings.indexDelayMs = 5000;
    const mine = ref(await create(post('fresh')));
    const own = await api.get('app.bsky.feed.getAuthorFeed', { actor: atelier.did, limit: 1 });
    expect(at(own.body, 'feed', 0, 'post', 'uri')).toBe(mine.uri);
    expect(own.headers.get('atproto-upstream-lag')).not.toBeNull();
    const other = createXrpcClient(sim.baseUrl, velo.token);
    expect(listAt((await other.get('app.bsky.feed.getPosts', { uris: [mine.uri] })).body, 'posts')).toEqual(
      [],
    );
    expect(listAt((await api.get('app.bsky.feed.getPosts', { uris: [mine.uri] })).body, 'posts')).toEqual([]);
    await says('theo_marchand', mine.uri, 'quick');
    expect(reasonsIn(await notifications({ reasons: ['reply'], limit: 1 }))).not.toContain('quick');
    await clock.advance(5000);
    expect(
      listAt((await other.get('app.bsky.feed.getPosts', { uris: [mine.uri] })).body, 'posts'),
    ).toHaveLength(1);
    expect(at((await notifications({ limit: 1 })).body, 'notifications', 0, 'record', 'text')).toBe('quick');
  });
});

describe('private messages', () => {
  it('go both ways between two people', async () => {
    await sim.control.audience.say({
      kind: 'message',
      person: 'nadia_benali',
      account: atelier.did,
      text: 'Bonjour',
    });
    const list = await api.get('chat.bsky.convo.listConvos', { readState: 'unread' }, CHAT);
    expect(at(list.body, 'convos', 0)).toMatchObject({ unreadCount: 1, lastMessage: { text: 'Bonjour' } });
    const convoId = textAt(list.body, 'convos', 0, 'id');
    const start = at((await api.get('chat.bsky.convo.getLog', {}, CHAT)).body, 'cursor');
    const sent = await api.post(
      'chat.bsky.convo.sendMessage',
      { convoId, message: { text: 'Merci !' } },
      CHAT,
    );
    expect(at(sent.body, 'sender', 'did')).toBe(atelier.did);
    const log = await api.get('chat.bsky.convo.getLog', { cursor: String(start) }, CHAT);
    expect(at(log.body, 'logs', 0)).toMatchObject({
      $type: 'chat.bsky.convo.defs#logCreateMessage',
      message: { text: 'Merci !' },
    });
    const messages = await api.get('chat.bsky.convo.getMessages', { convoId, limit: 1 }, CHAT);
    expect(at(messages.body, 'messages', 0, 'text')).toBe('Merci !');
    const older = await api.get(
      'chat.bsky.convo.getMessages',
      { convoId, cursor: textAt(messages.body, 'cursor') },
      CHAT,
    );
    expect(at(older.body, 'messages', 0, 'text')).toBe('Bonjour');
    await api.post('chat.bsky.convo.updateRead', { convoId }, CHAT);
    expect(
      at((await api.get('chat.bsky.convo.getConvo', { convoId }, CHAT)).body, 'convo', 'unreadCount'),
    ).toBe(0);
    const messageId = textAt(sent.body, 'id');
    await api.post('chat.bsky.convo.deleteMessageForSelf', { convoId, messageId }, CHAT);
    const after = await api.get('chat.bsky.convo.getMessages', { convoId }, CHAT);
    expect(at(after.body, 'messages', 0)).not.toHaveProperty('text');
  });

  it('need the right password, the right service and a willing recipient', async () => {
    const session = await api.post('com.atproto.server.createSession', {
      identifier: atelier.login,
      password: atelier.passwordWithoutMessages,
    });
    const token = textAt(session.body, 'accessJwt');
    expect(failureOf(await api.get('chat.bsky.convo.listConvos', {}, { ...CHAT, token }))).toEqual([
      400,
      'InvalidToken',
    ]);
    expect((await api.get('app.bsky.feed.getTimeline', {}, { token })).status).toBe(200);
    expect(failureOf(await api.get('chat.bsky.convo.listConvos'))).toEqual([404, 'XRPCNotSupported']);
    const didOf = async (q: string): Promise<string> =>
      textAt((await api.get('app.bsky.actor.searchActors', { q })).body, 'actors', 0, 'did');
    const asking = async (q: string): Promise<readonly unknown[]> =>
      failureOf(await api.get('chat.bsky.convo.getConvoForMembers', { members: [await didOf(q)] }, CHAT));
    expect(await asking('gains-faciles')).toEqual([400, 'MessagesDisabled']);
    expect(await asking('camille')).toEqual([200, undefined]);
    const stranger = await api.get('chat.bsky.convo.getConvo', { convoId: 'nothing' }, CHAT);
    expect(failureOf(stranger)).toEqual([400, 'InvalidConvo']);
    const tooLong = { convoId: 'x', message: { text: 'x'.repeat(1001) } };
    expect(failureOf(await api.post('chat.bsky.convo.sendMessage', tooLong, CHAT))).toEqual([
      400,
      'InvalidRequest',
    ]);
  });
});

describe('rate limits', () => {
  it('are told with every answer', async () => {
    const reply = await api.get('app.bsky.feed.getTimeline');
    expect(reply.headers.get('ratelimit-limit')).toBe('3000');
    expect(reply.headers.get('ratelimit-policy')).toBe('3000;w=300');
    expect(Number(reply.headers.get('ratelimit-reset'))).toBe(Math.floor(clock.now() / 1000) + 300);
    const next = await api.get('app.bsky.feed.getTimeline');
    expect(Number(next.headers.get('ratelimit-remaining'))).toBe(
      Number(reply.headers.get('ratelimit-remaining')) - 1,
    );
  });

  it('count three points a post and end an hour later', async () => {
    sim.control.settings.limits = { ...realLimits, writeHour: { ...realLimits.writeHour, points: 6 } };
    expect((await create(post('1'))).headers.get('ratelimit-remaining')).toBe('3');
    expect((await create(post('2'))).status).toBe(200);
    const refused = await create(post('3'));
    expect(failureOf(refused)).toEqual([429, 'RateLimitExceeded']);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect((await api.get('app.bsky.feed.getTimeline')).status).toBe(200);
    await clock.advance(61 * MINUTE);
    expect((await create(post('3'))).status).toBe(200);
  });
});

describe('unknown things', () => {
  it('are refused in the server’s words', async () => {
    expect(failureOf(await api.get('app.bsky.feed.invented'))).toEqual([404, 'XRPCNotSupported']);
    expect(failureOf(await api.post('app.bsky.feed.getTimeline', {}))).toEqual([400, 'InvalidRequest']);
    expect(failureOf(await api.get('app.bsky.feed.getPosts'))).toEqual([400, 'InvalidRequest']);
    expect(failureOf(await api.get('app.bsky.feed.getTimeline', { limit: 101 }))).toEqual([
      400,
      'InvalidRequest',
    ]);
    const text = { headers: { 'content-type': 'text/plain' } };
    expect(failureOf(await api.post('com.atproto.repo.createRecord', { a: 1 }, text))).toEqual([
      400,
      'InvalidRequest',
    ]);
    const nothing = await api.post('com.atproto.repo.createRecord');
    expect(failureOf(nothing)).toEqual([400, 'InvalidRequest']);
  });
});

describe('faults', () => {
  const CREATE = 'com.atproto.repo.createRecord';

  it('a lost reply leaves the post there, to be found by its key', async () => {
    sim.control.faults.set({ fault: { tag: 'drop-reply' }, operation: CREATE, times: 1 });
    const rkey = key();
    await expect(create(post('lost'), rkey)).rejects.toThrow();
    expect((await getRecord(rkey)).status).toBe(200);
    expect((await create(post('lost'), rkey)).status).toBe(500);
    expect(sim.control.ledger.effects('post')).toHaveLength(1);
  });

  it('a late commit appears after the connection is long closed', async () => {
    sim.control.faults.set({
      fault: { tag: 'late-commit', minMs: 30_000, maxMs: 60_000 },
      operation: CREATE,
      times: 1,
    });
    const rkey = key();
    await expect(create(post('late'), rkey)).rejects.toThrow();
    expect(failureOf(await getRecord(rkey))).toEqual([400, 'RecordNotFound']);
    await clock.advance(60_000);
    expect((await getRecord(rkey)).status).toBe(200);
  });

  it('a resend before the late commit still makes one post', async () => {
    sim.control.faults.set({
      fault: { tag: 'late-commit', minMs: 30_000, maxMs: 60_000 },
      operation: CREATE,
      times: 1,
    });
    const rkey = key();
    await expect(create(post('late'), rkey)).rejects.toThrow();
    expect((await create(post('late'), rkey)).status).toBe(200);
    await clock.advance(60_000);
    expect(sim.control.ledger.effects('post')).toHaveLength(1);
  });

  it('lagging lists hide what reading by key shows', async () => {
    sim.control.faults.set({ fault: { tag: 'lagging-lists', ms: 10_000 } });
    const rkey = key();
    const mine = ref(await create(post('slow'), rkey));
    const feed = async (): Promise<unknown> =>
      at(
        (await api.get('app.bsky.feed.getAuthorFeed', { actor: atelier.did, limit: 1 })).body,
        'feed',
        0,
        'post',
        'uri',
      );
    expect(await feed()).not.toBe(mine.uri);
    expect((await getRecord(rkey)).status).toBe(200);
    expect(
      listAt((await api.get('app.bsky.feed.getPosts', { uris: [mine.uri] })).body, 'posts'),
    ).toHaveLength(1);
    await clock.advance(10_001);
    expect(await feed()).toBe(mine.uri);
  });

  it('an ignored key makes a second post', async () => {
    sim.control.faults.set({ fault: { tag: 'key-ignored' }, operation: CREATE });
    const rkey = key();
    await create(post('twice'), rkey);
    await create(post('twice'), rkey);
    expect(sim.control.ledger.effects('post')).toHaveLength(2);
    expect(failureOf(await getRecord(rkey))).toEqual([400, 'RecordNotFound']);
  });

  it('a rate limit comes with its headers and without the work', async () => {
    sim.control.faults.set({ fault: { tag: 'rate-limit', ms: 90_000 }, operation: CREATE, times: 1 });
    const refused = await create(post('x'));
    expect(failureOf(refused)).toEqual([429, 'RateLimitExceeded']);
    expect(refused.headers.get('ratelimit-reset')).toBe(String(Math.floor((clock.now() + 90_000) / 1000)));
    expect(sim.control.ledger.effects('post')).toEqual([]);
  });

  it('server errors have the network’s names', async () => {
    for (const [status, error] of [
      [500, 'InternalServerError'],
      [502, 'UpstreamFailure'],
      [503, 'NotEnoughResources'],
      [504, 'UpstreamTimeout'],
    ] as const) {
      sim.control.faults.set({
        fault: { tag: 'server-error', status, retryAfterMs: 2500 },
        operation: CREATE,
        times: 1,
      });
      const refused = await create(post('x'));
      expect(failureOf(refused)).toEqual([status, error]);
      expect(refused.headers.get('retry-after')).toBe('3');
    }
    expect(sim.control.ledger.effects('post')).toEqual([]);
  });

  it('a proxy’s page can hide work that was done', async () => {
    sim.control.faults.set({
      fault: { tag: 'html-page', status: 200, worked: true },
      operation: CREATE,
      times: 1,
    });
    const rkey = key();
    const page = await create(post('behind'), rkey);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html']);
    expect((await getRecord(rkey)).status).toBe(200);
    sim.control.faults.set({ fault: { tag: 'html-page' }, operation: CREATE, times: 1 });
    const other = key();
    expect((await create(post('never'), other)).status).toBe(502);
    expect(failureOf(await getRecord(other))).toEqual([400, 'RecordNotFound']);
  });

  it('a reset, a slow answer, a wrong date and a revoked token', async () => {
    sim.control.faults.set({ fault: { tag: 'reset' }, operation: CREATE, times: 1 });
    await expect(create(post('x'))).rejects.toThrow();
    expect(sim.control.ledger.effects('post')).toEqual([]);
    sim.control.faults.set({ fault: { tag: 'skewed-date', ms: 600_000 }, times: 1 });
    const skewed = await api.get('com.atproto.server.describeServer');
    expect(Date.parse(skewed.headers.get('date') ?? '')).toBe(clock.now() + 600_000);
    sim.control.faults.set({ fault: { tag: 'revoked-token' }, account: atelier.did, times: 1 });
    expect(failureOf(await api.get('app.bsky.feed.getTimeline'))).toEqual([400, 'InvalidToken']);
    sim.control.faults.set({ fault: { tag: 'slow', ms: 5000 }, times: 1 });
    const slow = api.get('com.atproto.server.describeServer');
    await sim.control.ledger.waitFor((entry) => entry.faults.includes('slow'));
    await clock.advance(5000);
    expect((await slow).status).toBe(200);
  });

  it('offline means that nobody listens, until it ends', async () => {
    const rule = sim.control.faults.set({ fault: { tag: 'offline' } });
    await expect
      .poll(() =>
        fetch(`${sim.baseUrl}/xrpc/_health`).then(
          () => 'answered',
          () => 'refused',
        ),
      )
      .toBe('refused');
    sim.control.faults.clear(rule);
    await expect
      .poll(() =>
        fetch(`${sim.baseUrl}/xrpc/_health`).then(
          (reply) => reply.status,
          () => 'refused',
        ),
      )
      .toBe(200);
  });
});

describe('the audience', () => {
  it('reacts to what the clients publish, in time', async () => {
    sim.control.audience.setRate(2);
    const mine = ref(await create(post('Nouvelle lampe !')));
    await clock.advance(10 * MINUTE);
    api = createXrpcClient(sim.baseUrl, atelier.token);
    const thread = await api.get('app.bsky.feed.getPostThread', { uri: mine.uri });
    expect(Number(at(thread.body, 'thread', 'post', 'likeCount'))).toBeGreaterThan(0);
    expect(Number(at(thread.body, 'thread', 'post', 'replyCount'))).toBeGreaterThan(0);
    expect(sim.control.facetProblems()).toEqual([]);
  });

  it('storms on request', async () => {
    const mine = ref(await create(post('oh no')));
    sim.control.audience.storm({ post: mine.uri, count: 40, overMs: 1000 });
    await clock.advance(1000);
    const thread = await api.get('app.bsky.feed.getPostThread', { uri: mine.uri });
    expect(at(thread.body, 'thread', 'post', 'replyCount')).toBe(40);
  });
});

describe('bulk orders', () => {
  it('are paged by the true API, each row once, and each row can be opened', async () => {
    const ids = await sim.control.bulk({
      account: atelier.did,
      kind: 'mention',
      count: 1000,
      overMs: 100_000,
    });
    const seen = new Set<unknown>();
    let cursor: string | undefined;
    for (;;) {
      const page = await notifications({
        reasons: ['mention'],
        limit: 100,
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const item of listAt(page.body, 'notifications')) seen.add(at(item, 'uri'));
      const next = at(page.body, 'cursor');
      if (typeof next !== 'string') break;
      cursor = next;
    }
    expect(ids.every((id) => seen.has(id))).toBe(true);
    expect(new Set(ids).size).toBe(1000);
    const [id = ''] = ids;
    const opened = await api.get('app.bsky.feed.getPosts', { uris: [id] });
    expect(textAt(opened.body, 'posts', 0, 'record', 'text')).toContain(`@${atelier.login}`);
    const [, , repo = '', collection = '', rkey = ''] = id.split('/');
    const record = await api.get('com.atproto.repo.getRecord', { repo, collection, rkey });
    expect(at(record.body, 'cid')).toBe(at(opened.body, 'posts', 0, 'cid'));
    expect((await api.get('app.bsky.actor.getProfile', { actor: repo })).status).toBe(200);
    const answered = await create(post('merci', { reply: { root: ref(record), parent: ref(record) } }));
    const thread = await api.get('app.bsky.feed.getPostThread', { uri: id });
    expect(at(thread.body, 'thread', 'replies', 0, 'post', 'uri')).toBe(at(answered.body, 'uri'));
  });

  it('of a million cost no more than of one', async () => {
    // Work, not waiting: the machine may have other tests to run.
    const started = process.cpuUsage();
    await sim.control.bulk({ account: atelier.did, kind: 'like', count: 1_000_000 });
    const page = await notifications({ limit: 100 });
    expect(listAt(page.body, 'notifications')).toHaveLength(100);
    expect(process.cpuUsage(started).user).toBeLessThan(15_000_000);
    const profile = await api.get('app.bsky.feed.getAuthorFeed', { actor: atelier.did, limit: 1 });
    expect(Number(at(profile.body, 'feed', 0, 'post', 'likeCount'))).toBeGreaterThan(200_000);
  });

  it('exist of every kind', async () => {
    const followers = async (): Promise<number> =>
      Number(at((await api.get('app.bsky.actor.getProfile', { actor: atelier.did })).body, 'followersCount'));
    const before = await followers();
    await sim.control.bulk({ account: atelier.did, kind: 'follow', count: 50 });
    expect(await followers()).toBe(before + 50);
    await sim.control.bulk({ account: atelier.did, kind: 'repost', count: 50 });
    await sim.control.bulk({ account: atelier.did, kind: 'post', count: 50 });
    expect(at((await api.get('app.bsky.actor.getProfile', { actor: atelier.did })).body, 'postsCount')).toBe(
      54,
    );
    await sim.control.bulk({ account: atelier.did, kind: 'message', count: 50 });
    const convos = await api.get('chat.bsky.convo.listConvos', {}, CHAT);
    const unread = listAt(convos.body, 'convos').reduce<number>(
      (sum, convo) => sum + Number(at(convo, 'unreadCount')),
      0,
    );
    expect(unread).toBe(50);
  });
});

describe('a restart', () => {
  it('keeps everything that was answered, and tokens with it', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'sim-'));
    try {
      const before = await createBlueskySim({ clock, seed: 3, dir });
      const token = pick(before.accounts, 'atelierlumiere').token;
      const first = createXrpcClient(before.baseUrl, token);
      const rkey = key();
      const made = ref(await first.post('com.atproto.repo.createRecord', creating(post('kept'), rkey)));
      await before.control.audience.say({
        kind: 'reply',
        person: 'theo_marchand',
        post: made.uri,
        text: 'still here',
      });
      await before.control.audience.say({
        kind: 'message',
        person: 'nadia_benali',
        account: atelier.did,
        text: 'kept too',
      });
      await first.post('app.bsky.graph.muteActor', { actor: velo.did });
      const blob = at((await first.upload(pictureOf('kept'), 'image/png')).body, 'blob', 'ref', '$link');
      await before.control.bulk({ account: atelier.did, kind: 'mention', count: 10 });
      await before.close();

      const after = await createBlueskySim({ clock, seed: 3, dir });
      const second = createXrpcClient(after.baseUrl, token);
      const thread = await second.get('app.bsky.feed.getPostThread', { uri: made.uri });
      expect(at(thread.body, 'thread', 'replies', 0, 'post', 'record', 'text')).toBe('still here');
      expect((await second.post('com.atproto.repo.createRecord', creating(post('kept'), rkey))).status).toBe(
        500,
      );
      expect(
        at((await second.get('chat.bsky.convo.listConvos', {}, CHAT)).body, 'convos', 0, 'unreadCount'),
      ).toBe(1);
      expect(at((await second.get('app.bsky.graph.getMutes')).body, 'mutes', 0, 'did')).toBe(velo.did);
      expect(
        (await second.get('com.atproto.sync.getBlob', { did: atelier.did, cid: String(blob) })).status,
      ).toBe(200);
      const told = await second.get('app.bsky.notification.listNotifications', { reasons: ['mention'] });
      expect(listAt(told.body, 'notifications')).toHaveLength(10);
      await after.close();
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });

  it('from nothing brings back the first day, with valid tokens', async () => {
    const { token } = atelier;
    await create(post('forgotten'));
    await sim.control.reset();
    const feed = await createXrpcClient(sim.baseUrl, token).get('app.bsky.feed.getAuthorFeed', {
      actor: atelier.did,
    });
    expect(listAt(feed.body, 'feed').map((item) => at(item, 'post', 'record', 'text'))).not.toContain(
      'forgotten',
    );
    expect(listAt(feed.body, 'feed')).toHaveLength(4);
  });
});
