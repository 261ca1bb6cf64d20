import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError, Secret } from '../contract.ts';
import { ask, callContext, send, type CallContext } from './calls.ts';
import { readSecret, type TwitterSecret } from './secret.ts';
import { tokenSchema } from './wire.ts';

/** Trades a code or a refresh token for a pair. */
export async function exchange(
  ctx: CallContext,
  form: Readonly<Record<string, string>>,
): Promise<Result<Omit<TwitterSecret, 'clientId'>, ConnectorError>> {
  const asked = ctx.now();
  const answer = await ask({ ...ctx, token: null }, 'write', tokenSchema, {
    method: 'POST',
    path: '/2/oauth2/token',
    body: { form: new URLSearchParams(form) },
  });
  if (answer.tag === 'err') return answer;
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds, scope } = answer.value;
  const ends = seconds !== null && seconds > 0;
  return ok({ accessToken, refreshToken, scope, expiresAt: ends ? asked + seconds * 1_000 : null });
}

export function refreshAt(secret: Secret): number | null {
  const own = readSecret(secret);
  return own !== null && own.refreshToken !== null ? own.expiresAt : null;
}

/**
 * A fresh pair. A refresh token works once, and the replay of a used one ends the whole grant (x §1). When an answer
 * was lost the new pair is lost with it, and the old one is all there is: asking again with it either works, because
 * the first request never arrived, or costs nothing that was not lost already.
 */
export async function refresh(ctx: ConnectorContext): Promise<Result<Secret, ConnectorError>> {
  const own = readSecret(ctx.secret);
  if (own === null || own.refreshToken === null) return refused('authorisation-expired');
  const fresh = await exchange(callContext(ctx), {
    grant_type: 'refresh_token',
    refresh_token: own.refreshToken,
    client_id: own.clientId,
  });
  if (fresh.tag === 'ok')
    return ok({
      ...own,
      ...fresh.value,
      refreshToken: fresh.value.refreshToken ?? own.refreshToken,
      scope: fresh.value.scope === '' ? own.scope : fresh.value.scope,
    });
  const { tag } = fresh.error;
  if (tag === 'rejected' || tag === 'auth' || tag === 'gone') return refused('authorisation-expired');
  return tag === 'unknown-outcome' ? err({ tag: 'server', failure: fresh.error.failure }) : fresh;
}

const refused = (code: ErrorCode): Result<never, ConnectorError> =>
  err({ tag: 'auth', failure: failure(code) });

/** Tells the network to forget the grant. */
export async function revoke(ctx: ConnectorContext): Promise<Result<null, ConnectorError>> {
  const own = readSecret(ctx.secret);
  return own === null ? ok(null) : revokeSecret(callContext(ctx), own);
}

export async function revokeSecret(
  ctx: CallContext,
  secret: TwitterSecret,
): Promise<Result<null, ConnectorError>> {
  const answer = await send({ ...ctx, token: null }, 'write', {
    method: 'POST',
    path: '/2/oauth2/revoke',
    body: {
      form: new URLSearchParams({
        token: secret.refreshToken ?? secret.accessToken,
        client_id: secret.clientId,
      }),
    },
  });
  if (answer.tag === 'ok') return ok(null);
  const { error } = answer;
  // A token that is not known any more is forgotten already.
  if (error.tag === 'rejected' || error.tag === 'auth') return ok(null);
  return error.tag === 'unknown-outcome' ? err({ tag: 'server', failure: error.failure }) : answer;
}
