import { json } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { mayRead } from '../fan-out.ts';
import { findAccounts } from '../people.ts';
import type { StatusRow } from '../rows.ts';
import type { Services } from '../services.ts';

// sheet: Reading (search; statuses only for those who sign in)
export function searchRoutes(services: Services): readonly Route[] {
  const { world, entities, endpoints } = services;
  return [
    endpoints.user('GET', '/api/v2/search', 'search', ['read:search'], (call) => {
      const { params, viewer } = call;
      const query = (params.text('q') ?? '').trim();
      const type = params.text('type');
      const limit = Math.min(Math.abs(params.integer('limit') ?? 20), 40);
      const offset = type === undefined ? 0 : (params.integer('offset') ?? 0);
      const part = <T>(name: string, all: () => readonly T[]): readonly T[] =>
        query !== '' && (type === undefined || type === name) ? all().slice(offset, offset + limit) : [];
      const account = params.text('account_id');

      const byAddress = (): readonly StatusRow[] => {
        const id = /\/(\w+)$/.exec(query)?.[1];
        const row = query.startsWith('http') && id !== undefined ? world.statuses.get(id) : undefined;
        return row ? [row] : [];
      };
      const byWords = (): readonly StatusRow[] => {
        const words = query.toLowerCase().split(/\s+/);
        return world
          .allStatuses()
          .copy()
          .toReversed()
          .flatMap((id) => world.statuses.get(id) ?? [])
          .filter((row) => words.every((word) => row.text.toLowerCase().includes(word)));
      };

      return json({
        accounts: part('accounts', () =>
          findAccounts(services, query, viewer.id, { following: params.boolean('following') ?? false }),
        ).map(entities.account),
        statuses: part('statuses', () =>
          (query.startsWith('http') ? byAddress() : byWords()).filter(
            (row) =>
              row.reblogOf === null &&
              row.committedAt <= call.request.asked.visibleUntil &&
              (account === undefined || row.accountId === account) &&
              mayRead(world, row, viewer.id),
          ),
        ).map((row) => entities.status(row, viewer.id)),
        hashtags: part('hashtags', () => {
          const wanted = query.replace(/^#/, '').toLowerCase();
          const known = new Set<string>();
          for (const row of world.statuses.values()) for (const tag of row.tags) known.add(tag);
          return [...known].filter((tag) => tag.startsWith(wanted));
        }).map(entities.tag),
      });
    }),
  ];
}
