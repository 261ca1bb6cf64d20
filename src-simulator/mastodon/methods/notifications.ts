import { json } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { UserCall } from '../endpoint.ts';
import { notFound, refusal } from '../failure.ts';
import { cutPage, linkHeader, pageOrder } from '../paging.ts';
import type { NotificationRow } from '../rows.ts';
import type { Services } from '../services.ts';

// sheet: Reading (notifications)
export function notificationRoutes({ world, entities, endpoints }: Services): readonly Route[] {
  /** Whether a row passes the request's filters, and still has what it is about. */
  function wanted(call: UserCall): (row: NotificationRow) => boolean {
    const types = call.params.list('types');
    const excluded = call.params.list('exclude_types') ?? [];
    const from = call.params.text('account_id');
    return (row) =>
      (types === undefined || types.includes(row.type)) &&
      !excluded.includes(row.type) &&
      (from === undefined || row.fromId === from) &&
      row.committedAt <= call.request.asked.visibleUntil &&
      !world.relation('block', call.viewer.id, row.fromId);
  }
  const own = (call: UserCall): NotificationRow | undefined => {
    const row = world.notifications.get(call.request.params['id'] ?? '');
    return row?.accountId === call.viewer.id ? row : undefined;
  };

  return [
    endpoints.user('GET', '/api/v1/notifications', 'notifications.list', ['read:notifications'], (call) => {
      const keep = wanted(call);
      const order = pageOrder(call.params, 40);
      const page = cutPage(world.notificationsOf(call.viewer.id), order, (id) => {
        const row = world.notifications.get(id);
        return row && keep(row) ? row : undefined;
      });
      const links = linkHeader(call.request, { newest: page[0]?.id, oldest: page.at(-1)?.id, more: true });
      return json(page.map(entities.notification), 200, links);
    }),
    endpoints.user(
      'GET',
      '/api/v1/notifications/unread_count',
      'notifications.unread',
      ['read:notifications'],
      (call) => {
        const keep = wanted(call);
        const limit = Math.min(Math.abs(call.params.integer('limit') ?? 100), 1000);
        const ids = world.notificationsOf(call.viewer.id).all().slice(-limit);
        const count = ids.filter((id) => {
          const row = world.notifications.get(id);
          return row !== undefined && keep(row);
        }).length;
        return json({ count });
      },
    ),
    endpoints.user(
      'GET',
      '/api/v1/notifications/:id',
      'notifications.get',
      ['read:notifications'],
      (call) => {
        const row = own(call);
        return row ? json(entities.notification(row)) : refusal(notFound);
      },
    ),
    endpoints.user(
      'POST',
      '/api/v1/notifications/:id/dismiss',
      'notifications.dismiss',
      ['write:notifications'],
      (call) => {
        const row = own(call);
        if (!row) return refusal(notFound);
        world.dropNotification(row);
        call.request.did('dismiss', row.id);
        return json({});
      },
    ),
    endpoints.user(
      'POST',
      '/api/v1/notifications/clear',
      'notifications.clear',
      ['write:notifications'],
      (call) => {
        for (const id of world.notificationsOf(call.viewer.id).copy()) {
          const row = world.notifications.get(id);
          if (row) world.dropNotification(row);
        }
        return json({});
      },
    ),
  ];
}
