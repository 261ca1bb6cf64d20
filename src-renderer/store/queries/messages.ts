import type { Account } from '../../../src-shared/domain/account.ts';
import type { Column } from '../../../src-shared/domain/column.ts';
import type { Box, Message } from '../../../src-shared/domain/message.ts';
import type { Triage } from '../../../src-shared/domain/triage.ts';
import type { Databases } from '../databases.ts';
import { createLiveList, type LiveList } from '../live-list.ts';
import { countRange } from '../ranges.ts';

/** Unread figures stop here and are shown as "999+". */
export const mostUnread = 1_000;
const pageSize = 60;

type Place = Pick<Account, 'id' | 'workspaceId'>;

/** A column's messages, newest first: one ascending range per (account, box), merged. */
export function liveColumn(
  databases: Databases,
  accounts: readonly Place[],
  boxes: readonly Box[],
  filter: Column['filter'],
): LiveList<Message> {
  const keys = new Set(accounts.flatMap((one) => boxes.map((box) => `${one.workspaceId}|${one.id}|${box}`)));
  return createLiveList<Message>({
    collection: databases.mirror.messages,
    ranges: accounts.flatMap((one) =>
      boxes.map((box) =>
        filter === 'all'
          ? { index: ['workspaceId', 'accountId', 'box', 'order'], prefix: [one.workspaceId, one.id, box] }
          : {
              index: ['workspaceId', 'accountId', 'box', 'state', 'order'],
              prefix: [one.workspaceId, one.id, box, filter],
            },
      ),
    ),
    key: (row) => row.order,
    matches: (row) =>
      keys.has(`${row.workspaceId}|${row.accountId}|${row.box}`) &&
      (filter === 'all' || row.state === filter),
    pageSize,
  });
}

/** A conversation, newest first; the panel shows it the other way round. */
export function liveThread(databases: Databases, account: Place, conversationId: string): LiveList<Message> {
  return createLiveList<Message>({
    collection: databases.mirror.messages,
    ranges: [
      {
        index: ['workspaceId', 'accountId', 'conversationId', 'order'],
        prefix: [account.workspaceId, account.id, conversationId],
      },
    ],
    key: (row) => row.order,
    matches: (row) => row.accountId === account.id && row.conversationId === conversationId,
    pageSize: 200,
  });
}

/** Unread messages of these accounts and boxes, counted no further than `mostUnread`. */
export async function countUnread(
  databases: Databases,
  accounts: readonly Place[],
  boxes: readonly Box[],
): Promise<number> {
  let total = 0;
  for (const account of accounts) {
    for (const box of boxes) {
      total += await countRange(
        databases.mirror.messages,
        {
          index: ['workspaceId', 'accountId', 'box', 'state', 'order'],
          prefix: [account.workspaceId, account.id, box, 'unread'],
        },
        mostUnread - total,
      );
      if (total >= mostUnread) return mostUnread;
    }
  }
  return total;
}

/** Calls back when messages of these accounts changed, at most every `everyMs`. */
export function watchMessages(
  databases: Databases,
  accounts: readonly Place[],
  changed: () => void,
  everyMs = 250,
): () => void {
  const ids = new Set<string>(accounts.map((one) => one.id));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const subscription = databases.mirror.messages.eventBulks$.subscribe((bulk) => {
    if (timer !== undefined || !bulk.events.some((event) => ids.has(event.documentData.accountId))) return;
    timer = setTimeout(() => {
      timer = undefined;
      changed();
    }, everyMs);
  });
  return () => {
    clearTimeout(timer);
    subscription.unsubscribe();
  };
}

/**
 * Decides about messages: the decision is written first and strictly, then copied to the list rows. This is the only
 * writer of both. Returns the states before, for one undo of the whole batch.
 */
export async function setMessageState(
  databases: Databases,
  messages: readonly Pick<Message, 'id' | 'workspaceId' | 'accountId' | 'state'>[],
  state: Triage['state'],
  now: number,
): Promise<void> {
  const changing = messages.filter((one) => one.state !== state);
  for (const { id, workspaceId, accountId } of changing)
    await databases.authored.triage.incrementalUpsert({ id, workspaceId, accountId, state, updatedAt: now });
  const rows = await databases.mirror.messages.findByIds(changing.map((one) => one.id)).exec();
  for (const row of rows.values()) await row.incrementalPatch({ state });
}
