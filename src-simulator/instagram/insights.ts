import { failure, invalidParameter, type GraphFailure } from '../meta/failure.ts';
import type { Params } from '../meta/params.ts';
import { graphTime, readTime } from '../meta/times.ts';
import { refuse } from './errors.ts';
import { limits } from './limits.ts';
import type { AccountRow, MediaRow } from './rows.ts';
import type { World } from './world.ts';

const DAY = 86_400_000;
type Entity = Readonly<Record<string, unknown>>;

// instagram §4, the table of metrics
const series = ['reach', 'follower_count'];
const totals = [
  'reach',
  'views',
  'accounts_engaged',
  'total_interactions',
  'likes',
  'comments',
  'saves',
  'shares',
  'replies',
  'reposts',
  'profile_links_taps',
  'profile_views',
  'website_clicks',
  'follows_and_unfollows',
];
const feed = [
  'views',
  'reach',
  'likes',
  'comments',
  'saved',
  'shares',
  'total_interactions',
  'profile_visits',
  'follows',
];
const byProduct: Readonly<Record<MediaRow['product'], readonly string[]>> = {
  FEED: feed,
  REELS: [...feed, 'ig_reels_avg_watch_time', 'ig_reels_video_view_total_time', 'reels_skip_rate'],
  STORY: [
    'reach',
    'views',
    'replies',
    'shares',
    'navigation',
    'profile_visits',
    'follows',
    'total_interactions',
    'link_clicks',
  ],
};

/** One unsupported name fails the whole call; `impressions` is one of them today. */
// instagram §4, "One unsupported metric fails the call"; "Dead: impressions"
function badMetric(known: readonly string[]): GraphFailure {
  return invalidParameter(`metric[0] must be one of the following values: ${known.join(', ')}`);
}

function askedMetrics(params: Params, known: readonly string[]): readonly string[] {
  const names = params.list('metric')?.map(String) ?? [];
  if (names.length === 0) refuse(invalidParameter('The parameter metric is required.'));
  if (names.some((name) => !known.includes(name))) refuse(badMetric(known));
  return names;
}

/** Figures of an account. */
// instagram §4, Account
export function accountInsights(world: World, account: AccountRow, params: Params): Entity {
  const wantsTotal = params.text('metric_type') === 'total_value';
  const names = askedMetrics(params, [...new Set([...totals, ...series])]);
  if (params.text('period') !== 'day')
    refuse(invalidParameter('Incompatible period for the metrics asked for'));
  for (const name of names) {
    if (wantsTotal && !totals.includes(name))
      refuse(invalidParameter(`The metric ${name} does not support metric_type total_value`));
    if (!wantsTotal && !series.includes(name))
      refuse(
        invalidParameter(
          `The following metrics (${name}) should be specified with parameter metric_type=total_value`,
        ),
      );
    // instagram §4: follower_count from 100 followers on
    if (name === 'follower_count' && account.followers.length < 100)
      refuse(failure(10, '(#10) Not enough followers for this metric', { status: 403 }));
  }
  const until = readTime(params.text('until')) ?? world.clock.now();
  const since = readTime(params.text('since')) ?? until - DAY;
  return {
    data: names.map((name) => {
      const head = {
        name,
        period: 'day',
        title: title(name),
        description: `${title(name)}.`,
        id: `${account.id}/insights/${name}/day`,
      };
      if (wantsTotal)
        return { ...head, total_value: { value: accountFigure(world, account, name, since, until) } };
      const values: Entity[] = [];
      for (let day = since; day < until && values.length < 31; day += DAY)
        values.push({
          value: accountFigure(world, account, name, day, day + DAY),
          end_time: graphTime(day + DAY),
        });
      return { ...head, values };
    }),
  };
}

function accountFigure(
  world: World,
  account: AccountRow,
  name: string,
  since: number,
  until: number,
): number {
  if (name === 'follower_count') return account.followers.length;
  const rows = world
    .mediaOf(account.id)
    .filter((row) => row.createdAt >= since - 7 * DAY && row.createdAt < until);
  return rows.reduce((sum, row) => sum + figure(world, row, name), 0);
}

/** Figures of a post, reel or story. */
// instagram §4, Media FEED, REELS, STORY
export function mediaInsights(world: World, media: MediaRow, params: Params): Entity {
  const names = askedMetrics(params, byProduct[media.product]);
  if (media.product === 'STORY') {
    if (world.clock.now() - media.createdAt > limits.storyLifeMs)
      refuse(invalidParameter('Insights of a story are available for 24 hours'));
    if (figure(world, media, 'reach') < 5)
      refuse(failure(10, '(#10) Not enough viewers for the media to show insights'));
  }
  return {
    data: names.map((name) => ({
      name,
      period: 'lifetime',
      values: [{ value: figure(world, media, name) }],
      title: title(name),
      description: `${title(name)}.`,
      id: `${media.id}/insights/${name}/lifetime`,
    })),
  };
}

/** A figure that follows from what happened to the post, the same at every reading. */
function figure(world: World, media: MediaRow, name: string): number {
  const likes = media.likedBy.length;
  const comments = world.commentsUnder(media.id).length;
  switch (name) {
    case 'likes':
      return likes;
    case 'comments':
    case 'replies':
      return comments;
    case 'total_interactions':
      return likes + comments;
    case 'saved':
    case 'saves':
    case 'shares':
    case 'reposts':
      return Math.floor(likes / 3);
    case 'views':
      return likes * 9 + comments * 14;
    case 'reach':
    case 'accounts_engaged':
      return likes * 7 + comments * 11;
    case 'ig_reels_avg_watch_time':
      return 4200;
    case 'ig_reels_video_view_total_time':
      return 4200 * (likes * 9 + comments * 14);
    case 'reels_skip_rate':
      return 31;
    default:
      return Math.floor(likes / 5);
  }
}

const title = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
