import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { callContext } from './call-context.ts';
import { ask, read, send, type Call, type CallContext } from './calls.ts';
import { jsonOf } from './json.ts';
import { distinct, messageItem, notificationItems, statusOfNotification } from './map-items.ts';
import { neighboursOf, pageQuery } from './paging.ts';
import { parseEach } from './parse-each.ts';
import { placesOf } from './places.ts';
import { viewerOf } from './viewer.ts';
import { wireNotificationSchema, wireStatusSchema, type WireNotification, type WireStatus } from './wire.ts';

/**
 * The stream tells of edits and deletions only while it is open, and feeds only go forwards. So what came in the last
 * two days is listed again from time to time: a post that reads differently is brought again; one that is missing is
 * asked for by its id, and reported as gone only when the server no longer has it for us (its notification may just
 * have been dismissed).
 */
const windowMs = 48 * 3_600_000;
const pagesMax = 4;
const knownMax = 400;
/** More than this many at once is no deletion of theirs but a hiccup of the server: the rest is looked at next time. */
const looksMax = 50;

/** By id of the post: when it was made, and when it was last edited (0: never). */
const cursorSchema = v.object({ known: v.record(v.string(), v.tuple([v.number(), v.number()])) });
type Known = v.InferOutput<typeof cursorSchema>['known'];

export async function pullRecheck(
  ctx: ConnectorContext,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  if (input.direction === 'older') return ok({ items: [], cursor: null, opposite: null, more: false });
  const calls = callContext(ctx);
  const viewer = viewerOf(ctx);
  const since = ctx.now() - windowMs;
  const notices = await listed(calls, '/api/v1/notifications', {}, wireNotificationSchema, since);
  if (notices.tag === 'err') return notices;
  const ownPath = `/api/v1/accounts/${encodeURIComponent(ctx.me.remoteId)}/statuses`;
  const own = await listed(calls, ownPath, { exclude_reblogs: 'true' }, wireStatusSchema, since);
  if (own.tag === 'err') return own;

  const before = knownBefore(input.cursor);
  const brought = broughtBy(notices.value.items);
  const mine = own.value.items.filter(({ reblog }) => reblog === null);
  const now: Known = Object.fromEntries([...brought, ...mine].map((status) => [status.id, marksOf(status)]));
  const reached = Math.max(since, notices.value.reached, own.value.reached);
  const missing = Object.entries(before ?? {}).filter(([id, [at]]) => now[id] === undefined && at >= reached);
  const looks = await lookAt(
    calls,
    missing.slice(0, looksMax).map(([id]) => id),
  );
  if (looks.tag === 'err') return looks;

  const isEdited = (status: WireStatus): boolean => {
    const was = before?.[status.id];
    return was !== undefined && was[1] !== marksOf(status)[1];
  };
  const editedNotices = notices.value.items.filter((one) => broughtBy([one]).some(isEdited));
  const edited = [...mine, ...looks.value.alive].filter(isEdited);
  const places = await placesOf(calls, viewer, [...broughtBy(editedNotices), ...edited]);
  const kept = Object.entries({ ...now, ...Object.fromEntries(missing.slice(looksMax)) })
    .toSorted(([, [a]], [, [b]]) => b - a)
    .slice(0, knownMax);
  const skipped = [...notices.value.skipped, ...own.value.skipped];
  return ok({
    items: distinct([
      ...looks.value.gone,
      ...editedNotices.flatMap((one) => notificationItems(one, viewer, places)),
      ...edited.map((status) => messageItem(status, viewer, places)),
    ]),
    cursor: JSON.stringify({ known: Object.fromEntries(kept) }),
    opposite: null,
    more: missing.length > looksMax,
    ...(skipped.length === 0 ? {} : { skipped }),
  });
}

const marksOf = (status: WireStatus): [number, number] => [status.created_at, status.edited_at ?? 0];

const broughtBy = (notices: readonly WireNotification[]): readonly WireStatus[] =>
  notices.flatMap((notice) => statusOfNotification(notice) ?? []);

/** Null when nothing was ever listed: what is there now is the beginning, not news. */
function knownBefore(cursor: string | null): Known | null {
  const parsed = v.safeParse(cursorSchema, cursor === null ? null : jsonOf(cursor));
  return parsed.success ? parsed.output.known : null;
}

/** A list back to a moment. `reached`: the moment down to which it was seen whole. */
async function listed<T extends { readonly created_at: number }>(
  ctx: CallContext,
  path: string,
  query: Readonly<Record<string, string>>,
  schema: v.GenericSchema<unknown, T>,
  since: number,
): Promise<
  Result<
    { readonly items: readonly T[]; readonly reached: number; readonly skipped: readonly unknown[] },
    ConnectorError
  >
> {
  const all: T[] = [];
  const skipped: unknown[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const call: Call = { method: 'GET', path, query: pageQuery({ ...query, limit: '40' }, cursor) };
    const response = await send(ctx, 'read', call);
    if (response.tag === 'err') return response;
    const raw = read(ctx, 'read', v.array(v.unknown()), call, response.value);
    if (raw.tag === 'err') return raw;
    const parsed = parseEach(schema, raw.value);
    all.push(...parsed.items);
    skipped.push(...parsed.skipped);
    cursor = neighboursOf(response.value).older;
    const oldest = Math.min(...parsed.items.map((item) => item.created_at));
    if (cursor === null || raw.value.length === 0 || oldest < since)
      return ok({ items: all.filter((item) => item.created_at >= since), reached: since, skipped });
  }
  return ok({ items: all, reached: Math.min(...all.map((item) => item.created_at)), skipped });
}

/** Which of these posts the server no longer shows us, and the others as they are now. */
async function lookAt(
  ctx: CallContext,
  ids: readonly string[],
): Promise<
  Result<{ readonly gone: readonly Inbound[]; readonly alive: readonly WireStatus[] }, ConnectorError>
> {
  const gone: Inbound[] = [];
  const alive: WireStatus[] = [];
  for (const id of ids) {
    const status = await ask(ctx, 'read', wireStatusSchema, {
      method: 'GET',
      path: `/api/v1/statuses/${encodeURIComponent(id)}`,
    });
    if (status.tag === 'ok') alive.push(status.value);
    else if (status.error.tag === 'gone') gone.push({ tag: 'gone', remoteId: id });
    // One that cannot be read holds up the others no more than a page does.
    else if (status.error.tag !== 'rejected' && status.error.tag !== 'protocol') return status;
  }
  return ok({ gone, alive });
}
