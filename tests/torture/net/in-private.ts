import type { LedgerEntry } from '../../../src-simulator/core/ledger.ts';
import type { MessageRow, ThreadRow } from '../../../src-simulator/meta/rows.ts';
import type { Held, StandingPost } from '../outbox/networks.ts';

type Makers = ReadonlyMap<string, LedgerEntry>;

/** What was written in private stands under what it answers: the one thing that was said in its conversation. */
export const messageOf = (
  { more }: Held,
  makers: Makers,
  row: {
    readonly id: string;
    readonly text: string;
    readonly conversation: string;
    readonly createdAt: number;
    readonly media?: number;
    /** The comment that was answered in private; absent or null: none was. */
    readonly fromComment?: string | null;
  },
): StandingPost => ({
  id: row.id,
  text: row.text,
  replyTo:
    row.fromComment ??
    more?.messages.find(({ conversationId }) => conversationId === row.conversation)?.remoteId ??
    null,
  media: row.media ?? 0,
  entry: makers.get(row.id) ?? null,
  createdAt: row.createdAt,
});

/** The account's own messages in the books of one of Meta's networks. */
export const inPrivate = (
  held: Held,
  makers: Makers,
  books: { readonly threads: readonly ThreadRow[]; readonly messages: readonly MessageRow[] },
): readonly StandingPost[] =>
  books.messages.flatMap((row) => {
    const thread = books.threads.find(({ id }) => id === row.threadId);
    return row.fromId === held.login.id && thread !== undefined
      ? [messageOf(held, makers, { ...row, conversation: thread.id, fromComment: thread.fromComment })]
      : [];
  });
