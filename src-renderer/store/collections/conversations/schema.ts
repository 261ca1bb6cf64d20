import type { Conversation } from '../../../../src-shared/domain/message.ts';
import {
  accountKey,
  collectionSchema,
  flag,
  keyString,
  list,
  moment,
  rowKey,
  text,
  workspaceKey,
} from '../../collection.ts';

export const conversationsSchema = collectionSchema<Conversation>(
  0,
  rowKey,
  {
    workspaceId: workspaceKey,
    accountId: accountKey,
    remoteId: text,
    kind: keyString(10),
    people: list,
    unread: flag,
    lastAt: moment,
    order: moment,
    handleData: text,
  },
  [['workspaceId', 'accountId', 'kind', 'order']],
);
