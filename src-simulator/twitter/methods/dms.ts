import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import type { Call } from '../endpoint.ts';
import { forbidden, invalid, refusal } from '../failure.ts';
import { compareIds } from '../ids.ts';
import { cutPage, metaOf, readOrder } from '../paging.ts';
import { keysOf } from '../post-body.ts';
import type { DmRow } from '../rows.ts';
import type { Services } from '../services.ts';

/** x §3: events of the last 30 days. */
const LIFE_MS = 30 * 86_400_000;
const LONGEST = 10_000;
const listQuery = [
  'dm_event.fields',
  'event_types',
  'expansions',
  'max_results',
  'pagination_token',
  'user.fields',
  'media.fields',
];
const eventTypes = ['MessageCreate', 'ParticipantsJoin', 'ParticipantsLeave'];

/** Direct messages: x §3. */
export function dmRoutes(services: Services): readonly Route[] {
  const { world, objects, purse, endpoint } = services;
  const { settings } = world;

  function page(call: Call, fits: (row: DmRow) => boolean): SimReply {
    const empty = purse.check();
    if (empty) return empty;
    const types = objects.list(call, 'event_types');
    const wrong = [...types].find((type) => !eventTypes.includes(type));
    if (wrong !== undefined)
      return invalid(
        settings,
        'event_types',
        wrong,
        `The \`event_types\` query parameter value is not one of [${eventTypes.join(',')}]`,
      );
    const order = readOrder(world, call, { min: 1, max: 100, usual: 100 });
    if ('tag' in order) return order;
    const since = world.clock.now() - LIFE_MS;
    const isWanted = types.size === 0 || types.has('MessageCreate');
    const { rows, more } = cutPage(world.dmsOf(call.account.id), order, (id) => {
      const row = world.dms.get(id);
      return row &&
        isWanted &&
        row.createdAt >= since &&
        row.committedAt <= call.request.asked.visibleUntil &&
        fits(row)
        ? row
        : undefined;
    });
    purse.payReads(
      'dm-read',
      rows.map((row) => row.id),
    );
    const includes = objects.dmIncludes(rows, call);
    const fields = objects.list(call, 'dm_event.fields');
    return json({
      ...(rows.length > 0 ? { data: rows.map((row) => objects.dm(row, fields)) } : {}),
      ...(includes ? { includes } : {}),
      meta: metaOf(rows, more),
    });
  }

  function send(call: Call): SimReply {
    const other = world.accounts.get(call.request.params['participant'] ?? '');
    if (!other)
      return invalid(
        settings,
        'participant_id',
        call.request.params['participant'] ?? '',
        'a user that exists expected',
      );
    const keys = keysOf(call.request);
    const text = keys['text'] ?? '';
    const attachments: readonly unknown[] = Array.isArray(keys['attachments']) ? keys['attachments'] : [];
    const mediaIds = attachments.flatMap((one) =>
      typeof one === 'object' && one !== null && 'media_id' in one && typeof one.media_id === 'string'
        ? [one.media_id]
        : [],
    );
    if (
      typeof text !== 'string' ||
      (text === '' && mediaIds.length === 0) ||
      Array.from(text).length > LONGEST
    )
      return invalid(
        settings,
        'text',
        typeof text === 'string' ? text.slice(0, 20) : typeof text,
        `$.text: must be between 1 and ${LONGEST} characters long`,
      );
    const isUsable = mediaIds.every((id) => {
      const row = world.media.get(id);
      return row?.accountId === call.account.id && row.finalized && row.category.startsWith('dm_');
    });
    if (!isUsable || mediaIds.length > 1)
      return invalid(settings, 'attachments', mediaIds.join(), 'Your media IDs are invalid.');
    if (!reachable(call.account.id, other.id))
      return refusal(settings, forbidden('You cannot send messages to this user.'));
    const short = purse.pay('dm-create');
    if (short) return short;
    const row = world.putDm(dmOf(services, call.account.id, other.id, text, { mediaIds }));
    call.request.did('message', row.id);
    return json({ data: { dm_conversation_id: row.conversationId, dm_event_id: row.id } }, 201);
  }

  /** Somebody who wrote first, or follows; not who blocked the messages. */
  function reachable(from: string, to: string): boolean {
    if (world.related('dm-block', to, from)) return false;
    const wrote = world.dmsOf(from).some((id) => world.dms.get(id)?.senderId === to);
    return wrote || world.related('follow', to, from);
  }

  function block(call: Call, wanted: boolean): SimReply {
    const target = call.request.params['id'] ?? '';
    if (!world.accounts.get(target)) return invalid(settings, 'id', target, 'a user that exists expected');
    const short = purse.pay(wanted ? 'interaction-create' : 'interaction-delete');
    if (short) return short;
    if (wanted) world.putRelation('dm-block', call.account.id, target);
    else world.dropRelation('dm-block', call.account.id, target);
    call.request.did(wanted ? 'dm-block' : 'dm-unblock', target);
    return json({ data: { blocked: wanted } });
  }

  const readScopes = ['dm.read', 'tweet.read', 'users.read'];
  const writeScopes = ['dm.write', 'tweet.read', 'users.read'];
  return [
    endpoint('GET', '/2/dm_events', 'dm.events', readScopes, (call) => page(call, () => true), {
      query: listQuery,
    }),
    endpoint(
      'GET',
      '/2/dm_conversations/with/:participant/dm_events',
      'dm.with',
      readScopes,
      (call) => page(call, (row) => row.participants.includes(call.request.params['participant'] ?? '')),
      { query: listQuery },
    ),
    endpoint(
      'GET',
      '/2/dm_conversations/:id/dm_events',
      'dm.conversation',
      readScopes,
      (call) => page(call, (row) => row.conversationId === call.request.params['id']),
      { query: listQuery },
    ),
    endpoint('POST', '/2/dm_conversations/with/:participant/messages', 'dm.send', writeScopes, send),
    // x §3, moderation: the path's id is the other person's
    endpoint('POST', '/2/users/:id/dm/block', 'dm.block', writeScopes, (call) => block(call, true)),
    endpoint('POST', '/2/users/:id/dm/unblock', 'dm.unblock', writeScopes, (call) => block(call, false)),
  ];
}

/** A message between two; their conversation is named after both, the older account first. */
export function dmOf(
  { world }: Pick<Services, 'world'>,
  from: string,
  to: string,
  text: string,
  more: { readonly mediaIds?: readonly string[]; readonly createdAt?: number } = {},
): DmRow {
  const createdAt = more.createdAt ?? world.clock.now();
  return {
    id: world.ids.at(createdAt),
    conversationId: [from, to].toSorted(compareIds).join('-'),
    senderId: from,
    participants: [from, to],
    text,
    mediaIds: more.mediaIds ?? [],
    createdAt,
    committedAt: world.clock.now(),
  };
}
