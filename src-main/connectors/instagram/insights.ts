import { ok, type Result } from '../../../src-shared/result.ts';
import type { MetricName } from '../../../src-shared/domain/metric.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { parseEach } from '../meta/parse-each.ts';
import { ask, callsOf } from './calls.ts';
import { insightSchema, insightsSchema, type WireMedia } from './wire.ts';

/** Our name of a figure, by the network's. */
type Figures = Readonly<Record<string, MetricName>>;
// instagram §4
const ofPosts: Figures = { views: 'views', reach: 'reach', saved: 'saves', shares: 'shares' };
const ofStories: Figures = { views: 'views', reach: 'reach', shares: 'shares' };
const ofAccounts: Figures = { views: 'views', reach: 'reach' };

type Read = Promise<Result<readonly Inbound[], ConnectorError>>;

/** The figures of a post, reel or story. */
export const mediaInsights = (ctx: ConnectorContext, media: WireMedia): Read =>
  figures(ctx, media.id, media.media_product_type === 'STORY' ? ofStories : ofPosts, {});

/** The account's day before the last: figures may lag two days behind (instagram §4). */
export function accountInsights(ctx: ConnectorContext): Read {
  const day = 86_400_000;
  const until = Math.floor(ctx.now() / day) * day - day;
  return figures(ctx, ctx.me.remoteId, ofAccounts, {
    period: 'day',
    metric_type: 'total_value',
    since: String((until - day) / 1_000),
    until: String(until / 1_000),
  });
}

/**
 * Asks for all at once, and one by one where one bad name failed the call: names come and go (instagram §4). A figure
 * that is not given stays out; whatever stops all calls (a limit, a refused access) is the caller's to know.
 */
async function figures(
  ctx: ConnectorContext,
  subject: string,
  wanted: Figures,
  query: Readonly<Record<string, string>>,
): Read {
  const names = Object.keys(wanted);
  const all = await one(ctx, subject, names, wanted, query);
  if (all.tag === 'ok' || !isRefusal(all.error)) return all;
  const items: Inbound[] = [];
  for (const name of names) {
    const single = await one(ctx, subject, [name], wanted, query);
    if (single.tag === 'ok') items.push(...single.value);
    else if (!isRefusal(single.error)) return single;
  }
  return ok(items);
}

/** Too few viewers are refused as a lacking permission is (instagram §4, stories): that says nothing of the account. */
const isRefusal = ({ tag }: ConnectorError): boolean =>
  tag === 'rejected' || tag === 'gone' || tag === 'auth';

async function one(
  ctx: ConnectorContext,
  subject: string,
  names: readonly string[],
  wanted: Figures,
  query: Readonly<Record<string, string>>,
): Read {
  const read = await ask(callsOf(ctx), 'read', insightsSchema, {
    method: 'GET',
    path: `${subject}/insights`,
    query: { ...query, metric: names.join(',') },
  });
  if (read.tag === 'err') return read;
  return ok(
    parseEach(insightSchema, read.value.data).items.flatMap((figure): Inbound[] => {
      const name = wanted[figure.name];
      const value = figure.total_value?.value ?? figure.values.at(-1)?.value ?? null;
      return name === undefined || value === null ? [] : [{ tag: 'metric', subject, name, value }];
    }),
  );
}
