import { createHash, randomBytes } from 'node:crypto';
import { json, redirect, type SimReply } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { consentPage, problemPage, signInPage } from '../pages.ts';
import type { AccountRow, AppRow, GrantRow } from '../rows.ts';
import type { Services } from '../services.ts';

/** x §1 */
export const knownScopes: readonly string[] = (
  'tweet.read tweet.write tweet.moderate.write users.read users.email follows.read follows.write offline.access ' +
  'space.read mute.read mute.write like.read like.write list.read list.write block.read block.write bookmark.read ' +
  'bookmark.write dm.read dm.write media.write timeline.read broadcast.read broadcast.write'
).split(' ');
const CODE_LIFE_MS = 30_000;
const ACCESS_LIFE_MS = 7_200_000;
const REFRESH_LIFE_MS = 180 * 86_400_000;
const STATE_MAX = 500;
const COOKIE = 'auth_token';

interface Asked {
  readonly app: AppRow;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string;
  readonly challenge: string;
  readonly method: 'S256' | 'plain';
}

/** Signing in and granting access: x §1, code with PKCE by a public client. */
export function oauthRoutes({ world }: Pick<Services, 'world'>): readonly Route[] {
  const sessions = new Map<string, string>();
  const sessionOf = (request: SimRequest): string =>
    new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
  const signedIn = (request: SimRequest): AccountRow | undefined =>
    world.accounts.get(sessions.get(sessionOf(request)) ?? '');
  const formToken = (session: string): string =>
    createHash('sha256').update(`form ${session}`).digest('base64url');

  function readAsked(parameters: URLSearchParams): Asked | SimReply {
    const app = world.apps.get(parameters.get('client_id') ?? '');
    if (!app) return problemPage('You weren’t able to give access to the App.', 400);
    const redirectUri = parameters.get('redirect_uri') ?? '';
    // x §1: exact match including the port
    if (!app.redirectUris.includes(redirectUri))
      return json(
        {
          errors: [
            {
              code: 415,
              message:
                'Callback URL not approved for this client application. Approved callback URLs can be adjusted in your application settings',
            },
          ],
        },
        400,
      );
    const state = parameters.get('state') ?? '';
    const back = (error: string): SimReply => redirect(withQuery(redirectUri, { error, state }));
    if (parameters.get('response_type') !== 'code') return back('unsupported_response_type');
    if (state === '' || state.length > STATE_MAX) return back('invalid_request');
    const scopes = (parameters.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
    if (scopes.length === 0 || !scopes.every((scope) => knownScopes.includes(scope)))
      return back('invalid_scope');
    const challenge = parameters.get('code_challenge') ?? '';
    const method = parameters.get('code_challenge_method') ?? 'plain';
    if (challenge === '' || (method !== 'S256' && method !== 'plain')) return back('invalid_request');
    return { app, redirectUri, scopes, state, challenge, method };
  }

  const fieldsOf = (asked: Asked): Readonly<Record<string, string>> => ({
    client_id: asked.app.id,
    redirect_uri: asked.redirectUri,
    response_type: 'code',
    scope: asked.scopes.join(' '),
    state: asked.state,
    code_challenge: asked.challenge,
    code_challenge_method: asked.method,
  });

  const signIn = (returnTo: string, wrong: boolean): SimReply =>
    signInPage({
      returnTo,
      wrong,
      accounts: [...world.accounts.values()].flatMap(({ email, password }) =>
        email === null || password === null ? [] : [{ email, password }],
      ),
    });

  function authorise(request: SimRequest): SimReply {
    const asked = readAsked(request.url.searchParams);
    if ('tag' in asked) return asked;
    const account = signedIn(request);
    if (!account) return signIn(request.url.pathname + request.url.search, false);
    return consentPage({
      app: asked.app.name,
      account: `@${account.username}`,
      scopes: asked.scopes,
      fields: { ...fieldsOf(asked), authenticity_token: formToken(sessionOf(request)) },
    });
  }

  function decide(request: SimRequest): SimReply {
    const form = formOf(request);
    const asked = readAsked(form);
    if ('tag' in asked) return asked;
    const account = signedIn(request);
    if (!account || form.get('authenticity_token') !== formToken(sessionOf(request)))
      return problemPage('Something went wrong. Try again.', 403);
    if (form.get('decision') !== 'allow')
      return redirect(withQuery(asked.redirectUri, { error: 'access_denied', state: asked.state }));
    const code = world.codes.put({
      id: randomBytes(48).toString('base64url'),
      appId: asked.app.id,
      accountId: account.id,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes,
      challenge: asked.challenge,
      method: asked.method,
      expiresAt: world.clock.now() + CODE_LIFE_MS,
    });
    request.did('grant', account.id);
    return redirect(withQuery(asked.redirectUri, { state: asked.state, code: code.id }));
  }

  function enter(request: SimRequest): SimReply {
    const form = formOf(request);
    const login = form.get('login')?.trim().toLowerCase() ?? '';
    const account = [...world.accounts.values()].find(
      (row) =>
        row.email !== null && (row.email === login || row.username.toLowerCase() === login.replace(/^@/, '')),
    );
    const given = form.get('return_to') ?? '';
    const returnTo = /^\/(?![/\\])/.test(given) ? given : '/i/oauth2/authorize';
    if (!account || account.password !== form.get('password')) return signIn(returnTo, true);
    const session = randomBytes(32).toString('base64url');
    sessions.set(session, account.id);
    return redirect(returnTo, 302, { 'set-cookie': `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax` });
  }

  /** A new pair of a grant; a refresh token only with offline.access (x §1). */
  function issue(request: SimRequest, grant: GrantRow): SimReply {
    const now = world.clock.now();
    const access = world.tokens.put({
      id: randomBytes(48).toString('base64url'),
      grantId: grant.id,
      expiresAt: now + ACCESS_LIFE_MS,
      revoked: false,
    });
    const refresh = grant.scopes.includes('offline.access')
      ? world.refreshes.put({
          id: randomBytes(48).toString('base64url'),
          grantId: grant.id,
          used: false,
          expiresAt: now + REFRESH_LIFE_MS,
        })
      : undefined;
    request.did('token', grant.accountId);
    return json(
      {
        token_type: 'bearer',
        expires_in: ACCESS_LIFE_MS / 1000,
        access_token: access.id,
        scope: grant.scopes.join(' '),
        ...(refresh ? { refresh_token: refresh.id } : {}),
      },
      200,
      { 'cache-control': 'no-store' },
    );
  }

  const refused = (description: string, error = 'invalid_request', status = 400): SimReply =>
    json({ error, error_description: description }, status);
  const wrongToken = (): SimReply => refused('Value passed for the token was invalid.');

  function token(request: SimRequest): SimReply {
    const form = formOf(request);
    const app = world.apps.get(form.get('client_id') ?? '');
    // x §1: a confidential app used as a public one is answered so; a public one must name itself
    if (!app) return refused('Missing valid authorization header', 'unauthorized_client', 401);
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return exchange(request, form, app);
      case 'refresh_token':
        return rotate(request, form, app);
      default:
        return refused('Missing required parameter [grant_type].');
    }
  }

  /** A code works once, within 30 seconds, for its app, its exact address and its verifier. */
  function exchange(request: SimRequest, form: URLSearchParams, app: AppRow): SimReply {
    const code = world.codes.get(form.get('code') ?? '');
    if (!code || code.appId !== app.id || code.expiresAt <= world.clock.now())
      return refused('Value passed for the authorization code was invalid.');
    if (form.get('redirect_uri') !== code.redirectUri)
      return refused('Value passed for the redirect uri did not match the uri of the authorization code.');
    const verifier = form.get('code_verifier') ?? '';
    const challenge =
      code.method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
    if (challenge !== code.challenge) return refused('Value passed for the code verifier was invalid.');
    world.codes.delete(code.id);
    const grant = world.grants.put({
      id: randomBytes(16).toString('hex'),
      appId: app.id,
      accountId: code.accountId,
      scopes: code.scopes,
      ended: false,
    });
    return issue(request, grant);
  }

  /** x §1: a refresh token works once; the replay of a used one kills the whole grant. */
  function rotate(request: SimRequest, form: URLSearchParams, app: AppRow): SimReply {
    const refresh = world.refreshes.get(form.get('refresh_token') ?? '');
    const grant = refresh && world.grants.get(refresh.grantId);
    if (!refresh || !grant || grant.appId !== app.id || grant.ended || refresh.expiresAt <= world.clock.now())
      return wrongToken();
    if (refresh.used) {
      world.grants.put({ ...grant, ended: true });
      request.did('grant-ended', grant.accountId);
      return wrongToken();
    }
    world.refreshes.put({ ...refresh, used: true });
    for (const access of world.tokens.values())
      if (access.grantId === grant.id && access.expiresAt !== null)
        world.tokens.put({ ...access, revoked: true });
    return issue(request, grant);
  }

  function revoke(request: SimRequest): SimReply {
    const form = formOf(request);
    const app = world.apps.get(form.get('client_id') ?? '');
    if (!app) return refused('Missing valid authorization header', 'unauthorized_client', 401);
    const given = form.get('token') ?? '';
    const grantId = world.tokens.get(given)?.grantId ?? world.refreshes.get(given)?.grantId;
    const grant = grantId === undefined ? undefined : world.grants.get(grantId);
    if (grant && grant.appId === app.id) {
      world.grants.put({ ...grant, ended: true });
      request.did('revoke', grant.accountId);
    }
    return json({ revoked: true });
  }

  return [
    { method: 'GET', path: '/i/oauth2/authorize', operation: 'oauth.authorize', handler: authorise },
    { method: 'POST', path: '/i/oauth2/authorize', operation: 'oauth.decide', handler: decide },
    { method: 'POST', path: '/i/flow/login', operation: 'auth.sign-in', handler: enter },
    { method: 'POST', path: '/2/oauth2/token', operation: 'oauth.token', handler: token },
    { method: 'POST', path: '/2/oauth2/revoke', operation: 'oauth.revoke', handler: revoke },
  ];
}

function formOf(request: SimRequest): URLSearchParams {
  const form = new URLSearchParams();
  if (request.body.tag === 'form') for (const [name, value] of request.body.fields) form.append(name, value);
  return form;
}

function withQuery(uri: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
