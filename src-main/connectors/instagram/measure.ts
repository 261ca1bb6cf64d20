import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callsOf } from './calls.ts';
import { mediaFields } from './feeds.ts';
import { mediaMessage } from './map.ts';
import { accountSchema, listSchema, mediaSchema, parseEach } from './wire.ts';

type MetricName = Extract<Inbound, { tag: 'metric' }>['name'];

/** Numbers of the account and of its latest posts, which come along so that their counts are fresh in lists. */
export async function measure(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callsOf(ctx);
  const account = await ask(calls, 'read', accountSchema, {
    method: 'GET',
    path: ctx.me.remoteId,
    query: { fields: 'username,followers_count,follows_count,media_count' },
  });
  if (account.tag === 'err') return account;
  const list = await ask(calls, 'read', listSchema, {
    method: 'GET',
    path: `${ctx.me.remoteId}/media`,
    query: { fields: mediaFields, limit: '25' },
  });
  if (list.tag === 'err') return list;
  const posts = parseEach(mediaSchema, list.value.data).items;
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
  ]);
}

/** A number that the network does not give is no metric, never 0. */
const metric = (subject: string, name: MetricName, value: number | null): readonly Inbound[] =>
  value === null || !Number.isFinite(value) || value < 0 ? [] : [{ tag: 'metric', subject, name, value }];
