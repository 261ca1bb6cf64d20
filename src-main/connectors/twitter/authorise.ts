import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorError, Session } from '../contract.ts';
import { scopesFor, scopesOf, suffices } from './access.ts';
import type { CallContext } from './calls.ts';
import { readIdentity } from './identity.ts';
import { apiOrigin, placesOf } from './places.ts';
import type { TwitterSecret } from './secret.ts';
import { exchange, revokeSecret } from './tokens.ts';

/** What an app's client id looks like: letters, digits and the marks of base64. */
const clientIdPattern = /^[\w-]{10,100}$/;
/** Where the guide tells the person to let the browser come back to; the network compares the port too (x §1). */
export const usualPort = 8_787;

/**
 * Connects an account through the person's own app, a public client: their browser shows the network's page, the code
 * comes back to a port of this machine that they registered, and is traded within its 30 seconds.
 */
export async function authorise(ctx: AuthoriseContext): Promise<Result<readonly Session[], ConnectorError>> {
  const origin = originOf(ctx.fields['server'] ?? '');
  const clientId = (ctx.fields['client'] ?? '').trim();
  if (origin === null) return refuse('rejected', 'not-that-kind-of-server');
  if (!clientIdPattern.test(clientId)) return refuse('rejected', 'app-id-invalid');
  const port = portOf(ctx.fields['port'] ?? '');
  if (port === null) return refuse('rejected', 'port-invalid');

  const loopback = await ctx.loopback({ port }).catch(() => null);
  if (loopback === null) return refuse('rejected', 'port-taken', { port });
  try {
    ctx.progress('waiting-for-browser');
    const state = ctx.random(24);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: loopback.redirectUri,
      scope: scopesFor(ctx.fields['grants']).join(' '),
      state,
      code_challenge: loopback.pkce.challenge,
      code_challenge_method: 'S256',
    });
    const redirect = await loopback.wait(
      `${placesOf(origin).pages}/i/oauth2/authorize?${query.toString()}`,
      state,
    );
    if (redirect.tag === 'err') return err({ tag: 'auth', failure: redirect.error });
    const code = redirect.value.get('code');
    if (code === null || code === '') return refuse('auth', 'authorisation-refused');

    ctx.progress('exchanging');
    const calls: CallContext = {
      http: ctx.http,
      origin,
      signal: ctx.signal,
      now: ctx.now,
      token: null,
      vocabulary: 'posts',
      charge: null,
    };
    const pair = await exchange(calls, {
      grant_type: 'authorization_code',
      code,
      client_id: clientId,
      redirect_uri: loopback.redirectUri,
      code_verifier: loopback.pkce.verifier,
    });
    if (pair.tag === 'err') return err(exchangeError(pair.error));
    return await admit(ctx, calls, { ...pair.value, clientId });
  } finally {
    loopback.close();
  }
}

/** An access was given: take it, or give it back before saying why not. */
async function admit(
  ctx: AuthoriseContext,
  calls: CallContext,
  secret: TwitterSecret,
): Promise<Result<readonly Session[], ConnectorError>> {
  ctx.progress('reading-account');
  const identity = suffices(secret.scope)
    ? await readIdentity({ ...calls, token: secret.accessToken }, scopesOf(secret.scope))
    : refuse('auth', 'scope-missing');
  if (identity.tag === 'ok') return ok([{ identity: identity.value, secret }]);
  // The person is gone from here on: what they may have cancelled must not cancel this.
  await revokeSecret({ ...calls, signal: new AbortController().signal }, secret);
  return identity;
}

/**
 * The network's own host, unless a loopback server plays it. An account that is connected again names its server by the
 * host alone.
 */
function originOf(server: string): string | null {
  const typed = server.trim();
  if (typed === '') return apiOrigin;
  const host = typed
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .toLowerCase();
  if (ownHosts.includes(host)) return apiOrigin;
  return /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/.test(host) ? `http://${host}` : null;
}
const ownHosts: readonly string[] = ['x.com', 'api.x.com', 'twitter.com', 'api.twitter.com'];

function portOf(typed: string): number | null {
  const text = typed.trim();
  if (text === '') return usualPort;
  const port = Number(text);
  return /^\d{2,5}$/.test(text) && port >= 1_024 && port <= 65_535 ? port : null;
}

/** A code works once and for seconds: whatever went wrong, the person starts again. */
function exchangeError(error: ConnectorError): ConnectorError {
  if (
    error.tag === 'auth' &&
    /unauthorized_client|authorization header/i.test(String(error.failure.detail['message']))
  )
    return { tag: 'rejected', failure: failure('app-not-public') };
  if (error.tag === 'rejected' || error.tag === 'auth')
    return { tag: 'auth', failure: failure('authorisation-expired', error.failure.detail) };
  return error.tag === 'unknown-outcome' ? { tag: 'server', failure: error.failure } : error;
}

const refuse = (
  tag: 'auth' | 'rejected',
  code: ErrorCode,
  detail: Readonly<Record<string, string | number>> = {},
): Result<never, ConnectorError> => err({ tag, failure: failure(code, detail) });
