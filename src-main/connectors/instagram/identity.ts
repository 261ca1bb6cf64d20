import { err, ok, type Result } from '../../../src-shared/result.ts';
import { failure } from '../../../src-shared/errors.ts';
import type { ConnectorContext, ConnectorError, Identity } from '../contract.ts';
import { webUrl } from '../meta/web-url.ts';
import { ask, callsOf, type OwnCalls } from './calls.ts';
import { effectiveManifest } from './manifest.ts';
import { accountSchema } from './wire.ts';

const loginFields = 'user_id,username,name,account_type,profile_picture_url';
const pageFields = 'username,name,profile_picture_url';

/** Who an access belongs to: the account of Instagram Login, or the one that a page is linked to. */
export async function readIdentity(
  calls: OwnCalls,
  accountId: string | null,
): Promise<Result<Identity, ConnectorError>> {
  const { graph, secret } = calls;
  const own = secret.login === 'instagram';
  const read = await ask(calls, 'read', accountSchema, {
    method: 'GET',
    path: own ? 'me' : (accountId ?? 'me'),
    query: { fields: own ? loginFields : pageFields },
  });
  if (read.tag === 'err') return read;
  const account = read.value;
  // A personal account has no API at all: only its kind says so.
  if (account.account_type !== null && !/business|creator/i.test(account.account_type))
    return err({ tag: 'rejected', failure: failure('not-professional', { handle: account.username }) });
  return ok({
    // Paths take the account's own id; the other one is the app's (instagram §1).
    remoteId: account.user_id ?? account.id,
    handle: account.username,
    name: account.name ?? account.username,
    avatarUrl: webUrl(account.profile_picture_url),
    server: new URL(graph.origin).host,
    origin: graph.origin,
    manifest: effectiveManifest(account.account_type, secret),
  });
}

export const identify = (ctx: ConnectorContext): Promise<Result<Identity, ConnectorError>> =>
  readIdentity(callsOf(ctx), ctx.me.remoteId);
