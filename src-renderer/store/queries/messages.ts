import type { Account } from '../../../src-shared/domain/account.ts';
import type { Column } from '../../../src-shared/domain/column.ts';
import type { Box, Message } from '../../../src-shared/domain/message.ts';
import type { Triage } from '../../../src-shared/domain/triage.ts';
import type { Databases } from '../databases.ts';
import { bulkUpsert } from '../bulk-upsert.ts';
import { createLiveList, type LiveList } from '../live-list.ts';
import { countRanges, readRange } from '../ranges.ts';

/** Unread figures stop here and are shown as "999+". */
export const mostUnread = 1_000;
const pageSize = 60;
const threadPage = 200;
/** Rows a write: keeps the longest block near a frame. */
const writeSize = 200;

/** A column that was opened before it was asked for, to be taken by the first that asks. */
let ahead: { readonly key: string; readonly list: LiveList<Message> } | null = null;

type Place = Pick<Account, 'id' | 'workspaceId'>;

/** A column's messages, newest first: one ascending range per (account, box), merged. */
export function liveColumn(
  databases: Databases,
  accounts: readonly Place[],
  boxes: readonly Box[],
  filter: Column['filter'],
): LiveList<Message> {
  const early = ahead;
  ahead = null;
  if (early?.key === keyOfColumn(accounts, boxes, filter)) return early.list;
  early?.list.close();
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

/** Reads a column's first page before its place is drawn; `liveColumn` then gives that very list, once. */
export async function readColumnAhead(
  databases: Databases,
  accounts: readonly Place[],
  boxes: readonly Box[],
  filter: Column['filter'],
): Promise<void> {
  const list = liveColumn(databases, accounts, boxes, filter);
  ahead = { key: keyOfColumn(accounts, boxes, filter), list };
  await list.grow();
}

const keyOfColumn = (accounts: readonly Place[], ...of: readonly (string | readonly string[])[]): string =>
  [...of.flat(), ...accounts.map((one) => one.id)].join(' ');

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
    pageSize: threadPage,
  });
}

/** Unread messages of these accounts and boxes, counted no further than `mostUnread`. */
export const countUnread = (
  databases: Databases,
  accounts: readonly Place[],
  boxes: readonly Box[],
): Promise<number> =>
  countRanges(
    databases.mirror.messages,
    accounts.flatMap((account) =>
      boxes.map((box) => ({
        index: ['workspaceId', 'accountId', 'box', 'state', 'order'],
        prefix: [account.workspaceId, account.id, box, 'unread'],
      })),
    ),
    mostUnread,
  );

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

/** What a decision needs to know of a message. */
export type Decided = Pick<Message, 'id' | 'workspaceId' | 'accountId' | 'state'>;

/**
 * Decides about messages: the decision is written first and strictly, then copied to the list rows. This is the only
 * writer of both. Written in bulk, so that "all read" over thousands costs a few writes and not thousands.
 */
export async function setMessageState(
  databases: Databases,
  messages: readonly Decided[],
  state: Triage['state'],
  now: number,
): Promise<void> {
  const changing = messages.filter((one) => one.state !== state);
  for (let at = 0; at < changing.length; at += writeSize) {
    const part = changing.slice(at, at + writeSize);
    await bulkUpsert(
      databases.authored.triage,
      part.map(({ id, workspaceId, accountId }) => ({ id, workspaceId, accountId, state, updatedAt: now })),
      (_stored, decided) => decided,
    );
    const rows = await databases.mirror.messages.findByIds(part.map((one) => one.id)).exec();
    await bulkUpsert(
      databases.mirror.messages,
      [...rows.values()].map((row) => row.toMutableJSON() as unknown as Message),
      (stored) => ({ ...stored, state }),
    );
  }
}

/** Every unread message of these accounts and boxes, as a decision needs it: what "mark all read" turns, and undoes. */
export async function readUnread(
  databases: Databases,
  accounts: readonly Place[],
  boxes: readonly Box[],
): Promise<readonly Decided[]> {
  const found: Decided[] = [];
  for (const account of accounts) {
    for (const box of boxes) {
      let after: { readonly value: number; readonly id: string } | undefined;
      for (;;) {
        const rows: readonly Message[] = await readRange(
          databases.mirror.messages,
          {
            index: ['workspaceId', 'accountId', 'box', 'state', 'order'],
            prefix: [account.workspaceId, account.id, box, 'unread'],
            after,
          },
          writeSize,
        );
        for (const { id, workspaceId, accountId, state } of rows)
          found.push({ id, workspaceId, accountId, state });
        const last = rows.at(-1);
        if (last === undefined || rows.length < writeSize) break;
        after = { value: last.order, id: last.id };
      }
    }
  }
  return found;
}

/** The messages of a conversation, newest first, no further back than a panel shows at first. */
export async function readConversation(
  databases: Databases,
  of: Pick<Message, 'workspaceId' | 'accountId' | 'conversationId'>,
): Promise<readonly Message[]> {
  return readRange(
    databases.mirror.messages,
    {
      index: ['workspaceId', 'accountId', 'conversationId', 'order'],
      prefix: [of.workspaceId, of.accountId, of.conversationId],
    },
    threadPage,
  );
}

export async function readMessage(databases: Databases, id: string): Promise<Message | null> {
  const document = await databases.mirror.messages.findOne(id).exec();
  return document ? (document.toJSON() as unknown as Message) : null;
}

/** One message for as long as it is open: told at once, and at every change. Null: the store has no such row. */
export function watchMessage(
  databases: Databases,
  id: string,
  told: (message: Message | null) => void,
): () => void {
  let closed = false;
  const subscription = databases.mirror.messages.eventBulks$.subscribe((bulk) => {
    const event = bulk.events.findLast((one) => one.documentId === id);
    if (event) told(event.operation === 'DELETE' ? null : (event.documentData as Message));
  });
  void readMessage(databases, id).then((message) => {
    if (!closed) told(message);
  });
  return () => {
    closed = true;
    subscription.unsubscribe();
  };
}
