import type { Author } from '../../../src-shared/domain/person.ts';
import type { Message } from '../../../src-shared/domain/message.ts';

/** What a row says of a private conversation beside its last message. */
export interface Head {
  /** The other side, when the last words are ours. */
  readonly with: Author | null;
  readonly isUnread: boolean;
}

export interface Heads {
  readonly rows: readonly Message[];
  /** By id of the row; public messages have none. */
  readonly of: ReadonlyMap<string, Head>;
}

const quiet: Head = { with: null, isUnread: false };

/**
 * One row a private conversation, its last message; other rows stay as they are. Rows come and go newest first, and
 * equal heads stay the same object, so that a row is drawn again only when it changes.
 */
export function conversationHeads(rows: readonly Message[], before: Heads | null): Heads {
  const first = new Map<string, { readonly id: string; with: Author | null; isUnread: boolean }>();
  const kept: Message[] = [];
  for (const row of rows) {
    if (row.box !== 'private') {
      kept.push(row);
      continue;
    }
    const key = `${row.accountId}|${row.conversationId}`;
    let head = first.get(key);
    if (head === undefined) {
      head = { id: row.id, with: null, isUnread: false };
      first.set(key, head);
      kept.push(row);
    }
    if (!row.mine) head.with ??= row.author;
    if (row.state === 'unread') head.isUnread = true;
  }
  const of = new Map<string, Head>();
  for (const head of first.values()) {
    const next: Head = { with: head.with, isUnread: head.isUnread };
    const old = before?.of.get(head.id) ?? quiet;
    const isSame = old.isUnread === next.isUnread && old.with?.remoteId === next.with?.remoteId;
    of.set(head.id, isSame ? old : next);
  }
  return { rows: kept, of };
}
