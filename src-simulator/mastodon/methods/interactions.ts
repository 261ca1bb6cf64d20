import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { Call, UserCall } from '../endpoint.ts';
import { mayRead } from '../fan-out.ts';
import { notFound, refusal, unprocessable } from '../failure.ts';
import type { MarkKind, StatusRow } from '../rows.ts';
import type { Services } from '../services.ts';

/** Favourites, reblogs, bookmarks, pins, thread mutes, and who did them. */
export function interactionRoutes({
  world,
  entities,
  fanOut,
  publishing,
  endpoints,
}: Services): readonly Route[] {
  const target = (call: Call): StatusRow | undefined => {
    const row = world.statuses.get(call.request.params['id'] ?? '');
    if (!row || !mayRead(world, row, call.viewer?.id)) return undefined;
    return row.reblogOf === null ? row : world.statuses.get(row.reblogOf);
  };

  const action = (
    name: string,
    scopes: readonly string[],
    perform: (call: UserCall, row: StatusRow) => SimReply | undefined,
  ): Route =>
    endpoints.user('POST', `/api/v1/statuses/:id/${name}`, `statuses.${name}`, scopes, (call) => {
      const row = target(call);
      if (!row) return refusal(notFound);
      const answer = perform(call, row);
      if (answer) return answer;
      call.request.did(name, row.id);
      return json(entities.status(row, call.viewer.id));
    });

  const mark = (kind: MarkKind, statusId: (row: StatusRow) => string = (row) => row.id) => ({
    set: (call: UserCall, row: StatusRow): undefined => {
      if (world.mark(kind, call.viewer.id, statusId(row))) return;
      world.putMark(kind, call.viewer.id, statusId(row));
      if (kind === 'favourite') fanOut.notify('favourite', row.accountId, call.viewer.id, row.id);
    },
    unset: (call: UserCall, row: StatusRow): undefined => {
      world.dropMark(kind, call.viewer.id, statusId(row));
    },
  });
  const favourite = mark('favourite');
  const bookmark = mark('bookmark');
  const pin = mark('pin');
  const muteThread = mark('mute', (row) => row.conversationId);

  const ownReblog = (viewerId: string, row: StatusRow): StatusRow | undefined =>
    world
      .reblogsOf(row.id)
      .all()
      .map((id) => world.statuses.get(id))
      .find((reblog) => reblog?.accountId === viewerId);

  const people = (name: string, idsOf: (row: StatusRow) => readonly string[]): Route =>
    endpoints.open(
      'GET',
      `/api/v1/statuses/:id/${name}`,
      `statuses.${name}`,
      (call) => {
        const row = target(call);
        if (!row) return refusal(notFound);
        const limit = Math.min(Math.abs(call.params.integer('limit') ?? 40), 80);
        return json(
          idsOf(row)
            .slice(-limit)
            .toReversed()
            .flatMap((id) => {
              const account = world.accounts.get(id);
              return account ? [entities.account(account)] : [];
            }),
        );
      },
      ['read:accounts'],
    );

  return [
    action('favourite', ['write:favourites'], favourite.set),
    action('unfavourite', ['write:favourites'], favourite.unset),
    action('bookmark', ['write:bookmarks'], bookmark.set),
    action('unbookmark', ['write:bookmarks'], bookmark.unset),
    action('mute', ['write:mutes'], muteThread.set),
    action('unmute', ['write:mutes'], muteThread.unset),
    action('pin', ['write:accounts'], (call, row) => {
      if (row.accountId !== call.viewer.id)
        return refusal(unprocessable("Validation failed: Someone else's post cannot be pinned"));
      return pin.set(call, row);
    }),
    action('unpin', ['write:accounts'], pin.unset),
    endpoints.user('POST', '/api/v1/statuses/:id/reblog', 'statuses.reblog', ['write:statuses'], (call) => {
      const row = target(call);
      if (!row || row.visibility === 'direct') return refusal(notFound);
      if (row.visibility === 'private' && row.accountId !== call.viewer.id)
        return refusal({ status: 403, error: 'This action is not allowed' });
      const known = ownReblog(call.viewer.id, row);
      const asked = call.params.text('visibility');
      const visibility = asked === 'unlisted' || asked === 'private' ? asked : 'public';
      const reblog = known ?? publishing.reblog(call.viewer, row, visibility);
      if (!known) call.request.did('reblog', reblog.id);
      return json(entities.status(reblog, call.viewer.id));
    }),
    endpoints.user(
      'POST',
      '/api/v1/statuses/:id/unreblog',
      'statuses.unreblog',
      ['write:statuses'],
      (call) => {
        const row = target(call);
        if (!row) return refusal(notFound);
        const known = ownReblog(call.viewer.id, row);
        if (known) {
          publishing.remove(known, false);
          call.request.did('unreblog', row.id);
        }
        return json(entities.status(row, call.viewer.id));
      },
    ),
    people('favourited_by', (row) => world.markers('favourite', row.id)),
    people('reblogged_by', (row) =>
      world
        .reblogsOf(row.id)
        .all()
        .flatMap((id) => world.statuses.get(id)?.accountId ?? []),
    ),
  ];
}
