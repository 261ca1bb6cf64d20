import { json, type SimReply } from '../../core/reply.ts';
import type { Route } from '../../core/route.ts';
import { checkParent, mentionsIn, readDraft } from '../draft.ts';
import type { Call, UserCall } from '../endpoint.ts';
import { mayRead } from '../fan-out.ts';
import { notAllowed, notFound, refusal } from '../failure.ts';
import type { StatusDraft, StatusRow } from '../rows.ts';
import type { Services } from '../services.ts';

// sheet: Idempotency (scoped to the account, remembered one hour)
const KEY_LIFE_MS = 3_600_000;
/** How much of a thread somebody without a token sees; with one, up to 4096 each way. */
// sheet: Reading (replies under post)
const ANONYMOUS_ANCESTORS = 40;
const ANONYMOUS_DESCENDANTS = 60;
const MEMBER_STATUSES = 4096;

export function statusRoutes(services: Services): readonly Route[] {
  const { world, entities, publishing, scheduling, endpoints } = services;
  const { clock, flavour } = world;
  const keyOf = (call: UserCall): string | undefined => {
    const header = call.request.headers['idempotency-key'];
    const given = Array.isArray(header) ? header[0] : header;
    if (!flavour.idempotencyKeys || call.request.asked.keyIgnored || !given) return undefined;
    return `${call.viewer.id}:${given}`;
  };

  function create(call: UserCall): SimReply {
    const { viewer, params, request } = call;
    const orphan = checkParent(world, viewer, params);
    if (orphan) return refusal(orphan);
    const asked = params.text('scheduled_at');
    const moment = asked === undefined || asked === '' ? undefined : Date.parse(asked);
    if (moment !== undefined && Number.isNaN(moment))
      return refusal({ status: 422, error: 'Record invalid' });
    const later = moment !== undefined && moment > clock.now();

    // sheet: Idempotency (looked up before anything is checked, written only after success, ignored for schedules)
    const key = later ? undefined : keyOf(call);
    const used = key === undefined ? undefined : world.keys.get(key);
    if (used && used.at + KEY_LIFE_MS > clock.now()) {
      if (request.asked.repeatFails) return refusal({ status: 500, error: 'Internal Server Error' });
      const first = world.statuses.get(used.statusId);
      return first ? json(entities.status(first, viewer.id)) : refusal(notFound);
    }

    const draft = readDraft(world, viewer, params, call.token.appId);
    if (draft.tag === 'err') return refusal(draft.error);
    const unexpected = unexpectedMentions(call, draft.value.text);
    if (unexpected) return unexpected;
    if (later) return schedule(call, draft.value, moment);
    // sheet: Publish / Native scheduling; Compatibles (a past date publishes at once, or back-dates)
    const backDated = moment !== undefined && flavour.pastSchedule === 'back-date';
    const status = publishing.publish(viewer, { ...draft.value, createdAt: backDated ? moment : null });
    if (key !== undefined) world.keys.put({ id: key, statusId: status.id, at: clock.now() });
    request.did('post', status.id);
    return json(entities.status(status, viewer.id));
  }

  // sheet: Publish (allowed_mentions)
  function unexpectedMentions(call: UserCall, text: string): SimReply | undefined {
    const allowed = call.params.list('allowed_mentions');
    if (!allowed) return undefined;
    const others = mentionsIn(world, text).filter((id) => !allowed.includes(id) && id !== call.viewer.id);
    if (others.length === 0) return undefined;
    return refusal({
      status: 422,
      error: 'Post would be sent to unexpected accounts',
      extra: { unexpected_accounts: others.flatMap((id) => accountOrNothing(id)) },
    });
  }

  // sheet: Idempotency (scheduling ignores the key: a repeat makes a second one)
  function schedule(call: UserCall, draft: StatusDraft, moment: number): SimReply {
    const held = scheduling.hold(call.viewer, draft, moment);
    if (held.tag === 'err') return refusal(held.error);
    call.request.did('scheduled', held.value.id);
    return json(entities.scheduled(held.value));
  }

  function accountOrNothing(id: string): readonly object[] {
    const row = world.accounts.get(id);
    return row ? [entities.account(row)] : [];
  }

  /** The status that the path names, if the caller may read it. */
  function reading(call: Call): StatusRow | undefined {
    const row = world.statuses.get(call.request.params['id'] ?? '');
    return row && mayRead(world, row, call.viewer?.id) ? row : undefined;
  }

  function own(call: UserCall): StatusRow | SimReply {
    const row = reading(call);
    if (!row) return refusal(notFound);
    return row.accountId === call.viewer.id
      ? row
      : refusal(call.request.method === 'DELETE' ? notFound : notAllowed);
  }

  function ancestorsOf(status: StatusRow, viewerId: string | undefined, limit: number): readonly StatusRow[] {
    const chain: StatusRow[] = [];
    let parent = status.inReplyToId === null ? undefined : world.statuses.get(status.inReplyToId);
    while (parent && chain.length < limit) {
      if (mayRead(world, parent, viewerId)) chain.unshift(parent);
      parent = parent.inReplyToId === null ? undefined : world.statuses.get(parent.inReplyToId);
    }
    return chain;
  }

  /** Depth first, so that each reply follows the one that it answers. */
  function descendantsOf(
    status: StatusRow,
    viewerId: string | undefined,
    limit: number,
    visibleUntil: number,
  ): readonly StatusRow[] {
    const found: StatusRow[] = [];
    const waiting = world.repliesTo(status.id).copy().toReversed();
    while (waiting.length > 0 && found.length < limit) {
      const id = waiting.pop();
      const row = id === undefined ? undefined : world.statuses.get(id);
      if (!row || row.committedAt > visibleUntil) continue;
      if (mayRead(world, row, viewerId) && !hiddenFrom(row, viewerId)) found.push(row);
      waiting.push(...world.repliesTo(row.id).copy().toReversed());
    }
    return found;
  }

  function hiddenFrom(row: StatusRow, viewerId: string | undefined): boolean {
    return viewerId !== undefined && world.relation('block', viewerId, row.accountId) !== undefined;
  }

  return [
    endpoints.user('POST', '/api/v1/statuses', 'statuses.create', ['write:statuses'], create),
    endpoints.open(
      'GET',
      '/api/v1/statuses',
      'statuses.several',
      ({ params, viewer }) =>
        json(
          (params.list('id') ?? []).flatMap((id) => {
            const row = world.statuses.get(id);
            return row && mayRead(world, row, viewer?.id) ? [entities.status(row, viewer?.id)] : [];
          }),
        ),
      ['read:statuses'],
    ),
    endpoints.open(
      'GET',
      '/api/v1/statuses/:id',
      'statuses.get',
      (call) => {
        const row = reading(call);
        return row ? json(entities.status(row, call.viewer?.id)) : refusal(notFound);
      },
      ['read:statuses'],
    ),
    endpoints.user('PUT', '/api/v1/statuses/:id', 'statuses.edit', ['write:statuses'], (call) => {
      const row = own(call);
      if ('tag' in row) return row;
      const edited = publishing.edit(call.viewer, row, call.params);
      if (edited.tag === 'err') return refusal(edited.error);
      call.request.did('edit', row.id);
      return json(entities.status(edited.value, call.viewer.id));
    }),
    endpoints.user('DELETE', '/api/v1/statuses/:id', 'statuses.delete', ['write:statuses'], (call) => {
      const row = own(call);
      if ('tag' in row) return row;
      const body = entities.deletedStatus(row, call.viewer.id);
      publishing.remove(row, call.params.boolean('delete_media') ?? false);
      call.request.did('delete', row.id);
      return json(body);
    }),
    endpoints.open(
      'GET',
      '/api/v1/statuses/:id/context',
      'statuses.context',
      (call) => {
        const row = reading(call);
        if (!row) return refusal(notFound);
        const viewerId = call.viewer?.id;
        const entity = (status: StatusRow): object => entities.status(status, viewerId);
        const above = viewerId === undefined ? ANONYMOUS_ANCESTORS : MEMBER_STATUSES;
        const below = viewerId === undefined ? ANONYMOUS_DESCENDANTS : MEMBER_STATUSES;
        return json({
          ancestors: ancestorsOf(row, viewerId, above).map(entity),
          descendants: descendantsOf(row, viewerId, below, call.request.asked.visibleUntil).map(entity),
        });
      },
      ['read:statuses'],
    ),
    endpoints.open(
      'GET',
      '/api/v1/statuses/:id/history',
      'statuses.history',
      (call) => {
        const row = reading(call);
        return row ? json(entities.statusEdits(row)) : refusal(notFound);
      },
      ['read:statuses'],
    ),
    endpoints.user('GET', '/api/v1/statuses/:id/source', 'statuses.source', ['read:statuses'], (call) => {
      const row = reading(call);
      return row ? json({ id: row.id, text: row.text, spoiler_text: row.spoilerText }) : refusal(notFound);
    }),
  ];
}
