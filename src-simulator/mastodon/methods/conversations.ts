import { json } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { UserCall } from '../endpoint.ts';
import { notFound, refusal } from '../failure.ts';
import { cutPage, linkHeader, pageOrder } from '../paging.ts';
import type { ConversationRow } from '../rows.ts';
import type { Services } from '../services.ts';
import { createSortedIds } from '../sorted-ids.ts';

// sheet: Reading (DMs)
export function conversationRoutes({ world, entities, endpoints }: Services): readonly Route[] {
  const own = (call: UserCall): ConversationRow | undefined => {
    const row = world.conversations.get(call.request.params['id'] ?? '');
    return row?.accountId === call.viewer.id ? row : undefined;
  };
  return [
    endpoints.user('GET', '/api/v1/conversations', 'conversations.list', ['read:statuses'], (call) => {
      const until = call.request.asked.visibleUntil;
      // Paged by the id of the last status, not by the conversation's own.
      const byLast = new Map<string, ConversationRow>();
      const ids = createSortedIds();
      for (const row of world.conversations.values()) {
        if (row.accountId !== call.viewer.id) continue;
        const visible = row.statusIds.filter(
          (id) => (world.statuses.get(id)?.committedAt ?? Infinity) <= until,
        );
        const last = visible.at(-1);
        if (last === undefined) continue;
        ids.add(last);
        byLast.set(last, { ...row, statusIds: visible });
      }
      const order = pageOrder(call.params, 20);
      const page = cutPage(ids, order, (id) => byLast.get(id));
      const links = linkHeader(call.request, {
        newest: page[0]?.statusIds.at(-1),
        oldest: page.at(-1)?.statusIds.at(-1),
        more: page.length === order.limit,
      });
      return json(page.map(entities.conversation), 200, links);
    }),
    endpoints.user(
      'POST',
      '/api/v1/conversations/:id/read',
      'conversations.read',
      ['write:conversations'],
      (call) => {
        const row = own(call);
        if (!row) return refusal(notFound);
        call.request.did('read', row.id);
        return json(entities.conversation(world.conversations.put({ ...row, unread: false })));
      },
    ),
    endpoints.user(
      'DELETE',
      '/api/v1/conversations/:id',
      'conversations.delete',
      ['write:conversations'],
      (call) => {
        const row = own(call);
        if (!row) return refusal(notFound);
        world.conversations.delete(row.id);
        call.request.did('conversation-deleted', row.id);
        return json({});
      },
    ),
  ];
}
