import type { Account } from '../../src-shared/domain/account.ts';
import { newestFirst } from '../../src-shared/domain/message.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import { rowId } from '../../src-shared/ids.ts';
import { plainText } from '../../src-shared/rich-text.ts';
import type { Inbound } from '../../src-shared/sync/inbound.ts';
import type { StreamRow } from '../../src-shared/sync/stream-row.ts';

/** What was written this long before the account was connected arrives as read: nobody owes it an answer by surprise. */
const freshMs = 24 * 3_600_000;

/** Gives fetched items our ids: the workspace leads every key, and fetching twice cannot make two rows. */
export function inboundRow(account: Account, item: Inbound, now: number): StreamRow {
  const { workspaceId, id: accountId } = account;
  const own = { workspaceId, accountId };
  switch (item.tag) {
    case 'message': {
      const { message } = item;
      const waits =
        (message.box === 'public' || message.box === 'private') &&
        !message.mine &&
        message.createdAt > account.connectedAt - freshMs;
      return {
        tag: 'message',
        row: {
          ...message,
          ...own,
          id: rowId(workspaceId, accountId, message.remoteId),
          order: newestFirst(message.createdAt),
          text: plainText(message.body),
          state: waits ? 'unread' : 'open',
          receivedAt: now,
          goneAt: null,
        },
      };
    }
    case 'conversation': {
      const { conversation } = item;
      return {
        tag: 'conversation',
        row: {
          ...conversation,
          ...own,
          id: rowId(workspaceId, accountId, conversation.remoteId),
          order: newestFirst(conversation.lastAt),
        },
      };
    }
    case 'person':
      return {
        tag: 'person',
        row: { ...item.person, ...own, id: rowId(workspaceId, accountId, item.person.remoteId), seenAt: now },
      };
    case 'metric':
      return {
        tag: 'metric',
        row: {
          ...own,
          id: rowId(workspaceId, accountId, `${item.subject}|${item.name}|${dayOf(now)}`),
          subject: item.subject,
          name: item.name,
          value: item.value,
          at: now,
        },
      };
    case 'gone':
      return { tag: 'message-gone', id: rowId(workspaceId, accountId, item.remoteId), at: now };
    default:
      return exhaustive(item);
  }
}

/** One value a day and a name is kept of each number. */
const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);
