import * as v from 'valibot';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { callContext } from './call-context.ts';
import { ask } from './calls.ts';
import { ownAccountPath } from './identity.ts';
import { messageItem } from './map-items.ts';
import { authorOf } from './map-status.ts';
import { parseEach } from './parse-each.ts';
import { placesOf } from './places.ts';
import { viewerOf } from './viewer.ts';
import { wireAccountSchema, wireStatusSchema } from './wire.ts';

type MetricName = Extract<Inbound, { tag: 'metric' }>['name'];

/** Numbers of the account and of its forty latest posts, which come along so that their counts are fresh in lists. */
export async function measure(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callContext(ctx);
  const viewer = viewerOf(ctx);
  const account = await ask(calls, 'read', wireAccountSchema, { method: 'GET', path: ownAccountPath });
  if (account.tag === 'err') return account;
  const raw = await ask(calls, 'read', v.array(v.unknown()), {
    method: 'GET',
    path: `/api/v1/accounts/${encodeURIComponent(ctx.me.remoteId)}/statuses`,
    query: new URLSearchParams({ exclude_reblogs: 'true', limit: '40' }),
  });
  if (raw.tag === 'err') return raw;
  const posts = parseEach(wireStatusSchema, raw.value).items.filter(({ reblog }) => reblog === null);
  const places = await placesOf(calls, viewer, posts);
  return ok([
    ...metric(viewer.id, 'followers', account.value.followers_count),
    ...metric(viewer.id, 'following', account.value.following_count),
    ...metric(viewer.id, 'posts', account.value.statuses_count),
    ...posts.flatMap((status) => [
      messageItem(status, viewer, places),
      ...metric(status.id, 'likes', status.favourites_count),
      ...metric(status.id, 'replies', status.replies_count),
      ...metric(status.id, 'reposts', status.reblogs_count),
      ...metric(status.id, 'quotes', status.quotes_count),
    ]),
  ]);
}

/** A number that the server does not give is no metric, never 0. */
const metric = (subject: string, name: MetricName, value: number | null): readonly Inbound[] =>
  value === null || !Number.isFinite(value) || value < 0 ? [] : [{ tag: 'metric', subject, name, value }];

/** People whose name or handle fits, as the account's server knows them; it asks no other server. */
export async function findPeople(
  ctx: ConnectorContext,
  query: string,
): Promise<Result<readonly Author[], ConnectorError>> {
  const words = query.trim().replace(/^@/, '');
  if (words === '') return ok([]);
  const raw = await ask(callContext(ctx), 'read', v.array(v.unknown()), {
    method: 'GET',
    path: '/api/v1/accounts/search',
    query: new URLSearchParams({ q: words, limit: '10', resolve: 'false' }),
  });
  if (raw.tag === 'err') return raw;
  const viewer = viewerOf(ctx);
  return ok(parseEach(wireAccountSchema, raw.value).items.map((account) => authorOf(account, viewer)));
}
