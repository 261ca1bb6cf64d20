import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import type { LinkedinSettings } from '../../src-simulator/linkedin/settings.ts';
import type { LinkedinSim } from '../../src-simulator/linkedin/sim.ts';
import { startLinkedinSim } from '../../src-simulator/linkedin/start.ts';
import { createLinkedinClient, memberOf } from '../fixtures/linkedin-client.ts';

let clock: ManualClock;
let sim: LinkedinSim;

async function start(settings: Partial<LinkedinSettings> = {}): Promise<void> {
  clock = createManualClock();
  sim = await startLinkedinSim({ clock, settings });
}
beforeEach(() => start());
afterEach(() => sim.close());

interface Page {
  readonly status: number;
  readonly location: string;
  readonly html: string;
}

/** A browser reduced to what matters here: a cookie jar, no redirects followed. */
function createBrowser() {
  let cookie: string | undefined;
  return async function visit(path: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const response = await fetch(new URL(path, sim.baseUrl), {
      redirect: 'manual',
      headers: { ...(cookie === undefined ? {} : { cookie }), 'accept-language': 'fr' },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return {
      status: response.status,
      location: response.headers.get('location') ?? '',
      html: await response.text(),
    };
  };
}

/** The hidden fields of the form whose button has the given text. */
function formOf(page: Page, button: string): Record<string, string> {
  const form = page.html.split('<form').find((part) => part.includes(`>${button}</button>`)) ?? '';
  const fields: Record<string, string> = {};
  for (const match of form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g))
    if (match[1] !== undefined) fields[match[1]] = (match[2] ?? '').replaceAll('&amp;', '&');
  return fields;
}

const OWN = 'https://www.linkedin.com/developers/tools/oauth/redirect';
const LOOPBACK = 'http://127.0.0.1:45999/cb';
const verifier = 'a-verifier-of-at-least-forty-three-characters-000';
const challenge = createHash('sha256').update(verifier).digest('base64url');

const webQuery = (more: Readonly<Record<string, string>> = {}): string =>
  `/oauth/v2/authorization?${new URLSearchParams({
    response_type: 'code',
    client_id: sim.apps.partner.id,
    redirect_uri: OWN,
    state: 'st4te',
    scope: 'openid profile w_member_social w_organization_social',
    ...more,
  }).toString()}`;
const nativeQuery = (more: Readonly<Record<string, string>> = {}): string =>
  `/oauth/native-pkce/authorization?${new URLSearchParams({
    response_type: 'code',
    client_id: sim.apps.partner.id,
    redirect_uri: LOOPBACK,
    state: 'st4te',
    scope: 'w_organization_social rw_organization_admin',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  }).toString()}`;

/** Signs in and allows; answers where the browser lands. */
async function allow(path: string, button = 'Autoriser'): Promise<URL> {
  const visit = createBrowser();
  const form = formOf(await visit(path), 'S’identifier');
  const [account] = sim.accounts;
  const entered = await visit('/uas/login-submit', {
    ...form,
    session_key: account?.login ?? '',
    session_password: account?.password ?? '',
  });
  expect(entered.location).toBe(path);
  const consent = await visit(path);
  const fields = formOf(consent, button);
  const landed = await visit(new URL(path, sim.baseUrl).pathname, fields);
  return new URL(landed.location);
}

const exchange = async (fields: Readonly<Record<string, string>>) => {
  const response = await fetch(`${sim.baseUrl}/oauth/v2/accessToken`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  const body: unknown = await response.json();
  return { status: response.status, body };
};
const webExchange = (code: string, more: Readonly<Record<string, string>> = {}) =>
  exchange({
    grant_type: 'authorization_code',
    code,
    client_id: sim.apps.partner.id,
    client_secret: sim.apps.partner.secret,
    redirect_uri: OWN,
    ...more,
  });

describe('the web flow with the address pasted back (linkedin §1)', () => {
  it('lands on LinkedIn’s own page with the code, which is exchanged with the secret, once', async () => {
    const landed = await allow(webQuery());
    expect(landed.pathname).toBe('/developers/tools/oauth/redirect');
    expect(landed.searchParams.get('state')).toBe('st4te');
    const code = landed.searchParams.get('code') ?? '';
    const shown = await fetch(landed);
    expect(await shown.text()).toContain(code);
    expect((await webExchange(code, { client_secret: 'wrong' })).status).toBe(401);
    const granted = await webExchange(code);
    expect(granted.body).toMatchObject({
      expires_in: 5_183_999,
      refresh_token_expires_in: 31_536_000,
      scope: 'openid,profile,w_member_social,w_organization_social',
    });
    const token = String(memberOf(granted.body, 'access_token'));
    expect((await createLinkedinClient(sim.baseUrl, token).get('/v2/userinfo')).status).toBe(200);
    expect((await webExchange(code)).status).toBe(400);
  });

  it('lets a code live for thirty minutes', async () => {
    const landed = await allow(webQuery());
    await clock.advance(30 * 60_000);
    expect((await webExchange(landed.searchParams.get('code') ?? '')).status).toBe(400);
  });

  it('takes back no address that is not registered, and no loopback', async () => {
    const visit = createBrowser();
    for (const address of [LOOPBACK, 'http://localhost:3000/cb', 'https://example.org/cb'])
      expect((await visit(webQuery({ redirect_uri: address }))).status).toBe(400);
  });

  it('says who cancelled, and where', async () => {
    const page = await createBrowser()(webQuery());
    expect(page.html).toContain('user_cancelled_login');
    const refused = await allow(webQuery(), 'Annuler');
    expect(refused.searchParams.get('error')).toBe('user_cancelled_authorize');
    expect(refused.searchParams.get('state')).toBe('st4te');
  });

  it('refuses scopes that the app was not granted', async () => {
    const page = await createBrowser()(
      webQuery({ client_id: sim.apps.selfServe.id, scope: 'openid w_organization_social' }),
    );
    expect(new URL(page.location).searchParams.get('error')).toBe('unauthorized_scope_error');
  });

  it('ends earlier tokens when the scopes change', async () => {
    const first = await webExchange((await allow(webQuery())).searchParams.get('code') ?? '');
    const earlier = createLinkedinClient(sim.baseUrl, String(memberOf(first.body, 'access_token')));
    expect((await earlier.get('/v2/userinfo')).status).toBe(200);
    const other = await allow(webQuery({ scope: 'openid profile' }));
    await webExchange(other.searchParams.get('code') ?? '');
    expect((await earlier.get('/v2/userinfo')).body).toMatchObject({ serviceErrorCode: 65601 });
  });

  it('refreshes for a year whose end does not move, and only for partners', async () => {
    const granted = await webExchange((await allow(webQuery())).searchParams.get('code') ?? '');
    const refresh = () =>
      exchange({
        grant_type: 'refresh_token',
        refresh_token: String(memberOf(granted.body, 'refresh_token')),
        client_id: sim.apps.partner.id,
        client_secret: sim.apps.partner.secret,
      });
    await clock.advance(300 * 86_400_000);
    const renewed = await refresh();
    expect(renewed.body).toMatchObject({ refresh_token_expires_in: 65 * 86_400 });
    const token = String(memberOf(renewed.body, 'access_token'));
    expect((await createLinkedinClient(sim.baseUrl, token).get('/v2/userinfo')).status).toBe(200);
    await clock.advance(65 * 86_400_000);
    expect((await refresh()).status).toBe(400);
    const selfServe = await allow(
      webQuery({ client_id: sim.apps.selfServe.id, scope: 'openid w_member_social' }),
    );
    const plain = await webExchange(selfServe.searchParams.get('code') ?? '', {
      client_id: sim.apps.selfServe.id,
      client_secret: sim.apps.selfServe.secret,
    });
    expect(memberOf(plain.body, 'refresh_token')).toBeUndefined();
  });

  it('tells what a token is', async () => {
    const response = await fetch(`${sim.baseUrl}/oauth/v2/introspectToken`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: sim.apps.partner.id,
        client_secret: sim.apps.partner.secret,
        token: sim.accounts[0]?.token ?? '',
      }),
    });
    expect(await response.json()).toMatchObject({ active: true, status: 'active', auth_type: '3L' });
  });
});

describe('the native flow (linkedin §1)', () => {
  it('exchanges with the verifier and without a secret', async () => {
    const landed = await allow(nativeQuery());
    expect(landed.origin).toBe('http://127.0.0.1:45999');
    const fields = {
      grant_type: 'authorization_code',
      code: landed.searchParams.get('code') ?? '',
      client_id: sim.apps.partner.id,
      redirect_uri: LOOPBACK,
    };
    expect((await exchange({ ...fields, code_verifier: 'another' })).status).toBe(400);
    const withSecret = { ...fields, code_verifier: verifier, client_secret: sim.apps.partner.secret };
    expect((await exchange(withSecret)).status).toBe(400);
    expect((await exchange({ ...fields, code_verifier: verifier })).status).toBe(200);
  });

  it('refuses other machines, openid, plain challenges, and apps for which it is off', async () => {
    const visit = createBrowser();
    const error = async (path: string): Promise<string | null> => {
      const { location } = await visit(path);
      return location === '' ? null : new URL(location).searchParams.get('error');
    };
    expect((await visit(nativeQuery({ redirect_uri: 'http://localhost:45999/cb' }))).status).toBe(400);
    expect((await visit(nativeQuery({ redirect_uri: 'https://example.org/cb' }))).status).toBe(400);
    expect(await error(nativeQuery({ scope: 'openid w_member_social' }))).toBe('unauthorized_scope_error');
    expect(await error(nativeQuery({ code_challenge_method: 'plain' }))).toBe('invalid_request');
    expect(await error(nativeQuery({ client_id: sim.apps.selfServe.id, scope: 'w_member_social' }))).toBe(
      'unauthorized_client',
    );
  });
});
