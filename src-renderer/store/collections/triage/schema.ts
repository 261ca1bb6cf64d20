import type { Triage } from '../../../../src-shared/domain/triage.ts';
import { accountKey, collectionSchema, keyString, moment, rowKey, workspaceKey } from '../../collection.ts';

export const triageSchema = collectionSchema<Triage>(
  0,
  rowKey,
  { workspaceId: workspaceKey, accountId: accountKey, state: keyString(10), updatedAt: moment },
  [],
);
