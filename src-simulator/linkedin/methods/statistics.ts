import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { denied, illegal, missingField, notFound, refusal } from '../envelope.ts';
import type { Call } from '../endpoint.ts';
import { page } from '../paging.ts';
import { parseRestli, restliRecord, restliText, restliTexts, type RestliRecord } from '../restli.ts';
import { administers } from '../roles.ts';
import type { PostRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { urnId, urnKind } from '../urn.ts';

const DAY = 86_400_000;
const YEAR = 366 * DAY;
const reading = ['rw_organization_admin', 'r_organization_admin', 'r_organization_social'];
const memberTypes = [
  'IMPRESSION',
  'MEMBERS_REACHED',
  'RESHARE',
  'REACTION',
  'COMMENT',
  'POST_SEND',
  'POST_SAVE',
  'LINK_CLICKS',
  'PREMIUM_CTA_CLICKS',
  'FOLLOWER_GAINED_FROM_CONTENT',
  'PROFILE_VIEW_FROM_CONTENT',
];

interface Interval {
  readonly start: number;
  readonly end: number;
}

/** What was seen, clicked and followed. */
// linkedin §5
export function statisticsRoutes({ world, endpoints }: Services): readonly Route[] {
  const countsOf = (post: PostRow) => {
    const likes = world.reactionsOn(post.activity).length;
    const top = world.commentsUnder(post.activity, null);
    const comments = top.reduce((sum, row) => sum + 1 + world.commentsUnder(post.activity, row.id).length, 0);
    const shares = [...world.posts.values()].filter(({ reshareOf }) => reshareOf === post.id).length;
    // Who saw it is nobody in particular: enough for what they did.
    const impressions = 40 + Number(BigInt(urnId(post.id)) % 97n) + 11 * likes + 17 * comments;
    const clicks = 3 + likes + 2 * comments;
    return {
      impressionCount: impressions,
      uniqueImpressionsCount: Math.ceil(impressions * 0.8),
      clickCount: clicks,
      likeCount: likes,
      commentCount: comments,
      shareCount: shares,
      engagement: (clicks + likes + comments + shares) / impressions,
    };
  };
  type Counts = ReturnType<typeof countsOf>;
  const sumOf = (all: readonly Counts[]): Counts => {
    const sum = (name: keyof Counts): number => all.reduce((total, one) => total + one[name], 0);
    const impressions = sum('impressionCount');
    const acts = sum('clickCount') + sum('likeCount') + sum('commentCount') + sum('shareCount');
    return {
      impressionCount: impressions,
      uniqueImpressionsCount: sum('uniqueImpressionsCount'),
      clickCount: sum('clickCount'),
      likeCount: sum('likeCount'),
      commentCount: sum('commentCount'),
      shareCount: sum('shareCount'),
      engagement: impressions === 0 ? 0 : acts / impressions,
    };
  };

  /** The page asked about, when the caller may ask. */
  function pageOf(call: Call, finder: string): { readonly urn: string } | { readonly reply: SimReply } {
    if (call.query.get('q') !== finder) return { reply: refusal(illegal('The finder is not known')) };
    const urn = restliText(call.query.get(finder));
    if (urn === undefined) return { reply: refusal(missingField(finder)) };
    if (!administers(world, call, urn)) return { reply: refusal(denied(call.request.operation)) };
    return { urn };
  }

  /** The days or months asked for; undefined: none were. Null: what came is no interval. */
  function intervalsOf(call: Call): readonly Interval[] | undefined | null {
    if (!call.query.has('timeIntervals')) return undefined;
    const asked = restliRecord(parseRestli(call.query.get('timeIntervals') ?? ''));
    const range = asked && restliRecord(asked['timeRange']);
    const start = Number(range?.['start']);
    const end = Number(range?.['end'] ?? world.clock.now());
    const grain = asked?.['timeGranularityType'];
    if (!range || Number.isNaN(start) || Number.isNaN(end) || (grain !== 'DAY' && grain !== 'MONTH'))
      return null;
    if (start < world.clock.now() - YEAR) return null;
    const step = grain === 'DAY' ? DAY : 30 * DAY;
    const intervals: Interval[] = [];
    for (let at = Math.floor(start / DAY) * DAY; at < end; at += step)
      intervals.push({ start: at, end: Math.min(at + step, Math.ceil(end / DAY) * DAY) });
    return intervals;
  }
  const badInterval = (): SimReply => refusal(illegal('The timeIntervals are not valid'));

  function shares(call: Call): SimReply {
    const found = pageOf(call, 'organizationalEntity');
    if ('reply' in found) return found.reply;
    const intervals = intervalsOf(call);
    if (intervals === null) return badInterval();
    const named = call.query.has('shares')
      ? restliTexts(call.query.get('shares'))
      : call.query.has('ugcPosts')
        ? restliTexts(call.query.get('ugcPosts'))
        : undefined;
    const isNamed = call.query.has('shares') || call.query.has('ugcPosts');
    if (isNamed && !named) return refusal(illegal('The posts are not a List of URL encoded URNs'));
    if (isNamed && intervals)
      return refusal(illegal('Posts and time intervals can not be asked for together'));
    const kind = call.query.has('shares') ? 'share' : 'ugcPost';
    if (named?.some((urn) => urnKind(urn) !== kind)) return refusal(illegal(`Not a ${kind} URN`));
    const own = world.postsOf(found.urn);
    const until = call.request.asked.visibleUntil;
    if (named)
      return page(
        own.filter(({ id, committedAt }) => named.includes(id) && committedAt <= until),
        call.query,
        (post) => ({
          organizationalEntity: found.urn,
          [kind]: post.id,
          totalShareStatistics: countsOf(post),
        }),
      );
    const within = intervals ?? [{ start: 0, end: Infinity }];
    return page(within, call.query, ({ start, end }) => ({
      organizationalEntity: found.urn,
      totalShareStatistics: sumOf(
        own.filter(({ createdAt }) => createdAt >= start && createdAt < end).map(countsOf),
      ),
      ...(end === Infinity ? {} : { timeRange: { start, end } }),
    }));
  }

  function followers(call: Call): SimReply {
    const found = pageOf(call, 'organizationalEntity');
    if ('reply' in found) return found.reply;
    const intervals = intervalsOf(call);
    if (intervals === null) return badInterval();
    const gained = [...world.follows.values()].filter(({ organization }) => organization === found.urn);
    if (!intervals)
      return page([null], call.query, () => ({
        organizationalEntity: found.urn,
        followerCountsByAssociationType: [
          {
            followerCounts: { organicFollowerCount: gained.length, paidFollowerCount: 0 },
            associationType: 'EMPLOYEE',
          },
        ],
      }));
    return page(intervals, call.query, ({ start, end }) => ({
      organizationalEntity: found.urn,
      timeRange: { start, end },
      followerGains: {
        organicFollowerGain: gained.filter(({ at }) => at >= start && at < end).length,
        paidFollowerGain: 0,
      },
    }));
  }

  function pages(call: Call): SimReply {
    const found = pageOf(call, 'organization');
    if ('reply' in found) return found.reply;
    const intervals = intervalsOf(call);
    if (intervals === null) return badInterval();
    const views = { allPageViews: { pageViews: 120 }, overviewPageViews: { pageViews: 80 } };
    return page(intervals ?? [undefined], call.query, (timeRange) => ({
      organization: found.urn,
      totalPageStatistics: { views },
      ...(timeRange === undefined ? {} : { timeRange }),
    }));
  }

  /** One type a call; of one post, or of all that the member posted. */
  function member(call: Call): SimReply {
    const finder = call.query.get('q');
    const type = call.query.get('queryType') ?? '';
    if (!memberTypes.includes(type)) return refusal(illegal('The queryType is not known'));
    if (call.query.get('aggregation') !== 'TOTAL' && call.query.get('aggregation') !== 'DAILY')
      return refusal(illegal('The aggregation is not known'));
    const own = world.postsOf(`urn:li:person:${call.member.id}`);
    const answer = (posts: readonly PostRow[], more: object): SimReply =>
      json({
        paging: { start: 0, count: 10, total: 1, links: [] },
        elements: [
          {
            count: memberCount(type, sumOf(posts.map(countsOf))),
            metricType: {
              'com.linkedin.adsexternalapi.memberanalytics.v1.CreatorPostAnalyticsMetricTypeV1': type,
            },
            ...more,
          },
        ],
      });
    if (finder === 'me') return answer(own, {});
    if (finder !== 'entity') return refusal(illegal('The finder is not known'));
    const entity: RestliRecord = restliRecord(parseRestli(call.query.get('entity') ?? '')) ?? {};
    const urn = entity['share'] ?? entity['ugc'];
    if (typeof urn !== 'string') return refusal(illegal('The entity is not (share:…) or (ugc:…)'));
    const post = own.find(({ id }) => id === urn);
    return post ? answer([post], { targetEntity: entity }) : refusal(notFound('post'));
  }

  const memberCount = (type: string, counts: Counts): number => {
    switch (type) {
      case 'IMPRESSION':
        return counts.impressionCount;
      case 'MEMBERS_REACHED':
        return counts.uniqueImpressionsCount;
      case 'REACTION':
        return counts.likeCount;
      case 'COMMENT':
        return counts.commentCount;
      case 'RESHARE':
        return counts.shareCount;
      case 'LINK_CLICKS':
        return counts.clickCount;
      default:
        return 0;
    }
  };

  return [
    endpoints.rest('GET', '/rest/organizationalEntityShareStatistics', 'shareStatistics', reading, shares),
    endpoints.rest(
      'GET',
      '/rest/organizationalEntityFollowerStatistics',
      'followerStatistics',
      reading,
      followers,
    ),
    endpoints.rest('GET', '/rest/organizationPageStatistics', 'pageStatistics', reading, pages),
    endpoints.rest(
      'GET',
      '/rest/memberCreatorPostAnalytics',
      'memberPostAnalytics',
      ['r_member_postAnalytics'],
      member,
    ),
  ];
}
