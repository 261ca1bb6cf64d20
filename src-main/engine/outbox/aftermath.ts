import { rowId } from '../../../src-shared/ids.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import type { StreamRow } from '../../../src-shared/sync/stream-row.ts';

/** What a delivery that was just done changes in the mirror at once, before the network's own feeds say so. */
export function rowsAfter(before: OutboxRecord | null, after: OutboxRecord): readonly StreamRow[] {
  if (after.phase.tag !== 'sent' || before?.phase.tag === 'sent') return [];
  const { action, workspaceId, accountId, phase } = after;
  switch (action.tag) {
    case 'like':
      return [
        {
          tag: 'reaction',
          id: action.target.messageId,
          liked: true,
          likeRemoteId: phase.remote?.remoteId ?? null,
        },
      ];
    case 'unlike':
      return [{ tag: 'reaction', id: action.target.messageId, liked: false, likeRemoteId: null }];
    case 'delete':
      return [{ tag: 'message-gone', id: rowId(workspaceId, accountId, action.remoteId), at: phase.at }];
    case 'hide':
      return [{ tag: 'visibility', id: action.target.messageId, visibility: 'hidden' }];
    case 'unhide':
      return [{ tag: 'visibility', id: action.target.messageId, visibility: null }];
    case 'publish':
    case 'reply':
    case 'private-reply':
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return [];
  }
}

/** Whether something new of ours stands on the network, which the account's feeds will show. */
export const hasPublished = (record: OutboxRecord): boolean =>
  record.phase.tag === 'sent' && (record.action.tag === 'publish' || record.action.tag === 'reply');
