import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { afterOf, wireListSchema } from '../meta/wire-graph.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { viewerOf } from './feed-own.ts';
import { exchangeItems } from './map.ts';
import { readThread } from './messages.ts';
import { idPath, pageContext } from './page-context.ts';
import { threadSchema, type WireThread } from './wire.ts';

/** Threads whose messages one look reads: each costs a call of its own. */
const threadsAtOnce = 8;
const listedThreads = 50;
const rememberedMax = 200;

/** Threads as they were last read: when they were last changed, epoch ms, and how much was unread. */
const cursorSchema = v.object({
  known: v.record(v.string(), v.tuple([v.number(), v.number()])),
  /** Threads that were older than this at the first look are the back-fill's. */
  floor: v.number(),
});
type Known = v.InferOutput<typeof cursorSchema>['known'];

/** Messenger. The list has no times to ask by: a thread that changed since it was read is read again. */
export async function pullPrivate(
  ctx: ConnectorContext,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const before = input.direction === 'newer' ? readCursor(cursorSchema, input.cursor) : null;
  if (before === null) return wholePage(ctx, input);
  const list = await threads(ctx, listedThreads, null);
  if (list.tag === 'err') return list;
  const changed = list.value.items.filter(({ id, updated_time: at, unread_count: unread }) => {
    const then = before.known[id];
    return then === undefined ? at >= before.floor : then[0] !== at || then[1] !== unread;
  });
  // The oldest first: what is left over is still the newest at the next look.
  const now = changed.toReversed().slice(0, threadsAtOnce);
  const items = await itemsOf(ctx, now);
  if (items.tag === 'err') return items;
  return ok({
    items: items.value.items,
    cursor: writeCursor({ known: remembered(before.known, now), floor: before.floor }),
    opposite: null,
    more: changed.length > now.length,
    ...counted([...list.value.skipped, ...items.value.skipped]),
  });
}

async function wholePage(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  const first = input.direction === 'newer';
  const list = await threads(ctx, threadsAtOnce, first ? null : input.cursor);
  if (list.tag === 'err') return list;
  const { items: found, after, skipped } = list.value;
  const items = await itemsOf(ctx, found);
  if (items.tag === 'err') return items;
  const floor = after === null || found.length === 0 ? 0 : Math.min(...found.map((one) => one.updated_time));
  return ok({
    items: items.value.items,
    cursor: first ? writeCursor({ known: remembered({}, found), floor }) : after,
    opposite: first ? after : null,
    more: !first && after !== null,
    ...counted([...skipped, ...items.value.skipped]),
  });
}

async function threads(ctx: ConnectorContext, limit: number, after: string | null) {
  const list = await ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(ctx.me.remoteId, 'conversations'),
    query: {
      platform: 'MESSENGER',
      fields: 'id,updated_time,unread_count,participants,link',
      limit: String(limit),
      ...(after === null ? {} : { after }),
    },
  });
  if (list.tag === 'err') return list;
  return ok({ ...parseEach(threadSchema, list.value.data), after: afterOf(list.value) });
}

async function itemsOf(
  ctx: ConnectorContext,
  list: readonly WireThread[],
): Promise<
  Result<{ readonly items: readonly Inbound[]; readonly skipped: readonly unknown[] }, ConnectorError>
> {
  const items: Inbound[] = [];
  const skipped: unknown[] = [];
  for (const thread of list) {
    const messages = await readThread(ctx, thread.id);
    if (messages.tag === 'err') {
      const { error } = messages;
      // One thread that cannot be read holds up the others no more than an item does.
      if (error.tag === 'protocol') skipped.push({ id: thread.id, answer: error.raw });
      else if (error.tag !== 'gone' && error.tag !== 'rejected') return messages;
      continue;
    }
    items.push(...exchangeItems({ thread, messages: messages.value }, viewerOf(ctx)));
  }
  return ok({ items, skipped });
}

const counted = (skipped: readonly unknown[]): { readonly skipped?: readonly unknown[] } =>
  skipped.length === 0 ? {} : { skipped };

function remembered(before: Known, read: readonly WireThread[]): Known {
  const now = Object.fromEntries(
    read.map(({ id, updated_time: at, unread_count: unread }): [string, [number, number]] => [
      id,
      [at, unread],
    ]),
  );
  return Object.fromEntries(
    Object.entries({ ...before, ...now })
      .toSorted(([, [a]], [, [b]]) => b - a)
      .slice(0, rememberedMax),
  );
}
