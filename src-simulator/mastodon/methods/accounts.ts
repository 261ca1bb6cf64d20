import { json } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { Call, UserCall } from '../endpoint.ts';
import { mayRead } from '../fan-out.ts';
import { notFound, refusal, unprocessable } from '../failure.ts';
import { cutPage, linkHeader, pageOrder } from '../paging.ts';
import { findAccounts } from '../people.ts';
import type { AccountRow, RelationKind } from '../rows.ts';
import type { Services } from '../services.ts';

export function accountRoutes(services: Services): readonly Route[] {
  const { world, entities, fanOut, endpoints } = services;
  const named = (call: Call): AccountRow | undefined => world.accounts.get(call.request.params['id'] ?? '');

  /** Changes how the caller stands to somebody and answers with the relationship. */
  const relate = (
    name: string,
    scope: string,
    perform: (call: UserCall, target: AccountRow) => void,
  ): Route =>
    endpoints.user('POST', `/api/v1/accounts/:id/${name}`, `accounts.${name}`, [scope, 'follow'], (call) => {
      const target = named(call);
      if (!target) return refusal(notFound);
      if (target.id === call.viewer.id)
        return refusal(unprocessable('This action is not allowed on your own account'));
      perform(call, target);
      call.request.did(name, target.id);
      return json(entities.relationship(call.viewer.id, target.id));
    });

  const listed = (path: string, scope: string, kind: RelationKind): Route =>
    endpoints.user('GET', path, `${kind}s.list`, [scope, 'follow'], (call) =>
      json(
        world.related(kind, call.viewer.id).flatMap((id) => {
          const row = world.accounts.get(id);
          const relation = world.relation(kind, call.viewer.id, id);
          if (!row || !relation) return [];
          const expiry = relation.expiresAt === null ? null : new Date(relation.expiresAt).toISOString();
          return [{ ...entities.account(row), ...(kind === 'mute' ? { mute_expires_at: expiry } : {}) }];
        }),
      ),
    );

  return [
    endpoints.user(
      'GET',
      '/api/v1/accounts/verify_credentials',
      'accounts.verify',
      ['profile', 'read:accounts'],
      ({ viewer }) => json(entities.credentialAccount(viewer)),
    ),
    endpoints.user('GET', '/api/v1/preferences', 'accounts.preferences', ['read:accounts'], ({ viewer }) =>
      json({
        'posting:default:visibility': 'public',
        'posting:default:sensitive': false,
        'posting:default:language': viewer.language,
        'reading:expand:media': 'default',
        'reading:expand:spoilers': false,
      }),
    ),
    endpoints.open(
      'GET',
      '/api/v1/accounts/lookup',
      'accounts.lookup',
      (call) => {
        const [username, domain] = (call.params.text('acct') ?? '').replace(/^@/, '').split('@');
        const row = world.accountNamed(username ?? '', domain ?? null);
        return row ? json(entities.account(row)) : refusal(notFound);
      },
      ['read:accounts'],
    ),
    endpoints.user('GET', '/api/v1/accounts/search', 'accounts.search', ['read:accounts'], (call) => {
      const limit = Math.min(Math.abs(call.params.integer('limit') ?? 40), 80);
      const found = findAccounts(services, call.params.text('q') ?? '', call.viewer.id, {
        following: call.params.boolean('following') ?? false,
      });
      const offset = call.params.integer('offset') ?? 0;
      return json(found.slice(offset, offset + limit).map(entities.account));
    }),
    endpoints.user(
      'GET',
      '/api/v1/accounts/relationships',
      'accounts.relationships',
      ['read:follows'],
      (call) =>
        json(
          (call.params.list('id') ?? [])
            .filter((id) => world.accounts.get(id) !== undefined)
            .map((id) => entities.relationship(call.viewer.id, id)),
        ),
    ),
    endpoints.open(
      'GET',
      '/api/v1/accounts/:id',
      'accounts.get',
      (call) => {
        const row = named(call);
        return row ? json(entities.account(row)) : refusal(notFound);
      },
      ['read:accounts'],
    ),
    endpoints.open(
      'GET',
      '/api/v1/accounts/:id/statuses',
      'accounts.statuses',
      (call) => {
        const account = named(call);
        if (!account) return refusal(notFound);
        const { params, request } = call;
        const order = pageOrder(params, 20);
        const without = (name: string): boolean => params.boolean(name) ?? false;
        const tag = params.text('tagged')?.toLowerCase();
        const page = cutPage(world.statusesOf(account.id), order, (id) => {
          const row = world.statuses.get(id);
          if (!row || row.committedAt > request.asked.visibleUntil) return undefined;
          if (!mayRead(world, row, call.viewer?.id)) return undefined;
          if (without('exclude_reblogs') && row.reblogOf !== null) return undefined;
          if (
            without('exclude_replies') &&
            row.inReplyToAccountId !== null &&
            row.inReplyToAccountId !== account.id
          )
            return undefined;
          if (without('only_media') && row.mediaIds.length === 0) return undefined;
          if (without('pinned') && !world.mark('pin', account.id, row.id)) return undefined;
          return tag === undefined || row.tags.includes(tag) ? row : undefined;
        });
        const links = linkHeader(request, {
          newest: page[0]?.id,
          oldest: page.at(-1)?.id,
          more: page.length === order.limit,
        });
        return json(
          page.map((row) => entities.status(row, call.viewer?.id)),
          200,
          links,
        );
      },
      ['read:statuses'],
    ),
    relate('follow', 'write:follows', (call, target) => {
      if (!world.relation('follow', call.viewer.id, target.id))
        fanOut.notify('follow', target.id, call.viewer.id, null);
      world.putRelation('follow', call.viewer.id, target.id);
    }),
    relate('unfollow', 'write:follows', (call, target) => {
      world.dropRelation('follow', call.viewer.id, target.id);
    }),
    // sheet: Reading (moderation)
    relate('block', 'write:blocks', (call, target) => {
      world.putRelation('block', call.viewer.id, target.id);
      world.dropRelation('follow', call.viewer.id, target.id);
      world.dropRelation('follow', target.id, call.viewer.id);
    }),
    relate('unblock', 'write:blocks', (call, target) => {
      world.dropRelation('block', call.viewer.id, target.id);
    }),
    relate('mute', 'write:mutes', (call, target) => {
      const seconds = call.params.integer('duration') ?? 0;
      world.putRelation('mute', call.viewer.id, target.id, {
        expiresAt: seconds > 0 ? world.clock.now() + seconds * 1000 : null,
        notifications: call.params.boolean('notifications') ?? true,
      });
    }),
    relate('unmute', 'write:mutes', (call, target) => {
      world.dropRelation('mute', call.viewer.id, target.id);
    }),
    listed('/api/v1/blocks', 'read:blocks', 'block'),
    listed('/api/v1/mutes', 'read:mutes', 'mute'),
  ];
}
