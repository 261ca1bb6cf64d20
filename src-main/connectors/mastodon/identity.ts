import { ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorError, Identity } from '../contract.ts';
import { ask, type CallContext } from './calls.ts';
import { discover } from './discovery.ts';
import { authorOf } from './map-status.ts';
import { wireAccountSchema } from './wire.ts';

export const ownAccountPath = '/api/v1/accounts/verify_credentials';

/** Who the token belongs to, and what their server allows. */
export async function readIdentity(ctx: CallContext): Promise<Result<Identity, ConnectorError>> {
  const server = await discover(ctx);
  if (server.tag === 'err') return server;
  const account = await ask(ctx, 'read', wireAccountSchema, { method: 'GET', path: ownAccountPath });
  if (account.tag === 'err') return account;
  const { domain, manifest } = server.value;
  const author = authorOf(account.value, { id: account.value.id, domain });
  return ok({
    remoteId: author.remoteId,
    handle: author.handle,
    name: author.name,
    avatarUrl: author.avatarUrl,
    server: new URL(ctx.origin).host,
    origin: ctx.origin,
    manifest,
  });
}
