import { failure, type Failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AuthoriseContext, ConnectorError, Session } from '../contract.ts';
import { authorityOf, scopesFor, suffices, type Authority } from './authority.ts';
import { ask, type CallContext } from './calls.ts';
import { delegatedOrigin, discoverStranger } from './discovery.ts';
import { readIdentity } from './identity.ts';
import type { MastodonSecret } from './secret.ts';
import { parseServerName, type ServerName } from './server-name.ts';
import { exchange, revokeSecret } from './tokens.ts';
import { wireApplicationSchema } from './wire.ts';

type Registered = { readonly clientId: string; readonly clientSecret: string };

const clientName = 'Vigie';

/**
 * Connects an account: finds the server, registers this installation there, sends the person to its page, trades the
 * code for a token. The loopback listener is bound before the registration, so that its exact address is registered:
 * not every server forgives another port.
 */
export async function authorise(ctx: AuthoriseContext): Promise<Result<readonly Session[], ConnectorError>> {
  const name = parseServerName(ctx.fields['server'] ?? '');
  if (name === null) return refuse('rejected', failure('not-that-kind-of-server', { host: '' }));
  ctx.progress('finding-server');
  const place = await findServer(ctx, name);
  if (place.tag === 'err') return place;
  const calls = callsTo(ctx, place.value.origin);
  const authority = await authorityOf(calls);

  ctx.progress('registering');
  const loopback = await ctx.loopback();
  try {
    const scope = scopesFor(authority.scopes);
    const client = await register(calls, authority.registerUrl, {
      client_name: clientName,
      // Mastodon takes a list since it describes itself (4.3); others, and itself before, one address.
      redirect_uris:
        authority.described && place.value.isMastodon ? [loopback.redirectUri] : loopback.redirectUri,
      scopes: scope,
    });
    if (client.tag === 'err') return client;

    ctx.progress('waiting-for-browser');
    const state = ctx.random(24);
    const page = new URL(authority.authorizeUrl);
    page.search = new URLSearchParams({
      response_type: 'code',
      client_id: client.value.clientId,
      redirect_uri: loopback.redirectUri,
      scope,
      state,
      code_challenge: loopback.pkce.challenge,
      code_challenge_method: 'S256',
    }).toString();
    const redirect = await loopback.wait(page.href, state);
    if (redirect.tag === 'err') return refuse('auth', redirect.error);
    const code = codeOf(redirect.value, authority);
    if (code.tag === 'err') return code;

    ctx.progress('exchanging');
    const token = await exchange(
      calls,
      authority.tokenUrl,
      new URLSearchParams({
        grant_type: 'authorization_code',
        code: code.value,
        client_id: client.value.clientId,
        client_secret: client.value.clientSecret,
        redirect_uri: loopback.redirectUri,
        code_verifier: loopback.pkce.verifier,
        scope,
      }),
    );
    if (token.tag === 'err') return err(exchangeError(token.error));
    const secret: MastodonSecret = {
      ...token.value,
      ...client.value,
      redirectUri: loopback.redirectUri,
      tokenUrl: authority.tokenUrl,
      revokeUrl: authority.revokeUrl,
    };
    return await admit(ctx, calls, name, secret);
  } finally {
    loopback.close();
  }
}

/** A token was given: take it, or give it back before saying why not. */
async function admit(
  ctx: AuthoriseContext,
  calls: CallContext,
  name: ServerName,
  secret: MastodonSecret,
): Promise<Result<readonly Session[], ConnectorError>> {
  ctx.progress('reading-account');
  const known: CallContext = { ...calls, token: secret.accessToken };
  const identity = suffices(secret.scope)
    ? await readIdentity(known)
    : refuse('auth', failure('scope-missing', { host: name.host }));
  if (identity.tag === 'ok') {
    const user = identity.value.handle.split('@')[0] ?? '';
    if (name.user === null || name.user.toLowerCase() === user.toLowerCase())
      return ok([{ identity: identity.value, secret }]);
  }
  // The person is gone from here on: what they may have cancelled must not cancel this.
  await revokeSecret({ ...calls, signal: new AbortController().signal }, secret);
  if (identity.tag === 'err') return identity;
  return refuse('auth', failure('authorisation-mismatch', { handle: identity.value.handle }));
}

interface Place {
  readonly origin: string;
  readonly isMastodon: boolean;
}

async function findServer(ctx: AuthoriseContext, name: ServerName): Promise<Result<Place, ConnectorError>> {
  const look = async (origin: string): Promise<Result<Place, ConnectorError>> => {
    const found = await discoverStranger(callsTo(ctx, origin));
    if (found.tag === 'err') return found;
    // Closed communities are a mode of Mastodon.
    const isMastodon = found.value.tag === 'closed' || found.value.server.software.family === 'mastodon';
    return ok({ origin, isMastodon });
  };
  const typed = await look(name.origin);
  if (typed.tag === 'ok' || typed.error.tag !== 'rejected') return typed;
  const elsewhere = await delegatedOrigin(callsTo(ctx, name.origin), name.user);
  if (elsewhere === null) return typed;
  const there = await look(elsewhere);
  return there.tag === 'ok' ? there : typed;
}

async function register(
  calls: CallContext,
  path: string,
  json: Readonly<Record<string, unknown>>,
): Promise<Result<Registered, ConnectorError>> {
  const answer = await ask(calls, 'write', wireApplicationSchema, { method: 'POST', path, body: { json } });
  if (answer.tag === 'ok')
    return ok({ clientId: answer.value.client_id, clientSecret: answer.value.client_secret });
  // A second registration harms nobody: what was lost may simply be asked again.
  return answer.error.tag === 'unknown-outcome'
    ? err({ tag: 'server', failure: answer.error.failure })
    : answer;
}

/** The code of a redirect whose `state` was ours. */
function codeOf(query: URLSearchParams, authority: Authority): Result<string, ConnectorError> {
  const issuer = query.get('iss');
  if (issuer !== null && authority.issuer !== null && issuer !== authority.issuer)
    return refuse('auth', failure('authorisation-mismatch'));
  const code = query.get('code');
  return code === null || code === '' ? refuse('auth', failure('authorisation-refused')) : ok(code);
}

/** A code works once and for minutes: whatever went wrong, the person starts again. */
function exchangeError(error: ConnectorError): ConnectorError {
  if (error.tag === 'rejected' || error.tag === 'auth')
    return { tag: 'auth', failure: failure('authorisation-expired', error.failure.detail) };
  return error.tag === 'unknown-outcome' ? { tag: 'server', failure: error.failure } : error;
}

const callsTo = (ctx: AuthoriseContext, origin: string): CallContext => ({
  http: ctx.http,
  origin,
  signal: ctx.signal,
  now: ctx.now,
  token: null,
});

const refuse = (tag: 'auth' | 'rejected', cause: Failure): Result<never, ConnectorError> =>
  err({ tag, failure: cause });
