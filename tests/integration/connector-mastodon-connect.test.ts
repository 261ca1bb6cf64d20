import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLoopback } from '../../src-main/accounts/oauth/loopback.ts';
import { systemClock } from '../../src-main/engine/clock.ts';
import type { UndiciHttp } from '../../src-main/engine/undici-http.ts';
import { createManualClock } from '../../src-simulator/core/clock.ts';
import type { FlavourName } from '../../src-simulator/mastodon/flavour.ts';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim } from '../../src-simulator/mastodon/start.ts';
import { offers } from '../../src-shared/networks/manifest.ts';
import { ok } from '../../src-shared/result.ts';
import {
  authoriseContext,
  browserOf,
  connect,
  connector,
  createOf,
  error,
  messagesIn,
  openHttp,
  random,
  specProblems,
  targetOf,
  textOf,
  sole,
  value,
  type Login,
} from '../fixtures/mastodon-account.ts';
import { watched, type SeenExchange } from '../fixtures/watched-http.ts';

const clock = createManualClock();
const now = (): number => clock.now();
let sim: MastodonSim;
let transport: UndiciHttp;
let http: ReturnType<typeof watched>['http'];
let said: readonly SeenExchange[];

beforeAll(async () => {
  sim = await startMastodonSim({ clock });
  transport = openHttp();
  ({ http, seen: said } = watched(transport));
});
afterEach(() => sim.control.faults.clear());
afterAll(async () => {
  const ofSim = said.filter(({ url }) => url.origin === sim.baseUrl);
  expect(ofSim.length).toBeGreaterThan(30);
  expect(specProblems(ofSim)).toEqual([]);
  await transport.close();
  await sim.close();
});

const lumiere = (): Login => sim.accounts[0] ?? expect.fail('no account');
const authorise = (server = sim.baseUrl, person = lumiere(), more = {}) =>
  connector.authorise(authoriseContext(http, server, person, now, more));
const codeOf = (outcome: Awaited<ReturnType<typeof authorise>>): string => {
  const told = error(outcome);
  return 'failure' in told ? told.failure.code : told.tag;
};
const done = (operation: string) => sim.control.ledger.entries({ operation, worked: true });

describe('connecting', () => {
  it('registers the app, sends the person to the server’s page with PKCE, and trades the code', async () => {
    sim.control.ledger.clear();
    const opened: string[] = [];
    const stages: string[] = [];
    const { signal } = new AbortController();
    const { identity, secret } = sole(
      await authorise(sim.baseUrl, lumiere(), {
        loopback: browserOf(lumiere(), opened)(signal),
        progress: (stage: string) => stages.push(stage),
      }),
    );
    expect(identity).toMatchObject({
      remoteId: sim.accounts[0]?.id,
      name: 'Atelier Lumière',
      origin: sim.baseUrl,
      server: new URL(sim.baseUrl).host,
      manifest: { network: 'mastodon', software: 'Mastodon 4.5.0' },
    });
    expect(stages).toEqual([
      'finding-server',
      'registering',
      'waiting-for-browser',
      'exchanging',
      'reading-account',
    ]);
    const page = new URL(opened[0] ?? '');
    expect(page.origin + page.pathname).toBe(`${sim.baseUrl}/oauth/authorize`);
    expect(page.searchParams.get('code_challenge_method')).toBe('S256');
    expect(page.searchParams.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    expect(page.searchParams.get('state')?.length).toBeGreaterThanOrEqual(32);
    // Neither what proves the app nor what proves this attempt ever passes through the browser.
    const token = said.findLast(({ url }) => url.pathname === '/oauth/token');
    const form = new URLSearchParams(typeof token?.body === 'string' ? token.body : '');
    for (const name of ['code_verifier', 'client_secret'] as const) {
      expect(form.get(name)).toBeTruthy();
      expect(page.href).not.toContain(form.get(name) ?? '-');
    }
    expect([done('apps.create').length, done('oauth.token').length]).toEqual([1, 1]);
    expect(connector.refreshAt(secret)).toBeNull();
    expect(JSON.stringify(identity)).not.toContain(String(secret['accessToken']));
    // The listener is gone with the answer.
    await expect(fetch(`${page.searchParams.get('redirect_uri') ?? ''}?code=1`)).rejects.toThrow();
  });

  it('takes a handle or an address of a profile for its server', async () => {
    const { host } = new URL(sim.baseUrl);
    for (const typed of [host, `@atelierlumiere@${host}`, `${sim.baseUrl}/@AtelierLumiere`, ` ${host} `])
      expect(sole(await authorise(typed)).identity.handle, typed).toMatch(/^atelierlumiere@/);
  });

  it('gives the token back when somebody else signed in than was named', async () => {
    sim.control.ledger.clear();
    const { host } = new URL(sim.baseUrl);
    expect(error(await authorise(`@veloetco@${host}`))).toMatchObject({
      tag: 'auth',
      failure: { code: 'authorisation-mismatch' },
    });
    expect(done('oauth.revoke')).toHaveLength(1);
  });

  it('ends when the person says no, gives up, or cannot sign in', async () => {
    const { signal } = new AbortController();
    const refusing = createLoopback({
      clock: systemClock,
      random,
      openBrowser: async (url) => {
        const query = new URL(url).searchParams;
        const back = new URLSearchParams({ error: 'access_denied', state: query.get('state') ?? '' });
        await fetch(`${query.get('redirect_uri') ?? ''}?${back.toString()}`);
        return ok(null);
      },
    });
    expect(error(await authorise(sim.baseUrl, lumiere(), { loopback: refusing(signal) }))).toMatchObject({
      tag: 'auth',
      failure: { code: 'authorisation-refused' },
    });
    const abort = new AbortController();
    const leaving = createLoopback({
      clock: systemClock,
      random,
      openBrowser: () => {
        abort.abort();
        return Promise.resolve(ok(null));
      },
    });
    expect(codeOf(await authorise(sim.baseUrl, lumiere(), { loopback: leaving(abort.signal) }))).toBe(
      'authorisation-cancelled',
    );
    const forgetful = { ...lumiere(), password: 'oublié' };
    expect(codeOf(await authorise(sim.baseUrl, forgetful))).toBe('authorisation-refused');
  });

  it('is not led astray by answers that bear another state', async () => {
    const { signal } = new AbortController();
    const statuses: number[] = [];
    const attacked = createLoopback({
      clock: systemClock,
      random,
      openBrowser: async (url) => {
        const redirectUri = new URL(url).searchParams.get('redirect_uri') ?? '';
        for (const query of ['code=stolen&state=guess', 'code=stolen', 'state=&code=x'])
          statuses.push((await fetch(`${redirectUri}?${query}`)).status);
        return browserOf(lumiere())(signal)().then(async (other) => {
          other.close();
          // The true browser comes last, and is believed.
          const { signIn } = await import('../../src-main/training/robot-browser.ts');
          const query = value(await signIn(url, redirectUri, lumiere()));
          await fetch(`${redirectUri}?${query.toString()}`);
          return ok(null);
        });
      },
    });
    expect((await authorise(sim.baseUrl, lumiere(), { loopback: attacked(signal) })).tag).toBe('ok');
    expect(statuses).toEqual([400, 400, 400]);
  });

  it('can be revoked, twice over, and is then refused', async () => {
    const account = await connect(http, sim.baseUrl, lumiere(), now);
    expect((await connector.revoke(account.ctx())).tag).toBe('ok');
    expect((await connector.revoke(account.ctx())).tag).toBe('ok');
    expect(error(await connector.identify(account.ctx())).tag).toBe('auth');
    expect(error(await connector.refresh(account.ctx()))).toMatchObject({
      tag: 'auth',
      failure: { code: 'authorisation-expired' },
    });
  });

  it.each([
    ['instance.v2', 'rate-limit', 'rate-limited'],
    ['apps.create', 'drop-reply', 'server'],
    ['apps.create', 'server-error', 'server'],
    ['oauth.token', 'drop-reply', 'server'],
    ['oauth.token', 'html-page', 'server'],
    ['accounts.verify', 'reset', 'server'],
  ] as const)('interrupted at %s by %s can be begun again', async (operation, tag, told) => {
    sim.control.faults.set({ fault: { tag }, operation, times: 1 });
    expect(error(await authorise()).tag).toBe(told);
    expect((await authorise()).tag).toBe('ok');
  });
});

describe('what a server allows', () => {
  it('is read from the server itself', async () => {
    const odd = await startMastodonSim({
      clock,
      limits: {
        maxCharacters: 777,
        maxMedia: 9,
        descriptionLimit: 321,
        imageSize: 5_000_000,
        pollOptions: 7,
      },
    });
    const { identity } = (await connect(http, odd.baseUrl, odd.accounts[0] ?? expect.fail(), now)).session;
    expect(identity.manifest).toMatchObject({
      counting: { max: 777 },
      images: { max: 9, altMax: 321, maxBytes: 5_000_000 },
      poll: { maxOptions: 7 },
    });
    await odd.close();
  });

  it.each<[FlavourName, object]>([
    [
      'mastodon',
      { label: 'Mastodon 4.5.0', max: 500, key: 'K', schedule: true, stream: true, private: true },
    ],
    [
      'mastodon-4.2',
      { label: 'Mastodon 4.2.17', max: 500, key: 'K', schedule: true, stream: true, private: true },
    ],
    [
      'gotosocial',
      { label: 'GoToSocial 0.19.1', max: 5_000, key: 'R', schedule: false, stream: true, private: true },
    ],
  ])('of the kind %s: its promises, and a post, a reply and its thread there', async (flavour, promises) => {
    const other = await startMastodonSim({ clock, flavour });
    const account = await connect(http, other.baseUrl, other.accounts[0] ?? expect.fail(), now);
    const { manifest } = account.session.identity;
    expect({
      label: manifest.software?.replace(/\+.*$/, ''),
      max: manifest.counting.max,
      key: manifest.operations.create?.class,
      schedule: manifest.native !== null && offers(manifest, 'native-schedule'),
      stream: offers(manifest, 'stream'),
      private: manifest.feeds.some(({ name }) => name === 'private'),
    }).toEqual(promises);
    const post = await account.done(createOf('Bonjour'));
    await other.control.audience.say({
      kind: 'reply',
      person: 'camille_roche',
      post: post.remoteId ?? '',
      text: 'Salut !',
    });
    const [reply] = messagesIn((await account.pull('notifications', null)).items);
    expect(reply && textOf(reply)).toContain('Salut !');
    const answer = await account.done(
      createOf('@camille_roche@pouet.example Merci', targetOf(reply ?? expect.fail('no reply'))),
    );
    const thread = value(
      await connector.thread(account.ctx(), { ...targetOf(reply ?? expect.fail()), box: 'public' }),
    );
    expect(messagesIn(thread).map(({ remoteId }) => remoteId)).toContain(answer.remoteId);
    const later = { ...createOf('Plus tard'), tag: 'schedule', at: now() + 3_600_000 } as const;
    const scheduled = await account.publish(later);
    if (manifest.native === null)
      expect(error(scheduled)).toMatchObject({ failure: { code: 'not-offered' } });
    else expect(scheduled.tag).toBe('ok');
    await other.close();
  });
});

describe('a host that is no such server', () => {
  let strange: Server;
  let answer: { status: number; type: string; body: string };
  let origin: string;
  beforeAll(async () => {
    strange = createServer((_request, response) => {
      response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
    });
    await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(strange.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => strange.close(resolve)));

  it.each([
    ['a web page', 200, 'text/html', '<!doctype html><title>Bienvenue</title>'],
    ['a missing page', 404, 'text/html', '<html>Not found</html>'],
    ['another API', 200, 'application/json', '{"hello":"world"}'],
    ['a list', 200, 'application/json', '[1,2,3]'],
    ['broken JSON', 200, 'application/json', '{"version":'],
    ['nothing', 200, 'application/json', ''],
    ['an API that refuses', 400, 'application/json', '{"error":"no"}'],
    ['noise', 200, 'application/octet-stream', '\u0000\u0001\u0002'],
  ])('like %s is named so', async (_, status, type, body) => {
    answer = { status, type, body };
    expect(error(await authorise(origin))).toMatchObject({
      tag: 'rejected',
      failure: { code: 'not-that-kind-of-server', detail: { host: new URL(origin).host } },
    });
  });

  it.each([
    ['in trouble', 502, 'text/html', '<html>Bad gateway</html>'],
    ['that fails', 500, 'application/json', '{"error":"boom"}'],
  ])('%s is not judged', async (_, status, type, body) => {
    answer = { status, type, body };
    expect(error(await authorise(origin)).tag).toBe('server');
  });

  it.each(['', 'pas un serveur', 'ftp://example.social', 'https://user:pass@example.social', '@seulement'])(
    'written “%s” is no server at all',
    async (typed) => {
      expect(codeOf(await authorise(typed))).toBe('not-that-kind-of-server');
    },
  );

  it('that nobody runs is unreachable', async () => {
    expect(error(await authorise('http://127.0.0.1:9'))).toMatchObject({ tag: 'offline' });
  });
});

describe('a server that answers oddly', () => {
  let hostile: Server;
  let answers: Record<string, unknown>;
  let origin: string;
  beforeAll(async () => {
    hostile = createServer((request, response) => {
      const found = answers[(request.url ?? '').split('?')[0] ?? ''];
      if (found === undefined) return void response.writeHead(404).end('{"error":"Record not found"}');
      const isText = typeof found === 'string';
      response
        .writeHead(200, { 'content-type': isText ? 'text/html' : 'application/json' })
        .end(isText ? found : JSON.stringify(found));
    });
    await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => hostile.close(resolve)));

  const account = { id: '7', username: 'eve', acct: 'eve@evil.example', display_name: '<b>Eve</b>' };
  const status = (id: string, more: object = {}) => ({
    id,
    created_at: '2026-11-01T10:00:00.000Z',
    account,
    content: '<p>Bonjour</p>',
    mentions: [{ id: '1', username: 'me', acct: 'me' }],
    ...more,
  });
  const notification = (id: string, more: object = {}) => ({
    id: `n${id}`,
    type: 'mention',
    created_at: '2026-11-01T10:00:00.000Z',
    account,
    status: status(id),
    ...more,
  });
  async function pull(feed = 'notifications') {
    const mine = await connect(http, sim.baseUrl, lumiere(), now);
    const ctx = mine.ctx({ origin, me: { remoteId: '1', handle: 'me@evil.example' } });
    return connector.pull(ctx, { feed, cursor: null, direction: 'newer', limit: 40 });
  }

  it('leaves out what cannot be read, says how much, and keeps the rest', async () => {
    answers = {
      '/api/v1/notifications': [
        notification('1', { surprise: { deep: [1, 2] }, status: { ...status('1'), unheard_of: true } }),
        null,
        'text',
        { id: 'n2' },
        notification('3', { status: { ...status('3'), created_at: 'yesterday' } }),
        notification('4', { status: { ...status('4'), poll: 'odd', card: 12, media_attachments: 'none' } }),
        notification('5', { type: 'moved-to-mars' }),
      ],
    };
    const page = value(await pull());
    expect(messagesIn(page.items).map(({ remoteId }) => remoteId)).toEqual(['1', '4']);
    expect(page.skipped).toHaveLength(4);
  });

  it('never gives anything but text and checked links', async () => {
    const content =
      '<p onclick="x()">Clic <script>alert(1)</script><img src=x onerror=alert(2)><a href="javascript:alert(3)">ici</a>' +
      '<a href="data:text/html,x">là</a><a href="https://ok.example/">bon</a><iframe srcdoc="x"></iframe>&lt;b&gt;</p>';
    answers = {
      '/api/v1/notifications': [
        notification('1', {
          status: status('1', {
            content,
            url: 'javascript:alert(4)',
            uri: 'file:///etc/passwd',
            spoiler_text: '<i>spoil</i>',
            media_attachments: [
              { id: '1', type: 'image', url: 'javascript:alert(5)', description: '<u>alt</u>' },
              { id: '2', type: 'image', url: 'https://ok.example/a.png', preview_url: 'data:image/png,x' },
            ],
          }),
        }),
      ],
    };
    const [message] = messagesIn(value(await pull()).items);
    if (!message) return expect.fail('no message');
    expect(message).toMatchObject({ url: null, warning: '<i>spoil</i>', author: { name: '<b>Eve</b>' } });
    expect(message.attachments).toEqual([
      expect.objectContaining({ url: 'https://ok.example/a.png', previewUrl: null }),
    ]);
    expect(message.body.flatMap((node) => (node.tag === 'link' ? [node.url] : []))).toEqual([
      'https://ok.example/',
    ]);
    // What would have been a script is words like any other: there is nothing here but text, breaks and links.
    expect(new Set(message.body.map(({ tag }) => tag))).toEqual(new Set(['text', 'break', 'link']));
    expect(textOf(message)).toContain('<b>');
    expect(JSON.stringify(message)).not.toMatch(/javascript:|data:|onerror|srcdoc/);
  });

  it.each([
    ['a page with status 200', '<!doctype html><p>Maintenance</p>', 'server'],
    ['an object in place of a list', { error: null }, 'protocol'],
  ])('with %s is told apart from an empty list', async (_, body, tag) => {
    answers = { '/api/v1/notifications': body };
    expect(error(await pull()).tag).toBe(tag);
  });

  it('in circles does not hang us: a thread that answers itself', async () => {
    answers = {
      '/api/v1/notifications': [notification('1', { status: status('1', { in_reply_to_id: '2' }) })],
      '/api/v1/statuses/1/context': { ancestors: [status('2', { in_reply_to_id: '1' })], descendants: [] },
    };
    expect(messagesIn(value(await pull()).items)).toHaveLength(1);
  });
});
