import { ok, type Result } from '../../../src-shared/result.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { listOf, postsOf } from './lists.ts';
import { postItem } from './map.ts';
import { query, value } from './restli.ts';
import { statisticsOf } from './statistics.ts';
import { isOrganization } from './urn.ts';
import { wireMemberCountSchema, wireNetworkSizeSchema, wireOrganizationSchema } from './wire.ts';

type MetricName = Extract<Inbound, { tag: 'metric' }>['name'];

const measuredPosts = 20;

/** Numbers of a page and of its last posts; of a member, the sums of all that they posted. */
export async function measure(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>> {
  if (!offers(ctx.manifest, 'account-metrics')) return ok([]);
  return isOrganization(ctx.me.remoteId) ? measurePage(ctx) : measureMember(ctx);
}

async function measurePage(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callContext(ctx);
  const page = ctx.me.remoteId;
  const size = await ask(calls, 'read', wireNetworkSizeSchema, {
    method: 'GET',
    path: `/rest/networkSizes/${value(page)}`,
    query: 'edgeType=COMPANY_FOLLOWED_BY_MEMBER',
  });
  if (size.tag === 'err') return size;
  const followers = metric(page, 'followers', size.value.firstDegreeSize);
  // Without the list of posts there is nothing to count under.
  if (!ctx.manifest.feeds.some(({ name }) => name === 'own')) return ok(followers);
  const listed = await postsOf(calls, page, 0, measuredPosts);
  if (listed.tag === 'err') return listed;
  const posts = listed.value.items;
  const counted = await statisticsOf(
    calls,
    page,
    posts.map(({ id }) => id),
  );
  if (counted.tag === 'err') return counted;
  return ok([
    ...followers,
    ...metric(page, 'posts', listed.value.total),
    ...posts.flatMap((post) => {
      const counts = counted.value.get(post.id);
      const item = postItem(post, { me: ctx.me, names: new Map() });
      if (counts === undefined) return [item];
      const own: Inbound =
        item.tag === 'message'
          ? {
              tag: 'message',
              message: {
                ...item.message,
                counts: {
                  likes: counts.likeCount,
                  replies: counts.commentCount,
                  reposts: counts.shareCount,
                  quotes: null,
                },
              },
            }
          : item;
      return [
        own,
        ...metric(post.id, 'likes', counts.likeCount),
        ...metric(post.id, 'replies', counts.commentCount),
        ...metric(post.id, 'reposts', counts.shareCount),
        ...metric(post.id, 'impressions', counts.impressionCount),
        ...metric(post.id, 'reach', counts.uniqueImpressionsCount),
        ...metric(post.id, 'clicks', counts.clickCount),
      ];
    }),
  ]);
}

/** One type a call. */
const memberTypes: readonly (readonly [type: string, name: MetricName])[] = [
  ['REACTION', 'likes'],
  ['COMMENT', 'replies'],
  ['RESHARE', 'reposts'],
];

async function measureMember(ctx: ConnectorContext): Promise<Result<readonly Inbound[], ConnectorError>> {
  const calls = callContext(ctx);
  const items: Inbound[] = [];
  for (const [type, name] of memberTypes) {
    const listed = await listOf(
      calls,
      wireMemberCountSchema,
      '/rest/memberCreatorPostAnalytics',
      query({ q: 'me', queryType: type, aggregation: 'TOTAL' }),
    );
    // One type that it does not know takes nothing from the others.
    if (listed.tag === 'err' && listed.error.tag === 'rejected') continue;
    if (listed.tag === 'err') return listed;
    items.push(...metric(ctx.me.remoteId, name, listed.value.items[0]?.count ?? null));
  }
  return ok(items);
}

/** A number that is not given is no metric, never 0. */
const metric = (subject: string, name: MetricName, count: number | null): readonly Inbound[] =>
  count === null || !Number.isFinite(count) || count < 0
    ? []
    : [{ tag: 'metric', subject, name, value: count }];

/**
 * A page by the name in its address, for a mention: there is no search by name. The handle is what the text must hold:
 * the words of a mention are the exact name, beside the URN.
 */
export async function findPeople(
  ctx: ConnectorContext,
  asked: string,
): Promise<Result<readonly Author[], ConnectorError>> {
  const name = asked.trim().replace(/^@/, '').toLowerCase();
  if (!isOrganization(ctx.me.remoteId) || !/^[\p{L}\p{N}-]{2,100}$/u.test(name)) return ok([]);
  const listed = await listOf(
    callContext(ctx),
    wireOrganizationSchema,
    '/rest/organizations',
    query({ q: 'vanityName', vanityName: value(name) }),
  );
  if (listed.tag === 'err') return listed;
  return ok(
    listed.value.items.map(({ id, localizedName }) => ({
      remoteId: `urn:li:organization:${id}`,
      name: localizedName,
      handle: `[${localizedName}](urn:li:organization:${id})`,
      avatarUrl: null,
    })),
  );
}
