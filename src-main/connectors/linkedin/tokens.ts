import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError, Secret } from '../contract.ts';
import { ask, callContext, send, type CallContext } from './calls.ts';
import { readSecret, scopesOf, type LinkedinSecret } from './secret.ts';
import { wireIntrospectionSchema, wireTokenSchema } from './wire.ts';

type Granted = Pick<
  LinkedinSecret,
  'accessToken' | 'refreshToken' | 'expiresAt' | 'refreshEndsAt' | 'scope' | 'isScopeKnown' | 'obtainedAt'
>;

/** Trades a code or a refresh token for an access token. */
export async function exchange(
  ctx: CallContext,
  form: URLSearchParams,
): Promise<Result<Granted, ConnectorError>> {
  const asked = ctx.now();
  const answer = await ask({ ...ctx, token: null }, 'write', wireTokenSchema, {
    method: 'POST',
    path: '/oauth/v2/accessToken',
    body: { form },
  });
  if (answer.tag === 'err') return answer;
  const { value } = answer;
  const endOf = (seconds: number | null): number | null =>
    seconds !== null && seconds > 0 ? asked + seconds * 1_000 : null;
  // Asked for with spaces, answered with commas.
  const scopes = scopesOf(value);
  return ok({
    accessToken: value.access_token,
    refreshToken: value.refresh_token,
    expiresAt: endOf(value.expires_in),
    refreshEndsAt: endOf(value.refresh_token_expires_in),
    scope: scopes.join(' '),
    isScopeKnown: scopes.length > 0 ? 1 : 0,
    obtainedAt: asked,
  });
}

/** What the network says of a token; null when it does not say, or does not know the app. */
export async function introspect(
  ctx: CallContext,
  app: { readonly id: string; readonly secret: string },
  token: string,
): Promise<Result<{ readonly endsAt: number | null; readonly scope: string }, ConnectorError>> {
  const answer = await ask({ ...ctx, token: null }, 'read', wireIntrospectionSchema, {
    method: 'POST',
    path: '/oauth/v2/introspectToken',
    body: { form: new URLSearchParams({ client_id: app.id, client_secret: app.secret, token }) },
  });
  if (answer.tag === 'err') return answer;
  const { active, expires_at: endsAt, scope } = answer.value;
  if (!active) return refused('token-revoked');
  return ok({ endsAt: endsAt === null ? null : endsAt * 1_000, scope: scopesOf({ scope }).join(' ') });
}

/** Only apps of partners renew; for the others the person connects again. */
export function refreshAt(secret: Secret): number | null {
  const own = readSecret(secret);
  return own !== null && own.refreshToken !== null && own.clientSecret !== null ? own.expiresAt : null;
}

/** A fresh token. The refresh token stays the same, so that a lost answer is simply asked again. */
export async function refresh(ctx: ConnectorContext): Promise<Result<Secret, ConnectorError>> {
  const own = readSecret(ctx.secret);
  if (own === null || own.refreshToken === null || own.clientId === null || own.clientSecret === null)
    return refused('authorisation-expired');
  const fresh = await exchange(
    callContext(ctx),
    new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: own.refreshToken,
      client_id: own.clientId,
      client_secret: own.clientSecret,
    }),
  );
  if (fresh.tag === 'ok') {
    const { value } = fresh;
    return ok({
      ...own,
      ...value,
      refreshToken: value.refreshToken ?? own.refreshToken,
      refreshEndsAt: value.refreshEndsAt ?? own.refreshEndsAt,
      scope: value.scope === '' ? own.scope : value.scope,
      isScopeKnown: value.scope === '' ? own.isScopeKnown : 1,
    });
  }
  const { tag } = fresh.error;
  if (tag === 'rejected' || tag === 'auth' || tag === 'gone') return refused('authorisation-expired');
  return tag === 'unknown-outcome' ? err({ tag: 'server', failure: fresh.error.failure }) : fresh;
}

/** A member's token speaks for the member and for all pages; a renewed one hangs on the same renewal. */
export function grantOf(secret: Secret): string | null {
  const own = readSecret(secret);
  return own === null ? null : (own.refreshToken ?? own.accessToken);
}

/** Tells the network to forget the token, which it does for apps that name themselves with their secret. */
export async function revoke(ctx: ConnectorContext): Promise<Result<null, ConnectorError>> {
  const own = readSecret(ctx.secret);
  if (own === null) return ok(null);
  return revokeToken(callContext(ctx), own);
}

export async function revokeToken(
  ctx: CallContext,
  own: LinkedinSecret,
): Promise<Result<null, ConnectorError>> {
  if (own.clientId === null || own.clientSecret === null)
    return err({ tag: 'rejected', failure: failure('not-offered', { operation: 'revoke' }) });
  const answer = await send({ ...ctx, token: null }, 'write', {
    method: 'POST',
    path: '/oauth/v2/revoke',
    body: {
      form: new URLSearchParams({
        client_id: own.clientId,
        client_secret: own.clientSecret,
        token: own.accessToken,
      }),
    },
  });
  if (answer.tag === 'ok') return ok(null);
  const { error } = answer;
  // The address is not confirmed: where there is none, the person does it in their own settings.
  if (error.tag === 'gone')
    return err({ tag: 'rejected', failure: failure('not-offered', { ...error.failure.detail }) });
  return error.tag === 'unknown-outcome' ? err({ tag: 'server', failure: error.failure }) : answer;
}

const refused = (code: ErrorCode): Result<never, ConnectorError> =>
  err({ tag: 'auth', failure: failure(code) });
