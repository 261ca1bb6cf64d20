import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methods } from '../../src-simulator/bluesky/methods/index.ts';
import { tidOf } from '../../src-simulator/bluesky/protocol/tid.ts';
import { createBlueskySim, type BlueskySim } from '../../src-simulator/bluesky/start.ts';
import { pictureOf } from '../../src-simulator/bluesky/training/picture.ts';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import { methodKind, specAbsent, validateExchange, validateRecord } from '../fixtures/bluesky-spec.ts';
import {
  at,
  createXrpcClient,
  listAt,
  textAt,
  type XrpcClient,
  type XrpcReply,
} from '../fixtures/xrpc-client.ts';

const POST = 'app.bsky.feed.post';
const CHAT = { headers: { 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat' } };

describe('the lexicon oracle', () => {
  it.skipIf(specAbsent)('sees what is wrong with requests, replies and records', () => {
    const reply = (nsid: string, body: unknown, status = 200): readonly string[] =>
      validateExchange({ nsid, direction: 'reply', status, body });
    expect(reply('app.bsky.notification.getUnreadCount', { count: 1 })).toEqual([]);
    expect(reply('app.bsky.notification.getUnreadCount', { count: '1' })).toHaveLength(1);
    expect(reply('app.bsky.notification.getUnreadCount', { count: 1, more: true })).toHaveLength(1);
    expect(reply('app.bsky.notification.getUnreadCount', {})).toHaveLength(1);
    expect(reply('app.bsky.feed.getPosts', { posts: [{ uri: 'x' }] }).length).toBeGreaterThan(3);
    expect(reply('com.atproto.repo.getRecord', { error: 'RecordNotFound' }, 400)).toEqual([]);
    expect(reply('com.atproto.repo.getRecord', { error: 'Invented' }, 400)).toHaveLength(1);
    const post = { $type: POST, text: 'x', createdAt: '2026-10-01T08:00:00Z' };
    expect(validateRecord(post)).toEqual([]);
    expect(validateRecord({ ...post, text: 'x'.repeat(301) })).toHaveLength(1);
    expect(
      validateRecord({ ...post, embed: { $type: 'app.bsky.embed.images', images: [{ alt: '' }] } }),
    ).toHaveLength(1);
    expect(validateRecord({ ...post, embed: { images: [] } })).toHaveLength(1);
    expect(validateRecord({ ...post, createdAt: 'today' })).toHaveLength(1);
    const body = { repo: 'did:plc:abc', collection: POST, record: post };
    const request = (given: object): readonly string[] =>
      validateExchange({ nsid: 'com.atproto.repo.createRecord', direction: 'request', body: given });
    expect(request(body)).toEqual([]);
    expect(request({ ...body, repo: 'not an identifier' })).toHaveLength(1);
    expect(request({ ...body, record: { ...post, langs: ['fr', 'en', 'de', 'it'] } })).toHaveLength(1);
    const params = new URLSearchParams({ limit: '101' });
    expect(
      validateExchange({ nsid: 'app.bsky.feed.getTimeline', direction: 'request', params }),
    ).toHaveLength(1);
  });
});

describe.skipIf(specAbsent)('every method of the simulator, by the official lexicons', () => {
  const clock = createManualClock();
  let sim: BlueskySim;
  let api: XrpcClient;
  let other: XrpcClient;
  let did = '';
  let otherDid = '';
  let serial = 0;

  beforeAll(async () => {
    sim = await createBlueskySim({ clock, seed: 5 });
    const [one, two] = sim.accounts;
    if (!one || !two) throw new Error('two accounts are expected');
    [did, otherDid] = [one.did, two.did];
    api = createXrpcClient(sim.baseUrl, one.token);
    other = createXrpcClient(sim.baseUrl, two.token);
    await exercise(one.login, one.password);
  });

  afterAll(() => sim.close());

  const now = (): string => new Date(clock.now()).toISOString();
  const key = (): string => tidOf(clock.now() * 1000 + (serial += 1), 9);
  const ref = (reply: XrpcReply): { uri: string; cid: string } => ({
    uri: textAt(reply.body, 'uri'),
    cid: textAt(reply.body, 'cid'),
  });

  const write = (
    by: XrpcClient,
    repo: string,
    collection: string,
    record: object,
    rkey?: string,
  ): Promise<XrpcReply> =>
    by.post('com.atproto.repo.createRecord', {
      repo,
      collection,
      record: { $type: collection, createdAt: now(), ...record },
      ...(rkey === undefined ? {} : { rkey }),
    });

  /** Calls every method at least once, on data of every shape that a view can take. */
  async function exercise(identifier: string, password: string): Promise<void> {
    await signIn(identifier, password);
    const root = await publish();
    await read(root);
    await moderate(root);
    await talk();
    await fail();
  }

  async function signIn(identifier: string, password: string): Promise<void> {
    const session = await api.post('com.atproto.server.createSession', { identifier, password });
    const refreshed = await api.post('com.atproto.server.refreshSession', undefined, {
      token: textAt(session.body, 'refreshJwt'),
    });
    await api.post('com.atproto.server.deleteSession', undefined, {
      token: textAt(refreshed.body, 'refreshJwt'),
    });
    for (const nsid of ['getSession', 'describeServer', 'checkAccountStatus'])
      await api.get(`com.atproto.server.${nsid}`);
    await api.get('com.atproto.identity.resolveHandle', { handle: identifier });
    await api.get('com.atproto.identity.resolveDid', { did });
    await api.get('com.atproto.identity.resolveIdentity', { identifier });
  }

  async function publish(): Promise<{ uri: string; cid: string }> {
    const blob = at((await api.upload(pictureOf('spec'), 'image/png')).body, 'blob');
    await api.get('com.atproto.sync.getBlob', { did, cid: textAt(blob, 'ref', '$link') });
    const rkey = key();
    const root = ref(
      await write(api, did, POST, { text: 'racine @veloetco.bsky.test', langs: ['fr'], tags: ['x'] }, rkey),
    );
    const images = {
      $type: 'app.bsky.embed.images',
      images: [{ image: blob, alt: 'a', aspectRatio: { width: 1, height: 1 } }],
    };
    const quote = { $type: 'app.bsky.embed.record', record: root };
    const external = {
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://a.test', title: 't', description: 'd', thumb: blob },
    };
    const gallery = {
      $type: 'app.bsky.embed.gallery',
      items: [
        { $type: 'app.bsky.embed.gallery#image', image: blob, alt: '', aspectRatio: { width: 2, height: 1 } },
      ],
    };
    const labels = { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'graphic-media' }] };
    for (const embed of [
      images,
      external,
      gallery,
      { $type: 'app.bsky.embed.recordWithMedia', record: { record: root }, media: images },
    ])
      await write(api, did, POST, { text: '', embed, labels });
    const quoting = ref(await write(other, otherDid, POST, { text: 'regardez', embed: quote }));
    await write(other, otherDid, POST, { text: 'deux fois', embed: { ...quote, record: quoting } });
    const facets = [
      { index: { byteStart: 0, byteEnd: 1 }, features: [{ $type: 'app.bsky.richtext.facet#mention', did }] },
    ];
    const reply = ref(
      await write(other, otherDid, POST, { text: '@ toi', facets, reply: { root, parent: root } }),
    );
    await write(api, did, POST, { text: 'réponse', reply: { root, parent: reply } });
    await write(other, otherDid, POST, { text: 'et aussi', reply: { root, parent: root } });
    await write(other, otherDid, 'app.bsky.feed.like', { subject: root });
    await write(other, otherDid, 'app.bsky.feed.repost', { subject: root });
    await write(other, otherDid, 'app.bsky.graph.follow', { subject: did });
    await write(api, did, 'app.bsky.graph.follow', { subject: otherDid });
    await write(api, did, 'app.bsky.feed.like', { subject: quoting });
    const profile = {
      $type: 'app.bsky.actor.profile',
      displayName: 'N',
      avatar: blob,
      banner: blob,
      labels,
      pinnedPost: root,
    };
    await api.post('com.atproto.repo.putRecord', {
      repo: did,
      collection: 'app.bsky.actor.profile',
      rkey: 'self',
      record: profile,
    });
    const value = { $type: POST, text: 'in a batch', createdAt: now() };
    const [first, second] = [key(), key()];
    const op = (action: string, more: object): object => ({
      $type: `com.atproto.repo.applyWrites#${action}`,
      collection: POST,
      ...more,
    });
    await api.post('com.atproto.repo.applyWrites', {
      repo: did,
      writes: [op('create', { rkey: first, value }), op('create', { rkey: second, value })],
    });
    await api.post('com.atproto.repo.applyWrites', {
      repo: did,
      writes: [
        op('update', { rkey: first, value: { ...value, text: 'changed' } }),
        op('delete', { rkey: second }),
      ],
    });
    await api.post('com.atproto.repo.deleteRecord', { repo: did, collection: POST, rkey: first });
    await api.get('com.atproto.repo.getRecord', { repo: did, collection: POST, rkey });
    await api.get('com.atproto.repo.listRecords', { repo: did, collection: POST, limit: 3 });
    await api.get('com.atproto.repo.describeRepo', { repo: did });
    const orphan = await write(other, otherDid, POST, { text: 'parent' });
    await write(api, did, POST, { text: 'orphelin', reply: { root: ref(orphan), parent: ref(orphan) } });
    const gone = textAt(orphan.body, 'uri').split('/').at(-1);
    await other.post('com.atproto.repo.deleteRecord', { repo: otherDid, collection: POST, rkey: gone });
    for (const kind of ['mention', 'like', 'repost', 'follow', 'post'] as const)
      await sim.control.bulk({ account: did, kind, count: 30 });
    return root;
  }

  async function read(root: { uri: string; cid: string }): Promise<void> {
    await api.get('app.bsky.actor.getProfile', { actor: did });
    await api.get('app.bsky.actor.getProfiles', { actors: [did, otherDid] });
    await api.get('app.bsky.actor.searchActors', { q: 'v' });
    await api.get('app.bsky.actor.searchActorsTypeahead', { q: 'v' });
    await api.post('app.bsky.actor.putPreferences', {
      preferences: [{ $type: 'app.bsky.actor.defs#adultContentPref', enabled: false }],
    });
    await api.get('app.bsky.actor.getPreferences');
    for (const filter of [
      'posts_with_replies',
      'posts_no_replies',
      'posts_with_media',
      'posts_and_author_threads',
    ])
      await api.get('app.bsky.feed.getAuthorFeed', { actor: did, filter, limit: 100 });
    await api.get('app.bsky.feed.getTimeline', { limit: 100 });
    await other.get('app.bsky.feed.getTimeline', { limit: 100 });
    const thread = await api.get('app.bsky.feed.getPostThread', { uri: root.uri });
    const reply = textAt(thread.body, 'thread', 'replies', 0, 'replies', 0, 'post', 'uri');
    await other.get('app.bsky.feed.getPostThread', { uri: reply, depth: 0 });
    const feed = await api.get('app.bsky.feed.getAuthorFeed', { actor: did, limit: 100 });
    const orphan = listAt(feed.body, 'feed').find(
      (item) => at(item, 'post', 'record', 'text') === 'orphelin',
    );
    expect(at(orphan, 'reply', 'parent', '$type')).toBe('app.bsky.feed.defs#notFoundPost');
    await api.get('app.bsky.feed.getPostThread', { uri: textAt(orphan, 'post', 'uri') });
    await api.get('app.bsky.feed.getPosts', { uris: [root.uri, reply] });
    for (const nsid of ['getLikes', 'getRepostedBy', 'getQuotes'])
      await api.get(`app.bsky.feed.${nsid}`, { uri: root.uri });
    await api.get('app.bsky.feed.searchPosts', { q: 'lampe', sort: 'top', limit: 2 });
    const told = await api.get('app.bsky.notification.listNotifications', { limit: 100 });
    expect(new Set(listAt(told.body, 'notifications').map((item) => at(item, 'reason'))).size).toBe(6);
    await api.get('app.bsky.notification.getUnreadCount');
    await api.post('app.bsky.notification.updateSeen', { seenAt: now() });
    await api.get('app.bsky.notification.listNotifications', { reasons: ['reply', 'mention'], limit: 10 });
    await api.get('app.bsky.graph.getFollows', { actor: did });
    await api.get('app.bsky.graph.getFollowers', { actor: did, limit: 5 });
  }

  async function moderate(root: { uri: string; cid: string }): Promise<void> {
    const rkey = root.uri.split('/').at(-1);
    const gates = [
      [
        'app.bsky.feed.threadgate',
        { allow: [{ $type: 'app.bsky.feed.threadgate#mentionRule' }], hiddenReplies: [] },
      ],
      ['app.bsky.feed.postgate', { embeddingRules: [{ $type: 'app.bsky.feed.postgate#disableRule' }] }],
    ] as const;
    for (const [collection, more] of gates)
      await api.post('com.atproto.repo.putRecord', {
        repo: did,
        collection,
        rkey,
        record: { $type: collection, post: root.uri, createdAt: now(), ...more },
      });
    await other.get('app.bsky.feed.getPosts', { uris: [root.uri] });
    await other.get('app.bsky.feed.getTimeline', { limit: 100 });
    await api.post('app.bsky.graph.muteActor', { actor: otherDid });
    await api.get('app.bsky.graph.getMutes');
    await api.post('app.bsky.graph.unmuteActor', { actor: otherDid });
    await api.post('app.bsky.graph.muteThread', { root: root.uri });
    await api.post('app.bsky.graph.unmuteThread', { root: root.uri });
    const reporting = { headers: { 'atproto-proxy': 'did:plc:ar7c4by46qjdydhdevvrndac#atproto_labeler' } };
    const subject = { $type: 'com.atproto.repo.strongRef', ...root };
    const reasonType = 'com.atproto.moderation.defs#reasonSpam';
    await api.post('com.atproto.moderation.createReport', { reasonType, subject, reason: 'spam' }, reporting);
    await api.post('com.atproto.moderation.createReport', {
      reasonType,
      subject: { $type: 'com.atproto.admin.defs#repoRef', did: otherDid },
    });
    const block = ref(await write(api, did, 'app.bsky.graph.block', { subject: otherDid }));
    await api.get('app.bsky.graph.getBlocks');
    await api.get('app.bsky.feed.getPostThread', { uri: root.uri });
    await api.get('app.bsky.feed.getAuthorFeed', { actor: did, limit: 100 });
    await api.get('app.bsky.feed.getAuthorFeed', { actor: otherDid });
    await other.get('app.bsky.feed.getAuthorFeed', { actor: did });
    await api.post('com.atproto.repo.deleteRecord', {
      repo: did,
      collection: 'app.bsky.graph.block',
      rkey: block.uri.split('/').at(-1),
    });
  }

  async function talk(): Promise<void> {
    const opened = await api.get('chat.bsky.convo.getConvoForMembers', { members: [otherDid] }, CHAT);
    const convoId = textAt(opened.body, 'convo', 'id');
    const sent = await api.post(
      'chat.bsky.convo.sendMessage',
      { convoId, message: { text: 'Bonjour' } },
      CHAT,
    );
    const replyTo = { messageId: textAt(sent.body, 'id') };
    await other.post('chat.bsky.convo.sendMessage', { convoId, message: { text: 'Oui', replyTo } }, CHAT);
    await api.get('chat.bsky.convo.getConvo', { convoId }, CHAT);
    await api.get('chat.bsky.convo.getConvoAvailability', { members: [otherDid] }, CHAT);
    await api.get('chat.bsky.convo.getMessages', { convoId }, CHAT);
    await api.post('chat.bsky.convo.deleteMessageForSelf', { convoId, messageId: replyTo.messageId }, CHAT);
    await api.post('chat.bsky.convo.updateRead', { convoId }, CHAT);
    await api.post('chat.bsky.convo.acceptConvo', { convoId }, CHAT);
    await api.post('chat.bsky.convo.muteConvo', { convoId }, CHAT);
    await api.post('chat.bsky.convo.unmuteConvo', { convoId }, CHAT);
    await api.get('chat.bsky.convo.listConvos', {}, CHAT);
    await api.get('chat.bsky.convo.getMessages', { convoId }, CHAT);
    await api.get('chat.bsky.convo.getLog', {}, CHAT);
  }

  /** The refusals, which have lexicons of their own. */
  async function fail(): Promise<void> {
    const missing = { repo: did, collection: POST, rkey: key() };
    await api.get('com.atproto.repo.getRecord', missing);
    await api.get('app.bsky.feed.getPostThread', { uri: `at://${did}/${POST}/${missing.rkey}` });
    await api.get('com.atproto.identity.resolveHandle', { handle: 'nobody.test' });
    await api.get('chat.bsky.convo.getConvo', { convoId: 'x' }, CHAT);
    const spammer = await api.get('app.bsky.actor.searchActors', { q: 'gains' });
    await api.get(
      'chat.bsky.convo.getConvoForMembers',
      { members: [textAt(spammer.body, 'actors', 0, 'did')] },
      CHAT,
    );
    await api.get('com.atproto.sync.getBlob', {
      did,
      cid: 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',
    });
    await api.post('com.atproto.server.refreshSession', undefined, { token: 'a.b.c' });
    await write(api, did, POST, { text: 'x'.repeat(301) });
    for (const fault of ['rate-limit', 'server-error', 'revoked-token'] as const) {
      sim.control.faults.set({ fault: { tag: fault }, times: 1 });
      await api.get('app.bsky.feed.getTimeline');
    }
  }

  it('was called, and is what the lexicons call it', () => {
    const called = new Set([...api.calls, ...other.calls].map((call) => call.nsid));
    expect(methods.map(({ nsid }) => nsid).filter((nsid) => !called.has(nsid))).toEqual([]);
    expect(methods.filter(({ nsid, kind }) => methodKind(nsid) !== kind)).toEqual([]);
  });

  it('answers what its lexicon describes, members and formats alike', () => {
    const problems = [...api.calls, ...other.calls].flatMap(({ nsid, reply }) =>
      nsid === 'com.atproto.sync.getBlob' && reply.status === 200
        ? []
        : validateExchange({ nsid, direction: 'reply', status: reply.status, body: reply.body }),
    );
    expect([...new Set(problems)]).toEqual([]);
  });

  it('was asked in the words of its lexicon', () => {
    const wellMeant = [...api.calls, ...other.calls].filter(({ reply }) => reply.status < 400);
    const problems = wellMeant.flatMap(({ nsid, params, input }) =>
      validateExchange({
        nsid,
        direction: 'request',
        params,
        ...(input === undefined ? {} : { body: input }),
      }),
    );
    expect([...new Set(problems)]).toEqual([]);
  });

  it('finds in its repositories only records that the lexicons accept', async () => {
    const problems: string[] = [];
    for (const repo of [did, otherDid]) {
      const described = await api.get('com.atproto.repo.describeRepo', { repo });
      for (const collection of listAt(described.body, 'collections')) {
        const page = await api.get('com.atproto.repo.listRecords', {
          repo,
          collection: String(collection),
          limit: 100,
        });
        for (const record of listAt(page.body, 'records'))
          problems.push(...validateRecord(at(record, 'value')));
      }
    }
    expect(problems).toEqual([]);
  });
});
