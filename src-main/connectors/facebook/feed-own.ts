import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { afterOf, wireListSchema, type WireList } from '../meta/wire-graph.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { commentMessage, messageItem, postMessage, type Viewer } from './map.ts';
import { idPath, pageContext } from './page-context.ts';
import { commentFields, commentSchema, postFields, postSchema, type WirePost } from './wire.ts';

/**
 * The page's own posts and what people write under them, in one call a look (facebook-pages §4, polling plan). New
 * comments are asked for by their moment under the posts of late; the network tells of no others.
 */
const watchedPosts = 50;
const postsAtOnce = 10;
const commentsAtOnce = 50;
/** Further pages of one post's comments that one look reads; the next look goes on where it stopped. */
const pagesMax = 4;
/** Lists show late what was written early: this much is read again. */
const overlapMs = 10 * 60_000;

/** `cut`: the last look stopped in the middle of a crowd, and the next begins exactly there. */
const cursorSchema = v.object({ since: v.number(), cut: v.fallback(v.boolean(), false) });

export async function pullOwn(
  ctx: ConnectorContext,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const before = input.direction === 'newer' ? readCursor(cursorSchema, input.cursor) : null;
  if (before === null) return wholePage(ctx, input);
  const since = before.cut ? before.since : before.since - overlapMs;
  const read = await readPosts(ctx, { limit: watchedPosts, after: null, since });
  if (read.tag === 'err') return read;
  const { posts, skipped, cutAt, newest } = read.value;
  const items = posts.flatMap(({ post, comments }): readonly Inbound[] =>
    post.created_time >= since || comments.length > 0 ? [...itemsOf(ctx, post), ...comments] : [],
  );
  // More within one second than a look reads: what is left of that second is given up rather than the crowd.
  const reached = cutAt === null ? Math.max(before.since, newest) : cutAt > since ? cutAt : since + 1_000;
  return ok({
    items,
    cursor: writeCursor({ since: reached, cut: cutAt !== null }),
    opposite: null,
    // A crowd wrote more than one look reads: the next goes on.
    more: cutAt !== null,
    ...(skipped.length === 0 ? {} : { skipped }),
  });
}

/** The first page, or one of the back-fill: some posts with all that was written under them. */
async function wholePage(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  const first = input.direction === 'newer';
  const limit = Math.min(input.limit, postsAtOnce);
  const read = await readPosts(ctx, { limit, after: first ? null : input.cursor, since: null });
  if (read.tag === 'err') return read;
  const { posts, skipped, after, newest } = read.value;
  return ok({
    items: posts.flatMap(({ post, comments }) => [...itemsOf(ctx, post), ...comments]),
    cursor: first ? writeCursor({ since: newest > 0 ? newest : ctx.now(), cut: false }) : after,
    opposite: first ? after : null,
    more: !first && after !== null,
    ...(skipped.length === 0 ? {} : { skipped }),
  });
}

const itemsOf = (ctx: ConnectorContext, post: WirePost): readonly Inbound[] => [
  messageItem(postMessage(post, viewerOf(ctx))),
];

export const viewerOf = (ctx: ConnectorContext): Viewer => ({
  id: ctx.me.remoteId,
  handle: ctx.me.handle,
});

interface ReadPosts {
  readonly posts: readonly { readonly post: WirePost; readonly comments: readonly Inbound[] }[];
  readonly skipped: readonly unknown[];
  readonly after: string | null;
  /** The newest moment seen, epoch ms; 0: nothing was. */
  readonly newest: number;
  /** Up to here every comment was read, where a post had more than one look reads; null: all were. */
  readonly cutAt: number | null;
}

async function readPosts(
  ctx: ConnectorContext,
  order: { readonly limit: number; readonly after: string | null; readonly since: number | null },
): Promise<Result<ReadPosts, ConnectorError>> {
  const sinceText = order.since === null ? null : String(Math.floor(order.since / 1_000));
  const under = sinceText === null ? '' : `.since(${sinceText})`;
  const list = await ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(ctx.me.remoteId, 'published_posts'),
    query: {
      fields: `${postFields},comments.filter(stream).order(chronological)${under}.summary(true).limit(${String(commentsAtOnce)}){${commentFields}}`,
      limit: String(order.limit),
      ...(order.after === null ? {} : { after: order.after }),
    },
  });
  if (list.tag === 'err') return list;
  const viewer = viewerOf(ctx);
  const parsed = parseEach(postSchema, list.value.data);
  const skipped = [...parsed.skipped];
  let newest = 0;
  let cutAt: number | null = null;
  const posts: { post: WirePost; comments: Inbound[] }[] = [];
  for (const post of parsed.items) {
    const comments: Inbound[] = [];
    let page: WireList | null = post.comments;
    for (let count = 0; page !== null; count += 1) {
      const read = parseEach(commentSchema, page.data);
      skipped.push(...read.skipped);
      for (const comment of read.items) {
        newest = Math.max(newest, comment.created_time);
        comments.push(messageItem(commentMessage(comment, { id: post.id, words: post.message }, viewer)));
      }
      const after = afterOf(page);
      if (after === null) break;
      if (count >= pagesMax) {
        const last = read.items.at(-1)?.created_time ?? 0;
        cutAt = cutAt === null ? last : Math.min(cutAt, last);
        break;
      }
      const next: Result<WireList, ConnectorError> = await moreComments(ctx, post.id, sinceText, after);
      if (next.tag === 'err') return next;
      page = next.value;
    }
    newest = Math.max(newest, post.created_time);
    posts.push({ post, comments });
  }
  return ok({ posts, skipped, after: afterOf(list.value), newest, cutAt });
}

const moreComments = (
  ctx: ConnectorContext,
  postId: string,
  since: string | null,
  after: string,
): Promise<Result<WireList, ConnectorError>> =>
  ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(postId, 'comments'),
    query: {
      filter: 'stream',
      order: 'chronological',
      limit: '100',
      fields: commentFields,
      after,
      ...(since === null ? {} : { since }),
    },
  });
