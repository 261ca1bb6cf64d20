import * as v from 'valibot';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorError, Page, PullInput } from '../contract.ts';
import { getConvo, getMessages, listConvos } from './api.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { chatItem, conversationOf, lastAtOf } from './map-chat.ts';
import { chatMessageSchema, convoSchema, type Convo } from './wire-chat.ts';
import { eachOf, profileSchema } from './wire.ts';
import type { Caller } from './xrpc.ts';

/** Conversations read in one pull: each costs a request of its own. */
const convosAtOnce = 8;
const listedConvos = 50;
const messagesAtOnce = 50;
const messagePagesMax = 4;
const rememberedMax = 200;

const cursorSchema = v.object({
  /** Conversations as they were last read: their revision, and how many messages were unread. */
  known: v.record(v.string(), v.object({ rev: v.string(), unread: v.number(), at: v.number() })),
  /** Conversations whose last message is older than this (epoch ms) are the back-fill's. */
  floor: v.number(),
  /** Where the list of changed conversations goes on. */
  next: v.nullable(v.string()),
});
type Known = v.InferOutput<typeof cursorSchema>['known'];

/** Direct messages. A conversation whose revision is the one that was last read is not read again. */
export async function pullPrivate(
  caller: Caller,
  me: string,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const before = input.direction === 'newer' ? readCursor(cursorSchema, input.cursor) : null;
  if (before === null) return wholePage(caller, me, input);
  const page = await convos(caller, listedConvos, before.next);
  if (page.tag === 'err') return page;
  const { known } = before;
  const changed = page.value.convos.filter((convo) => {
    const then = known[convo.id];
    if (then === undefined) return lastAtOf(convo) >= before.floor;
    return then.rev !== convo.rev || then.unread !== convo.unreadCount;
  });
  const now = changed.slice(0, convosAtOnce);
  const items = await itemsOf(caller, me, now, (convo) => known[convo.id]?.rev ?? null);
  if (items.tag === 'err') return items;

  const isRest = changed.length > convosAtOnce;
  const last = page.value.convos.at(-1);
  const onwards =
    page.value.cursor !== undefined && last !== undefined && changed.includes(last)
      ? page.value.cursor
      : null;
  return ok({
    items: items.value.items,
    cursor: writeCursor({
      known: remembered(known, now),
      floor: before.floor,
      next: isRest ? before.next : onwards,
    }),
    opposite: null,
    more: isRest || onwards !== null,
    ...skippedOf([...page.value.skipped, ...items.value.skipped]),
  });
}

/** The first page, or one of the back-fill: some conversations with their latest messages. */
async function wholePage(
  caller: Caller,
  me: string,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const first = input.direction === 'newer';
  const page = await convos(caller, convosAtOnce, first ? null : input.cursor);
  if (page.tag === 'err') return page;
  const items = await itemsOf(caller, me, page.value.convos, () => null);
  if (items.tag === 'err') return items;
  const { cursor } = page.value;
  const told = page.value.convos.map(lastAtOf).filter((at) => at > 0);
  return ok({
    items: items.value.items,
    cursor: first
      ? writeCursor({
          known: remembered({}, page.value.convos),
          // Without a way down there is no back-fill, and whatever appears later is new.
          floor: cursor === undefined || told.length === 0 ? 0 : Math.min(...told),
          next: null,
        })
      : (cursor ?? null),
    opposite: first ? (cursor ?? null) : null,
    more: cursor !== undefined,
    ...skippedOf([...page.value.skipped, ...items.value.skipped]),
  });
}

/** One conversation, as far back as a few pages reach. */
export async function readConvo(
  caller: Caller,
  me: string,
  convoId: string,
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const answer = await getConvo(caller, convoId);
  if (answer.tag === 'err') return answer;
  const { convo } = answer.value.value;
  const items = await messagesOf(caller, me, convo, (page) => page < messagePagesMax);
  return items.tag === 'err' ? items : ok([conversationOf(convo, me), ...items.value.items]);
}

type Read = { readonly items: readonly Inbound[]; readonly skipped: readonly unknown[] };

async function itemsOf(
  caller: Caller,
  me: string,
  list: readonly Convo[],
  knownRev: (convo: Convo) => string | null,
): Promise<Result<Read, ConnectorError>> {
  const items: Inbound[] = [];
  const skipped: unknown[] = [];
  for (const convo of list) {
    items.push(conversationOf(convo, me));
    const rev = knownRev(convo);
    if (rev === convo.rev) continue;
    // Down to what was read last time; of a conversation never read, its latest page.
    const messages = await messagesOf(
      caller,
      me,
      convo,
      (page, oldestRev) => rev !== null && oldestRev > rev && page < messagePagesMax,
    );
    if (messages.tag === 'err') return messages;
    items.push(...messages.value.items);
    skipped.push(...messages.value.skipped);
  }
  return ok({ items, skipped });
}

/** Messages of a conversation from the newest down, while `goOn(pages read, oldest revision)`. */
async function messagesOf(
  caller: Caller,
  me: string,
  convo: Convo,
  goOn: (pages: number, oldestRev: string) => boolean,
): Promise<Result<Read, ConnectorError>> {
  const items: Inbound[] = [];
  const skipped: unknown[] = [];
  let cursor: string | null = null;
  for (let page = 1; ; page += 1) {
    const answer: Awaited<ReturnType<typeof getMessages>> = await getMessages(caller, {
      convoId: convo.id,
      limit: messagesAtOnce,
      cursor,
    });
    if (answer.tag === 'err') {
      // Left or removed since it was listed.
      if (answer.error.tag === 'rejected') return ok({ items, skipped });
      return err(answer.error);
    }
    const { messages, relatedProfiles } = answer.value.value;
    const read = eachOf(chatMessageSchema, messages);
    const related = eachOf(profileSchema, relatedProfiles).items;
    skipped.push(...read.skipped);
    for (const message of read.items) {
      const item = chatItem(message, convo, me, related);
      if (item !== null) items.push(item);
    }
    const oldest = read.items.at(-1);
    cursor = answer.value.value.cursor ?? null;
    if (cursor === null || oldest === undefined || !goOn(page, oldest.rev)) return ok({ items, skipped });
  }
}

async function convos(caller: Caller, limit: number, cursor: string | null) {
  const answer = await listConvos(caller, { limit, cursor });
  if (answer.tag === 'err') return answer;
  const read = eachOf(convoSchema, answer.value.value.convos);
  return ok({ convos: read.items, cursor: answer.value.value.cursor, skipped: read.skipped });
}

const remembered = (known: Known, read: readonly Convo[]): Known =>
  Object.fromEntries(
    Object.entries({
      ...known,
      ...Object.fromEntries(
        read.map((convo) => [convo.id, { rev: convo.rev, unread: convo.unreadCount, at: lastAtOf(convo) }]),
      ),
    })
      .toSorted(([, a], [, b]) => b.at - a.at)
      .slice(0, rememberedMax),
  );

const skippedOf = (skipped: readonly unknown[]): { readonly skipped?: readonly unknown[] } =>
  skipped.length === 0 ? {} : { skipped };
