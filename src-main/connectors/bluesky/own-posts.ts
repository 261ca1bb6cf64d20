import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorError, Page, PullInput } from '../contract.ts';
import { getAuthorFeed } from './api.ts';
import { climbSchema, depthOf, readCursor, writeCursor } from './cursor.ts';
import { createdAtOf, messageOf, postMetrics } from './map.ts';
import { excerptOf } from './rich-text.ts';
import { goneAmong } from './recheck.ts';
import { eachOf, feedItemSchema, postViewSchema, type PostView } from './wire.ts';
import type { Caller } from './xrpc.ts';

const overlapMs = 10 * 60_000;
const rememberedMax = 100;

const cursorSchema = v.object({
  mark: v.number(),
  /** Own posts of the newest page: moment and counts, by address. Only what changed is brought again. */
  known: v.record(v.string(), v.object({ at: v.number(), counts: v.string() })),
  climb: climbSchema,
});
type Known = v.InferOutput<typeof cursorSchema>['known'];

/** The account's own posts and answers, with their numbers; what was deleted elsewhere is noticed. */
export async function pullOwn(
  caller: Caller,
  me: string,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const before = input.direction === 'newer' ? readCursor(cursorSchema, input.cursor) : null;
  const from = input.direction === 'newer' ? (before?.climb?.next ?? null) : input.cursor;
  const answer = await getAuthorFeed(caller, { actor: me, limit: input.limit, cursor: from });
  if (answer.tag === 'err') return answer;
  const { cursor, feed } = answer.value.value;
  const read = eachOf(feedItemSchema, feed);
  const posts = read.items
    .filter(({ post, reason }) => post.author.did === me && reason === undefined)
    .map(({ post, reply }) => ({ post, parentText: parentTextOf(reply) }));
  const skipped = read.skipped.length === 0 ? {} : { skipped: read.skipped };

  if (input.direction === 'older')
    return ok({
      items: posts.flatMap(({ post, parentText }) => itemsOf(post, parentText, me)),
      cursor: cursor ?? null,
      opposite: null,
      more: cursor !== undefined,
      ...skipped,
    });

  const known = before?.known ?? {};
  const changed = posts.filter(({ post }) => known[post.uri]?.counts !== countsOf(post));
  const moments = posts.map(({ post }) => momentOf(post));
  const depth = depthOf(moments, cursor);
  const floor = before === null ? -Infinity : before.mark - overlapMs;
  const finished = before === null || cursor === undefined || depth < floor;
  const top = Math.max(before?.climb?.top ?? before?.mark ?? 0, ...moments);

  // Only the newest page says what is missing from it: further down, pages shift.
  const isNewest = from === null;
  const shown = new Set(posts.map(({ post }) => post.uri));
  const lowest = cursor === undefined ? -Infinity : Math.min(...moments);
  const missing = isNewest
    ? Object.entries(known).filter(([uri, { at }]) => !shown.has(uri) && at > lowest)
    : [];
  const gone = await goneAmong(
    caller,
    missing.map(([uri]) => uri),
  );
  if (gone.tag === 'err') return gone;

  const lost = new Set(gone.value.map((item) => (item.tag === 'gone' ? item.remoteId : '')));
  return ok({
    items: [...changed.flatMap(({ post, parentText }) => itemsOf(post, parentText, me)), ...gone.value],
    cursor: writeCursor({
      mark: finished ? top : before.mark,
      known: remembered({
        ...Object.fromEntries(Object.entries(known).filter(([uri]) => !lost.has(uri))),
        ...Object.fromEntries(
          posts.map(({ post }) => [post.uri, { at: momentOf(post), counts: countsOf(post) }]),
        ),
      }),
      climb: finished ? null : { next: cursor, top },
    }),
    opposite: before === null ? (cursor ?? null) : null,
    more: !finished,
    ...skipped,
  });
}

function itemsOf(post: PostView, parentText: string | null, me: string): readonly Inbound[] {
  const message = messageOf(post, {
    me,
    box: 'own',
    kind: post.record.reply === null ? 'post' : 'reply',
    excerpt: () => parentText,
  });
  return [{ tag: 'message', message }, ...postMetrics(post)];
}

const parentSchema = v.object({ parent: postViewSchema });
function parentTextOf(reply: unknown): string | null {
  const read = v.safeParse(parentSchema, reply);
  return read.success ? excerptOf(read.output.parent.record.text) : null;
}

const momentOf = (post: PostView): number => createdAtOf(post.record, post.indexedAt);

const countsOf = (post: PostView): string =>
  [post.likeCount, post.replyCount, post.repostCount, post.quoteCount, post.viewer?.like ? 1 : 0]
    .map((one) => one ?? '')
    .join(' ');

const remembered = (known: Known): Known =>
  Object.fromEntries(
    Object.entries(known)
      .toSorted(([, a], [, b]) => b.at - a.at)
      .slice(0, rememberedMax),
  );
