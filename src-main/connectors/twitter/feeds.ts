import * as v from 'valibot';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorContext, ConnectorError, Page, PullInput } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { pullConversations } from './conversations.ts';
import { pullPrivate } from './private-feed.ts';
import { postFields } from './fields.ts';
import { jsonOf } from './json.ts';
import { postItems } from './map-post.ts';
import { pullRecheck } from './recheck.ts';
import { includedIn, listSchema, parseEach, postSchema } from './wire.ts';
import { viewerOf } from './viewer.ts';

export async function pull(ctx: ConnectorContext, input: PullInput): Promise<Result<Page, ConnectorError>> {
  const id = encodeURIComponent(ctx.me.remoteId);
  switch (input.feed) {
    case 'mentions':
      return pullPosts(ctx, input, `/2/users/${id}/mentions`, 'mention');
    case 'own':
      return pullPosts(ctx, input, `/2/users/${id}/tweets`, null);
    case 'conversations':
      return pullConversations(ctx, input);
    case 'private':
      return pullPrivate(ctx, input);
    case 'recheck':
      return pullRecheck(ctx, input);
    default:
      return err({ tag: 'rejected', failure: failure('not-offered', { feed: input.feed }) });
  }
}

/**
 * Where a list of posts goes on. Ids grow with time, so a place is an id and never a token, which would end. Towards
 * what is newer: everything after `since`; a page that was not the last leaves where it got to in `until`, and the
 * newest that was seen in `top`, which becomes `since` once all in between was read.
 */
const cursorSchema = v.object({
  since: v.fallback(v.nullable(v.string()), null),
  until: v.fallback(v.nullable(v.string()), null),
  top: v.fallback(v.nullable(v.string()), null),
});
type Cursor = v.InferOutput<typeof cursorSchema>;

const readCursor = (text: string | null): Cursor => {
  const parsed = v.safeParse(cursorSchema, text === null ? null : jsonOf(text));
  return parsed.success ? parsed.output : { since: null, until: null, top: null };
};
const writeCursor = (cursor: Partial<Cursor>): string => JSON.stringify(cursor);

async function pullPosts(
  ctx: ConnectorContext,
  input: PullInput,
  path: string,
  as: 'mention' | null,
): Promise<Result<Page, ConnectorError>> {
  const cursor = readCursor(input.cursor);
  const answer = await ask(callContext(ctx), 'read', listSchema, {
    method: 'GET',
    path,
    query: {
      ...postFields,
      max_results: String(Math.min(Math.max(input.limit, 5), 100)),
      ...(cursor.since === null || input.direction === 'older' ? {} : { since_id: cursor.since }),
      ...(cursor.until === null ? {} : { until_id: cursor.until }),
    },
  });
  if (answer.tag === 'err') return answer;
  const list = answer.value;
  const { items: posts, skipped } = parseEach(postSchema, list.data);
  const { items, unread } = postItems(posts, includedIn(list), viewerOf(ctx), as);
  const left = [...skipped, ...unread];
  const page = { items, ...(left.length === 0 ? {} : { skipped: left }) };
  const newest = list.meta.newest_id ?? posts[0]?.id ?? null;
  const oldest = list.meta.oldest_id ?? posts.at(-1)?.id ?? null;
  const goesOn = list.meta.next_token !== null && oldest !== null;

  if (input.direction === 'older')
    return ok({
      ...page,
      cursor: goesOn ? writeCursor({ until: oldest }) : null,
      opposite: input.cursor === null && newest !== null ? writeCursor({ since: newest }) : null,
      more: goesOn,
    });
  const top = cursor.top ?? newest ?? cursor.since;
  // The very first page only marks where to begin: what is older is back-fill.
  if (cursor.since === null && cursor.until === null)
    return ok({
      ...page,
      cursor: top === null ? null : writeCursor({ since: top }),
      opposite: goesOn ? writeCursor({ until: oldest }) : null,
      more: false,
    });
  return ok({
    ...page,
    cursor: goesOn
      ? writeCursor({ since: cursor.since, until: oldest, top })
      : top === null
        ? input.cursor
        : writeCursor({ since: top }),
    opposite: null,
    more: goesOn,
  });
}
