import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError, Secret } from '../contract.ts';
import { ask, callsOf, send, type OwnCalls } from './calls.ts';
import { readSecret, type InstagramSecret } from './secret.ts';
import { tokenSchema } from './wire.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** An access of Instagram Login lives so long, and is renewed from its second day on (instagram §1). */
export const lifeMs = 60 * DAY;
const youngestMs = DAY;
/** Renewed every week: whoever opens Vigie once in fifty days keeps it. */
const renewAfterMs = 7 * DAY;

/** A page's access has no end, and nothing renews one of Facebook Login (facebook-pages §2). */
export function refreshAt(secret: Secret): number | null {
  const own = readSecret(secret);
  return own === null || own.login === 'facebook' ? null : own.issuedAt + renewAfterMs;
}

/** A fresh access for the old one. No secret is needed, and the old one stays good: a lost answer is asked again. */
export async function refresh(ctx: ConnectorContext): Promise<Result<Secret, ConnectorError>> {
  const own = readSecret(ctx.secret);
  if (own === null || own.login === 'facebook')
    return err({ tag: 'auth', failure: failure('authorisation-expired') });
  const fresh = await renewed(callsOf(ctx), own);
  // "Too young to be renewed" comes under the code of a missing permission: of an access that is refused it says nothing
  // but that the access is refused.
  return fresh.tag === 'err' && fresh.error.tag === 'auth' && fresh.error.failure.code === 'scope-missing'
    ? err({ tag: 'auth', failure: failure('token-revoked') })
    : fresh;
}

export async function renewed(
  calls: OwnCalls,
  own: InstagramSecret,
): Promise<Result<InstagramSecret, ConnectorError>> {
  const asked = calls.graph.now();
  const answer = await ask(calls, 'read', tokenSchema, {
    method: 'GET',
    // The one path that has no version (instagram §1).
    path: `${calls.graph.origin}/refresh_access_token`,
    query: { grant_type: 'ig_refresh_token', access_token: own.token },
  });
  if (answer.tag === 'err') return answer;
  const { access_token: token, expires_in: seconds, permissions } = answer.value;
  return ok({
    ...own,
    token,
    issuedAt: asked,
    expiresAt: asked + (seconds === null ? lifeMs : seconds * 1_000),
    scope: permissions ?? own.scope,
  });
}

/**
 * What is known of a pasted access: it is renewed at once, which tells its end and its permissions. One that is too
 * young for that was made less than a day ago.
 */
export async function adopted(
  calls: OwnCalls,
  own: InstagramSecret,
): Promise<Result<InstagramSecret, ConnectorError>> {
  const fresh = await renewed(calls, own);
  if (fresh.tag === 'ok') return fresh;
  const isTooYoung =
    fresh.error.tag === 'rejected' ||
    (fresh.error.tag === 'auth' && fresh.error.failure.code === 'scope-missing');
  if (!isTooYoung) return fresh;
  const now = calls.graph.now();
  return ok({ ...own, issuedAt: now, expiresAt: now - youngestMs + lifeMs });
}

/** Facebook Login's permissions can be taken back; an access of Instagram Login only ends in the account's settings. */
export async function revoke(ctx: ConnectorContext): Promise<Result<null, ConnectorError>> {
  const own = readSecret(ctx.secret);
  if (own === null) return ok(null);
  if (own.login === 'instagram') return err({ tag: 'rejected', failure: failure('not-offered') });
  const answer = await send(callsOf(ctx), 'write', { method: 'DELETE', path: 'me/permissions' });
  if (answer.tag === 'ok') return ok(null);
  // A page's access may not: the person does it where they gave it.
  return answer.error.tag === 'rejected' || answer.error.tag === 'gone' || answer.error.tag === 'auth'
    ? err({ tag: 'rejected', failure: failure('not-offered') })
    : answer;
}
