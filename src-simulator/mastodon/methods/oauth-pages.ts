import { createHmac, randomBytes } from 'node:crypto';
import { redirect, type SimReply } from '../../core/reply.ts';
import type { Route, SimRequest } from '../../core/route.ts';
import { codePage, consentPage, problemPage, signInPage, wordsFor } from '../pages.ts';
import { readParams, type Params } from '../params.ts';
import { matchesRegistered, OUT_OF_BAND } from '../redirects.ts';
import type { AccountRow, AppRow } from '../rows.ts';
import { areCovered, readScopes } from '../scopes.ts';
import type { Services } from '../services.ts';

// sheet: Authorisation (Authorise)
const CODE_LIFE_MS = 600_000;
const COOKIE = '_session_id';

interface Authorisation {
  readonly app: AppRow;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | undefined;
  readonly challenge: string | null;
}

/** The pages that a person sees in a browser: sign in, consent, code. Sessions last as long as the process. */
export function oauthPageRoutes({ world, entities }: Pick<Services, 'world' | 'entities'>): readonly Route[] {
  const sessions = new Map<string, string>();
  const formSecret = randomBytes(32);

  const spokenFor = (request: SimRequest, params: Params) =>
    wordsFor(params.text('lang'), request.headers['accept-language']);
  const sessionOf = (request: SimRequest): string | undefined =>
    new RegExp(`(?:^|;\\s*)${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1];
  const signedIn = (request: SimRequest): AccountRow | undefined => {
    const id = sessions.get(sessionOf(request) ?? '');
    return id === undefined ? undefined : world.accounts.get(id);
  };
  /** Ties a consent form to the session that was shown it. */
  const formToken = (session: string): string =>
    createHmac('sha256', formSecret).update(session).digest('base64url');

  /** Checks an authorisation request; what is wrong is shown, or sent back once the way back is trusted. */
  function readAuthorisation(request: SimRequest, params: Params): Authorisation | SimReply {
    const spoken = spokenFor(request, params);
    const app = [...world.apps.values()].find((row) => row.clientId === params.text('client_id'));
    if (!app)
      return problemPage(
        spoken,
        'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
        401,
      );
    const redirectUri = params.text('redirect_uri') ?? '';
    if (!matchesRegistered(redirectUri, app.redirectUris, world.flavour.anyLoopbackPort))
      return problemPage(
        spoken,
        "The requested redirect uri is malformed or doesn't match client redirect URI.",
        400,
      );
    const state = params.text('state');
    const back = (error: string, description: string): SimReply =>
      redirect(withQuery(redirectUri, { error, error_description: description, state }));
    if (params.text('response_type') !== 'code')
      return back(
        'unsupported_response_type',
        'The authorization server does not support this response type.',
      );
    const scopes = readScopes(params.text('scope'));
    if (!areCovered(scopes, app.scopes))
      return back('invalid_scope', 'The requested scope is invalid, unknown, or malformed.');
    const challenge = params.text('code_challenge') ?? null;
    if (world.flavour.pkce && challenge !== null && params.text('code_challenge_method') !== 'S256')
      return back('invalid_code_challenge_method', 'The code challenge method must be S256.');
    return { app, redirectUri, scopes, state, challenge };
  }

  function signIn(request: SimRequest, params: Params, returnTo: string, wrong: boolean): SimReply {
    const accounts = [...world.accounts.values()].flatMap(({ email, password }) =>
      email === null || password === null ? [] : [{ email, password }],
    );
    return signInPage(spokenFor(request, params), { returnTo, wrong, accounts });
  }

  function authorise(request: SimRequest): SimReply {
    const params = readParams(request);
    const asked = readAuthorisation(request, params);
    if ('tag' in asked) return asked;
    const account = signedIn(request);
    const session = sessionOf(request);
    if (!account || session === undefined || params.boolean('force_login')) {
      const again = new URL(request.url);
      again.searchParams.delete('force_login');
      return redirect(
        `/auth/sign_in?${new URLSearchParams({ return_to: again.pathname + again.search, lang: spokenFor(request, params).lang }).toString()}`,
      );
    }
    return consentPage(spokenFor(request, params), {
      app: asked.app.name,
      account: `@${entities.links.acct(account)}`,
      scopes: asked.scopes,
      fields: {
        authenticity_token: formToken(session),
        client_id: asked.app.clientId,
        redirect_uri: asked.redirectUri,
        response_type: 'code',
        scope: asked.scopes.join(' '),
        ...(asked.state === undefined ? {} : { state: asked.state }),
        ...(asked.challenge === null
          ? {}
          : { code_challenge: asked.challenge, code_challenge_method: 'S256' }),
      },
    });
  }

  function decide(request: SimRequest): SimReply {
    const params = readParams(request);
    const asked = readAuthorisation(request, params);
    if ('tag' in asked) return asked;
    const account = signedIn(request);
    const session = sessionOf(request);
    if (!account || session === undefined || params.text('authenticity_token') !== formToken(session))
      return problemPage(
        spokenFor(request, params),
        'Security verification failed. Are you blocking cookies?',
        422,
      );
    if (params.text('decision') !== 'allow')
      return redirect(
        withQuery(asked.redirectUri, {
          error: 'access_denied',
          error_description: 'The resource owner or authorization server denied the request.',
          state: asked.state,
        }),
      );
    const grant = world.grants.put({
      id: randomBytes(32).toString('base64url'),
      appId: asked.app.id,
      accountId: account.id,
      redirectUri: asked.redirectUri,
      scopes: asked.scopes,
      challenge: asked.challenge,
      expiresAt: world.clock.now() + CODE_LIFE_MS,
    });
    request.did('grant', account.id);
    if (asked.redirectUri === OUT_OF_BAND) return codePage(spokenFor(request, params), grant.id);
    return redirect(withQuery(asked.redirectUri, { code: grant.id, state: asked.state }));
  }

  function enter(request: SimRequest): SimReply {
    const params = readParams(request);
    const user = params.nested('user');
    const email = user?.text('email')?.trim().toLowerCase();
    const account = [...world.accounts.values()].find((row) => row.email !== null && row.email === email);
    const returnTo = localPath(params.text('return_to'));
    if (!account || account.password !== user?.text('password'))
      return signIn(request, params, returnTo, true);
    const session = randomBytes(32).toString('base64url');
    sessions.set(session, account.id);
    return redirect(returnTo, 302, { 'set-cookie': `${COOKIE}=${session}; Path=/; HttpOnly; SameSite=Lax` });
  }

  return [
    { method: 'GET', path: '/oauth/authorize', operation: 'oauth.authorize', handler: authorise },
    { method: 'POST', path: '/oauth/authorize', operation: 'oauth.decide', handler: decide },
    {
      method: 'GET',
      path: '/auth/sign_in',
      operation: 'auth.form',
      handler(request) {
        const params = readParams(request);
        return signIn(request, params, localPath(params.text('return_to')), false);
      },
    },
    { method: 'POST', path: '/auth/sign_in', operation: 'auth.sign-in', handler: enter },
  ];
}

/** Only a path of this server may follow a sign-in. */
function localPath(given: string | undefined): string {
  return given !== undefined && /^\/(?![/\\])/.test(given) ? given : '/oauth/authorize';
}

function withQuery(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
