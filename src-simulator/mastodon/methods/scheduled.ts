import { json } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { UserCall } from '../endpoint.ts';
import { notFound, refusal } from '../failure.ts';
import { cutPage, linkHeader, pageOrder } from '../paging.ts';
import type { ScheduledRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { createSortedIds } from '../sorted-ids.ts';

// sheet: Publish / Native scheduling
export function scheduledRoutes({ world, entities, scheduling, endpoints }: Services): readonly Route[] {
  const own = (call: UserCall): ScheduledRow | undefined => {
    const row = world.scheduled.get(call.request.params['id'] ?? '');
    return row?.accountId === call.viewer.id ? row : undefined;
  };
  return [
    endpoints.user('GET', '/api/v1/scheduled_statuses', 'scheduled.list', ['read:statuses'], (call) => {
      const ids = createSortedIds();
      for (const row of world.scheduled.values()) if (row.accountId === call.viewer.id) ids.add(row.id);
      const order = pageOrder(call.params, 20);
      const page = cutPage(ids, order, (id) => {
        const row = world.scheduled.get(id);
        return row && row.committedAt <= call.request.asked.visibleUntil ? row : undefined;
      });
      const links = linkHeader(call.request, {
        newest: page[0]?.id,
        oldest: page.at(-1)?.id,
        more: page.length === order.limit,
      });
      return json(page.map(entities.scheduled), 200, links);
    }),
    endpoints.user('GET', '/api/v1/scheduled_statuses/:id', 'scheduled.get', ['read:statuses'], (call) => {
      const row = own(call);
      return row ? json(entities.scheduled(row)) : refusal(notFound);
    }),
    endpoints.user('PUT', '/api/v1/scheduled_statuses/:id', 'scheduled.move', ['write:statuses'], (call) => {
      const row = own(call);
      if (!row) return refusal(notFound);
      const moment = Date.parse(call.params.text('scheduled_at') ?? '');
      if (Number.isNaN(moment))
        return refusal({ status: 422, error: "Validation failed: Scheduled at can't be blank" });
      const moved = scheduling.move(row, call.viewer, moment);
      if (moved.tag === 'err') return refusal(moved.error);
      call.request.did('rescheduled', row.id);
      return json(entities.scheduled(moved.value));
    }),
    endpoints.user(
      'DELETE',
      '/api/v1/scheduled_statuses/:id',
      'scheduled.cancel',
      ['write:statuses'],
      (call) => {
        const row = own(call);
        if (!row) return refusal(notFound);
        scheduling.cancel(row);
        call.request.did('unscheduled', row.id);
        return json({});
      },
    ),
  ];
}
