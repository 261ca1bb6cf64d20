import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { Call } from '../endpoint.ts';
import { concernsHome } from '../fan-out.ts';
import { cutPage, linkHeader, pageOrder } from '../paging.ts';
import type { StatusRow } from '../rows.ts';
import type { Services } from '../services.ts';
import type { SortedIds } from '../sorted-ids.ts';

export function timelineRoutes({ world, entities, endpoints }: Services): readonly Route[] {
  function timeline(call: Call, ids: SortedIds, shown: (row: StatusRow) => boolean): SimReply {
    const viewerId = call.viewer?.id;
    const order = pageOrder(call.params, 20);
    const page = cutPage(ids, order, (id) => {
      const row = world.statuses.get(id);
      if (!row || row.committedAt > call.request.asked.visibleUntil) return undefined;
      if (viewerId !== undefined && world.relation('block', viewerId, row.accountId)) return undefined;
      return shown(row) ? row : undefined;
    });
    const links = linkHeader(call.request, {
      newest: page[0]?.id,
      oldest: page.at(-1)?.id,
      more: page.length === order.limit,
    });
    return json(
      page.map((row) => entities.status(row, viewerId)),
      200,
      links,
    );
  }

  const isLocal = (row: StatusRow): boolean => world.accounts.get(row.accountId)?.domain === null;

  /** The local and remote switches that public timelines share. */
  function inReach(call: Call): (row: StatusRow) => boolean {
    const local = call.params.boolean('local') ?? false;
    const remote = call.params.boolean('remote') ?? false;
    const onlyMedia = call.params.boolean('only_media') ?? false;
    return (row) =>
      row.visibility === 'public' &&
      row.reblogOf === null &&
      (!local || isLocal(row)) &&
      (!remote || !isLocal(row)) &&
      (!onlyMedia || row.mediaIds.length > 0);
  }

  return [
    endpoints.user('GET', '/api/v1/timelines/home', 'timelines.home', ['read:statuses'], (call) => {
      const { id: owner } = call.viewer;
      return timeline(call, world.allStatuses(), (row) => {
        if (row.accountId === owner) return true;
        if (!world.relation('follow', owner, row.accountId)) return false;
        if (row.visibility === 'direct' && !row.mentions.includes(owner)) return false;
        return concernsHome(world, row, owner);
      });
    }),
    endpoints.open(
      'GET',
      '/api/v1/timelines/public',
      'timelines.public',
      (call) => timeline(call, world.allStatuses(), inReach(call)),
      ['read:statuses'],
    ),
    // sheet: Reading (hashtag; at most four more of each)
    endpoints.open(
      'GET',
      '/api/v1/timelines/tag/:tag',
      'timelines.tag',
      (call) => {
        const tags = (name: string): readonly string[] =>
          (call.params.list(name) ?? []).slice(0, 4).map((tag) => tag.toLowerCase());
        const main = (call.request.params['tag'] ?? '').toLowerCase();
        const [any, all, none] = [[main, ...tags('any')], tags('all'), tags('none')];
        const reach = inReach(call);
        const ids = any.length === 1 ? world.statusesTagged(main) : world.allStatuses();
        return timeline(
          call,
          ids,
          (row) =>
            reach(row) &&
            any.some((tag) => row.tags.includes(tag)) &&
            all.every((tag) => row.tags.includes(tag)) &&
            !none.some((tag) => row.tags.includes(tag)),
        );
      },
      ['read:statuses'],
    ),
  ];
}
