import * as v from 'valibot';
import { expect, test } from 'vitest';
import { newestFirst, type Message } from '../../../src-shared/domain/message.ts';
import { accountId, rowId, workspaceIdSchema } from '../../../src-shared/ids.ts';
import { conversationHeads } from '../../../src-renderer/features/inbox/conversation-heads.ts';

const client = v.parse(workspaceIdSchema, 'client');
const account = accountId('net', 'example.social', '1');
const author = (name: string): Message['author'] => ({ remoteId: name, name, handle: name, avatarUrl: null });

const row = (remoteId: string, at: number, change: Partial<Message> = {}): Message => ({
  id: rowId(client, account, remoteId),
  workspaceId: client,
  accountId: account,
  remoteId,
  box: 'private',
  kind: 'dm',
  conversationId: 'theo',
  url: null,
  author: author('theo'),
  mine: false,
  body: [],
  warning: null,
  attachments: [],
  poll: null,
  parent: null,
  createdAt: at,
  editedAt: null,
  counts: { likes: null, replies: null, reposts: null, quotes: null },
  liked: false,
  likeRemoteId: null,
  reposted: false,
  visibility: null,
  language: null,
  handleData: '{}',
  order: newestFirst(at),
  text: '',
  state: 'open',
  receivedAt: at,
  goneAt: null,
  ...change,
});

test('a private conversation is one row, its last message; public ones are all there', () => {
  const rows = [
    row('d', 4, { box: 'public', conversationId: 'x' }),
    row('c', 3),
    row('b', 2, { box: 'public', conversationId: 'x' }),
    row('a', 1),
  ];
  expect(conversationHeads(rows, null).rows.map((one) => one.remoteId)).toEqual(['d', 'c', 'b']);
});

test('an own last word is shown under the other side, and an older unread still counts', () => {
  const last = row('b', 2, { mine: true, author: author('us') });
  const heads = conversationHeads([last, row('a', 1, { state: 'unread' })], null);
  expect(heads.of.get(last.id)).toEqual({ with: author('theo'), isUnread: true });
});

test('the same conversation of two accounts is two rows', () => {
  const other = accountId('net', 'example.social', '2');
  const rows = [row('b', 2), row('a', 1, { accountId: other, id: rowId(client, other, 'a') })];
  expect(conversationHeads(rows, null).rows).toHaveLength(2);
});

test('a head that says the same is the same object, so that its row is not drawn again', () => {
  const rows = [row('b', 2), row('a', 1)];
  const before = conversationHeads(rows, null);
  const after = conversationHeads([row('z', 9, { conversationId: 'nadia' }), ...rows], before);
  const [head] = rows;
  expect(head && after.of.get(head.id)).toBe(head && before.of.get(head.id));
});
