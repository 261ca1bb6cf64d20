import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask, callsOf } from './calls.ts';
import { writeHandleData } from './handle-data.ts';
import { commentMessage, directMessage, mediaMessage, peopleIn, personIn } from './map.ts';
import { conversationsPath, messageFields, messagesOf } from './messages.ts';
import { commentsUnder } from './read-comments.ts';
import { parseEach } from '../meta/parse-each.ts';
import { afterOf, wireListSchema } from '../meta/wire-graph.ts';
import { conversationSchema, mediaSchema, type WireMedia } from './wire.ts';

type Pulled = Promise<Result<Page, ConnectorError>>;

export const mediaFields =
  'id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,username,owner,like_count,comments_count,children{id,media_type,media_url,thumbnail_url}';

/** Answers may reach a list a while after they were written. */
const overlapMs = 10 * 60_000;
/** Own posts whose comments are followed: older ones are read when a person opens them. */
const followed = 25;

/** Reads one page of a feed. There is nothing but polling: webhooks need a public address (instagram §3). */
export function pull(ctx: ConnectorContext, input: PullInput): Pulled {
  switch (input.feed) {
    case 'comments':
      return pullComments(ctx, input);
    case 'tags':
      return pullTags(ctx, input);
    case 'private':
      return pullPrivate(ctx, input);
    default:
      return Promise.resolve(err({ tag: 'rejected', failure: failure('not-offered', { feed: input.feed }) }));
  }
}

/**
 * What was seen: the newest moment, and how many comments of each followed post were read. A post whose number is
 * another than that is read again, so that neither a lagging list nor an answer to an old comment is lost.
 */
const seenSchema = v.object({ at: v.number(), read: v.fallback(v.record(v.string(), v.number()), {}) });
type Seen = v.InferOutput<typeof seenSchema>;
/** How far into the past: the list's own cursor. */
const pastSchema = v.object({ after: v.string() });

function readCursor<T>(schema: v.GenericSchema<unknown, T>, cursor: string | null): T | null {
  if (cursor === null) return null;
  try {
    const parsed = v.safeParse(schema, JSON.parse(cursor));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

async function pullComments(ctx: ConnectorContext, input: PullInput): Pulled {
  const past = input.direction === 'older' ? readCursor(pastSchema, input.cursor) : null;
  const seen: Seen | null = input.direction === 'newer' ? readCursor(seenSchema, input.cursor) : null;
  const list = await ask(callsOf(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: `${ctx.me.remoteId}/media`,
    query: {
      fields: mediaFields,
      limit: String(Math.min(input.limit, followed)),
      ...(past === null ? {} : { after: past.after }),
    },
  });
  if (list.tag === 'err') return list;
  const posts = parseEach(mediaSchema, list.value.data);
  const stories = input.direction === 'newer' ? await readStories(ctx) : ok([]);
  if (stories.tag === 'err') return stories;
  const items: Inbound[] = [...posts.items, ...stories.value].map((media) => ({
    tag: 'message',
    message: mediaMessage(ctx, media),
  }));
  const skipped = [...posts.skipped];
  let newest = Math.max(seen?.at ?? 0, ...posts.items.map(({ timestamp }) => timestamp ?? 0));
  const read: Record<string, number> = {};
  for (const media of posts.items) {
    const told = media.comments_count;
    const known = seen?.read[media.id];
    if (told !== null && (told === known || (told === 0 && known === undefined))) {
      read[media.id] = told;
      continue;
    }
    // A post that was not followed yet is read whole.
    const since = seen === null || known === undefined ? 0 : seen.at - overlapMs;
    const found = await commentItems(ctx, media, since, told);
    if (found.tag === 'err') return found;
    items.push(...found.value.items);
    skipped.push(...found.value.skipped);
    newest = Math.max(newest, found.value.newest);
    read[media.id] = found.value.count;
  }
  const after = afterOf(list.value);
  const older = after === null ? null : JSON.stringify({ after });
  const newer = JSON.stringify({ at: newest, read } satisfies Seen);
  if (input.direction === 'older')
    return ok({
      items,
      cursor: older,
      opposite: input.cursor === null ? newer : null,
      more: older !== null,
      ...counted(skipped),
    });
  return ok({
    items,
    cursor: newer,
    opposite: input.cursor === null ? older : null,
    more: false,
    ...counted(skipped),
  });
}

/** Own stories of the last day: a list of their own (instagram §3, Own media). */
export async function readStories(
  ctx: ConnectorContext,
): Promise<Result<readonly WireMedia[], ConnectorError>> {
  const list = await ask(callsOf(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: `${ctx.me.remoteId}/stories`,
    query: { fields: mediaFields },
  });
  return list.tag === 'ok' ? ok(parseEach(mediaSchema, list.value.data).items) : list;
}

/** The comments of a post. `told`: how many it says to have; fewer were read when the list lags behind. */
async function commentItems(
  ctx: ConnectorContext,
  media: WireMedia,
  since: number,
  told: number | null,
): Promise<
  Result<
    {
      readonly items: readonly Inbound[];
      readonly skipped: readonly unknown[];
      readonly newest: number;
      readonly count: number;
    },
    ConnectorError
  >
> {
  const found = await commentsUnder(ctx, media.id, since);
  if (found.tag === 'err')
    // The post went meanwhile, or this read has its passing fault: the next one reads it again.
    return found.error.tag === 'gone' ? ok({ items: [], skipped: [], newest: 0, count: -1 }) : found;
  const { items, skipped } = found.value;
  const byId = new Map(items.map((comment) => [comment.id, comment]));
  const whole = since === 0 || items.some(({ timestamp }) => timestamp < since);
  return ok({
    items: items.map((comment) => ({
      tag: 'message',
      message: commentMessage(ctx, comment, { media, parent: byId.get(comment.parent_id ?? '') }),
    })),
    skipped,
    newest: Math.max(0, ...items.map(({ timestamp }) => timestamp)),
    // Of a list that was cut short only the post itself knows the number.
    count: since === 0 || !whole ? items.length + skipped.length : (told ?? items.length),
  });
}

async function pullTags(ctx: ConnectorContext, input: PullInput): Pulled {
  const past = input.direction === 'older' ? readCursor(pastSchema, input.cursor) : null;
  const list = await ask(callsOf(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: `${ctx.me.remoteId}/tags`,
    query: {
      fields: mediaFields,
      limit: String(Math.min(input.limit, 50)),
      ...(past === null ? {} : { after: past.after }),
    },
  });
  if (list.tag === 'err') return list;
  const posts = parseEach(mediaSchema, list.value.data);
  const after = afterOf(list.value);
  const older = after === null ? null : JSON.stringify({ after });
  const newest = Math.max(0, ...posts.items.map(({ timestamp }) => timestamp ?? 0));
  const newer = JSON.stringify({ at: newest, read: {} } satisfies Seen);
  const isOlder = input.direction === 'older';
  return ok({
    items: posts.items.map((media) => ({ tag: 'message', message: mediaMessage(ctx, media) })),
    cursor: isOlder ? older : newer,
    opposite: input.cursor !== null ? null : isOlder ? newer : older,
    // Tags are few: what came since the last look fits in one page, and the list has no other order.
    more: isOlder && older !== null,
    ...counted(posts.skipped),
  });
}

async function pullPrivate(ctx: ConnectorContext, input: PullInput): Pulled {
  const calls = callsOf(ctx);
  const seen = input.direction === 'newer' ? readCursor(seenSchema, input.cursor) : null;
  let after = input.direction === 'older' ? (readCursor(pastSchema, input.cursor)?.after ?? null) : null;
  const items: Inbound[] = [];
  const skipped: unknown[] = [];
  let newest = seen?.at ?? 0;
  // Conversations have no paging by time (facebook-pages §4): pages are read until one holds nothing new.
  for (let page = 0; page < (seen === null ? 1 : 10); page += 1) {
    const list = await ask(calls, 'read', wireListSchema, {
      method: 'GET',
      path: conversationsPath(ctx, calls),
      query: {
        platform: 'instagram',
        fields: `id,updated_time,participants,unread_count,${messageFields}`,
        limit: '20',
        ...(after === null ? {} : { after }),
      },
    });
    if (list.tag === 'err') return list;
    const read = parseEach(conversationSchema, list.value.data);
    skipped.push(...read.skipped);
    const fresh = read.items.filter(({ updated_time: at }) => seen === null || at >= seen.at - overlapMs);
    for (const conversation of fresh) {
      newest = Math.max(newest, conversation.updated_time);
      const messages = messagesOf(conversation);
      skipped.push(...messages.skipped);
      items.push(
        {
          tag: 'conversation',
          conversation: {
            remoteId: conversation.id,
            kind: 'private',
            people: peopleIn(ctx, conversation),
            unread: (conversation.unread_count ?? 0) > 0,
            lastAt: conversation.updated_time,
            handleData: writeHandleData({
              kind: 'message',
              personId: personIn(ctx, conversation)?.id ?? '',
            }),
          },
        },
        ...messages.items.map((message): Inbound => ({
          tag: 'message',
          message: directMessage(ctx, message, conversation),
        })),
      );
    }
    after = afterOf(list.value);
    if (after === null || fresh.length < read.items.length) break;
  }
  const older = after === null ? null : JSON.stringify({ after });
  const newer = JSON.stringify({ at: newest, read: {} } satisfies Seen);
  const isOlder = input.direction === 'older';
  return ok({
    items,
    cursor: isOlder ? older : newer,
    opposite: input.cursor !== null ? null : isOlder ? newer : older,
    more: isOlder && older !== null,
    ...counted(skipped),
  });
}

const counted = (skipped: readonly unknown[]): { readonly skipped?: readonly unknown[] } =>
  skipped.length === 0 ? {} : { skipped };
