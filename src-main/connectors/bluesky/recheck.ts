import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { getPosts, getRecord } from './api.ts';
import { parseAtUri } from './at-uri.ts';
import { depthOf, readCursor, writeCursor } from './cursor.ts';
import { mentionReasons, noticesToInbound } from './notices.ts';
import { list, momentOf } from './notifications.ts';
import type { Notification } from './wire.ts';
import type { Caller } from './xrpc.ts';

/**
 * Nobody tells that a post was deleted, and a post may arrive hours after it was written. So the last two days are
 * listed again from time to time: what is missing is looked for and reported as gone only when its own record is
 * gone (it may just be muted or blocked); what is new is brought.
 */
const windowMs = 48 * 3_600_000;
const pagesMax = 4;
const knownMax = 400;
/** More than this many at once is no deletion of theirs but a hiccup of the server: they are looked at next time. */
const looksMax = 50;

const cursorSchema = v.object({ known: v.record(v.string(), v.number()) });

export async function pullRecheck(
  ctx: ConnectorContext,
  caller: Caller,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  if (input.direction === 'older') return ok({ items: [], cursor: null, opposite: null, more: false });
  const since = ctx.now() - windowMs;
  const listed = await recent(caller, since);
  if (listed.tag === 'err') return listed;
  const { notifications, reachedDown, skipped } = listed.value;

  const before = readCursor(cursorSchema, input.cursor);
  const now = Object.fromEntries(notifications.map((one) => [one.uri, momentOf(one)]));
  const missing = Object.entries(before?.known ?? {}).filter(
    ([uri, at]) => now[uri] === undefined && at >= Math.max(since, reachedDown),
  );
  const looked = missing.slice(0, looksMax);
  const gone = await goneAmong(
    caller,
    looked.map(([uri]) => uri),
  );
  if (gone.tag === 'err') return gone;
  const late = before === null ? [] : notifications.filter(({ uri }) => before.known[uri] === undefined);
  const brought = await noticesToInbound(caller, ctx.me.remoteId, late);
  if (brought.tag === 'err') return brought;

  const kept = Object.entries({ ...now, ...Object.fromEntries(missing.slice(looksMax)) })
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, knownMax);
  return ok({
    items: [...gone.value, ...brought.value],
    cursor: writeCursor({ known: Object.fromEntries(kept) }),
    opposite: null,
    more: missing.length > looksMax,
    ...(skipped.length === 0 ? {} : { skipped }),
  });
}

/** The notifications of the window, and how far down the listing went. */
async function recent(
  caller: Caller,
  since: number,
): Promise<
  Result<
    {
      readonly notifications: readonly Notification[];
      readonly reachedDown: number;
      readonly skipped: readonly unknown[];
    },
    ConnectorError
  >
> {
  const notifications: Notification[] = [];
  let cursor: string | null = null;
  const skipped: unknown[] = [];
  for (let page = 0; page < pagesMax; page += 1) {
    const answer: Awaited<ReturnType<typeof list>> = await list(caller, mentionReasons, 100, cursor);
    if (answer.tag === 'err') return answer;
    notifications.push(...answer.value.notifications);
    skipped.push(...answer.value.skipped);
    const depth = depthOf(answer.value.notifications.map(momentOf), answer.value.cursor);
    if (answer.value.cursor === undefined || depth < since) {
      const inside = notifications.filter((one) => momentOf(one) >= since);
      return ok({ notifications: inside, reachedDown: since, skipped });
    }
    cursor = answer.value.cursor;
  }
  return ok({ notifications, reachedDown: Math.min(...notifications.map(momentOf)), skipped });
}

/**
 * Which of these posts are gone. A list of views leaves out what a block or a mute hides, so each absence is checked
 * on the record itself; only "no such record" counts.
 */
export async function goneAmong(
  caller: Caller,
  uris: readonly string[],
): Promise<Result<readonly Inbound[], ConnectorError>> {
  if (uris.length === 0) return ok([]);
  const views = await getPosts(caller, uris);
  if (views.tag === 'err') return views;
  const absent = uris.filter((uri) => !views.value.has(uri));
  const items: Inbound[] = [];
  for (const uri of absent) {
    const at = parseAtUri(uri);
    if (at === null) continue;
    const record = await getRecord(caller, at);
    if (record.tag === 'ok') continue;
    if (record.error.tag === 'gone') items.push({ tag: 'gone', remoteId: uri });
    else if (record.error.tag !== 'rejected') return record;
  }
  return ok(items);
}
