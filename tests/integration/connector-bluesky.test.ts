import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import { startBlueskySim, type BlueskySim } from '../../src-simulator/bluesky/start.ts';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import type { Inbound } from '../../src-shared/sync/inbound.ts';
import { offers } from '../../src-shared/networks/manifest.ts';
import type { Operation } from '../../src-shared/outbox/operation.ts';
import { mediaHashSchema } from '../../src-shared/ids.ts';
import * as v from 'valibot';
import {
  authoriseContext,
  connect,
  connector,
  content,
  createOf,
  error,
  messagesIn,
  openHttp,
  specProblems,
  targetOf,
  textOf,
  sole,
  value,
  type TestAccount,
} from '../fixtures/bluesky-account.ts';
import { watched } from '../fixtures/watched-http.ts';

const clock = createManualClock();
let sim: BlueskySim;
let transport: UndiciHttp;
let http: ReturnType<typeof watched>['http'];
let said: ReturnType<typeof watched>['seen'];
let me: TestAccount;

const lumiere = () => sim.accounts[0] ?? expect.fail('no account');
const fields = (change: Readonly<Record<string, string>> = {}) => ({
  handle: lumiere().login,
  password: lumiere().password,
  server: sim.baseUrl,
  ...change,
});
const now = (): number => clock.now();
/** A PNG of one transparent pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const signIn = (change: Readonly<Record<string, string>> = {}) =>
  connector.authorise(authoriseContext(http, fields(change), now));

beforeAll(async () => {
  sim = await startBlueskySim({ clock });
  transport = openHttp();
  ({ http, seen: said } = watched(transport));
  me = await connect(http, fields(), now);
});
afterEach(() => {
  sim.control.faults.clear();
  sim.control.forgetLimits();
});
afterAll(async () => {
  // One test sends a text that is too long on purpose.
  expect(specProblems(said).filter((problem) => !problem.includes('301 graphemes'))).toEqual([]);
  expect(sim.control.facetProblems()).toEqual([]);
  await transport.close();
  await sim.close();
});

describe('signing in', () => {
  it('gives an identity, a secret that says when it ends, and a manifest of what this server allows', async () => {
    const { identity, secret } = sole(await signIn({ handle: `@${lumiere().login.toUpperCase()} ` }));
    expect(identity).toMatchObject({
      remoteId: lumiere().did,
      handle: lumiere().login,
      name: lumiere().displayName,
      origin: sim.baseUrl,
      server: new URL(sim.baseUrl).host,
    });
    expect(identity.avatarUrl).toMatch(/^http/);
    expect(offers(identity.manifest, 'direct-messages')).toBe(true);
    expect(identity.manifest.images.maxBytes).toBe(2_000_000);
    expect(connector.refreshAt(secret)).toBe(now() + 120 * 60_000);
    expect(JSON.stringify(secret)).not.toContain(lumiere().password);
  });

  it('with an app password that may not read messages offers none', async () => {
    const { identity } = sole(await signIn({ password: lumiere().passwordWithoutMessages }));
    expect(offers(identity.manifest, 'direct-messages')).toBe(false);
    expect(identity.manifest.feeds.map(({ name }) => name)).not.toContain('private');
    expect(identity.manifest.operations.message).toBeUndefined();
  });

  it.each([
    [{ password: 'wrong-wrong-wrong' }, 'auth', 'wrong-password'],
    [{ password: '' }, 'rejected', 'wrong-password'],
    [{ handle: 'nobody-at-all.sim.test' }, 'rejected', 'unknown-handle'],
    [{ handle: ' @ ' }, 'rejected', 'unknown-handle'],
    [{ server: 'not a server' }, 'rejected', 'server-unreachable'],
    [{ server: 'http://127.0.0.1:9' }, 'offline', 'server-unreachable'],
  ])('refuses %j as %s, %s', async (change, tag, code) => {
    expect(error(await signIn(change))).toMatchObject({ tag, failure: { code } });
  });

  it('asks for the one-time code, and says when it is wrong', async () => {
    const password = 'atelierlumiere-main-password';
    await sim.control.setAccount(me.did, { secondFactor: 'ABCDE-12345' });
    for (const code of ['', 'AAAAA-00000'])
      expect(error(await signIn({ password, code }))).toMatchObject({
        tag: 'auth',
        failure: { code: 'second-factor-needed' },
      });
    expect((await signIn({ password, code: 'abcde-12345' })).tag).toBe('ok');
    await sim.control.setAccount(me.did, { secondFactor: null });
  });

  it('tells a suspended account and a server of another kind', async () => {
    await sim.control.setAccount(me.did, { status: 'takendown' });
    expect(error(await signIn({ password: 'atelierlumiere-main-password' }))).toMatchObject({
      failure: { code: 'account-suspended' },
    });
    await sim.control.setAccount(me.did, { status: 'active' });
    sim.control.faults.set({ fault: { tag: 'html-page', status: 404 }, times: 1 });
    expect(error(await signIn())).toMatchObject({ failure: { code: 'not-that-kind-of-server' } });
    me = await connect(http, fields(), now);
  });

  it('without a server finds it from the handle: entryway, directory, home', async () => {
    // The public hosts, answered by the simulator as a name server and TLS would have it.
    const home = 'https://pds.home.test';
    const moved = watched(http, (url) =>
      url.replace(/^https:\/\/(bsky\.social|plc\.directory|pds\.home\.test)/, sim.baseUrl),
    );
    const asked: string[] = [];
    const renamed = {
      ...moved.http,
      request: async (request: Parameters<typeof http.request>[0]) => {
        asked.push(new URL(request.url).host);
        const answer = await moved.http.request(request);
        return answer.tag === 'ok'
          ? {
              ...answer,
              value: { ...answer.value, text: answer.value.text.replaceAll(`"${sim.baseUrl}"`, `"${home}"`) },
            }
          : answer;
      },
    };
    const sign = (handle: string) =>
      connector.authorise(authoriseContext(renamed, fields({ server: '', handle }), now));
    const { identity } = sole(await sign(lumiere().login));
    expect(identity).toMatchObject({ origin: home, server: 'pds.home.test', remoteId: me.did });
    expect(asked.slice(0, 3)).toEqual(['bsky.social', 'plc.directory', 'pds.home.test']);
    expect(error(await sign('nobody-at-all.sim.test'))).toMatchObject({
      failure: { code: 'unknown-handle' },
    });
    expect(sole(await sign(me.did)).identity.handle).toBe(lumiere().login);
  });
});

describe('a session', () => {
  it('is renewed, also when the answer was lost, and ends when it is revoked', async () => {
    const account = await connect(http, fields(), now);
    sim.control.faults.set({
      fault: { tag: 'drop-reply' },
      operation: 'com.atproto.server.refreshSession',
      times: 1,
    });
    expect(error(await connector.refresh(account.ctx())).tag).toBe('server');
    await clock.advance(60_000);
    const secret = value(await connector.refresh(account.ctx()));
    const renewed = account.ctx({ secret });
    expect(value(await connector.identify(renewed)).remoteId).toBe(me.did);

    expect(value(await connector.revoke(renewed))).toBeNull();
    expect(value(await connector.revoke(renewed))).toBeNull();
    expect(error(await connector.refresh(renewed))).toMatchObject({
      tag: 'auth',
      failure: { code: 'token-revoked' },
    });
  });

  it('whose access token has ended says so with a status that is not 401', async () => {
    const account = await connect(http, fields(), now);
    await clock.advance(121 * 60_000);
    expect(error(await connector.identify(account.ctx()))).toMatchObject({
      tag: 'auth',
      failure: { code: 'authorisation-expired', detail: { status: 400 } },
    });
    const secret = value(await connector.refresh(account.ctx()));
    expect((await connector.identify(account.ctx({ secret }))).tag).toBe('ok');
    me = await connect(http, fields(), now);
  });

  it('revoked on the server refuses everything', async () => {
    const account = await connect(http, fields(), now);
    await sim.control.revoke(me.did);
    expect(error(await connector.identify(account.ctx())).tag).toBe('auth');
    expect(error(await connector.refresh(account.ctx())).tag).toBe('auth');
    expect(error(await account.publish(createOf('no'))).tag).toBe('auth');
    me = await connect(http, fields(), now);
  });

  it('reads the server clock, right or wrong', async () => {
    const seconds = (at: number): number => Math.floor(at / 1000);
    expect(seconds(value(await connector.serverTime(me.ctx())))).toBe(seconds(now()));
    sim.control.faults.set({ fault: { tag: 'skewed-date', ms: -3_600_000 }, times: 1 });
    expect(seconds(value(await connector.serverTime(me.ctx())))).toBe(seconds(now() - 3_600_000));
  });

  it('keeps the messages of a manifest that had them while their server fails', async () => {
    sim.control.faults.set({
      fault: { tag: 'server-error', status: 502 },
      operation: 'chat.bsky.convo.listConvos',
      times: 1,
    });
    const { manifest } = value(await connector.identify(me.ctx()));
    expect(offers(manifest, 'direct-messages')).toBe(true);
  });
});

describe('publishing', () => {
  const wire = (): { readonly record: Record<string, unknown>; readonly rkey: string } => {
    const sent = me.seen.findLast(({ url }) => url.pathname.endsWith('createRecord'));
    if (typeof sent?.body !== 'string') expect.fail('nothing was created');
    return JSON.parse(sent.body);
  };

  it('sends text, mentions, links, tags and language under the drawn key and moment', async () => {
    const velo = sim.accounts[1] ?? expect.fail('no second account');
    const operation = createOf(
      `Été à ${velo.handle} et @nobody.sim.test : https://example.com/ñ, #Grenoble 👩‍👩‍👧 #été.`,
      null,
      { language: 'fr' },
    );
    const drawn = me.draw(operation);
    await clock.advance(5_000);
    const remote = await me.done(operation, drawn);
    expect(remote).toMatchObject({
      remoteId: `at://${me.did}/app.bsky.feed.post/${drawn.key}`,
      url: `https://bsky.app/profile/${lumiere().login}/post/${drawn.key}`,
      createdAt: drawn.at,
    });
    const { record, rkey } = wire();
    expect(rkey).toBe(drawn.key);
    expect(record).toMatchObject({
      text: operation.content.text,
      createdAt: new Date(drawn.at).toISOString(),
      langs: ['fr'],
    });
    const bytes = Buffer.from(operation.content.text);
    const facets = v.parse(
      v.array(
        v.object({
          index: v.object({ byteStart: v.number(), byteEnd: v.number() }),
          features: v.array(v.unknown()),
        }),
      ),
      record['facets'],
    );
    expect(
      facets.map(({ index, features }) => [
        bytes.toString('utf8', index.byteStart, index.byteEnd),
        features[0],
      ]),
    ).toEqual([
      [velo.handle, { $type: 'app.bsky.richtext.facet#mention', did: velo.id }],
      ['https://example.com/ñ', { $type: 'app.bsky.richtext.facet#link', uri: 'https://example.com/ñ' }],
      ['#Grenoble', { $type: 'app.bsky.richtext.facet#tag', tag: 'Grenoble' }],
      ['#été', { $type: 'app.bsky.richtext.facet#tag', tag: 'été' }],
    ]);
  });

  it('sends pictures with their descriptions and proportions', async () => {
    const bytes = pixel;
    const medium = {
      hash: v.parse(mediaHashSchema, me.media(bytes)),
      mime: 'image/png',
      bytes: bytes.byteLength,
      width: 4,
      height: 3,
      name: 'a.png',
      alt: 'Une lampe',
      decorative: false,
    };
    const second = { ...medium, alt: 'ignored', decorative: true, width: null, height: null };
    const handle = (await me.done({ tag: 'upload', medium })).handle;
    const operation: Operation = {
      tag: 'create',
      content: content('', { media: [medium, second] }),
      uploaded: [
        { medium, handle },
        { medium: second, handle },
      ],
      replyTo: null,
    };
    const { remoteId } = await me.done(operation);
    expect(wire().record['embed']).toMatchObject({
      images: [{ alt: 'Une lampe', aspectRatio: { width: 4, height: 3 } }, { alt: '' }],
    });
    const thread = value(
      await connector.thread(me.ctx(), {
        remoteId: remoteId ?? '',
        handleData: '',
        conversationId: '',
        box: 'public',
      }),
    );
    expect(messagesIn(thread)[0]?.attachments).toMatchObject([
      { kind: 'image', alt: 'Une lampe', width: 4, height: 3 },
      { kind: 'image', alt: '' },
    ]);
  });

  it('refuses a picture that is too large before it goes up, and one that the server finds too large after', async () => {
    const file = (size: number) => ({
      hash: v.parse(mediaHashSchema, me.media(Buffer.alloc(size, 1))),
      mime: 'image/png',
      bytes: size,
      width: null,
      height: null,
      name: 'a.png',
      alt: '',
      decorative: false,
    });
    const before = me.seen.length;
    expect(error(await me.publish({ tag: 'upload', medium: file(2_000_001) }))).toMatchObject({
      tag: 'rejected',
      failure: { code: 'media-too-large', detail: { maxBytes: 2_000_000 } },
    });
    expect(me.seen.length).toBe(before);
    expect(
      error(
        await me.publish({
          tag: 'upload',
          medium: { ...file(10), hash: v.parse(mediaHashSchema, '0'.repeat(64)) },
        }),
      ),
    ).toMatchObject({ tag: 'rejected', failure: { code: 'media-missing' } });
  });

  it.each<[string, Operation, string]>([
    ['nothing', createOf('  \n'), 'text-empty'],
    ['301 characters', createOf('é'.repeat(301)), 'text-too-long'],
    [
      'a poll',
      createOf('?', null, { poll: { options: ['a', 'b'], seconds: 300, multiple: false } }),
      'not-offered',
    ],
    ['a warning', createOf('boo', null, { warning: 'spoiler' }), 'not-offered'],
    ['a schedule', { tag: 'recall', scheduledRemoteId: 'x' }, 'not-offered'],
  ])('refuses %s', async (_, operation, code) => {
    expect(error(await me.publish(operation))).toMatchObject({ tag: 'rejected', failure: { code } });
  });

  it('answers in the thread, part by part, from what the engine kept', async () => {
    const first = await me.done(createOf('1/3'));
    const part = async (text: string, parent: typeof first) =>
      me.done(
        createOf(text, {
          remoteId: parent.remoteId ?? '',
          conversationId: first.remoteId ?? '',
          handleData: parent.handle,
        }),
      );
    const second = await part('2/3', first);
    const third = await part('3/3', second);
    const thread = messagesIn(
      value(
        await connector.thread(me.ctx(), {
          remoteId: second.remoteId ?? '',
          handleData: second.handle,
          conversationId: first.remoteId ?? '',
          box: 'public',
        }),
      ),
    );
    expect(
      thread.map((message) => [textOf(message), message.box, message.kind, message.conversationId]),
    ).toEqual([
      ['1/3', 'own', 'post', first.remoteId],
      ['2/3', 'own', 'reply', first.remoteId],
      ['3/3', 'own', 'reply', first.remoteId],
    ]);
    expect(thread[2]).toMatchObject({
      remoteId: third.remoteId,
      parent: { remoteId: second.remoteId, excerpt: '2/3' },
      handleData: third.handle,
    });
  });

  it('does not answer or like what is gone', async () => {
    const person = 'theo_marchand';
    const post = await sim.control.audience.say({
      kind: 'mention',
      person,
      account: me.did,
      text: 'Bonjour',
    });
    const { items } = await me.pullAll('mentions', null);
    const mention = messagesIn(items).find(({ remoteId }) => remoteId === post) ?? expect.fail('no mention');
    expect((await me.publish(createOf('Bonjour !', targetOf(mention)))).tag).toBe('ok');
    await sim.control.audience.say({ kind: 'remove', person, post: mention.remoteId });
    expect(error(await me.publish(createOf('Trop tard', targetOf(mention))))).toMatchObject({
      tag: 'gone',
      failure: { code: 'parent-gone' },
    });
    expect(
      error(await me.publish({ tag: 'like', remoteId: mention.remoteId, handleData: mention.handleData })),
    ).toMatchObject({ tag: 'gone', failure: { code: 'target-gone' } });
  });

  it('likes, takes the like back, and deletes', async () => {
    const own = await me.done(createOf('To be liked'));
    const target = { remoteId: own.remoteId ?? '', handleData: own.handle };
    const like = await me.done({ tag: 'like', ...target });
    expect(like.remoteId).toMatch(/app\.bsky\.feed\.like/);
    await me.done({ tag: 'unlike', ...target, likeRemoteId: like.remoteId });
    // A like made elsewhere, of which no id is known.
    await me.done({ tag: 'like', ...target });
    const unlike: Operation = { tag: 'unlike', ...target, likeRemoteId: null };
    await me.done(unlike);
    await me.done(unlike);
    await me.done({ tag: 'delete', ...target });
    await me.done({ tag: 'delete', ...target });
    const thread = await connector.thread(me.ctx(), { ...target, conversationId: '', box: 'public' });
    expect(value(thread)).toEqual([{ tag: 'gone', remoteId: target.remoteId }]);
  });

  it('mutes and blocks, and undoes both, seen by looking', async () => {
    const personId = sim.accounts[1]?.id ?? '';
    const looks = async (operation: Operation): Promise<string> => {
      const drawn = me.draw(operation);
      const before = value(await connector.confirm(me.ctx(), { operation, drawn, sentAt: now() })).tag;
      await me.done(operation, drawn);
      const after = value(await connector.confirm(me.ctx(), { operation, drawn, sentAt: now() })).tag;
      return `${before} ${after}`;
    };
    for (const tag of ['mute', 'unmute', 'block', 'unblock'] as const)
      expect([tag, await looks({ tag, personId })]).toEqual([tag, 'absent present']);
  });
});

describe('numbers and people', () => {
  it('measures the profile and the own posts', async () => {
    const numbers = value(await connector.measure(me.ctx()));
    const named = (name: string) => numbers.filter((item) => item.tag === 'metric' && item.name === name);
    expect(named('followers')).toMatchObject([{ subject: me.did }]);
    expect(named('posts')).toHaveLength(1);
    expect(named('likes').length).toBeGreaterThan(3);
  });

  it('finds people by the beginning of their name', async () => {
    const found = value(await connector.findPeople(me.ctx(), '@velo'));
    expect(found.map(({ handle }) => handle)).toContain(sim.accounts[1]?.login);
    expect(value(await connector.findPeople(me.ctx(), ' @ '))).toEqual([]);
  });
});

describe('looking again in the middle of a storm', () => {
  const storm = async (count: number): Promise<void> => {
    await clock.advance(5_000);
    await sim.control.bulk({ account: lumiere().id, kind: 'mention', count, overMs: 1_000 });
  };
  const named = (items: readonly Inbound[]): readonly string[] =>
    messagesIn(items).map(({ remoteId }) => remoteId);

  it('reads what is new, and not all that was read a moment ago', async () => {
    const start = await me.pullAll('mentions', null);
    await storm(450);
    const first = await me.pullAll('mentions', start.cursor);
    expect(named(first.items)).toHaveLength(450);
    expect(first.pages).toBeGreaterThanOrEqual(9);
    await storm(3);
    const second = await me.pullAll('mentions', first.cursor);
    expect(named(second.items)).toHaveLength(3);
    expect(second.pages).toBeLessThanOrEqual(2);
  });

  it('goes on where it was cut off, though what it had read stands above', async () => {
    const start = await me.pullAll('mentions', null);
    await storm(300);
    const page = async (cursor: string | null) =>
      value(await connector.pull(me.ctx(), { feed: 'mentions', cursor, direction: 'newer', limit: 50 }));
    const one = await page(start.cursor);
    await storm(120);
    const rest = await me.pullAll('mentions', one.cursor);
    const last = await me.pullAll('mentions', rest.cursor);
    expect(new Set([...named(one.items), ...named(rest.items), ...named(last.items)]).size).toBe(420);
  });
});
