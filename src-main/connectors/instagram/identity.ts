import { err, ok, type Result } from '../../../src-shared/result.ts';
import { failure } from '../../../src-shared/errors.ts';
import type { ConnectorContext, ConnectorError, Identity } from '../contract.ts';
import { ask, callsOf, type OwnCalls } from './calls.ts';
import { hostOf } from './hosting.ts';
import { effectiveManifest } from './manifest.ts';
import { accountSchema, type WireAccount } from './wire.ts';

const loginFields = 'user_id,username,name,account_type,profile_picture_url';
const pageFields = 'username,name,profile_picture_url';

/** Who an access belongs to: the account of Instagram Login, or the one that a page is linked to. */
export async function readIdentity(
  calls: OwnCalls,
  origin: string,
  accountId: string | null,
): Promise<Result<Identity, ConnectorError>> {
  const own = calls.secret.login === 'instagram';
  const account = await ask(calls, 'read', accountSchema, {
    method: 'GET',
    path: own ? 'me' : (accountId ?? 'me'),
    query: { fields: own ? loginFields : pageFields },
  });
  if (account.tag === 'err') return account;
  // A personal account has no API at all: only its kind says so.
  if (account.value.account_type !== null && !/business|creator/i.test(account.value.account_type))
    return err({
      tag: 'rejected',
      failure: failure('not-professional', { handle: account.value.username }),
    });
  return ok(identityOf(account.value, calls, origin));
}

export function identityOf(account: WireAccount, calls: OwnCalls, origin: string): Identity {
  return {
    // Paths take the account's own id; the other one is the app's (instagram §1).
    remoteId: account.user_id ?? account.id,
    handle: `@${account.username}`,
    name: account.name ?? account.username,
    avatarUrl: account.profile_picture_url,
    server: new URL(origin).host,
    origin,
    manifest: effectiveManifest(
      { type: account.account_type },
      { login: calls.secret.login, hosted: hostOf(calls.secret) !== null },
    ),
  };
}

export const identify = (ctx: ConnectorContext): Promise<Result<Identity, ConnectorError>> =>
  readIdentity(callsOf(ctx), ctx.origin, ctx.me.remoteId);
