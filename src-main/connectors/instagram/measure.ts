import { ok, type Result } from '../../../src-shared/result.ts';
import type { MetricName } from '../../../src-shared/domain/metric.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { parseEach } from '../meta/parse-each.ts';
import { wireListSchema } from '../meta/wire-graph.ts';
import { isGranted } from './access.ts';
import { ask, callsOf } from './calls.ts';
import { mediaFields, readStories } from './feeds.ts';
import { accountInsights, mediaInsights } from './insights.ts';
import { mediaMessage } from './map.ts';
import { readQuota } from './quota.ts';
import { accountSchema, mediaSchema, type WireMedia } from './wire.ts';

/** Posts whose figures are asked for one by one: each is a call of its own. */
const looked = 10;

/** Numbers of the account and of its latest posts, which come along so that their counts are fresh in lists. */
export async function measure(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callsOf(ctx);
  const account = await ask(calls, 'read', accountSchema, {
    method: 'GET',
    path: ctx.me.remoteId,
    query: { fields: 'username,followers_count,follows_count,media_count' },
  });
  if (account.tag === 'err') return account;
  const list = await ask(calls, 'read', wireListSchema, {
    method: 'GET',
    path: `${ctx.me.remoteId}/media`,
    query: { fields: mediaFields, limit: '25' },
  });
  if (list.tag === 'err') return list;
  const posts = parseEach(mediaSchema, list.value.data).items;
  // What may still be published belongs to the numbers, too; without it they are none the less true.
  if (isGranted(calls.secret, 'publish') !== false) await readQuota(ctx);
  // A story is measured while it lasts, and never again (instagram §4).
  const stories = await readStories(ctx);
  if (stories.tag === 'err') return stories;
  const figures = await insightsOf(ctx, [...stories.value, ...posts.slice(0, looked)]);
  if (figures.tag === 'err') return figures;
  const me = ctx.me.remoteId;
  return ok([
    ...metric(me, 'followers', account.value.followers_count),
    ...metric(me, 'following', account.value.follows_count),
    ...metric(me, 'posts', account.value.media_count),
    ...posts.flatMap((media): readonly Inbound[] => [
      { tag: 'message', message: mediaMessage(ctx, media) },
      ...metric(media.id, 'likes', media.like_count),
      ...metric(media.id, 'replies', media.comments_count),
    ]),
    ...figures.value,
  ]);
}

async function insightsOf(
  ctx: ConnectorContext,
  posts: readonly WireMedia[],
): Promise<Result<readonly Inbound[], ConnectorError>> {
  if (isGranted(callsOf(ctx).secret, 'numbers') === false) return ok([]);
  const items: Inbound[] = [];
  for (const read of [
    accountInsights,
    ...posts.map((media) => (one: ConnectorContext) => mediaInsights(one, media)),
  ]) {
    const figures = await read(ctx);
    if (figures.tag === 'err') return figures;
    items.push(...figures.value);
  }
  return ok(items);
}

/** A number that the network does not give is no metric, never 0. */
const metric = (subject: string, name: MetricName, value: number | null): readonly Inbound[] =>
  value === null || !Number.isFinite(value) || value < 0 ? [] : [{ tag: 'metric', subject, name, value }];
