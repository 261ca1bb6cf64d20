import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import { tidOf } from '../../src-simulator/bluesky/protocol/tid.ts';
import { createBlueskySim, type BlueskySim } from '../../src-simulator/bluesky/start.ts';
import { pictureOf } from '../../src-simulator/bluesky/training/picture.ts';
import {
  at,
  createXrpcClient,
  listAt,
  textAt,
  type XrpcClient,
  type XrpcReply,
} from '../fixtures/xrpc-client.ts';
import {
  BLUESKY_START_TIMEOUT_MS,
  startBlueskyNetwork,
  type BlueskyNetwork,
} from '../servers/bluesky/start.ts';

/**
 * The simulator against its original: the same calls, made to the real PDS and app-view, must get the same status,
 * the same error, and bodies of the same shape.
 */
const POST = 'app.bsky.feed.post';

/** One of the two worlds: two people who are signed in, and a way to wait until everything is indexed. */
interface Stage {
  readonly baseUrl: string;
  readonly one: XrpcClient;
  readonly two: XrpcClient;
  readonly dids: readonly [string, string];
  readonly handles: readonly [string, string];
  readonly passwords: readonly [privileged: string, plain: string];
  readonly settle: () => Promise<void>;
}

interface Answer {
  readonly step: string;
  readonly status: number;
  readonly error: unknown;
  readonly message: unknown;
  readonly shape: readonly string[];
}

/** Names that differ from one world to the other, made equal. */
function masked(text: unknown, stage: Stage): unknown {
  if (typeof text !== 'string') return text;
  return text
    .replaceAll(stage.dids[0], 'did:one')
    .replaceAll(stage.dids[1], 'did:two')
    .replaceAll(/ba(fy|fk)rei[a-z2-7]{52}/g, 'cid');
}

/** Which members a body has, lists counted as one item; a record's own members are its author's business. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => shapeOf(item, `${path}[]`)))];
  if (typeof value !== 'object' || value === null) return [path];
  const type: unknown = Reflect.get(value, '$type');
  const name = typeof type === 'string' ? `${path}<${type}>` : path;
  return Object.entries(value).flatMap(([key, item]) => shapeOf(item, `${name}.${key}`));
}

async function play(stage: Stage): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const [did, otherDid] = stage.dids;
  const { one, two } = stage;
  let serial = 0;
  const start = Date.now() * 1000;
  const key = (): string => tidOf(start + (serial += 1), 21);
  const now = (): string => new Date().toISOString();
  const note = async (step: string, reply: Promise<XrpcReply>): Promise<XrpcReply> => {
    const given = await reply;
    const failed = given.status >= 400;
    answers.push({
      step,
      status: given.status,
      error: failed ? at(given.body, 'error') : undefined,
      message: failed ? masked(at(given.body, 'message'), stage) : undefined,
      shape: failed ? [] : [...new Set(shapeOf(given.body))].toSorted(),
    });
    return given;
  };
  const post = (text: string, more: object = {}): object => ({
    $type: POST,
    text,
    createdAt: now(),
    ...more,
  });
  const create = (
    by: XrpcClient,
    repo: string,
    collection: string,
    record: object,
    rkey?: string,
  ): Promise<XrpcReply> =>
    by.post('com.atproto.repo.createRecord', {
      repo,
      collection,
      record,
      ...(rkey === undefined ? {} : { rkey }),
    });
  const ref = (reply: XrpcReply): { uri: string; cid: string } => ({
    uri: textAt(reply.body, 'uri'),
    cid: textAt(reply.body, 'cid'),
  });
  const refusedRecord = (step: string, record: object, rkey?: string): Promise<XrpcReply> =>
    note(`refused: ${step}`, create(one, did, POST, record, rkey));

  // sessions
  const bare = createXrpcClient(stage.baseUrl);
  const login = (identifier: string, password: string): Promise<XrpcReply> =>
    bare.post('com.atproto.server.createSession', { identifier, password });
  const session = await note('createSession', login(stage.handles[0], stage.passwords[0]));
  await note('createSession, wrong password', login(stage.handles[0], 'aaaa-bbbb-cccc-dddd'));
  await note('createSession, nobody', login('nobody.test', 'aaaa-bbbb-cccc-dddd'));
  await note(
    'createSession, no password',
    bare.post('com.atproto.server.createSession', { identifier: 'x' }),
  );
  const refresh = (token: string): Promise<XrpcReply> =>
    bare.post('com.atproto.server.refreshSession', undefined, { token });
  const refreshed = await note('refreshSession', refresh(textAt(session.body, 'refreshJwt')));
  await note('refreshSession, again', refresh(textAt(session.body, 'refreshJwt')));
  await note('refreshSession with an access token', refresh(textAt(session.body, 'accessJwt')));
  await note(
    'getSession with a refresh token',
    bare.get('com.atproto.server.getSession', {}, { token: textAt(refreshed.body, 'refreshJwt') }),
  );
  await note(
    'deleteSession',
    bare.post('com.atproto.server.deleteSession', undefined, { token: textAt(refreshed.body, 'refreshJwt') }),
  );
  await note('refreshSession after deleteSession', refresh(textAt(refreshed.body, 'refreshJwt')));
  await note('getSession', one.get('com.atproto.server.getSession'));
  await note('getSession without token', bare.get('com.atproto.server.getSession'));
  await note('getSession with nonsense', bare.get('com.atproto.server.getSession', {}, { token: 'a.b.c' }));
  await note('getTimeline without token', bare.get('app.bsky.feed.getTimeline'));
  await note('describeServer', bare.get('com.atproto.server.describeServer'));
  await note('checkAccountStatus', one.get('com.atproto.server.checkAccountStatus'));
  await note('resolveHandle', bare.get('com.atproto.identity.resolveHandle', { handle: stage.handles[1] }));

  // the repository
  const rkey = key();
  const root = await note('createRecord', create(one, did, POST, post('racine'), rkey));
  await note('createRecord, same key', create(one, did, POST, post('encore'), rkey));
  await note('createRecord in a foreign repo', create(one, otherDid, POST, post('x')));
  await note('createRecord in no repo', create(one, 'nobody.test', POST, post('x')));
  await note('createRecord of an unknown type', create(one, did, 'test.unknown.record', { any: 'thing' }));
  await refusedRecord('301 graphemes', post('x'.repeat(301)));
  await refusedRecord('no date', { $type: POST, text: 'x' });
  await refusedRecord('bad date', { ...post('x'), createdAt: 'today' });
  await refusedRecord('wrong type', { ...post('x'), $type: 'app.bsky.feed.like' });
  await refusedRecord('key of another kind', post('x'), 'not-a-tid');
  await refusedRecord('four languages', post('x', { langs: ['fr', 'en', 'de', 'it'] }));
  await refusedRecord('text that is none', post('x', { text: 5 }));
  await refusedRecord('reply without parent', post('x', { reply: { root: ref(root) } }));
  await refusedRecord('embed without type', post('x', { embed: { images: [] } }));
  await note(
    'facets beyond the text',
    create(
      one,
      did,
      POST,
      post('x', {
        facets: [
          {
            index: { byteStart: 0, byteEnd: 99 },
            features: [{ $type: 'app.bsky.richtext.facet#tag', tag: 'x' }],
          },
        ],
      }),
    ),
  );
  const put = (record: object, more: object = {}, at = rkey): Promise<XrpcReply> =>
    one.post('com.atproto.repo.putRecord', { repo: did, collection: POST, rkey: at, record, ...more });
  const putKey = key();
  const putting = post('posé');
  await note('putRecord', put(putting, { swapRecord: null }, putKey));
  await note('putRecord, identical', put(putting, {}, putKey));
  await note('putRecord, identical, must be absent', put(putting, { swapRecord: null }, putKey));
  await note('putRecord, other, must be absent', put(post('autre'), { swapRecord: null }, putKey));
  await note('putRecord, other', put(post('autre'), {}, putKey));
  await note('putRecord, wrong swap', put(post('tiers'), { swapRecord: ref(root).cid }, putKey));
  const op = (action: string, more: object): object => ({
    $type: `com.atproto.repo.applyWrites#${action}`,
    collection: POST,
    ...more,
  });
  const apply = (...writes: object[]): Promise<XrpcReply> =>
    one.post('com.atproto.repo.applyWrites', { repo: did, writes });
  const [first, second] = [key(), key()];
  await note(
    'applyWrites',
    apply(op('create', { rkey: first, value: post('1') }), op('create', { rkey: second, value: post('2') })),
  );
  await note(
    'applyWrites, taken key',
    apply(op('create', { rkey: key(), value: post('3') }), op('create', { rkey: first, value: post('4') })),
  );
  await note(
    'applyWrites, mixed',
    apply(op('update', { rkey: first, value: post('5') }), op('delete', { rkey: second })),
  );
  await note('applyWrites, delete of nothing', apply(op('delete', { rkey: second })));
  const remove = (rkeyOf: string): Promise<XrpcReply> =>
    one.post('com.atproto.repo.deleteRecord', { repo: did, collection: POST, rkey: rkeyOf });
  await note('deleteRecord', remove(first));
  await note('deleteRecord, again', remove(first));
  const get = (rkeyOf: string, collection = POST): Promise<XrpcReply> =>
    one.get('com.atproto.repo.getRecord', { repo: did, collection, rkey: rkeyOf });
  await note('getRecord', get(rkey));
  await note('getRecord, deleted', get(first));
  await note('getRecord, never there', get(key()));
  await note(
    'listRecords',
    one.get('com.atproto.repo.listRecords', { repo: did, collection: POST, limit: 2 }),
  );
  await note(
    'listRecords of nobody',
    one.get('com.atproto.repo.listRecords', { repo: 'nobody.test', collection: POST }),
  );
  await note('describeRepo', one.get('com.atproto.repo.describeRepo', { repo: did }));

  // blobs
  const picture = pictureOf('compare');
  const upload = await note('uploadBlob', one.upload(picture, 'image/jpeg'));
  const blob = at(upload.body, 'blob');
  const withImages = (...images: unknown[]): object =>
    post('image', { embed: { $type: 'app.bsky.embed.images', images } });
  const lost = {
    $type: 'blob',
    ref: { $link: 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e' },
    mimeType: 'image/png',
    size: 5,
  };
  await refusedRecord('a blob that is not there', withImages({ image: lost, alt: '' }));
  await refusedRecord('no alt', withImages({ image: blob }));
  await refusedRecord('five images', withImages(...Array(5).fill({ image: blob, alt: '' })));
  await refusedRecord('a wrong size', withImages({ image: { ...Object(blob), size: 3 }, alt: '' }));
  await note(
    'createRecord with an image',
    create(one, did, POST, withImages({ image: blob, alt: 'a', aspectRatio: { width: 1, height: 1 } })),
  );
  await note('getBlob of nothing', bare.get('com.atproto.sync.getBlob', { did, cid: lost.ref.$link }));

  // what others do with it
  const subject = ref(root);
  const reaction = { subject, createdAt: now() };
  const reply = await note(
    'reply',
    create(two, otherDid, POST, post('réponse', { reply: { root: subject, parent: subject } })),
  );
  await create(one, did, POST, post('merci', { reply: { root: subject, parent: ref(reply) } }));
  const quote = await note(
    'quote',
    create(two, otherDid, POST, post('cité', { embed: { $type: 'app.bsky.embed.record', record: subject } })),
  );
  const facets = [
    { index: { byteStart: 0, byteEnd: 1 }, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] },
  ];
  await create(two, otherDid, POST, post('@ mention', { facets }));
  await create(two, otherDid, 'app.bsky.feed.like', reaction);
  await create(two, otherDid, 'app.bsky.feed.repost', reaction);
  await create(two, otherDid, 'app.bsky.graph.follow', { subject: did, createdAt: now() });
  await create(one, did, 'app.bsky.graph.follow', { subject: otherDid, createdAt: now() });
  const orphan = await create(two, otherDid, POST, post('bientôt parti'));
  await create(one, did, POST, post('orphelin', { reply: { root: ref(orphan), parent: ref(orphan) } }));
  await two.post('com.atproto.repo.deleteRecord', {
    repo: otherDid,
    collection: POST,
    rkey: ref(orphan).uri.split('/').at(-1),
  });
  await stage.settle();

  await note('getPostThread', one.get('app.bsky.feed.getPostThread', { uri: subject.uri }));
  await note(
    'getPostThread of a reply',
    one.get('app.bsky.feed.getPostThread', { uri: ref(reply).uri, depth: 0 }),
  );
  await note(
    'getPostThread of nothing',
    one.get('app.bsky.feed.getPostThread', { uri: `at://${did}/${POST}/${key()}` }),
  );
  await note('getPosts', one.get('app.bsky.feed.getPosts', { uris: [subject.uri, ref(quote).uri] }));
  await note('getPosts, none', one.get('app.bsky.feed.getPosts'));
  await note('getAuthorFeed', two.get('app.bsky.feed.getAuthorFeed', { actor: did }));
  await note('getAuthorFeed of nobody', two.get('app.bsky.feed.getAuthorFeed', { actor: 'nobody.test' }));
  await note('getTimeline', two.get('app.bsky.feed.getTimeline'));
  await note('getTimeline, limit 101', two.get('app.bsky.feed.getTimeline', { limit: 101 }));
  await note('getTimeline, bad cursor', two.get('app.bsky.feed.getTimeline', { cursor: 'nonsense' }));
  for (const nsid of ['getLikes', 'getRepostedBy', 'getQuotes'])
    await note(nsid, one.get(`app.bsky.feed.${nsid}`, { uri: subject.uri }));
  await note('getProfile', one.get('app.bsky.actor.getProfile', { actor: otherDid }));
  await note('getProfile of nobody', one.get('app.bsky.actor.getProfile', { actor: 'nobody.test' }));
  const told = await note('listNotifications', one.get('app.bsky.notification.listNotifications'));
  const reasons = listAt(told.body, 'notifications').map((item) => String(at(item, 'reason')));
  answers.push({
    step: 'reasons',
    status: 0,
    error: undefined,
    message: reasons.filter((reason) => reason !== 'follow').toSorted(),
    shape: [],
  });
  await note(
    'listNotifications by reason',
    one.get('app.bsky.notification.listNotifications', { reasons: ['reply'] }),
  );
  await note(
    'listNotifications, bad cursor',
    one.get('app.bsky.notification.listNotifications', { cursor: 'a__b__c' }),
  );
  await note('getUnreadCount', one.get('app.bsky.notification.getUnreadCount'));
  await note('updateSeen', one.post('app.bsky.notification.updateSeen', { seenAt: now() }));
  await note('updateSeen without a moment', one.post('app.bsky.notification.updateSeen', {}));

  // moderation
  const gate = (collection: string, more: object): Promise<XrpcReply> =>
    one.post('com.atproto.repo.putRecord', {
      repo: did,
      collection,
      rkey,
      record: { $type: collection, post: subject.uri, createdAt: now(), ...more },
    });
  await note('threadgate', gate('app.bsky.feed.threadgate', { hiddenReplies: [ref(reply).uri], allow: [] }));
  await note('postgate', gate('app.bsky.feed.postgate', { detachedEmbeddingUris: [ref(quote).uri] }));
  await note('muteActor', one.post('app.bsky.graph.muteActor', { actor: otherDid }));
  await stage.settle();
  await note('getMutes', one.get('app.bsky.graph.getMutes'));
  await note('getPostThread, gated', two.get('app.bsky.feed.getPostThread', { uri: subject.uri }));
  await note('getPosts, detached', one.get('app.bsky.feed.getPosts', { uris: [ref(quote).uri] }));
  await note('unmuteActor', one.post('app.bsky.graph.unmuteActor', { actor: otherDid }));
  await note('muteThread', one.post('app.bsky.graph.muteThread', { root: subject.uri }));
  await note('block', create(one, did, 'app.bsky.graph.block', { subject: otherDid, createdAt: now() }));
  await stage.settle();
  await note('getBlocks', one.get('app.bsky.graph.getBlocks'));
  await note('getPostThread, blocked', one.get('app.bsky.feed.getPostThread', { uri: subject.uri }));
  await note('getAuthorFeed of the blocked', one.get('app.bsky.feed.getAuthorFeed', { actor: otherDid }));
  await note('getAuthorFeed of the blocking', two.get('app.bsky.feed.getAuthorFeed', { actor: did }));
  await note('getProfile of the blocked', one.get('app.bsky.actor.getProfile', { actor: otherDid }));

  // misuse
  await note('unknown method', one.get('app.bsky.feed.invented'));
  await note('unknown method without token', bare.get('app.bsky.feed.invented'));
  await note('wrong verb', one.post('app.bsky.feed.getTimeline', {}));
  await note('no body', one.post('com.atproto.repo.createRecord'));
  await note(
    'a body of another kind',
    one.post('com.atproto.repo.createRecord', { a: 1 }, { headers: { 'content-type': 'text/plain' } }),
  );
  const plain = await login(stage.handles[0], stage.passwords[1]);
  const chat = {
    headers: { 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat' },
    token: textAt(plain.body, 'accessJwt'),
  };
  await note('messages with a plain app password', bare.get('chat.bsky.convo.listConvos', {}, chat));
  return answers;
}

describe('the simulator and the real network', () => {
  let network: BlueskyNetwork | undefined;
  let sim: BlueskySim | undefined;
  let absent: string | undefined;
  let real: readonly Answer[] = [];
  let simulated: readonly Answer[] = [];

  beforeAll(async () => {
    const started = await startBlueskyNetwork();
    if ('unavailable' in started) {
      absent = started.unavailable;
      return;
    }
    network = started;
    real = await play(await realStage(network));
    sim = await createBlueskySim({ clock: createRealClock(), seed: 1 });
    simulated = await play(await simStage(sim));
  }, BLUESKY_START_TIMEOUT_MS);

  afterAll(async () => {
    await network?.close();
    await sim?.close();
  });

  it('answer every step with the same status and the same error, but for what is known', ({ skip }) => {
    if (absent !== undefined) skip(absent);
    expect(real.length).toBeGreaterThan(40);
    expect(simulated.map(({ step }) => step)).toEqual(real.map(({ step }) => step));
    const outcome = ({ status, error }: Answer) => `${status} ${String(error)}`;
    const different = real.flatMap((answer, index) => {
      const other = simulated[index];
      return other === undefined || outcome(answer) === outcome(other) ? [] : [answer.step];
    });
    expect(different).toEqual(knownDifferences);
  });

  it('give data of the same shape where both have data', ({ skip }) => {
    if (absent !== undefined) skip(absent);
    // What the official lexicons require is checked elsewhere; here: nothing that the connector reads is invented.
    for (const [index, answer] of real.entries()) {
      const other = simulated[index];
      if (other === undefined || answer.status !== 200 || other.status !== 200) continue;
      const roots = (shape: readonly string[]) => new Set(shape.map((path) => path.split(/[.[<]/)[1] ?? ''));
      expect([
        answer.step,
        [...roots(answer.shape)].filter((root) => !roots(other.shape).has(root) && !optional.has(root)),
      ]).toEqual([answer.step, []]);
    }
  });
});

/**
 * Where the simulator says no in other words than the real one: the real AppView lets its own failures through (5xx)
 * for parameters that the connector never sends, and a plain app password meets a proxy that is not configured here.
 */
const knownDifferences = [
  'getBlob of nothing',
  'getTimeline, limit 101',
  'getTimeline, bad cursor',
  'listNotifications, bad cursor',
  'unknown method',
  'messages with a plain app password',
];
/** Parts that come and go with the data. */
const optional = new Set(['cursor', 'associated', 'labels', 'seenAt', 'priority']);

async function realStage(network: BlueskyNetwork): Promise<Stage> {
  const one = await network.createAccount({ handle: 'premiere.test' });
  const two = await network.createAccount({ handle: 'deuxieme.test' });
  const privileged = await network.createAppPassword(one, { name: 'with', privileged: true });
  const plain = await network.createAppPassword(one, { name: 'without' });
  const bare = createXrpcClient(network.pdsUrl);
  const token = async (handle: string, password: string): Promise<string> =>
    textAt(
      (await bare.post('com.atproto.server.createSession', { identifier: handle, password })).body,
      'accessJwt',
    );
  return {
    baseUrl: network.pdsUrl,
    one: createXrpcClient(network.pdsUrl, await token(one.handle, privileged)),
    two: createXrpcClient(network.pdsUrl, await token(two.handle, two.password)),
    dids: [one.did, two.did],
    handles: [one.handle, two.handle],
    passwords: [privileged, plain],
    settle: () => network.processAll(),
  };
}

async function simStage(sim: BlueskySim): Promise<Stage> {
  const [one, two] = sim.accounts;
  if (!one || !two) throw new Error('two accounts are expected');
  return {
    baseUrl: sim.baseUrl,
    one: createXrpcClient(sim.baseUrl, one.token),
    two: createXrpcClient(sim.baseUrl, two.token),
    dids: [one.did, two.did],
    handles: [one.login, two.login],
    passwords: [one.password, one.passwordWithoutMessages],
    settle: () => Promise.resolve(),
  };
}
