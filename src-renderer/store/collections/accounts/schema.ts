import type { Account } from '../../../../src-shared/domain/account.ts';
import { accountKey, any, collectionSchema, moment, text, tree, workspaceKey } from '../../collection.ts';

/** Mirror of main's account book: what an offline start shows, and what a lost journal is rebuilt from. */
export const accountsSchema = collectionSchema<Account>(
  0,
  accountKey,
  {
    workspaceId: workspaceKey,
    network: text,
    server: text,
    origin: text,
    remoteId: text,
    handle: text,
    name: text,
    avatarUrl: any,
    manifest: tree,
    health: tree,
    secretIn: text,
    connectedAt: moment,
    lastSyncAt: any,
  },
  [],
);
