import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { afterOf, wireListSchema, type WireList } from '../meta/wire-graph.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { viewerOf } from './feed-own.ts';
import { messageItem, postMessage, reviewMessage } from './map.ts';
import { idPath, pageContext } from './page-context.ts';
import { postFields, postSchema, ratingSchema } from './wire.ts';

const overlapMs = 10 * 60_000;
const pagesMax = 4;
const cursorSchema = v.object({ since: v.number() });

interface Around {
  readonly edge: string;
  readonly fields: string;
  readonly parse: (
    ctx: ConnectorContext,
    raw: readonly unknown[],
  ) => { readonly items: readonly RemoteMessage[]; readonly skipped: readonly unknown[] };
}

const tagged: Around = {
  edge: 'tagged',
  fields: postFields,
  parse: (ctx, raw) => {
    const { items, skipped } = parseEach(postSchema, raw);
    return { items: items.map((post) => postMessage(post, viewerOf(ctx))), skipped };
  },
};
const reviews: Around = {
  edge: 'ratings',
  fields: 'created_time,recommendation_type,review_text,rating,reviewer,open_graph_story{id}',
  parse: (ctx, raw) => {
    const { items, skipped } = parseEach(ratingSchema, raw);
    return { items: items.map((rating) => reviewMessage(rating, viewerOf(ctx))), skipped };
  },
};

/** Posts of others that tag the page. */
export const pullTagged = (ctx: ConnectorContext, input: PullInput) => pullAround(ctx, input, tagged);
/** Recommendations of the page. */
export const pullReviews = (ctx: ConnectorContext, input: PullInput) => pullAround(ctx, input, reviews);

/** A list of others', newest first: forwards down to what was seen, backwards by the network's cursor. */
async function pullAround(
  ctx: ConnectorContext,
  input: PullInput,
  around: Around,
): Promise<Result<Page, ConnectorError>> {
  const before = input.direction === 'newer' ? readCursor(cursorSchema, input.cursor) : null;
  const found: RemoteMessage[] = [];
  const skipped: unknown[] = [];
  let after = input.direction === 'older' ? input.cursor : null;
  const pages = before === null ? 1 : pagesMax;
  for (let page = 0; page < pages; page += 1) {
    const list: Result<WireList, ConnectorError> = await ask(pageContext(ctx), 'read', wireListSchema, {
      method: 'GET',
      path: idPath(ctx.me.remoteId, around.edge),
      query: {
        fields: around.fields,
        limit: String(Math.min(input.limit, 50)),
        ...(after === null ? {} : { after }),
      },
    });
    if (list.tag === 'err') return list;
    const read = around.parse(ctx, list.value.data);
    skipped.push(...read.skipped);
    found.push(...read.items);
    after = afterOf(list.value);
    const oldest = Math.min(...read.items.map(({ createdAt }) => createdAt));
    if (after === null || (before !== null && oldest < before.since - overlapMs)) break;
  }
  const fresh = before === null ? found : found.filter((one) => one.createdAt >= before.since - overlapMs);
  const newest = Math.max(before?.since ?? 0, ...found.map(({ createdAt }) => createdAt));
  const page = { items: fresh.map(messageItem), ...(skipped.length === 0 ? {} : { skipped }) };
  if (input.direction === 'older')
    return ok({ ...page, cursor: after, opposite: null, more: after !== null });
  return ok({
    ...page,
    cursor: writeCursor({ since: newest > 0 ? newest : ctx.now() }),
    opposite: before === null ? after : null,
    more: false,
  });
}
