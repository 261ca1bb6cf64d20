import { createHmac, randomBytes } from 'node:crypto';
import { redirect, type SimReply } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { formOf } from '../form.ts';
import { codePage, consentPage, problemPage, signInPage, wordsFor } from '../pages.ts';
import type { AppRow, MemberRow } from '../rows.ts';
import type { World } from '../world.ts';

// linkedin §1
const CODE_LIFE_MS = 30 * 60_000;
const COOKIE = 'li_at';
/** LinkedIn's own page at which an authorisation may end. */
const OWN_REDIRECT = '/developers/tools/oauth/redirect';
const OWN_REDIRECT_URL = `https://www.linkedin.com${OWN_REDIRECT}`;

interface Authorisation {
  readonly app: AppRow;
  /** As asked for. */
  readonly redirectUri: string;
  /** Where the browser truly goes: the network's own page is played by this server. */
  readonly lands: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly challenge: string | null;
}

/** The pages that a person sees in a browser: sign in, consent, code. Sessions last as long as the process. */
export function oauthPageRoutes(world: World): readonly Route[] {
  const sessions = new Map<string, string>();
  const formSecret = randomBytes(32);
  const spokenFor = (request: SimRequest) => wordsFor(request.headers['accept-language']);
  const sessionOf = (request: SimRequest): string | undefined =>
    new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
  const signedIn = (request: SimRequest): MemberRow | undefined =>
    world.members.get(sessions.get(sessionOf(request) ?? '') ?? '');
  /** Ties a consent form to the session that was shown it. */
  const formToken = (session: string): string =>
    createHmac('sha256', formSecret).update(session).digest('base64url');

  /** Checks an authorisation request; what is wrong is shown, or sent back once the way back is trusted. */
  function readAuthorisation(
    request: SimRequest,
    given: URLSearchParams,
    native: boolean,
  ): Authorisation | SimReply {
    const spoken = spokenFor(request);
    const app = world.apps.get(given.get('client_id') ?? '');
    if (!app) return problemPage(spoken, 'We can’t verify the identity of the app: unknown client_id.', 401);
    const redirectUri = given.get('redirect_uri') ?? '';
    if (!mayReturnTo(app, redirectUri, native))
      return problemPage(spoken, 'The redirect_uri does not match the registered value.', 400);
    const lands = redirectUri === OWN_REDIRECT_URL ? `${world.baseUrl()}${OWN_REDIRECT}` : redirectUri;
    const state = given.get('state') ?? undefined;
    const back = (error: string, description: string): SimReply =>
      redirect(withQuery(lands, { error, error_description: description, state }));
    if (given.get('response_type') !== 'code')
      return back('unsupported_response_type', 'The response type must be code');
    const scopes = (given.get('scope') ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
    const stray = scopes.find((scope) => !app.scopes.includes(scope));
    if (scopes.length === 0) return back('invalid_scope', 'A scope is required');
    if (stray !== undefined)
      return back('unauthorized_scope_error', `Scope "${stray}" is not authorized for your application`);
    if (!native) return { app, redirectUri, lands, scopes, state, challenge: null };
    if (!app.nativePkce)
      return back('unauthorized_client', 'Your application is not enabled for the native PKCE flow');
    if (scopes.includes('openid') && !world.settings.nativeOpenid)
      return back('unauthorized_scope_error', 'Scope "openid" is not authorized for your application');
    const challenge = given.get('code_challenge') ?? '';
    if (!/^[\w-]{43}$/.test(challenge) || given.get('code_challenge_method') !== 'S256')
      return back('invalid_request', 'A code_challenge with the method S256 is required');
    return { app, redirectUri, lands, scopes, state, challenge };
  }

  function authorise(request: SimRequest, native: boolean): SimReply {
    const asked = readAuthorisation(request, request.url.searchParams, native);
    if ('tag' in asked) return asked;
    const member = signedIn(request);
    const session = sessionOf(request);
    if (!member || session === undefined) return signIn(request, request.url, asked, false);
    return consentPage(spokenFor(request), {
      app: asked.app.name,
      member: `${member.firstName} ${member.lastName}`,
      scopes: asked.scopes,
      action: request.path,
      fields: {
        ...Object.fromEntries(request.url.searchParams),
        csrf: formToken(session),
      },
    });
  }

  function signIn(request: SimRequest, url: URL, asked: Authorisation, wrong: boolean): SimReply {
    const accounts = [...world.members.values()].flatMap(({ email, password }) =>
      email === null || password === null ? [] : [{ email, password }],
    );
    return signInPage(spokenFor(request), {
      returnTo: url.pathname + url.search,
      cancelTo: withQuery(asked.lands, {
        error: 'user_cancelled_login',
        error_description: 'The member cancelled the login',
        state: asked.state,
      }),
      wrong,
      accounts,
    });
  }

  function enter(request: SimRequest): SimReply {
    const form = formOf(request);
    const back = form.get('return_to') ?? '';
    // Only the pages of this server may follow a sign-in.
    const known = /^\/oauth\/(?:v2|native-pkce)\/authorization\?/.test(back);
    if (!known) return problemPage(spokenFor(request), 'Bad request.', 400);
    const url = new URL(back, world.baseUrl());
    const email = form.get('session_key')?.trim().toLowerCase();
    const member = [...world.members.values()].find((row) => row.email !== null && row.email === email);
    if (!member || member.password !== form.get('session_password')) {
      const asked = readAuthorisation(request, url.searchParams, url.pathname.includes('native-pkce'));
      return 'tag' in asked ? asked : signIn(request, url, asked, true);
    }
    const session = randomBytes(32).toString('base64url');
    sessions.set(session, member.id);
    return redirect(back, 302, { 'set-cookie': `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax` });
  }

  function decide(request: SimRequest, native: boolean): SimReply {
    const form = formOf(request);
    const asked = readAuthorisation(request, form, native);
    if ('tag' in asked) return asked;
    const member = signedIn(request);
    const session = sessionOf(request);
    if (!member || session === undefined || form.get('csrf') !== formToken(session))
      return problemPage(spokenFor(request), 'Your session has expired. Sign in again.', 403);
    if (form.get('decision') !== 'allow')
      return redirect(
        withQuery(asked.lands, {
          error: 'user_cancelled_authorize',
          error_description: 'The user cancelled the authorization',
          state: asked.state,
        }),
      );
    const grant = world.grants.put({
      id: `AQT${randomBytes(64).toString('base64url')}`,
      appId: asked.app.id,
      memberId: member.id,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes,
      challenge: asked.challenge,
      expiresAt: world.clock.now() + CODE_LIFE_MS,
    });
    request.did('grant', member.id);
    return redirect(withQuery(asked.lands, { code: grant.id, state: asked.state }));
  }

  const flow = (path: string, operation: string, native: boolean): readonly Route[] => [
    { method: 'GET', path, operation, handler: (request) => authorise(request, native) },
    { method: 'POST', path, operation: `${operation}.decide`, handler: (request) => decide(request, native) },
  ];
  return [
    ...flow('/oauth/v2/authorization', 'oauth.authorization', false),
    ...flow('/oauth/native-pkce/authorization', 'oauth.native', true),
    { method: 'POST', path: '/uas/login-submit', operation: 'auth.sign-in', handler: enter },
    {
      method: 'GET',
      path: OWN_REDIRECT,
      operation: 'oauth.own-redirect',
      handler: (request) =>
        codePage(
          spokenFor(request),
          request.url.searchParams.get('code') ?? request.url.searchParams.get('error') ?? '',
        ),
    },
  ];
}

/**
 * The web flow returns to registered HTTPS addresses only (whether `http://localhost` may be registered is not
 * confirmed: here it may not). The native flow returns to the loopback interface only, named by its number.
 */
function mayReturnTo(app: AppRow, address: string, native: boolean): boolean {
  if (native) {
    if (!URL.canParse(address)) return false;
    const url = new URL(address);
    return url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === '[::1]');
  }
  return (
    app.redirectUris.includes(address) && (address.startsWith('https://') || address.includes(OWN_REDIRECT))
  );
}

function withQuery(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
