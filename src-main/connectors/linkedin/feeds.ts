import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { callContext, type CallContext } from './calls.ts';
import { isDenied } from './identity.ts';
import { jsonOf } from './json.ts';
import { conversationUnder, postsOf } from './lists.ts';
import { commentItem, excerptOf, postItem, type Viewer } from './map.ts';
import { readLittleText } from './little-text.ts';
import { namesOf } from './names.ts';
import { pullNotifications } from './notifications.ts';
import { statisticsOf } from './statistics.ts';
import type { WirePost } from './wire.ts';

/** Reads one page of a feed. */
export function pull(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  switch (input.feed) {
    case 'notifications':
      return pullNotifications(ctx, input);
    case 'own':
      return pullOwn(ctx, input);
    case 'comments':
      return input.direction === 'older' ? olderComments(ctx, input) : newerComments(ctx, input);
    default:
      return Promise.resolve(err({ tag: 'rejected', failure: failure('not-offered', { feed: input.feed }) }));
  }
}

/** `seen`: moment of the newest post read; `start`: how many were read on the way back. */
const ownCursorSchema = v.object({ seen: v.number(), start: v.number() });
const bare = (ctx: ConnectorContext): Viewer => ({ me: ctx.me, names: new Map() });

/** The page's own posts, the last made first. Those of the last pages are read again, so that edits come too. */
async function pullOwn(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  const before = v.safeParse(ownCursorSchema, input.cursor === null ? null : jsonOf(input.cursor));
  const { seen, start } = before.success ? before.output : { seen: 0, start: 0 };
  const from = input.direction === 'older' ? start : 0;
  const count = Math.min(input.limit, 50);
  const listed = await postsOf(callContext(ctx), ctx.me.remoteId, from, count);
  if (listed.tag === 'err') return listed;
  const { items: posts, skipped, length, total } = listed.value;
  const newest = Math.max(seen, ...posts.map(({ madeAt }) => madeAt));
  const read = from + length;
  const more = length > 0 && (total === null ? length >= count : read < total);
  const next = JSON.stringify({ seen: newest, start: read });
  const page = {
    items: posts.map((post) => postItem(post, bare(ctx))),
    ...(skipped.length === 0 ? {} : { skipped }),
  };
  if (input.direction === 'older')
    return ok({
      ...page,
      cursor: more ? next : null,
      opposite: input.cursor === null ? next : null,
      more,
    });
  return ok({ ...page, cursor: next, opposite: input.cursor === null && more ? next : null, more: false });
}

/** Under so many posts comments are read in one pull: each is a call, and the day's budget is small. */
const postsAPull = 5;
/** Posts whose comments are watched. */
const watched = 20;

/** Number of comments under each of the last posts, when they were last read. */
const knownSchema = v.object({ known: v.record(v.string(), v.number()) });

/**
 * Comments that no notification told of: under posts whose number of comments changed since they were last read. The
 * numbers of all come in one call, so that a quiet page costs next to nothing.
 */
async function newerComments(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  const calls = callContext(ctx);
  const before = v.safeParse(knownSchema, input.cursor === null ? null : jsonOf(input.cursor));
  const known = before.success ? before.output.known : {};
  const listed = await postsOf(calls, ctx.me.remoteId, 0, watched);
  if (listed.tag === 'err') return listed;
  const posts = listed.value.items;
  const counted = offers(ctx.manifest, 'post-metrics')
    ? await statisticsOf(
        calls,
        ctx.me.remoteId,
        posts.map(({ id }) => id),
      )
    : null;
  if (counted === null || (counted.tag === 'err' && isDenied(counted.error)))
    return uncountedComments(ctx, calls, input, posts);
  if (counted.tag === 'err') return counted;
  const countOf = ({ id }: WirePost): number => counted.value.get(id)?.commentCount ?? 0;
  const changed = posts.filter((post) => (known[post.id] ?? 0) !== countOf(post));
  const now = changed.slice(0, postsAPull);
  const comments = await commentsOf(ctx, calls, now);
  if (comments.tag === 'err') return comments;
  const waiting = new Set(changed.slice(postsAPull).map(({ id }) => id));
  const next = Object.fromEntries(
    posts.map((post) => [post.id, waiting.has(post.id) ? (known[post.id] ?? 0) : countOf(post)]),
  );
  return ok({
    ...comments.value,
    cursor: JSON.stringify({ known: next }),
    // What is under older posts is the back-fill's.
    opposite: input.cursor === null ? JSON.stringify({ start: watched }) : null,
    more: waiting.size > 0,
  });
}

/** Whoever is shown no numbers reads the comments under the last posts themselves. */
async function uncountedComments(
  ctx: ConnectorContext,
  calls: CallContext,
  input: PullInput,
  posts: readonly WirePost[],
): Promise<Result<Page, ConnectorError>> {
  const comments = await commentsOf(ctx, calls, posts.slice(0, postsAPull));
  if (comments.tag === 'err') return comments;
  return ok({
    ...comments.value,
    cursor: JSON.stringify({ known: {} }),
    opposite: input.cursor === null ? JSON.stringify({ start: postsAPull }) : null,
    more: false,
  });
}

const startSchema = v.object({ start: v.number() });

/** Comments under ever older posts. */
async function olderComments(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  const calls = callContext(ctx);
  const before = v.safeParse(startSchema, input.cursor === null ? null : jsonOf(input.cursor));
  const start = before.success ? before.output.start : 0;
  const listed = await postsOf(calls, ctx.me.remoteId, start, postsAPull);
  if (listed.tag === 'err') return listed;
  const comments = await commentsOf(ctx, calls, listed.value.items);
  if (comments.tag === 'err') return comments;
  const read = start + listed.value.length;
  const { length, total } = listed.value;
  const more = length > 0 && (total === null ? length >= postsAPull : read < total);
  return ok({
    ...comments.value,
    cursor: more ? JSON.stringify({ start: read }) : null,
    opposite: input.cursor === null ? JSON.stringify({ known: {} }) : null,
    more,
  });
}

async function commentsOf(
  ctx: ConnectorContext,
  calls: CallContext,
  posts: readonly WirePost[],
): Promise<Result<Pick<Page, 'items' | 'skipped'>, ConnectorError>> {
  const found = [];
  const skipped: unknown[] = [];
  for (const post of posts) {
    const under = await conversationUnder(calls, post.id);
    // Deleted meanwhile.
    if (under.tag === 'err' && under.error.tag === 'gone') continue;
    if (under.tag === 'err') return under;
    skipped.push(...under.value.skipped);
    found.push(...under.value.items.map((comment) => ({ comment, post })));
  }
  const names = await namesOf(
    ctx,
    calls,
    found.map(({ comment }) => comment.actor),
  );
  const items: Inbound[] = found.map(({ comment, post }) =>
    commentItem(
      comment,
      { urn: post.id, excerpt: excerptOf(readLittleText(post.commentary)) },
      { me: ctx.me, names },
    ),
  );
  return ok({ items, ...(skipped.length === 0 ? {} : { skipped }) });
}
