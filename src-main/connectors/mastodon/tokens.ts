import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError, Secret } from '../contract.ts';
import { callContext } from './call-context.ts';
import { ask, send, type CallContext } from './calls.ts';
import { readSecret, type MastodonSecret } from './secret.ts';
import { wireTokenSchema } from './wire.ts';

/** Trades a code or a refresh token for an access token. */
export async function exchange(
  ctx: CallContext,
  tokenUrl: string,
  form: URLSearchParams,
): Promise<
  Result<Pick<MastodonSecret, 'accessToken' | 'refreshToken' | 'expiresAt' | 'scope'>, ConnectorError>
> {
  const asked = ctx.now();
  const answer = await ask({ ...ctx, token: null }, 'write', wireTokenSchema, {
    method: 'POST',
    path: tokenUrl,
    body: { form },
  });
  if (answer.tag === 'err') return answer;
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds, scope } = answer.value;
  const expires = seconds !== null && seconds > 0;
  return ok({ accessToken, refreshToken, scope, expiresAt: expires ? asked + seconds * 1_000 : null });
}

/** Only forks give tokens that end; without a refresh token nothing can be done before the end. */
export function refreshAt(secret: Secret): number | null {
  const own = readSecret(secret);
  return own !== null && own.refreshToken !== null ? own.expiresAt : null;
}

/**
 * A fresh token. Repeating it with the old refresh token is what these servers allow: they drop the old pair when the
 * new one is first used.
 */
export async function refresh(ctx: ConnectorContext): Promise<Result<Secret, ConnectorError>> {
  const own = readSecret(ctx.secret);
  if (own === null || own.refreshToken === null) return refused('authorisation-expired');
  const fresh = await exchange(
    callContext(ctx),
    own.tokenUrl,
    new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: own.refreshToken,
      client_id: own.clientId,
      client_secret: own.clientSecret,
    }),
  );
  if (fresh.tag === 'ok')
    return ok({
      ...own,
      ...fresh.value,
      refreshToken: fresh.value.refreshToken ?? own.refreshToken,
      scope: fresh.value.scope === '' ? own.scope : fresh.value.scope,
    });
  const { tag } = fresh.error;
  if (tag === 'rejected' || tag === 'auth' || tag === 'gone') return refused('authorisation-expired');
  // Nothing was published: a lost answer only means that it is asked again.
  return tag === 'unknown-outcome' ? err({ tag: 'server', failure: fresh.error.failure }) : fresh;
}

const refused = (code: ErrorCode): Result<never, ConnectorError> =>
  err({ tag: 'auth', failure: failure(code) });

/** Tells the server to forget the token. One that it does not know is forgotten already. */
export async function revoke(ctx: ConnectorContext): Promise<Result<null, ConnectorError>> {
  const own = readSecret(ctx.secret);
  return own === null ? ok(null) : revokeSecret(callContext(ctx), own);
}

export async function revokeSecret(
  ctx: CallContext,
  secret: MastodonSecret,
): Promise<Result<null, ConnectorError>> {
  const answer = await send({ ...ctx, token: null }, 'write', {
    method: 'POST',
    path: secret.revokeUrl,
    body: {
      form: new URLSearchParams({
        client_id: secret.clientId,
        client_secret: secret.clientSecret,
        token: secret.accessToken,
      }),
    },
  });
  if (answer.tag === 'ok') return ok(null);
  const { error } = answer;
  // A server without revocation cannot be made to forget; the person is told where to do it.
  if (error.tag === 'gone')
    return err({ tag: 'rejected', failure: failure('not-offered', { ...error.failure.detail }) });
  return error.tag === 'unknown-outcome' ? err({ tag: 'server', failure: error.failure }) : answer;
}
