import { ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorError } from '../contract.ts';
import type { CallContext } from './calls.ts';
import { listOf } from './lists.ts';
import { list, query, value } from './restli.ts';
import { urnKind } from './urn.ts';
import { wireStatisticsSchema, type WireStatistics } from './wire.ts';

export type PostStatistics = WireStatistics['totalShareStatistics'];

/** Counts of a page's posts, in one call for each kind of URN. Posts of which nothing is counted are absent. */
export async function statisticsOf(
  ctx: CallContext,
  page: string,
  posts: readonly string[],
): Promise<Result<ReadonlyMap<string, PostStatistics>, ConnectorError>> {
  const counted = new Map<string, PostStatistics>();
  const kinds = [
    ['share', 'shares'],
    ['ugcPost', 'ugcPosts'],
  ] as const;
  for (const [kind, parameter] of kinds) {
    const urns = posts.filter((urn) => urnKind(urn) === kind);
    if (urns.length === 0) continue;
    const listed = await listOf(
      ctx,
      wireStatisticsSchema,
      '/rest/organizationalEntityShareStatistics',
      query({
        q: 'organizationalEntity',
        organizationalEntity: value(page),
        [parameter]: list(urns),
        count: urns.length,
      }),
    );
    if (listed.tag === 'err') return listed;
    for (const one of listed.value.items) {
      const urn = one.share ?? one.ugcPost;
      if (urn !== undefined) counted.set(urn, one.totalShareStatistics);
    }
  }
  return ok(counted);
}
