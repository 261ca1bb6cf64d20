import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { callContext } from './call-context.ts';
import { read, send, type Call, type CallContext } from './calls.ts';
import {
  conversationItems,
  distinct,
  messageItem,
  notificationItems,
  statusOfNotification,
} from './map-items.ts';
import { neighboursOf, pageQuery } from './paging.ts';
import { parseEach } from './parse-each.ts';
import { placesOf } from './places.ts';
import { privateMessages } from './private-messages.ts';
import { pullRecheck } from './recheck.ts';
import { viewerOf, type Viewer } from './viewer.ts';
import { wireConversationSchema, wireNotificationSchema, wireStatusSchema } from './wire.ts';

type Read = Promise<
  Result<{ readonly items: readonly Inbound[]; readonly skipped: readonly unknown[] }, ConnectorError>
>;

interface Feed {
  readonly path: (ctx: ConnectorContext) => string;
  readonly query: Readonly<Record<string, string>>;
  /** The most items that servers give in one page. */
  readonly maxLimit: number;
  /** The id by which this list is paged, for servers whose `Link` header was lost on the way. */
  readonly pagedBy: v.GenericSchema<unknown, string>;
  readonly items: (ctx: CallContext, viewer: Viewer, raw: readonly unknown[]) => Read;
}

const byId = v.pipe(
  v.object({ id: v.string() }),
  v.transform(({ id }) => id),
);
const byLastStatus = v.pipe(
  v.object({ last_status: v.object({ id: v.string() }) }),
  v.transform(({ last_status: { id } }) => id),
);

const feeds: ReadonlyMap<string, Feed> = new Map<string, Feed>([
  [
    'notifications',
    {
      path: () => '/api/v1/notifications',
      query: {},
      maxLimit: 40,
      pagedBy: byId,
      items: async (ctx, viewer, raw) => {
        const { items, skipped } = parseEach(wireNotificationSchema, raw);
        const places = await placesOf(
          ctx,
          viewer,
          items.flatMap((item) => statusOfNotification(item) ?? []),
        );
        return ok({ items: items.flatMap((item) => notificationItems(item, viewer, places)), skipped });
      },
    },
  ],
  [
    'private',
    {
      path: () => '/api/v1/conversations',
      query: {},
      // Each conversation may need a look at what came before its last message.
      maxLimit: 20,
      pagedBy: byLastStatus,
      items: async (ctx, viewer, raw) => {
        const { items, skipped } = parseEach(wireConversationSchema, raw);
        const earlier = await privateMessages(ctx, viewer, items);
        if (earlier.tag === 'err') return earlier;
        const all = [...items.flatMap((item) => conversationItems(item, viewer)), ...earlier.value];
        return ok({ items: all, skipped });
      },
    },
  ],
  [
    'own',
    {
      path: (ctx) => `/api/v1/accounts/${encodeURIComponent(ctx.me.remoteId)}/statuses`,
      query: { exclude_reblogs: 'true' },
      maxLimit: 40,
      pagedBy: byId,
      items: async (ctx, viewer, raw) => {
        const { items, skipped } = parseEach(wireStatusSchema, raw);
        const own = items.filter(({ reblog }) => reblog === null);
        const places = await placesOf(ctx, viewer, own);
        return ok({ items: own.map((status) => messageItem(status, viewer, places)), skipped });
      },
    },
  ],
]);

/** Reads one page of a feed. The cursor is the query that the server's `Link` header named. */
export async function pull(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  if (input.feed === 'recheck') return pullRecheck(ctx, input);
  const feed = feeds.get(input.feed);
  if (!feed) return err({ tag: 'rejected', failure: failure('not-offered', { feed: input.feed }) });
  const call: Call = {
    method: 'GET',
    path: feed.path(ctx),
    query: pageQuery({ ...feed.query, limit: String(Math.min(input.limit, feed.maxLimit)) }, input.cursor),
  };
  const calls = callContext(ctx);
  const response = await send(calls, 'read', call);
  if (response.tag === 'err') return response;
  const raw = read(calls, 'read', v.array(v.unknown()), call, response.value);
  if (raw.tag === 'err') return raw;
  const content = await feed.items(calls, viewerOf(ctx), raw.value);
  if (content.tag === 'err') return content;

  const named = neighboursOf(response.value);
  const newest = idOf(feed, raw.value[0]);
  const oldest = idOf(feed, raw.value.at(-1));
  const newer = named.newer ?? (newest === null ? null : `min_id=${encodeURIComponent(newest)}`);
  const isLast = named.newer !== null && named.older === null;
  const older = named.older ?? (oldest === null || isLast ? null : `max_id=${encodeURIComponent(oldest)}`);
  const page = { items: distinct(content.value.items), ...counted(content.value.skipped) };

  if (input.direction === 'older')
    return ok({
      ...page,
      cursor: raw.value.length === 0 ? null : older,
      opposite: input.cursor === null ? newer : null,
      more: raw.value.length > 0 && older !== null,
    });
  const cursor = raw.value.length === 0 ? input.cursor : (newer ?? input.cursor);
  return ok({
    ...page,
    cursor,
    opposite: input.cursor === null ? older : null,
    // Servers filter a page after cutting it, so a short page is no end; an empty one is, and one that leads nowhere.
    more: input.cursor !== null && raw.value.length > 0 && cursor !== input.cursor,
  });
}

function idOf(feed: Feed, raw: unknown): string | null {
  const parsed = v.safeParse(feed.pagedBy, raw);
  return parsed.success ? parsed.output : null;
}

const counted = (skipped: readonly unknown[]): { readonly skipped?: readonly unknown[] } =>
  skipped.length === 0 ? {} : { skipped };
