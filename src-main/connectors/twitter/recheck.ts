import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { postFields } from './fields.ts';
import { jsonOf } from './json.ts';
import { postItems } from './map-post.ts';
import { viewerOf } from './viewer.ts';
import { includedIn, listSchema, parseEach, postSchema } from './wire.ts';

/**
 * Nobody tells that a post was deleted. So the mentions of the last two days are listed again from time to time: one
 * that is missing is asked for by its id, and reported as gone only when the network says that there is none.
 */
const windowMs = 48 * 3_600_000;
const knownMax = 300;
const looksMax = 100;

const cursorSchema = v.object({ known: v.record(v.string(), v.number()) });

export async function pullRecheck(
  ctx: ConnectorContext,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  if (input.direction === 'older') return ok({ items: [], cursor: null, opposite: null, more: false });
  const calls = callContext(ctx);
  const since = ctx.now() - windowMs;
  const listed = await ask(calls, 'read', listSchema, {
    method: 'GET',
    path: `/2/users/${encodeURIComponent(ctx.me.remoteId)}/mentions`,
    query: { ...postFields, max_results: '100', start_time: new Date(since).toISOString() },
  });
  if (listed.tag === 'err') return listed;
  const { items: posts, skipped } = parseEach(postSchema, listed.value.data);
  const now = Object.fromEntries(
    posts.flatMap((post) => (post.created_at === null ? [] : [[post.id, post.created_at] as const])),
  );
  const parsed = v.safeParse(cursorSchema, input.cursor === null ? null : jsonOf(input.cursor));
  const before = parsed.success ? parsed.output.known : null;
  // A page that was not the last one says nothing of what is older than it.
  const reached =
    listed.value.meta.next_token === null ? since : Math.max(since, ...Object.values(now).slice(-1));
  const missing = Object.entries(before ?? {}).filter(([id, at]) => now[id] === undefined && at >= reached);
  const looked = missing.slice(0, looksMax).map(([id]) => id);
  const gone = looked.length === 0 ? ok([]) : await goneAmong(ctx, looked);
  if (gone.tag === 'err') return gone;
  const late = before === null ? [] : posts.filter(({ id }) => before[id] === undefined);
  const brought = postItems(late, includedIn(listed.value), viewerOf(ctx), 'mention');
  const kept = Object.entries({ ...now, ...Object.fromEntries(missing.slice(looksMax)) })
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, knownMax);
  return ok({
    items: [...gone.value, ...brought.items],
    cursor: JSON.stringify({ known: Object.fromEntries(kept) }),
    opposite: null,
    more: missing.length > looksMax,
    ...(skipped.length === 0 ? {} : { skipped }),
  });
}

/** Which of these posts are gone: only "no such resource" counts, not what is merely hidden from us. */
async function goneAmong(
  ctx: ConnectorContext,
  ids: readonly string[],
): Promise<Result<readonly Inbound[], ConnectorError>> {
  const answer = await ask(callContext(ctx), 'read', listSchema, {
    method: 'GET',
    path: '/2/tweets',
    query: { ids: ids.join(',') },
  });
  if (answer.tag === 'err') return answer;
  return ok(
    answer.value.errors
      .filter(({ type }) => type.endsWith('/resource-not-found'))
      .flatMap(({ resource_id: id, value }) => id ?? (typeof value === 'string' ? value : []))
      .filter((id) => ids.includes(id))
      .map((id): Inbound => ({ tag: 'gone', remoteId: id })),
  );
}
