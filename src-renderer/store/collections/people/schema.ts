import type { Person } from '../../../../src-shared/domain/person.ts';
import { accountKey, any, collectionSchema, moment, rowKey, text, workspaceKey } from '../../collection.ts';

export const peopleSchema = collectionSchema<Person>(
  0,
  rowKey,
  {
    workspaceId: workspaceKey,
    accountId: accountKey,
    remoteId: text,
    name: text,
    handle: text,
    avatarUrl: any,
    url: any,
    bio: text,
    followers: any,
    seenAt: moment,
  },
  [['workspaceId', 'accountId', 'seenAt']],
);
