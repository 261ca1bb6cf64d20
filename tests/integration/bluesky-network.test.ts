/**
 * The network that the Bluesky connector is tested against is the real one, and behaves as the connector relies on.
 * Measured with PDS 0.4.217 and AppView 0.0.221.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BLUESKY_START_TIMEOUT_MS,
  startBlueskyNetwork,
  type BlueskyAccount,
  type BlueskyNetwork,
} from '../servers/bluesky/start.ts';
import { createXrpc, type Xrpc } from '../servers/bluesky/xrpc.ts';

const POST = 'app.bsky.feed.post';

const Session = v.object({
  did: v.string(),
  handle: v.string(),
  accessJwt: v.string(),
  refreshJwt: v.string(),
});
const Created = v.object({ uri: v.string(), cid: v.string() });
const Uploaded = v.object({ blob: v.looseObject({ ref: v.object({ $link: v.string() }) }) });
const Notifications = v.object({
  seenAt: v.optional(v.string()),
  notifications: v.array(
    v.object({
      reason: v.string(),
      uri: v.string(),
      isRead: v.boolean(),
      author: v.object({ handle: v.string() }),
      reasonSubject: v.optional(v.string()),
    }),
  ),
});
const Feed = v.object({
  feed: v.array(
    v.object({
      post: v.object({
        indexedAt: v.string(),
        record: v.object({ text: v.string(), createdAt: v.string() }),
      }),
    }),
  ),
});
const ImagePosts = v.object({
  posts: v.array(
    v.object({
      likeCount: v.number(),
      replyCount: v.number(),
      embed: v.object({ images: v.array(v.object({ fullsize: v.string(), alt: v.string() })) }),
    }),
  ),
});

/** A picture of one red dot. */
const PNG = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  ),
);

let started: Awaited<ReturnType<typeof startBlueskyNetwork>>;
let network: BlueskyNetwork;
let pds: Xrpc;

beforeAll(async () => {
  started = await startBlueskyNetwork();
  if ('unavailable' in started) return;
  network = started;
  pds = createXrpc(network.pdsUrl);
}, BLUESKY_START_TIMEOUT_MS);

beforeEach(({ skip }) => {
  if ('unavailable' in started) skip(started.unavailable);
});

afterAll(async () => {
  if (!('unavailable' in started)) await started.close();
});

interface User extends BlueskyAccount {
  readonly token: string;
  readonly refreshJwt: string;
}

const login = async (identifier: string, password: string) =>
  pds.post('com.atproto.server.createSession', { identifier, password });

/** A new account, logged in. */
async function newUser(name: string): Promise<User> {
  const account = await network.createAccount({ handle: `${name}.test` });
  const session = v.parse(Session, (await login(account.handle, account.password)).body);
  return { ...account, token: session.accessJwt, refreshJwt: session.refreshJwt };
}

const now = () => new Date().toISOString();

const postRecord = (text: string, more: object = {}) => ({ $type: POST, text, createdAt: now(), ...more });

const createPost = (user: User, record: object, more: object = {}) =>
  pds.post(
    'com.atproto.repo.createRecord',
    { repo: user.did, collection: POST, record, ...more },
    { token: user.token },
  );

const created = async (user: User, record: object) => v.parse(Created, (await createPost(user, record)).body);

const create = async (user: User, collection: string, record: object) => {
  const answer = await pds.post(
    'com.atproto.repo.createRecord',
    { repo: user.did, collection, record: { $type: collection, createdAt: now(), ...record } },
    { token: user.token },
  );
  expect(answer.status).toBe(200);
};

const getRecord = (repo: string, rkey: string) =>
  pds.get('com.atproto.repo.getRecord', { params: { repo, collection: POST, rkey } });

/** Mention of `handle` in `text`, by its place in UTF-8 bytes. */
function mention(text: string, user: User) {
  const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(`@${user.handle}`)));
  const byteEnd = byteStart + Buffer.byteLength(`@${user.handle}`);
  const feature = { $type: 'app.bsky.richtext.facet#mention', did: user.did };
  return { facets: [{ index: { byteStart, byteEnd }, features: [feature] }] };
}

/** A record key: 53 bits of microseconds and 10 bits of clock id, in 13 sortable characters. */
function tid(): string {
  const alphabet = '234567abcdefghijklmnopqrstuvwxyz';
  const bits = ((BigInt(Date.now()) * 1_000n) << 10n) | BigInt(Math.floor(Math.random() * 1_024));
  return Array.from({ length: 13 }, (_, i) => alphabet[Number((bits >> BigInt(5 * (12 - i))) & 31n)]).join(
    '',
  );
}

describe('logging in', () => {
  test('the handle is enough at the address of the PDS, which also knows it by email and DID', async () => {
    const account = await network.createAccount({ handle: 'entering.test' });
    const password = await network.createAppPassword(account, { name: 'one' });
    expect(password).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/u);

    for (const identifier of ['entering.test', 'ENTERING.test', account.email, account.did]) {
      const answer = await login(identifier, password);
      expect(answer.status).toBe(200);
      expect(answer.body).toMatchObject({
        did: account.did,
        handle: 'entering.test',
        active: true,
        didDoc: { service: [{ id: '#atproto_pds', serviceEndpoint: network.pdsUrl }] },
      });
    }
    // No handle of the domain .test has DNS: the PDS itself is asked.
    const params = { handle: 'entering.test' };
    expect((await pds.get('com.atproto.identity.resolveHandle', { params })).body).toEqual({
      did: account.did,
    });
    const document: unknown = await (await fetch(`${network.plcUrl}/${account.did}`)).json();
    expect(document).toMatchObject({ alsoKnownAs: ['at://entering.test'] });
  });

  test('everything else is one refusal', async () => {
    const account = await network.createAccount({ handle: 'refused.test' });
    for (const [identifier, password] of [
      ['refused.test', 'wrong'],
      ['@refused.test', account.password],
      ['refused', account.password],
      ['nobody.test', 'wrong'],
    ] as const) {
      const answer = await login(identifier, password);
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({
        error: 'AuthenticationRequired',
        message: 'Invalid identifier or password',
      });
    }
  });

  test('tokens that do not serve are told apart', async () => {
    const user = await newUser('tokens');
    const ask = (token?: string) =>
      pds.get('com.atproto.server.getSession', token === undefined ? {} : { token });
    expect((await ask(user.token)).status).toBe(200);

    const expired = await ask(await network.createExpiredAccessToken(user.did));
    expect(expired.status).toBe(400); // not 401
    expect(expired.body).toEqual({ error: 'ExpiredToken', message: 'Token has expired' });
    expect(await ask('nonsense')).toMatchObject({ status: 400, body: { error: 'InvalidToken' } });
    expect(await ask(user.refreshJwt)).toMatchObject({ status: 400, body: { error: 'InvalidToken' } });
    expect(await ask()).toMatchObject({ status: 401, body: { error: 'AuthMissing' } });
  });

  test('a refresh token that was used yields the same next one, so a lost answer is no lost session', async () => {
    const user = await newUser('refresh');
    const refresh = (token: string) => pds.post('com.atproto.server.refreshSession', undefined, { token });
    const tokenId = (jwt: string) => {
      const payload: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
      return v.parse(v.object({ jti: v.string() }), payload).jti;
    };

    const second = v.parse(Session, (await refresh(user.refreshJwt)).body).refreshJwt;
    const again = v.parse(Session, (await refresh(user.refreshJwt)).body).refreshJwt;
    expect(tokenId(second)).not.toBe(tokenId(user.refreshJwt));
    expect(tokenId(again)).toBe(tokenId(second));
    const third = v.parse(Session, (await refresh(second)).body).refreshJwt;
    expect(tokenId(third)).not.toBe(tokenId(second));
    // The access token from before goes on serving until its own time is over.
    expect((await pds.get('com.atproto.server.getSession', { token: user.token })).status).toBe(200);

    // A body, even {}, is refused.
    expect((await pds.post('com.atproto.server.refreshSession', {}, { token: third })).body).toEqual({
      error: 'InvalidRequest',
      message: 'A request body was provided when none was expected',
    });
    expect((await pds.post('com.atproto.server.deleteSession', undefined, { token: third })).status).toBe(
      200,
    );
    const revoked = await refresh(third);
    expect(revoked.status).toBe(400); // the same name as for a token whose time is over
    expect(revoked.body).toEqual({ error: 'ExpiredToken', message: 'Token has been revoked' });
  });

  test('an account that was taken down says so to its main password, not to an app password', async () => {
    const user = await newUser('down');
    const appPassword = await network.createAppPassword(user, { name: 'one' });
    const subject = { $type: 'com.atproto.admin.defs#repoRef', did: user.did };
    const headers = { authorization: network.adminAuthorization };
    await pds.post(
      'com.atproto.admin.updateSubjectStatus',
      { subject, takedown: { applied: true, ref: '1' } },
      { headers },
    );

    expect(await login('down.test', user.password)).toMatchObject({
      status: 401,
      body: { error: 'AccountTakedown' },
    });
    expect(await login('down.test', appPassword)).toMatchObject({
      status: 401,
      body: { error: 'AuthenticationRequired' },
    });
    expect(await createPost(user, postRecord('x'))).toMatchObject({
      status: 401,
      body: { error: 'AccountTakedown' },
    });
  });
});

describe('a conversation', () => {
  test('a post with a picture, its replies, mentions and likes arrive as notifications', async () => {
    const alice = await newUser('alice');
    const bob = await newUser('bob');
    const upload = await pds.upload(PNG, 'image/png', alice.token);
    const { blob } = v.parse(Uploaded, upload.body);
    expect(upload.body).toMatchObject({ blob: { $type: 'blob', mimeType: 'image/png', size: PNG.length } });
    // The same bytes have the same address: an upload may be repeated.
    expect(v.parse(Uploaded, (await pds.upload(PNG, 'image/png', alice.token)).body).blob.ref).toEqual(
      blob.ref,
    );

    const image = { alt: 'a dot', image: blob, aspectRatio: { width: 1, height: 1 } };
    const picture = { $type: 'app.bsky.embed.images', images: [image] };
    const post = await created(alice, postRecord('A dot', { embed: picture }));
    await network.processAll();

    const reply = { root: post, parent: post };
    const mentioning = 'à @alice.test';
    const plainReply = await created(bob, postRecord('Nice', { reply }));
    const mentioningReply = await created(
      bob,
      postRecord(mentioning, { reply, ...mention(mentioning, alice) }),
    );
    const mentionAlone = await created(bob, postRecord(mentioning, mention(mentioning, alice)));
    const quote = await created(
      bob,
      postRecord('See', { embed: { $type: 'app.bsky.embed.record', record: post } }),
    );
    await create(bob, 'app.bsky.feed.like', { subject: post });
    await create(bob, 'app.bsky.graph.follow', { subject: alice.did });
    await network.processAll();

    // Without priority=false the account's own preference holds, which can leave out everybody it does not follow.
    const ask = (nsid: string, params = {}) =>
      pds.get(`app.bsky.notification.${nsid}`, {
        token: alice.token,
        params: { priority: 'false', ...params },
      });
    const list = async (params = {}) => v.parse(Notifications, (await ask('listNotifications', params)).body);
    const count = async () => (await ask('getUnreadCount')).body;
    const first = await list();
    expect(first.notifications.map(({ reason, author }) => `${reason} by ${author.handle}`)).toEqual([
      'follow by bob.test',
      'like by bob.test',
      'quote by bob.test',
      'mention by bob.test',
      // A reply that mentions arrives once, as a mention: only its record tells that it is a reply.
      'mention by bob.test',
      'reply by bob.test',
    ]);
    expect(first.notifications.slice(2).map(({ uri }) => uri)).toEqual([
      quote.uri,
      mentionAlone.uri,
      mentioningReply.uri,
      plainReply.uri,
    ]);
    expect(first.notifications.at(-1)?.reasonSubject).toBe(post.uri);
    const chosen = await list({ reasons: ['mention', 'reply'] });
    expect(chosen.notifications.map(({ reason }) => reason)).toEqual(['mention', 'mention', 'reply']);

    // Until updateSeen was called for the first time, all but the newest come as read, while the count says 6.
    expect(first.notifications.map(({ isRead }) => isRead)).toEqual([false, true, true, true, true, true]);
    expect(await count()).toEqual({ count: 6 });
    await pds.post('app.bsky.notification.updateSeen', { seenAt: now() }, { token: alice.token });
    await created(bob, postRecord('Really nice', { reply }));
    await network.processAll();
    expect((await list()).notifications.map(({ isRead }) => isRead)).toEqual([
      false,
      ...Array.from({ length: 6 }, () => true),
    ]);
    expect(await count()).toEqual({ count: 1 });

    const thread = await pds.get('app.bsky.feed.getPostThread', {
      token: alice.token,
      params: { uri: post.uri },
    });
    expect(thread.body).toMatchObject({
      thread: { $type: 'app.bsky.feed.defs#threadViewPost', post: { uri: post.uri }, replies: { length: 3 } },
    });
    const seen = await pds.get('app.bsky.feed.getPosts', { token: bob.token, params: { uris: [post.uri] } });
    const [view] = v.parse(ImagePosts, seen.body).posts;
    expect(view).toMatchObject({ likeCount: 1, replyCount: 3 });
    const shown = await fetch(view?.embed.images[0]?.fullsize ?? '');
    expect(shown.status).toBe(200);
    expect(shown.headers.get('content-type')).toMatch(/^image\//u);
  });

  test('a follower’s timeline sorts by the earlier of createdAt and arrival', async () => {
    const author = await newUser('author');
    const follower = await newUser('follower');
    await create(follower, 'app.bsky.graph.follow', { subject: author.did });
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    const past = inHours(-2);
    await created(author, { ...postRecord('dated ahead'), createdAt: inHours(2) });
    await created(author, { ...postRecord('dated back'), createdAt: past });
    await network.processAll();
    await created(author, postRecord('on time'));
    await network.processAll();

    const timeline = await pds.get('app.bsky.feed.getTimeline', { token: follower.token });
    const posts = v.parse(Feed, timeline.body).feed.map(({ post }) => post);
    expect(posts.map(({ record }) => record.text)).toEqual(['on time', 'dated ahead', 'dated back']);
    // What the view calls indexedAt is that earlier time, not the time of arrival.
    expect(posts.at(-1)?.indexedAt).toBe(past);
  });
});

describe('publishing once', () => {
  test('a record key that is taken: createRecord fails as an internal error, and getRecord tells', async () => {
    const user = await newUser('once');
    const rkey = tid();
    const record = postRecord('Once');
    const missing = await getRecord(user.did, rkey);
    expect(missing.status).toBe(400); // not 404
    expect(missing.body).toEqual({
      error: 'RecordNotFound',
      message: `Could not locate record: at://${user.did}/${POST}/${rkey}`,
    });

    const first = await createPost(user, record, { rkey });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ uri: `at://${user.did}/${POST}/${rkey}`, validationStatus: 'valid' });

    // 500 and nothing about the reason, whether the content is the same or not: only getRecord can tell.
    for (const repeated of [record, postRecord('Other')]) {
      const second = await createPost(user, repeated, { rkey });
      expect(second.status).toBe(500);
      expect(second.body).toEqual({ error: 'InternalServerError', message: 'Internal Server Error' });
    }
    const writes = [{ $type: 'com.atproto.repo.applyWrites#create', collection: POST, rkey, value: record }];
    const applied = await pds.post(
      'com.atproto.repo.applyWrites',
      { repo: user.did, writes },
      { token: user.token },
    );
    expect(applied.status).toBe(500);
    expect(await getRecord(user.did, rkey)).toMatchObject({
      status: 200,
      body: { cid: v.parse(Created, first.body).cid, value: record },
    });
  });

  test('putRecord that wants no record there: once, again with the same content, and refused with another', async () => {
    const user = await newUser('putting');
    const rkey = tid();
    const record = postRecord('Once');
    const put = (content: object) =>
      pds.post(
        'com.atproto.repo.putRecord',
        { repo: user.did, collection: POST, rkey, record: content, swapRecord: null },
        { token: user.token },
      );
    const first = await put(record);
    expect(first.body).toMatchObject({ commit: { rev: expect.any(String) } });

    // The same content is a success that changes nothing and has no commit, in spite of swapRecord.
    const again = await put(record);
    expect(again.status).toBe(200);
    expect(v.parse(Created, again.body)).toEqual(v.parse(Created, first.body));
    expect(again.body).not.toHaveProperty('commit');

    const { cid } = v.parse(Created, first.body);
    expect(await put(postRecord('Other'))).toMatchObject({
      status: 400,
      body: { error: 'InvalidSwap', message: `Record was at ${cid}` },
    });
  });

  test('deleting what is gone is a success, and its key is free again', async () => {
    const user = await newUser('deleting');
    const rkey = tid();
    const record = postRecord('Gone');
    const remove = () =>
      pds.post(
        'com.atproto.repo.deleteRecord',
        { repo: user.did, collection: POST, rkey },
        { token: user.token },
      );
    await createPost(user, record, { rkey });
    expect(await remove()).toMatchObject({ status: 200, body: { commit: {} } });
    expect(await remove()).toMatchObject({ status: 200, body: {} });
    expect((await getRecord(user.did, rkey)).status).toBe(400);
    expect((await createPost(user, record, { rkey })).status).toBe(200);
  });
});

describe('refusals', () => {
  test('a record that is not valid is told with the place in it', async () => {
    const user = await newUser('invalid');
    const { blob } = v.parse(Uploaded, (await pds.upload(PNG, 'image/png', user.token)).body);
    const images = (list: readonly object[]) => ({ embed: { $type: 'app.bsky.embed.images', images: list } });
    const missing = {
      $type: 'blob',
      ref: { $link: 'bafkreibjfgx2gprinfvicegelk5kosd6y2frmqpqzwqkg7usac74l3t2v4' },
      mimeType: 'image/png',
      size: 10,
    };
    const over = new Uint8Array(1_000_001);
    over.set(PNG);
    const large = v.parse(Uploaded, (await pds.upload(over, 'image/png', user.token)).body).blob;

    const refused = async (text: string, more: object = {}) => {
      const answer = await createPost(user, postRecord(text, more));
      expect(answer.status).toBe(400);
      const { error, message } = v.parse(v.object({ error: v.string(), message: v.string() }), answer.body);
      return `${error}: ${message}`;
    };
    const invalid = `InvalidRequest: Invalid ${POST} record`;
    // 300 graphemes, however many code points they have, and 3,000 bytes.
    expect((await createPost(user, postRecord('👍🏽'.repeat(300)))).status).toBe(200);
    expect(await refused('x'.repeat(301))).toBe(
      `${invalid}: grapheme too big (maximum 300, got 301) at $.record.text`,
    );
    expect(await refused('👩‍👩‍👧‍👦'.repeat(121))).toBe(
      `${invalid}: string too big (maximum 3000, got 3025) at $.record.text`,
    );
    expect(await refused('x', { langs: ['en', 'fr', 'de', 'it'] })).toBe(
      `${invalid}: array too big (maximum 3, got 4) at $.record.langs`,
    );
    expect(await refused('x', images(Array.from({ length: 5 }, () => ({ alt: '', image: blob }))))).toBe(
      `${invalid}: array too big (maximum 4, got 5) at $.record.embed.images`,
    );
    expect(await refused('x', images([{ image: blob }]))).toBe(
      `${invalid}: Missing required key "alt" at $.record.embed.images[0]`,
    );
    // This version allows 1,000,000 bytes; newer ones 2,000,000.
    expect(await refused('x', images([{ alt: '', image: large }]))).toBe(
      `${invalid}: blob too big (maximum 1000000, got 1000001) at $.record.embed.images[0].image`,
    );
    expect(await refused('x', images([{ alt: '', image: missing }]))).toBe(
      `BlobNotFound: Could not find blob: ${missing.ref.$link}`,
    );
    const badKey = await createPost(user, postRecord('x'), { rkey: 'not-a-tid' });
    expect(badKey.body).toMatchObject({
      error: 'InvalidRequest',
      message: expect.stringContaining('Invalid TID'),
    });
  });

  test('the repository of somebody else, an unknown one, an unknown method', async () => {
    const user = await newUser('wrong');
    const other = await newUser('somebody');
    expect(await createPost({ ...other, token: user.token }, postRecord('x'))).toMatchObject({
      status: 401,
      body: { error: 'AuthenticationRequired' },
    });
    expect(await getRecord('did:plc:aaaaaaaaaaaaaaaaaaaaaaaa', tid())).toMatchObject({
      status: 400,
      body: { error: 'InvalidRequest', message: 'Could not find repo: did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' },
    });
    expect(await pds.get('com.example.unknown', { token: user.token })).toMatchObject({
      status: 501,
      body: { error: 'MethodNotImplemented' },
    });
    const gone = `at://${user.did}/${POST}/${tid()}`;
    expect(
      await pds.get('app.bsky.feed.getPostThread', { token: user.token, params: { uri: gone } }),
    ).toMatchObject({ status: 400, body: { error: 'NotFound' } });
  });
});

describe('rate limits', () => {
  test('every answer says how much is left, the one after the last says 429', async () => {
    const user = await newUser('limits');
    const answer = await createPost(user, postRecord('x'));
    expect(answer.headers.get('ratelimit-policy')).toBe('3000;w=300');
    expect(answer.headers.get('ratelimit-limit')).toBe('3000');
    expect(Number(answer.headers.get('ratelimit-remaining'))).toBeLessThan(3_000);
    // Seconds since 1970.
    const resetsIn = Number(answer.headers.get('ratelimit-reset')) - Date.now() / 1_000;
    expect(resetsIn).toBeGreaterThan(0);
    expect(resetsIn).toBeLessThan(301);

    // One login was made already; 30 in 5 minutes are allowed, failed ones included.
    const attempts = await Promise.all(Array.from({ length: 31 }, () => login('limits.test', 'wrong')));
    const limited = attempts.filter(({ status }) => status === 429);
    expect(attempts.filter(({ status }) => status === 401)).toHaveLength(29);
    expect(limited).toHaveLength(2);
    expect(limited[0]?.body).toEqual({ error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' });
    expect(limited[0]?.headers.get('ratelimit-policy')).toBe('30;w=300');
    expect(limited[0]?.headers.get('ratelimit-remaining')).toBe('0');
    expect(limited[0]?.headers.get('retry-after')).toBeNull();
  });
});

describe('clearing up', () => {
  test('closing ends every process and removes the data', async () => {
    const second = await startBlueskyNetwork();
    if ('unavailable' in second) throw new Error(second.unavailable);
    expect(existsSync(second.directory)).toBe(true);
    await second.close();
    await second.close();
    expect(existsSync(second.directory)).toBe(false);
    await expect(fetch(second.pdsUrl)).rejects.toThrow('fetch failed');
  });

  test('what works in its directory ends with it, even when it could not say goodbye', async () => {
    const directory = realpathSync(mkdtempSync(join(tmpdir(), 'vigie-guard-')));
    mkdirSync(join(directory, 'data'));
    const database = spawn('sleep', ['600'], { cwd: join(directory, 'data') });
    const file = fileURLToPath(new URL('../servers/bluesky/guard.mjs', import.meta.url));
    const guard = spawn(process.execPath, [file, directory], { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = once(database, 'exit');
    const cleared = once(guard, 'exit');
    guard.stdin.destroy(); // as the kernel does for a process that was killed
    await Promise.all([ended, cleared]);
    expect(existsSync(directory)).toBe(false);
  });
});
