import { createHmac, randomBytes } from 'node:crypto';
import { redirect, withHeaders, type SimReply } from '../core/reply.ts';
import type { Route, SimRequest } from '../core/route.ts';
import type { Endpoints } from './endpoint.ts';
import { failure, type GraphFailure } from './failure.ts';
import { consentPage, landingPage, problemPage, signInPage, spokenBy } from './login-pages.ts';
import { readParams, type Params } from './params.ts';
import type { AppRow, UserRow } from './rows.ts';
import { findToken, issueUserToken, longLife, pagesOf, rawToken, shortLife, tokenFailure } from './tokens.ts';
import type { MetaWorld } from './world.ts';

const codeLifeMs = 10 * 60_000;
const cookie = 'c_user';
/** Where a desktop's login lands (facebook-pages §2): its address carries the code. */
export const landingPath = '/connect/login_success.html';
const productionLanding = `https://www.facebook.com${landingPath}`;

interface Asked {
  readonly app: AppRow;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
}

/** Facebook Login: the dialog in a browser, then the exchanges (facebook-pages §2). */
export function loginRoutes(world: MetaWorld, endpoints: Endpoints): readonly Route[] {
  const sessions = new Map<string, string>();
  const formSecret = randomBytes(32);
  const sessionOf = (request: SimRequest): string | undefined =>
    new RegExp(`(?:^|;\\s*)${cookie}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
  const signedIn = (request: SimRequest): UserRow | undefined =>
    world.users.get(sessions.get(sessionOf(request) ?? '') ?? '');
  const formToken = (session: string): string =>
    createHmac('sha256', formSecret).update(session).digest('base64url');

  function readAsked(request: SimRequest, params: Params): Asked | SimReply {
    const spoken = spokenBy(request.headers['accept-language']);
    const app = world.apps.get(params.text('client_id') ?? '');
    if (!app) return problemPage(spoken, spoken.noApp, 400);
    const redirectUri = params.text('redirect_uri') ?? '';
    if (!isRegistered(app, redirectUri, request.origin)) return problemPage(spoken, spoken.badRedirect, 400);
    const state = params.text('state');
    const scopes = [
      ...new Set((params.text('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== '')),
      'public_profile',
    ];
    const unknown = scopes.filter((scope) => scope !== 'public_profile' && !app.scopes.includes(scope));
    // The dialog itself says so: nothing is sent back for a scope that the app does not have.
    if (unknown.length > 0) return problemPage(spoken, `Invalid Scopes: ${unknown.join(', ')}`, 400);
    return { app, redirectUri, scopes, state };
  }

  function dialog(request: SimRequest): SimReply {
    const params = readParams(request);
    const asked = readAsked(request, params);
    if ('tag' in asked) return asked;
    const spoken = spokenBy(request.headers['accept-language']);
    const user = signedIn(request);
    const session = sessionOf(request);
    if (!user || session === undefined)
      return redirect(
        `/login.php?${new URLSearchParams({ next: request.url.pathname + request.url.search }).toString()}`,
      );
    if (!asked.app.roles.includes(user.id)) return problemPage(spoken, spoken.notActive, 400);
    return consentPage(spoken, {
      app: asked.app.name,
      user: user.name,
      scopes: asked.scopes,
      pages: [...world.pages.values()]
        .filter((page) => page.tasks[user.id] !== undefined)
        .map(({ id, name }) => ({ id, name })),
      fields: {
        fb_dtsg: formToken(session),
        client_id: asked.app.id,
        redirect_uri: asked.redirectUri,
        scope: asked.scopes.join(','),
        ...(asked.state === undefined ? {} : { state: asked.state }),
      },
    });
  }

  function decide(request: SimRequest): SimReply {
    const params = readParams(request);
    const asked = readAsked(request, params);
    if ('tag' in asked) return asked;
    const user = signedIn(request);
    const session = sessionOf(request);
    const spoken = spokenBy(request.headers['accept-language']);
    if (!user || session === undefined || params.text('fb_dtsg') !== formToken(session))
      return problemPage(spoken, spoken.expired, 400);
    if (params.text('decision') !== 'allow')
      return redirect(
        withQuery(asked.redirectUri, {
          error: 'access_denied',
          error_code: '200',
          error_reason: 'user_denied',
          error_description: 'Permissions error',
          state: asked.state,
        }),
      );
    const named =
      request.body.tag === 'form'
        ? request.body.fields.filter(([name]) => name === 'page').map(([, id]) => id)
        : [];
    const code = world.codes.put({
      id: world.secret('AQ'),
      appId: asked.app.id,
      userId: user.id,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes,
      targets: named.length > 0 ? named : null,
      expiresAt: world.clock.now() + codeLifeMs,
    });
    request.did('code', user.id);
    return redirect(withQuery(asked.redirectUri, { code: code.id, state: asked.state }));
  }

  function enter(request: SimRequest): SimReply {
    const params = readParams(request);
    const next = params.text('next') ?? '/';
    const email = params.text('email')?.trim().toLowerCase();
    const user = [...world.users.values()].find((row) => row.email !== null && row.email === email);
    const to = next.startsWith('/') && !next.startsWith('//') ? next : '/';
    if (!user || user.password !== params.text('pass')) return signInForm(request, to, true);
    const session = randomBytes(18).toString('base64url');
    sessions.set(session, user.id);
    return withHeaders(redirect(to), {
      'set-cookie': `${cookie}=${session}; Path=/; HttpOnly; SameSite=Lax`,
    });
  }

  function signInForm(request: SimRequest, next: string, wrong: boolean): SimReply {
    const people = [...world.users.values()].flatMap(({ email, password }) =>
      email === null || password === null ? [] : [{ email, password }],
    );
    return signInPage(spokenBy(request.headers['accept-language']), { next, wrong, people });
  }

  /** Code → short access; short → long; an app's own (facebook-pages §2, FLOW and LLT). */
  function exchange(params: Params, request: SimRequest): Readonly<Record<string, unknown>> | GraphFailure {
    const app = world.apps.get(params.text('client_id') ?? '');
    if (!app)
      return failure(101, 'Error validating application. Cannot get application info due to a system error.');
    if (params.text('client_secret') !== app.secret)
      return failure(1, 'Error validating client secret.', { status: 400 });
    const kind = params.text('grant_type');
    const now = world.clock.now();
    if (kind === 'client_credentials')
      return { access_token: `${app.id}|${app.secret}`, token_type: 'bearer' };
    if (kind === 'fb_exchange_token') {
      const given = world.tokens.get(params.text('fb_exchange_token') ?? '');
      const refused = tokenFailure(given, now);
      if (refused || !given) return refused ?? failure(190, 'Invalid OAuth access token.');
      if (given.appId !== app.id)
        return failure(100, '(#100) The access token does not belong to this application');
      const long = issueUserToken(world, { ...given, longLived: true });
      request.did('token', given.userId);
      return { access_token: long.id, token_type: 'bearer', expires_in: Math.floor(longLife / 1000) };
    }
    const code = world.codes.get(params.text('code') ?? '');
    if (!code || code.appId !== app.id)
      return failure(100, 'Invalid verification code format.', { subcode: 36008 });
    if (code.redirectUri !== params.text('redirect_uri'))
      return failure(
        100,
        'Error validating verification code. Please make sure your redirect_uri is identical to the one you used in the OAuth dialog request',
        { subcode: 36008 },
      );
    if (code.expiresAt <= now)
      return failure(100, 'This authorization code has expired.', { subcode: 36007 });
    // A code is good once.
    world.codes.delete(code.id);
    const token = issueUserToken(world, { ...code, longLived: false });
    request.did('token', code.userId);
    return { access_token: token.id, token_type: 'bearer', expires_in: Math.floor(shortLife / 1000) };
  }

  /** What an access is good for; asked with the app's own access or one of the same app's (facebook-pages §2). */
  function debug(params: Params, request: SimRequest): Readonly<Record<string, unknown>> | GraphFailure {
    const asker = findToken(world, rawToken(request.headers, request.url, params.text('access_token')));
    const refused = tokenFailure(asker, world.clock.now());
    if (refused || !asker) return refused ?? failure(190, 'Invalid OAuth access token.');
    const token = findToken(world, params.text('input_token'));
    if (!token)
      return {
        data: {
          error: { code: 190, message: 'Invalid OAuth access token.' },
          is_valid: false,
          scopes: [],
        },
      };
    if (token.appId !== asker.appId)
      return failure(100, '(#100) The App_id in the input_token did not match the Viewing App');
    const now = world.clock.now();
    const invalid = tokenFailure(token, now);
    const app = world.apps.get(token.appId);
    const targets = token.type === 'PAGE' ? [token.profileId] : pagesOf(world, token).map((page) => page.id);
    return {
      data: {
        app_id: token.appId,
        type: token.type,
        application: app?.name ?? '',
        data_access_expires_at: Math.floor(token.dataAccessExpiresAt / 1000),
        expires_at: token.expiresAt === null ? 0 : Math.floor(token.expiresAt / 1000),
        ...(invalid
          ? {
              error: {
                code: 190,
                message: invalid.message,
                ...(invalid.subcode === undefined ? {} : { subcode: invalid.subcode }),
              },
            }
          : {}),
        is_valid: invalid === undefined,
        issued_at: Math.floor(token.issuedAt / 1000),
        ...(token.type === 'PAGE' ? { profile_id: token.profileId } : {}),
        scopes: token.scopes,
        granular_scopes: token.scopes
          .filter((scope) => /^(pages|instagram)_/.test(scope) || scope === 'read_insights')
          .map((scope) => ({ scope, target_ids: targets })),
        user_id: token.userId,
      },
    };
  }

  const page = (
    method: 'GET' | 'POST',
    path: string,
    operation: string,
    handler: (request: SimRequest) => SimReply,
  ) => endpoints.open(method, path, operation, ({ request }) => handler(request));

  return [
    ...page('GET', '/dialog/oauth', 'dialog.show', dialog),
    ...page('POST', '/dialog/oauth', 'dialog.decide', decide),
    ...page('GET', '/login.php', 'login.show', (request) =>
      signInForm(request, request.url.searchParams.get('next') ?? '/', false),
    ),
    ...page('POST', '/login.php', 'login.enter', enter),
    ...page('GET', landingPath, 'login.landed', (request) =>
      landingPage(spokenBy(request.headers['accept-language'])),
    ),
    ...endpoints.open('GET', '/oauth/access_token', 'oauth.token', ({ params, request }) =>
      exchange(params, request),
    ),
    ...endpoints.open('POST', '/oauth/access_token', 'oauth.token', ({ params, request }) =>
      exchange(params, request),
    ),
    ...endpoints.open('GET', '/debug_token', 'oauth.debug', ({ params, request }) => debug(params, request)),
    ...endpoints.signed('GET', '/:id/permissions', 'permissions.list', ({ id, token }) =>
      id === token.userId && token.type === 'USER'
        ? { data: token.scopes.map((permission) => ({ permission, status: 'granted' })) }
        : failure(100, '(#100) Tried accessing nonexisting field (permissions) on node type (Page)'),
    ),
    ...endpoints.signed('DELETE', '/:id/permissions', 'permissions.revoke', ({ token, request }) => {
      for (const row of world.tokens.values())
        if (row.userId === token.userId && row.appId === token.appId && row.ended === null)
          world.tokens.put({ ...row, ended: 'app-removed' });
      request.did('revoke', token.userId);
      return { success: true };
    }),
  ];
}

/** To the letter; what the desktop's landing page is in production stands for this server's own. */
function isRegistered(app: AppRow, uri: string, origin: string): boolean {
  if (app.redirectUris.includes(uri)) return true;
  return uri === `${origin}${landingPath}` && app.redirectUris.includes(productionLanding);
}

function withQuery(uri: string, values: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(values))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
