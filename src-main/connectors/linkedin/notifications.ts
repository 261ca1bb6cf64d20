import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask, callContext, type CallContext } from './calls.ts';
import { jsonOf } from './json.ts';
import { listOf } from './lists.ts';
import {
  activityItem,
  commentItem,
  commentOfNotification,
  mentionItem,
  postOfNotification,
  type Viewer,
} from './map.ts';
import { namesOf } from './names.ts';
import { list, query, value } from './restli.ts';
import { readCommentUrn } from './urn.ts';
import { wireCommentSchema, wireNotificationSchema, type WireNotification } from './wire.ts';

/** The network keeps them for sixty days. */
const keptMs = 60 * 86_400_000;
/** Lists lag: what may have been written a moment before the last page was read is asked for again. */
const overlapMs = 2 * 60_000;
const actions = [
  'COMMENT',
  'COMMENT_EDIT',
  'COMMENT_DELETE',
  'ADMIN_COMMENT',
  'SHARE_MENTION',
  'LIKE',
  'SHARE',
];

/** `newer`: everything since then was read, epoch ms. `older`: everything since `before` was, `start` of the rest. */
const cursorSchema = v.variant('tag', [
  v.object({
    tag: v.literal('newer'),
    since: v.number(),
    /** A window that took several pages: its end, and how much of it was read. */
    until: v.nullable(v.number()),
    start: v.number(),
  }),
  v.object({ tag: v.literal('older'), before: v.number(), start: v.number() }),
]);
type Cursor = v.InferOutput<typeof cursorSchema>;

/**
 * What happened on a page, by the network's own list of it: comments, their edits and deletions, mentions, likes, and
 * posts shared again. Windows of time are read from their newest end, by pages; a window is over when all of it was read.
 */
export async function pullNotifications(
  ctx: ConnectorContext,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const now = ctx.now();
  const cursor = cursorOf(input, now);
  const [start, end] =
    cursor.tag === 'newer'
      ? [cursor.since - overlapMs, cursor.until ?? now + overlapMs]
      : [now - keptMs, cursor.before];
  const calls = callContext(ctx);
  const count = Math.min(input.limit, 50);
  const listed = await listOf(
    calls,
    wireNotificationSchema,
    '/rest/organizationalEntityNotifications',
    query({
      q: 'criteria',
      actions: list(actions),
      organizationalEntity: value(ctx.me.remoteId),
      timeRange: `(start:${Math.max(0, Math.round(start))},end:${Math.round(end)})`,
      start: cursor.start,
      count,
    }),
  );
  if (listed.tag === 'err') return listed;
  const { items: notifications, skipped, length, total } = listed.value;
  const items = await itemsOf(ctx, calls, notifications);
  if (items.tag === 'err') return items;
  const read = cursor.start + length;
  const more = length > 0 && (total === null ? length >= count : read < total);
  const page = { items: items.value, ...(skipped.length === 0 ? {} : { skipped }) };
  if (cursor.tag === 'older')
    return ok({
      ...page,
      cursor: more ? written({ tag: 'older', before: cursor.before, start: read }) : null,
      opposite: input.cursor === null ? written({ tag: 'newer', since: now, until: null, start: 0 }) : null,
      more,
    });
  const next: Cursor = more
    ? { tag: 'newer', since: cursor.since, until: cursor.until ?? end, start: read }
    : { tag: 'newer', since: cursor.until ?? now, until: null, start: 0 };
  return ok({
    ...page,
    cursor: written(next),
    // What is older than the first page is the back-fill's.
    opposite: input.cursor === null ? written({ tag: 'older', before: end, start: read }) : null,
    more: input.cursor !== null && more,
  });
}

const written = (cursor: Cursor): string => JSON.stringify(cursor);

function cursorOf(input: PullInput, now: number): Cursor {
  const parsed = v.safeParse(cursorSchema, input.cursor === null ? null : jsonOf(input.cursor));
  if (parsed.success && parsed.output.tag === input.direction) return parsed.output;
  return input.direction === 'newer'
    ? { tag: 'newer', since: now - keptMs + overlapMs, until: null, start: 0 }
    : { tag: 'older', before: now + overlapMs, start: 0 };
}

async function itemsOf(
  ctx: ConnectorContext,
  calls: CallContext,
  notifications: readonly WireNotification[],
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const people = notifications.flatMap(
    ({ decoratedGeneratedActivity: { comment, share }, generatedActivity }) => [
      comment?.owner ?? share?.owner ?? /urn:li:person:[\w-]+/.exec(generatedActivity)?.[0] ?? '',
    ],
  );
  const viewer: Viewer = { me: ctx.me, names: await namesOf(ctx, calls, people) };
  // Told newest first: what was deleted or edited since is not told as new.
  const settled = new Set<string>();
  const items: Inbound[] = [];
  for (const notification of notifications.toSorted((a, b) => b.lastModifiedAt - a.lastModifiedAt)) {
    const item = await itemOf(calls, notification, viewer, settled);
    if (item.tag === 'err') return item;
    if (item.value !== null) items.push(item.value);
  }
  return ok(items);
}

async function itemOf(
  calls: CallContext,
  notification: WireNotification,
  viewer: Viewer,
  settled: Set<string>,
): Promise<Result<Inbound | null, ConnectorError>> {
  switch (notification.action) {
    case 'COMMENT':
    case 'ADMIN_COMMENT': {
      const item = commentOfNotification(notification, viewer);
      return ok(item?.tag === 'message' && settled.has(item.message.remoteId) ? null : item);
    }
    case 'COMMENT_DELETE':
    case 'COMMENT_EDIT': {
      const key = readCommentUrn(notification.generatedActivity);
      if (key === null) return ok(null);
      const urn = `urn:li:comment:(${key.object},${key.number})`;
      if (settled.has(urn)) return ok(null);
      settled.add(urn);
      if (notification.action === 'COMMENT_DELETE') return ok({ tag: 'gone', remoteId: urn });
      // The notification has the new words, but not since when the comment stands, nor what it answers.
      const comment = await ask(calls, 'read', wireCommentSchema, {
        method: 'GET',
        path: `/rest/socialActions/${value(key.object)}/comments/${key.number}`,
      });
      if (comment.tag === 'ok')
        return ok(commentItem(comment.value, postOfNotification(notification), viewer));
      if (comment.error.tag === 'gone') return ok({ tag: 'gone', remoteId: urn });
      return comment.error.tag === 'protocol' ? ok(null) : comment;
    }
    case 'SHARE_MENTION':
      return ok(mentionItem(notification, viewer));
    case 'LIKE':
      return ok(activityItem(notification, 'like', viewer));
    case 'SHARE':
      return ok(activityItem(notification, 'repost', viewer));
    default:
      return ok(null);
  }
}
