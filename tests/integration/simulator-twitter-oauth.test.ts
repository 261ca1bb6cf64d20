import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../src-simulator/core/clock.ts';
import { startTwitterSim } from '../../src-simulator/twitter/start.ts';
import type { TwitterSim } from '../../src-simulator/twitter/sim.ts';
import { at, createMastodonClient, textAt, type Answer } from '../fixtures/mastodon-client.ts';

let clock: ManualClock;
let sim: TwitterSim;
const REDIRECT = 'http://127.0.0.1:45999/callback';

beforeEach(async () => {
  clock = createManualClock();
  sim = await startTwitterSim({ clock });
  await sim.allowRedirect(REDIRECT);
});
afterEach(() => sim.close());

const verifier = 'a-verifier-of-at-least-forty-three-characters-000';
const challenge = createHash('sha256').update(verifier).digest('base64url');

function authorisePath(more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: sim.clientId,
    redirect_uri: REDIRECT,
    scope: 'tweet.read tweet.write users.read offline.access',
    state: 'état',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...more,
  });
  return `/i/oauth2/authorize?${query.toString()}`;
}

/** Signs in and allows; answers where the browser is sent. */
async function consent(more: Readonly<Record<string, string>> = {}): Promise<URL> {
  let cookie = '';
  const visit = async (path: string, fields?: Readonly<Record<string, string>>) => {
    const response = await fetch(new URL(path, sim.baseUrl), {
      redirect: 'manual',
      headers: { cookie },
      ...(fields ? { method: 'POST', body: new URLSearchParams(fields) } : {}),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return { html: await response.text(), location: response.headers.get('location') ?? '' };
  };
  const hidden = (html: string): Readonly<Record<string, string>> => {
    const fields: Record<string, string> = {};
    const part = html.split('<form')[1] ?? '';
    for (const match of part.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g))
      if (match[1] !== undefined) fields[match[1]] = (match[2] ?? '').replaceAll('&amp;', '&');
    return fields;
  };
  const login = await visit(authorisePath(more));
  const account = sim.accounts[0];
  const entered = await visit('/i/flow/login', {
    ...hidden(login.html),
    login: account?.login ?? '',
    password: account?.password ?? '',
  });
  const question = await visit(entered.location);
  return new URL((await visit('/i/oauth2/authorize', hidden(question.html))).location);
}

const send = (path: string, form: Readonly<Record<string, string>>): Promise<Answer> =>
  createMastodonClient(sim.baseUrl, undefined).send('POST', path, { form: Object.entries(form) });
const exchange = (code: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  send('/2/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: sim.clientId,
    redirect_uri: REDIRECT,
    code,
    code_verifier: verifier,
    ...more,
  });
const refresh = (token: string): Promise<Answer> =>
  send('/2/oauth2/token', { grant_type: 'refresh_token', client_id: sim.clientId, refresh_token: token });

describe('granting access (x §1)', () => {
  it('goes through login and consent to a pair that lives two hours', async () => {
    const landed = await consent();
    expect(landed.origin + landed.pathname).toBe(REDIRECT);
    expect(landed.searchParams.get('state')).toBe('état');
    const pair = await exchange(landed.searchParams.get('code') ?? '');
    expect(pair.status).toBe(200);
    expect(at(pair.body, 'expires_in')).toBe(7_200);
    expect(at(pair.body, 'token_type')).toBe('bearer');
    const client = createMastodonClient(sim.baseUrl, textAt(pair.body, 'access_token'));
    expect((await client.get('/2/users/me')).status).toBe(200);
    await clock.advance(7_200_000);
    expect((await client.get('/2/users/me')).status).toBe(401);
  });
  it('refuses a code that is old, used, of another verifier or address', async () => {
    const code = async (): Promise<string> => (await consent()).searchParams.get('code') ?? '';
    const old = await code();
    await clock.advance(30_000);
    expect((await exchange(old)).status).toBe(400);
    const used = await code();
    expect((await exchange(used)).status).toBe(200);
    expect((await exchange(used)).status).toBe(400);
    expect((await exchange(await code(), { code_verifier: 'another' })).status).toBe(400);
    expect((await exchange(await code(), { redirect_uri: 'http://127.0.0.1:46000/callback' })).status).toBe(
      400,
    );
  });
  it('knows a redirect address by its port', async () => {
    const other = await fetch(
      sim.baseUrl + authorisePath({ redirect_uri: 'http://127.0.0.1:45998/callback' }),
    );
    expect(other.status).toBe(400);
    expect(JSON.stringify(await other.json())).toContain('Callback URL not approved');
  });
  it('gives no refresh token without offline.access', async () => {
    const landed = await consent({ scope: 'tweet.read users.read' });
    const pair = await exchange(landed.searchParams.get('code') ?? '');
    expect(at(pair.body, 'refresh_token')).toBeUndefined();
  });
});

describe('renewing (x §1)', () => {
  async function pairOf(): Promise<Answer> {
    return exchange((await consent()).searchParams.get('code') ?? '');
  }
  it('rotates: each refresh token works once, the old access ends', async () => {
    const first = await pairOf();
    const second = await refresh(textAt(first.body, 'refresh_token'));
    expect(second.status).toBe(200);
    expect(textAt(second.body, 'refresh_token')).not.toBe(textAt(first.body, 'refresh_token'));
    const old = createMastodonClient(sim.baseUrl, textAt(first.body, 'access_token'));
    expect((await old.get('/2/users/me')).status).toBe(401);
    const fresh = createMastodonClient(sim.baseUrl, textAt(second.body, 'access_token'));
    expect((await fresh.get('/2/users/me')).status).toBe(200);
  });
  it('the replay of a used one kills the whole grant', async () => {
    const first = await pairOf();
    const second = await refresh(textAt(first.body, 'refresh_token'));
    const replayed = await refresh(textAt(first.body, 'refresh_token'));
    expect(replayed.status).toBe(400);
    expect(at(replayed.body, 'error')).toBe('invalid_request');
    const fresh = createMastodonClient(sim.baseUrl, textAt(second.body, 'access_token'));
    expect((await fresh.get('/2/users/me')).status).toBe(401);
    expect((await refresh(textAt(second.body, 'refresh_token'))).status).toBe(400);
  });
  it('revokes', async () => {
    const pair = await pairOf();
    const token = textAt(pair.body, 'access_token');
    expect((await send('/2/oauth2/revoke', { token, client_id: sim.clientId })).status).toBe(200);
    expect((await createMastodonClient(sim.baseUrl, token).get('/2/users/me')).status).toBe(401);
  });
});
