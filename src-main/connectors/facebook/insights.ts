import * as v from 'valibot';
import type { MetricName } from '../../../src-shared/domain/metric.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import type { ConnectorContext, ConnectorError } from '../contract.ts';
import { ask } from '../meta/graph.ts';
import { parseEach } from '../meta/parse-each.ts';
import { wireCount, wireListSchema } from '../meta/wire-graph.ts';
import { idPath, pageContext } from './page-context.ts';
import { lacks } from './secret.ts';

/** Our name of a figure, by the network's (facebook-pages §5). */
type Figures = Readonly<Record<string, MetricName>>;
const ofPosts: Figures = { post_media_view: 'views', post_total_media_view_unique: 'reach' };
const ofPages: Figures = { page_media_view: 'views', page_total_media_view_unique: 'reach' };

const figureSchema = v.object({
  name: v.string(),
  values: v.array(v.object({ value: v.union([wireCount, v.record(v.string(), v.unknown())]) })),
});

type Read = Promise<Result<readonly Inbound[], ConnectorError>>;

export const postInsights = (ctx: ConnectorContext, postId: string): Read =>
  figures(ctx, postId, ofPosts, {});
export const pageInsights = (ctx: ConnectorContext): Read =>
  figures(ctx, ctx.me.remoteId, ofPages, { period: 'day' });

/**
 * Asks for all at once, and one by one where one bad name failed the call: names come and go (facebook-pages §5). A
 * figure that is not given stays out; what stops all calls is the caller's to know.
 */
async function figures(
  ctx: ConnectorContext,
  subject: string,
  wanted: Figures,
  query: Readonly<Record<string, string>>,
): Read {
  if (lacks(ctx.secret, 'read_insights')) return ok([]);
  const names = Object.keys(wanted);
  const all = await some(ctx, subject, names, wanted, query);
  if (all.tag === 'ok' || !isRefusal(all.error)) return all;
  const items: Inbound[] = [];
  for (const name of names) {
    const one = await some(ctx, subject, [name], wanted, query);
    if (one.tag === 'ok') items.push(...one.value);
    else if (!isRefusal(one.error)) return one;
  }
  return ok(items);
}

/** A permission that is missing for figures alone says nothing of the account. */
const isRefusal = (error: ConnectorError): boolean =>
  error.tag === 'rejected' ||
  error.tag === 'gone' ||
  (error.tag === 'auth' && error.failure.code === 'scope-missing');

async function some(
  ctx: ConnectorContext,
  subject: string,
  names: readonly string[],
  wanted: Figures,
  query: Readonly<Record<string, string>>,
): Read {
  const list = await ask(pageContext(ctx), 'read', wireListSchema, {
    method: 'GET',
    path: idPath(subject, 'insights'),
    query: { ...query, metric: names.join(',') },
  });
  if (list.tag === 'err') return list;
  return ok(
    parseEach(figureSchema, list.value.data).items.flatMap(({ name, values }): Inbound[] => {
      const called = wanted[name];
      const value = values.at(-1)?.value;
      return called === undefined || typeof value !== 'number'
        ? []
        : [{ tag: 'metric', subject, name: called, value }];
    }),
  );
}
