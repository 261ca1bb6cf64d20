import { ok, type Result } from '../../../src-shared/result.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { postFields, userFields } from './fields.ts';
import { isRepost, postItems } from './map-post.ts';
import { viewerOf } from './viewer.ts';
import { includedIn, listSchema, meSchema, parseEach, postSchema } from './wire.ts';

type MetricName = Extract<Inbound, { tag: 'metric' }>['name'];

/** Numbers of the account and of its latest posts, which come along so that their counts are fresh in lists. */
export async function measure(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callContext(ctx);
  const viewer = viewerOf(ctx);
  const me = await ask(calls, 'read', meSchema, { method: 'GET', path: '/2/users/me', query: userFields });
  if (me.tag === 'err') return me;
  const list = await ask(calls, 'read', listSchema, {
    method: 'GET',
    path: `/2/users/${encodeURIComponent(ctx.me.remoteId)}/tweets`,
    query: { ...postFields, max_results: '40' },
  });
  if (list.tag === 'err') return list;
  const posts = parseEach(postSchema, list.value.data).items.filter((post) => !isRepost(post));
  const figures = me.value.data.public_metrics;
  return ok([
    ...metric(viewer.id, 'followers', figures?.followers_count),
    ...metric(viewer.id, 'following', figures?.following_count),
    ...metric(viewer.id, 'posts', figures?.post_count ?? figures?.tweet_count),
    ...postItems(posts, includedIn(list.value), viewer).items,
    ...posts.flatMap((post) => [
      ...metric(post.id, 'likes', post.public_metrics?.like_count),
      ...metric(post.id, 'replies', post.public_metrics?.reply_count),
      ...metric(post.id, 'reposts', post.reposts),
      ...metric(post.id, 'quotes', post.public_metrics?.quote_count),
      ...metric(post.id, 'views', post.public_metrics?.impression_count),
      ...metric(post.id, 'saves', post.public_metrics?.bookmark_count),
    ]),
  ]);
}

/** A number that the network does not give is no metric, never 0. */
const metric = (subject: string, name: MetricName, value: number | null | undefined): readonly Inbound[] =>
  value === null || value === undefined || value < 0 ? [] : [{ tag: 'metric', subject, name, value }];

/** Nobody is searched for while a name is typed: each look would be paid for, and there is none by beginnings. */
export const findPeople = (): Promise<Result<readonly Author[], ConnectorError>> => Promise.resolve(ok([]));
