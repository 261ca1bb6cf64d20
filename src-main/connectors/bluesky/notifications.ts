import * as v from 'valibot';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorError, Page, PullInput } from '../contract.ts';
import { listNotifications } from './api.ts';
import { climbSchema, depthOf, readCursor, writeCursor } from './cursor.ts';
import { noticesToInbound } from './notices.ts';
import { eachOf, notificationSchema, type Notification } from './wire.ts';
import type { Caller } from './xrpc.ts';

/**
 * The server sorts notifications by the earlier of "written" and "seen", so one may appear a little below what was
 * already read: that far below, items are compared one by one. Later arrivals are found by the recheck.
 */
const overlapMs = 10 * 60_000;
const rememberedMax = 500;

const cursorSchema = v.object({
  /** Everything up to this moment (epoch ms) was read. */
  mark: v.number(),
  /** What was read within the overlap, by short name, with its moment. */
  seen: v.record(v.string(), v.number()),
  climb: climbSchema,
});

/** One page of mentions, replies and quotes, or of likes, reposts and follows. */
export async function pullNotifications(
  caller: Caller,
  me: string,
  reasons: readonly string[],
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  if (input.direction === 'older') return older(caller, me, reasons, input);
  const before = readCursor(cursorSchema, input.cursor);
  const page = await list(caller, reasons, input.limit, before?.climb?.next ?? null);
  if (page.tag === 'err') return page;
  const { notifications, cursor, skipped } = page.value;
  const moments = notifications.map(momentOf);
  const depth = depthOf(moments, cursor);

  const known = before?.seen ?? {};
  const floor = before === null ? -Infinity : before.mark - overlapMs;
  const fresh = notifications.filter((one) => momentOf(one) > floor && known[nameOf(one)] === undefined);
  const items = await noticesToInbound(caller, me, fresh);
  if (items.tag === 'err') return items;

  const newest = Math.max(before?.climb?.top ?? before?.mark ?? -Infinity, ...moments);
  // An empty first page with a way down: everything above that way was read.
  const top = Number.isFinite(newest) ? newest : depth;
  // A whole page of what was read before: below it, arrivals are the recheck's to find. In a storm the overlap alone
  // holds a hundred pages, and each look would read them all.
  const isKnown = notifications.length > 0 && fresh.length === 0;
  const isBelow = before !== null && Math.max(...moments) <= before.mark;
  const finished = before === null || cursor === undefined || depth < floor || (isBelow && isKnown);
  const seen = {
    ...known,
    ...Object.fromEntries(fresh.map((one) => [nameOf(one), momentOf(one)])),
  };
  return ok({
    items: items.value,
    cursor: Number.isFinite(top)
      ? writeCursor({
          mark: finished ? top : before.mark,
          seen: remembered(seen, finished ? [top] : [top, before.mark]),
          climb: finished ? null : { next: cursor, top },
        })
      : null,
    opposite: before === null ? (cursor ?? null) : null,
    more: !finished,
    ...(skipped.length === 0 ? {} : { skipped }),
  });
}

/** The past: the server's own cursor, page by page. */
async function older(
  caller: Caller,
  me: string,
  reasons: readonly string[],
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  const page = await list(caller, reasons, input.limit, input.cursor);
  if (page.tag === 'err') return page;
  const { notifications, cursor, skipped } = page.value;
  const items = await noticesToInbound(caller, me, notifications);
  if (items.tag === 'err') return items;
  return ok({
    items: items.value,
    cursor: cursor ?? null,
    opposite: null,
    more: cursor !== undefined,
    ...(skipped.length === 0 ? {} : { skipped }),
  });
}

export interface NotificationList {
  readonly notifications: readonly Notification[];
  readonly cursor: string | undefined;
  readonly skipped: readonly unknown[];
}

/** One page of the list. Servers that do not know the filter send everything, so it is applied here too. */
export async function list(
  caller: Caller,
  reasons: readonly string[],
  limit: number,
  cursor: string | null,
): Promise<Result<NotificationList, ConnectorError>> {
  const answer = await listNotifications(caller, { reasons, limit, cursor });
  if (answer.tag === 'err') return err(answer.error);
  const read = eachOf(notificationSchema, answer.value.value.notifications);
  return ok({
    notifications: read.items.filter(({ reason }) => reasons.includes(reason)),
    cursor: answer.value.value.cursor,
    skipped: read.skipped,
  });
}

export function momentOf(one: Notification): number {
  const at = Date.parse(one.indexedAt);
  return Number.isNaN(at) ? 0 : at;
}

/** The record key and the end of the author's id: short, and one of its kind. */
const nameOf = ({ uri, author }: Notification): string =>
  author.did.slice(-6) + uri.slice(uri.lastIndexOf('/'));

/** What may be met again: the overlap below where this walk began, and below where it will end. */
const remembered = (
  seen: Readonly<Record<string, number>>,
  edges: readonly number[],
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(seen)
      .filter(([, at]) => edges.some((edge) => Math.abs(at - edge) <= overlapMs))
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, rememberedMax),
  );
