import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { wireListSchema } from '../meta/wire-graph.ts';
import { viewerOf } from './feed-own.ts';
import { pageInsights, postInsights } from './insights.ts';
import { messageItem, postMessage } from './map.ts';
import { idPath, pageContext } from './page-context.ts';
import { pageSchema, postFields, postSchema } from './wire.ts';

/** Posts whose insights one measuring asks for: each costs a call of its own. */
const insightPosts = 8;

type MetricName = Extract<Inbound, { tag: 'metric' }>['name'];

/** Numbers of the page and of its latest posts, which come along so that their counts are fresh in lists. */
export async function measure(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>> {
  const graph = pageContext(ctx);
  const page = await ask(graph, 'read', pageSchema, {
    method: 'GET',
    path: idPath(ctx.me.remoteId),
    query: { fields: 'id,followers_count,fan_count' },
  });
  if (page.tag === 'err') return page;
  const list = await ask(graph, 'read', wireListSchema, {
    method: 'GET',
    path: idPath(ctx.me.remoteId, 'published_posts'),
    query: { fields: `${postFields},comments.summary(true).limit(0)`, limit: '40' },
  });
  if (list.tag === 'err') return list;
  const posts = parseEach(postSchema, list.value.data).items;
  const figures: Inbound[] = [];
  for (const subject of [null, ...posts.slice(0, insightPosts)]) {
    const read = subject === null ? await pageInsights(ctx) : await postInsights(ctx, subject.id);
    if (read.tag === 'err') return read;
    figures.push(...read.value);
  }
  return ok([
    ...figures,
    ...metric(ctx.me.remoteId, 'followers', page.value.followers_count ?? page.value.fan_count),
    ...posts.flatMap((post) => [
      messageItem(postMessage(post, viewerOf(ctx))),
      ...metric(post.id, 'likes', post.reactions?.summary.total_count ?? null),
      ...metric(post.id, 'replies', post.comments?.summary?.total_count ?? null),
      // The network leaves out what is nothing.
      ...metric(post.id, 'reposts', post.shares?.count ?? 0),
    ]),
  ]);
}

/** A number that the network does not give is no metric, never 0. */
const metric = (subject: string, name: MetricName, value: number | null): readonly Inbound[] =>
  value === null ? [] : [{ tag: 'metric', subject, name, value }];
