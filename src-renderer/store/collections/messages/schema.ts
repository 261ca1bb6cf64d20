import type { Message } from '../../../../src-shared/domain/message.ts';
import {
  accountKey,
  any,
  collectionSchema,
  flag,
  keyString,
  list,
  moment,
  rowKey,
  text,
  tree,
  workspaceKey,
} from '../../collection.ts';

export const messagesSchema = collectionSchema<Message>(
  0,
  rowKey,
  {
    workspaceId: workspaceKey,
    accountId: accountKey,
    remoteId: text,
    box: keyString(10),
    kind: keyString(10),
    conversationId: keyString(400),
    url: any,
    author: tree,
    mine: flag,
    body: list,
    warning: any,
    attachments: list,
    poll: any,
    parent: any,
    createdAt: moment,
    editedAt: any,
    counts: tree,
    liked: flag,
    likeRemoteId: any,
    reposted: flag,
    visibility: any,
    language: any,
    handleData: text,
    order: moment,
    text: text,
    state: keyString(10),
    receivedAt: moment,
    goneAt: any,
  },
  [
    // A column is a merge of ascending ranges of this one.
    ['workspaceId', 'accountId', 'box', 'order'],
    // Unread figures and state filters.
    ['workspaceId', 'accountId', 'box', 'state', 'order'],
    // A thread.
    ['workspaceId', 'accountId', 'conversationId', 'order'],
  ],
);
