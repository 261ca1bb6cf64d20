import { failure, invalidParameter, type GraphFailure } from '../meta/failure.ts';
import type { Listed, NodeType } from '../meta/node.ts';
import { bindNode } from '../meta/node.ts';
import type { Params } from '../meta/params.ts';
import { graphTime, readTime } from '../meta/times.ts';
import type { PostRow } from './rows.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;
type Value = number | Readonly<Record<string, number>>;

interface MetricRow {
  readonly id: string;
  readonly name: string;
  readonly period: string;
  readonly values: readonly { readonly value: Value; readonly end_time?: string }[];
}

/** Names that answer (facebook-pages §5, v25.0); any other fails the whole call. */
export const pageMetrics: readonly string[] = [
  'page_follows',
  'page_daily_follows',
  'page_daily_follows_unique',
  'page_daily_unfollows_unique',
  'page_views_total',
  'page_total_actions',
  'page_post_engagements',
  'page_media_view',
  'page_total_media_view_unique',
  'page_fan_adds_by_paid_non_paid_unique',
  'page_lifetime_engaged_followers_unique',
];
export const postMetrics: readonly string[] = [
  'post_media_view',
  'post_total_media_view_unique',
  'post_clicks',
  'post_clicks_by_type',
  'post_reactions_by_type_total',
  'post_reactions_like_total',
  'post_reactions_love_total',
  'post_reactions_wow_total',
  'post_reactions_haha_total',
  'post_reactions_sorry_total',
  'post_reactions_anger_total',
  'post_activity_by_action_type',
  'post_activity_by_action_type_unique',
  'post_video_views',
];
const periods: readonly string[] = ['day', 'week', 'days_28', 'month', 'lifetime', 'total_over_range'];

const metricType: NodeType<MetricRow> = {
  name: 'InsightsResult',
  byDefault: ['name', 'period', 'values', 'title', 'description'],
  fields: {
    name: (row) => row.name,
    period: (row) => row.period,
    values: (row) => row.values,
    title: (row) => row.name.replaceAll('_', ' '),
    description: (row) => `Total count: ${row.name}`,
    description_from_api_doc: () => undefined,
  },
  edges: {},
};

/** One bad name fails the whole call (facebook-pages §5). */
function askedMetrics(args: Params, known: readonly string[]): readonly string[] | GraphFailure {
  const asked = (args.list('metric') ?? []).map(String);
  if (asked.length === 0) return invalidParameter('The metric parameter is required for this endpoint');
  if (asked.some((name) => !known.includes(name)))
    return invalidParameter('The value must be a valid insights metric');
  const period = args.text('period');
  if (period !== undefined && !periods.includes(period))
    return invalidParameter(`The period ${period} is not supported`);
  return asked;
}

function listed(rows: readonly MetricRow[]): readonly Listed[] {
  return rows.map((row) => ({ node: bindNode(metricType, row), at: 0, committedAt: 0 }));
}

export function pageInsights(world: World, pageId: string, args: Params): readonly Listed[] | GraphFailure {
  const asked = askedMetrics(args, pageMetrics);
  if ('tag' in asked) return asked;
  const period = args.text('period') ?? 'day';
  const now = world.clock.now();
  const until = readTime(args.text('until')) ?? now;
  const since = readTime(args.text('since')) ?? until - 2 * DAY;
  if (until - since > 93 * DAY)
    return failure(100, '(#100) There cannot be more than 93 days between since and until');
  const posts = [...world.posts.values()].filter((post) => post.pageId === pageId && post.published);
  const page = world.pages.get(pageId);
  const valueOf = (name: string, from: number, to: number): Value => {
    const within = posts.filter((post) => post.createdAt >= from && post.createdAt < to);
    const touched = within.reduce(
      (sum, post) => sum + world.likesOf(post.id).length + world.commentsOf(post.id).length,
      0,
    );
    if (name === 'page_follows') return page?.followers ?? 0;
    if (name === 'page_fan_adds_by_paid_non_paid_unique')
      return { total: within.length, paid: 0, unpaid: within.length };
    if (name === 'page_post_engagements' || name === 'page_total_actions') return touched;
    if (name.includes('unfollows')) return 0;
    return touched * 7 + within.length * 31;
  };
  return listed(
    asked.map((name) => {
      const values: { value: Value; end_time: string }[] = [];
      for (let day = since; day < until && values.length < 93; day += DAY)
        values.push({ value: valueOf(name, day, day + DAY), end_time: graphTime(Math.min(day + DAY, now)) });
      return { id: `${pageId}/insights/${name}/${period}`, name, period, values };
    }),
  );
}

export function postInsights(world: World, post: PostRow, args: Params): readonly Listed[] | GraphFailure {
  const asked = askedMetrics(args, postMetrics);
  if ('tag' in asked) return asked;
  const likes = world.likesOf(post.id);
  const comments = world.commentsOf(post.id).length;
  const byType: Record<string, number> = {};
  for (const { type } of likes) byType[type.toLowerCase()] = (byType[type.toLowerCase()] ?? 0) + 1;
  const valueOf = (name: string): Value => {
    const reaction = /^post_reactions_(\w+)_total$/.exec(name)?.[1];
    if (name === 'post_reactions_by_type_total') return byType;
    if (reaction !== undefined) return byType[reaction] ?? 0;
    if (name.startsWith('post_activity'))
      return { like: likes.length, comment: comments, share: post.shares };
    if (name === 'post_clicks_by_type') return { 'other clicks': comments, 'link clicks': likes.length };
    if (name === 'post_clicks') return comments + likes.length;
    if (name === 'post_video_views') return post.videoId === null ? 0 : 12 + likes.length * 4;
    return 40 + likes.length * 9 + comments * 11;
  };
  return listed(
    asked.map((name) => ({
      id: `${post.id}/insights/${name}/lifetime`,
      name,
      period: 'lifetime',
      values: [{ value: valueOf(name) }],
    })),
  );
}
