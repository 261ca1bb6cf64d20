import type { ConnectorContext, Secret, Session } from '../../../src-main/connectors/contract.ts';
import type { Http } from '../../../src-main/engine/http.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import { failure } from '../../../src-shared/errors.ts';
import { accountId, type WorkspaceId } from '../../../src-shared/ids.ts';
import type { NetworkId } from '../../../src-shared/networks/registry.ts';
import { err } from '../../../src-shared/result.ts';

/** The account that a session on a simulated server is of, healthy. `now`: epoch ms. */
export const accountOf = (
  network: NetworkId,
  identity: Session['identity'],
  workspaceId: WorkspaceId,
  now: number,
): Account => ({
  id: accountId(network, identity.server, identity.remoteId),
  workspaceId,
  network,
  server: identity.server,
  origin: identity.origin,
  remoteId: identity.remoteId,
  handle: identity.handle,
  name: identity.name,
  avatarUrl: null,
  manifest: identity.manifest,
  health: { tag: 'ok' },
  secretIn: 'keychain',
  connectedAt: now,
  lastSyncAt: null,
});

/** What its connector is given to make its past with: there are no media. */
export const contextOf = (
  account: Account,
  secret: Secret,
  { http, now }: { readonly http: Http; readonly now: () => number },
): ConnectorContext => ({
  http,
  origin: account.origin,
  secret,
  signal: new AbortController().signal,
  now,
  manifest: account.manifest,
  me: { remoteId: account.remoteId, handle: account.handle },
  openMedia: () => Promise.resolve(err(failure('media-missing'))),
  readMedia: () => Promise.resolve(err(failure('media-missing'))),
});
