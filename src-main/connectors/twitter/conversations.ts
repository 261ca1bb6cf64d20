import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { postFields } from './fields.ts';
import { jsonOf } from './json.ts';
import { postItems, repliedTo } from './map-post.ts';
import { isYounger } from './private-feed.ts';
import { viewerOf } from './viewer.ts';
import { includedIn, listSchema, parseEach, postSchema } from './wire.ts';

/**
 * Answers under own posts that do not name the account: they are in no list of mentions, only a search finds them, for
 * seven days and within a query of 512 characters (x §3).
 */
const windowMs = 6.5 * 86_400_000;
const longestQuery = 512;
const mostQueries = 4;
const mostPages = 3;

const cursorSchema = v.object({ since: v.string() });

export async function pullConversations(
  ctx: ConnectorContext,
  input: PullInput,
): Promise<Result<Page, ConnectorError>> {
  if (input.direction === 'older') return ok({ items: [], cursor: null, opposite: null, more: false });
  const calls = callContext(ctx);
  const from = new Date(ctx.now() - windowMs).toISOString();
  const own = await ask(calls, 'read', listSchema, {
    method: 'GET',
    path: `/2/users/${encodeURIComponent(ctx.me.remoteId)}/tweets`,
    query: { 'post.fields': 'conversation_id,referenced_posts', max_results: '100', start_time: from },
  });
  if (own.tag === 'err') return own;
  const roots = parseEach(postSchema, own.value.data).items.filter(
    (post) => repliedTo(post) === null && post.references.length === 0,
  );
  const known = v.safeParse(cursorSchema, input.cursor === null ? null : jsonOf(input.cursor));
  const since =
    known.success && isRecent(known.output.since, ctx.now() - windowMs) ? known.output.since : null;

  const items: Inbound[] = [];
  const skipped: unknown[] = [];
  let newest = known.success ? known.output.since : null;
  for (const query of queriesFor(
    roots.map(({ id }) => id),
    viewerOf(ctx).handle,
  )) {
    let token: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const found: Awaited<ReturnType<typeof search>> = await search(query, token);
      if (found.tag === 'err') return found;
      const parsed = parseEach(postSchema, found.value.data);
      const made = postItems(parsed.items, includedIn(found.value), viewerOf(ctx), 'reply');
      items.push(...made.items);
      skipped.push(...parsed.skipped, ...made.unread);
      for (const { id } of parsed.items) if (newest === null || isYounger(id, newest)) newest = id;
      token = found.value.meta.next_token;
      if (token === null) break;
    }
  }
  return ok({
    items,
    cursor: newest === null ? input.cursor : JSON.stringify({ since: newest }),
    opposite: null,
    more: false,
    ...(skipped.length === 0 ? {} : { skipped }),
  });

  function search(query: string, token: string | null) {
    return ask(calls, 'read', listSchema, {
      method: 'GET',
      path: '/2/tweets/search/recent',
      query: {
        ...postFields,
        query,
        max_results: '100',
        sort_order: 'recency',
        ...(since === null ? { start_time: from } : { since_id: since }),
        ...(token === null ? {} : { next_token: token }),
      },
    });
  }
}

/** As few queries as the ids fit into, the newest posts first. */
function queriesFor(ids: readonly string[], handle: string): readonly string[] {
  const end = `) -from:${handle}`;
  const queries: string[] = [];
  let open = '';
  for (const id of ids) {
    const part = `conversation_id:${id}`;
    const longer = open === '' ? `(${part}` : `${open} OR ${part}`;
    if (longer.length + end.length <= longestQuery) open = longer;
    else {
      queries.push(open + end);
      open = `(${part}`;
    }
  }
  if (open !== '') queries.push(open + end);
  return queries.slice(0, mostQueries);
}

/** An id carries its moment, milliseconds since 2010-11-04 shifted by 22 bits: one too old is refused by the search. */
function isRecent(id: string, from: number): boolean {
  return /^\d{1,20}$/.test(id) && Number(BigInt(id) >> 22n) + 1_288_834_974_657 > from;
}
