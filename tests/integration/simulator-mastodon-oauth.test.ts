import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MastodonSim } from '../../src-simulator/mastodon/sim.ts';
import { startMastodonSim, type StartOptions } from '../../src-simulator/mastodon/start.ts';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { at, createMastodonClient, textAt, type Answer } from '../fixtures/mastodon-client.ts';

let clock: ManualClock;
let sim: MastodonSim;

async function start(options: StartOptions = {}): Promise<void> {
  clock = createManualClock();
  sim = await startMastodonSim({ clock, ...options });
}
beforeEach(() => start());
afterEach(() => sim.close());

interface Page {
  readonly status: number;
  readonly location: string | undefined;
  readonly html: string;
}

/** A browser reduced to what matters here: a cookie jar, no redirects followed, forms submitted as shown. */
function createBrowser() {
  let cookie: string | undefined;
  async function visit(path: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const response = await fetch(new URL(path, sim.baseUrl), {
      redirect: 'manual',
      headers: { ...(cookie === undefined ? {} : { cookie }), 'accept-language': 'fr-FR,fr;q=0.9' },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return {
      status: response.status,
      location: response.headers.get('location') ?? undefined,
      html: await response.text(),
    };
  }
  return { visit };
}

/** The hidden fields of the first form whose button has the given text. */
function formOf(page: Page, button: string): Readonly<Record<string, string>> {
  const form = page.html.split('<form').find((part) => part.includes(`>${button}</button>`)) ?? '';
  const fields: Record<string, string> = {};
  for (const match of form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g))
    if (match[1] !== undefined)
      fields[match[1]] = (match[2] ?? '').replaceAll('&amp;', '&').replaceAll('&#39;', "'");
  return fields;
}

const verifier = 'a-verifier-of-at-least-forty-three-characters-000';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const REDIRECT = 'http://127.0.0.1:45999/cb';

async function register(
  more: object = {},
): Promise<{ readonly client_id: string; readonly client_secret: string }> {
  const answer = await createMastodonClient(sim.baseUrl, undefined).post('/api/v1/apps', {
    client_name: 'Vigie',
    redirect_uris: [REDIRECT],
    scopes: 'read write:statuses',
    ...more,
  });
  return { client_id: textAt(answer.body, 'client_id'), client_secret: textAt(answer.body, 'client_secret') };
}

function authorisePath(clientId: string, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: REDIRECT,
    scope: 'read write:statuses',
    state: 'état+1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  });
  return `/oauth/authorize?${query.toString()}`;
}

/** Signs in and answers the consent page; returns where the browser is sent. */
async function consent(clientId: string, button = 'Autoriser', more: Readonly<Record<string, string>> = {}) {
  const browser = createBrowser();
  const account = sim.accounts[0];
  const first = await browser.visit(authorisePath(clientId, more));
  const login = await browser.visit(first.location ?? '');
  const entered = await browser.visit('/auth/sign_in', {
    ...formOf(login, 'Se connecter'),
    'user[email]': account?.login ?? '',
    'user[password]': account?.password ?? '',
  });
  const question = await browser.visit(entered.location ?? '');
  const done = await browser.visit('/oauth/authorize', formOf(question, button));
  return { login, question, done, browser };
}

function exchange(form: Readonly<Record<string, string>>): Promise<Answer> {
  return createMastodonClient(sim.baseUrl, undefined).send('POST', '/oauth/token', {
    form: Object.entries(form),
  });
}

describe('signing in', () => {
  it('goes through login and consent to a token that works once and within its scopes', async () => {
    const app = await register();
    const { login, question, done } = await consent(app.client_id);
    expect(login.html).toContain('<label for="user_email">Adresse électronique</label>');
    expect(login.html).toContain('<label for="user_password">Mot de passe</label>');
    expect(login.html).toContain(sim.accounts[0]?.password ?? 'no password');
    expect(question.html).toContain('Vigie demande l’accès à votre compte');
    expect(question.html).toContain('<code>write:statuses</code>');
    const target = new URL(done.location ?? '');
    expect(target.origin + target.pathname).toBe(REDIRECT);
    expect(target.searchParams.get('state')).toBe('état+1');

    const grant = {
      ...app,
      grant_type: 'authorization_code',
      code: target.searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
      code_verifier: verifier,
    };
    const token = await exchange(grant);
    expect(token.body).toMatchObject({ token_type: 'Bearer', scope: 'read write:statuses' });
    const client = createMastodonClient(sim.baseUrl, textAt(token.body, 'access_token'));
    expect(at((await client.get('/api/v1/accounts/verify_credentials')).body, 'username')).toBe(
      'atelierlumiere',
    );
    expect((await client.post('/api/v1/reports', { account_id: '1' })).status).toBe(403);
    expect((await exchange(grant)).body).toMatchObject({ error: 'invalid_grant' });

    const revoked = await client.post('/oauth/revoke', { ...app, token: textAt(token.body, 'access_token') });
    expect(revoked.status).toBe(200);
    expect(at((await client.get('/api/v1/notifications')).body, 'error')).toBe(
      'The access token was revoked',
    );
  });

  it('never grants by itself: a second visit asks again, refusing sends the refusal back', async () => {
    const app = await register();
    const { browser } = await consent(app.client_id);
    const again = await browser.visit(authorisePath(app.client_id));
    expect([again.status, again.html.includes('Autoriser')]).toEqual([200, true]);
    const forced = await browser.visit(authorisePath(app.client_id, { force_login: 'true' }));
    expect(forced.location).toContain('/auth/sign_in');
    const refused = await consent(app.client_id, 'Refuser');
    expect(new URL(refused.done.location ?? '').searchParams.get('error')).toBe('access_denied');
  });

  it('refuses a wrong password, a forged form, and a way out through return_to', async () => {
    const browser = createBrowser();
    const wrong = await browser.visit('/auth/sign_in', {
      'user[email]': 'a@b.example',
      'user[password]': 'x',
    });
    expect([wrong.status, wrong.html.includes('role="alert"')]).toEqual([422, true]);
    const account = sim.accounts[0];
    const away = await browser.visit('/auth/sign_in', {
      return_to: '//evil.example/',
      'user[email]': account?.login ?? '',
      'user[password]': account?.password ?? '',
    });
    expect(away.location).toBe('/oauth/authorize');
    const app = await register();
    const forged = await browser.visit('/oauth/authorize', {
      client_id: app.client_id,
      redirect_uri: REDIRECT,
      response_type: 'code',
      scope: 'read',
      decision: 'allow',
    });
    expect([forged.status, forged.location]).toEqual([422, undefined]);
  });

  it('speaks the language asked for, and shows the code when there is nowhere to go', async () => {
    const app = await register({ redirect_uris: ['urn:ietf:wg:oauth:2.0:oob'] });
    const english = await createBrowser().visit('/auth/sign_in?lang=en');
    expect(english.html).toContain('>Password</label>');
    const { done } = await consent(app.client_id, 'Autoriser', { redirect_uri: 'urn:ietf:wg:oauth:2.0:oob' });
    const code = /id="authorization_code">([^<]+)</.exec(done.html)?.[1] ?? '';
    const token = await exchange({
      ...app,
      grant_type: 'authorization_code',
      code,
      redirect_uri: 'urn:ietf:wg:oauth:2.0:oob',
      code_verifier: verifier,
    });
    expect(token.status).toBe(200);
  });
});

describe('what the exchange refuses', () => {
  const refusals: readonly (readonly [string, Readonly<Record<string, string>>, number, string])[] = [
    ['no verifier', { code_verifier: '' }, 400, 'invalid_grant'],
    [
      'another verifier',
      { code_verifier: 'something-else-of-the-right-length-00000000000' },
      400,
      'invalid_grant',
    ],
    ['another port', { redirect_uri: 'http://127.0.0.1:46000/cb' }, 400, 'invalid_grant'],
    ['a wrong secret', { client_secret: 'nothing' }, 401, 'invalid_client'],
    ['an unknown grant', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ];
  it.each(refusals)('%s', async (_name, change, status, error) => {
    const app = await register();
    const { done } = await consent(app.client_id);
    const answer = await exchange({
      ...app,
      grant_type: 'authorization_code',
      code: new URL(done.location ?? '').searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
      code_verifier: verifier,
      ...change,
    });
    expect([answer.status, at(answer.body, 'error')]).toEqual([status, error]);
  });

  it('a code older than ten minutes, or given to another app', async () => {
    const app = await register();
    const other = await register();
    const { done } = await consent(app.client_id);
    const grant = {
      grant_type: 'authorization_code',
      code: new URL(done.location ?? '').searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
      code_verifier: verifier,
    };
    expect((await exchange({ ...other, ...grant })).status).toBe(400);
    await clock.advance(600_001);
    expect((await exchange({ ...app, ...grant })).status).toBe(400);
  });
});

describe('redirect addresses', () => {
  const attempt = async (registered: string, sent: string): Promise<number> => {
    const app = await register({ redirect_uris: [registered] });
    return (await createBrowser().visit(authorisePath(app.client_id, { redirect_uri: sent }))).status;
  };

  it('must be the registered text, except for the port of a loopback IP', async () => {
    expect(await attempt('http://127.0.0.1/cb', 'http://127.0.0.1:53219/cb')).toBe(302);
    expect(await attempt('http://[::1]:1/cb', 'http://[::1]:2/cb')).toBe(302);
    expect(await attempt('http://localhost:1/cb', 'http://localhost:2/cb')).toBe(400);
    expect(await attempt('http://127.0.0.1/cb', 'http://127.0.0.1:53219/cb/')).toBe(400);
    expect(await attempt('https://a.example/cb', 'https://a.example/cb?x=1')).toBe(400);
    await sim.close();
    await start({ flavour: 'gotosocial' });
    expect(await attempt('http://127.0.0.1/cb', 'http://127.0.0.1:53219/cb')).toBe(400);
  });

  it('are checked when an app registers', async () => {
    const client = createMastodonClient(sim.baseUrl, undefined);
    for (const uri of ['javascript:alert(1)', 'not an address', 'https://a.example/cb#part'])
      expect((await client.post('/api/v1/apps', { client_name: 'x', redirect_uris: [uri] })).status).toBe(
        422,
      );
    expect(
      (await client.post('/api/v1/apps', { client_name: 'x', redirect_uris: [REDIRECT], scopes: 'fly' }))
        .status,
    ).toBe(422);
  });

  it('carry back what is wrong with the rest of the request', async () => {
    const app = await register();
    const errorFor = async (more: Readonly<Record<string, string>>): Promise<string | null> => {
      const page = await createBrowser().visit(authorisePath(app.client_id, more));
      return new URL(page.location ?? '').searchParams.get('error');
    };
    expect(await errorFor({ scope: 'read write:media' })).toBe('invalid_scope');
    expect(await errorFor({ response_type: 'token' })).toBe('unsupported_response_type');
    expect(await errorFor({ code_challenge_method: 'plain' })).toBe('invalid_code_challenge_method');
    expect((await createBrowser().visit(authorisePath('unknown'))).status).toBe(401);
  });
});

describe('other servers', () => {
  it('an older one has no discovery and does not look at PKCE; it takes addresses as lines', async () => {
    await sim.close();
    await start({ flavour: 'mastodon-4.2' });
    const client = createMastodonClient(sim.baseUrl, undefined);
    expect((await client.get('/.well-known/oauth-authorization-server')).status).toBe(404);
    const app = await register({ redirect_uris: `${REDIRECT}\nhttps://a.example/cb` });
    const { done } = await consent(app.client_id);
    const token = await exchange({
      ...app,
      grant_type: 'authorization_code',
      code: new URL(done.location ?? '').searchParams.get('code') ?? '',
      redirect_uri: REDIRECT,
    });
    expect(token.status).toBe(200);
  });

  it('say what they are', async () => {
    await sim.close();
    await start({ flavour: 'gotosocial' });
    const client = createMastodonClient(sim.baseUrl, undefined);
    expect(at((await client.get('/nodeinfo/2.0')).body, 'software.name')).toBe('gotosocial');
    const instance = (await client.get('/api/v2/instance')).body;
    expect(at(instance, 'configuration.statuses.characters_reserved_per_url')).toBe(25);
  });
});
