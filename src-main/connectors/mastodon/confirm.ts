import { failure } from '../../../src-shared/errors.ts';
import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConfirmInput, ConnectorContext, ConnectorError } from '../contract.ts';
import { callContext } from './call-context.ts';
import { ask, type Call } from './calls.ts';
import { findPost } from './find-post.ts';
import { findScheduled, readScheduled } from './find-scheduled.ts';
import { nothingMade, scheduledRemote } from './remotes.ts';
import { essenceOfDraft } from './same-post.ts';
import * as v from 'valibot';
import { wireRelationshipSchema, wireStatusSchema } from './wire.ts';

type Look = Promise<Result<Sighting, ConnectorError>>;

/** Looks whether an operation was done. Only reads. */
export async function confirm(ctx: ConnectorContext, input: ConfirmInput): Look {
  const { operation, sentAt } = input;
  switch (operation.tag) {
    case 'create':
      return findPost(ctx, essenceOfDraft(operation.content, operation.replyTo, false), sentAt, null);
    case 'message':
      return findPost(
        ctx,
        essenceOfDraft(operation.content, operation.replyTo, true),
        sentAt,
        operation.replyTo.remoteId,
      );
    case 'schedule': {
      const essence = essenceOfDraft(operation.content, operation.replyTo, false);
      const held = await findScheduled(ctx, essence, operation.at);
      // Not held: never taken, or its moment came and it was published.
      if (held.tag === 'err' || held.value.tag !== 'absent') return held;
      return ctx.now() < operation.at - clockSpreadMs
        ? held
        : findPost(ctx, essence, operation.at - clockSpreadMs, null);
    }
    case 'reschedule': {
      const held = await readScheduled(ctx, operation.scheduledRemoteId);
      if (held.tag === 'err') return held;
      const moved = Math.abs(held.value.scheduled_at - operation.at) < 1_000;
      return ok(moved ? { tag: 'present', remote: scheduledRemote(held.value) } : { tag: 'absent' });
    }
    case 'recall': {
      // Still held: not recalled. No longer held is an error (`gone`), as it is when recalling: taken back or published.
      const held = await readScheduled(ctx, operation.scheduledRemoteId);
      return held.tag === 'err' ? held : ok({ tag: 'absent' });
    }
    case 'prepare':
    case 'private-reply':
    case 'hide':
    case 'unhide':
      return err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) });
    case 'upload':
      // Nothing of an upload can be seen, and nobody is harmed by a second one.
      return ok({ tag: 'absent' });
    case 'like':
    case 'unlike': {
      const status = await ask(callContext(ctx), 'read', wireStatusSchema, statusCall(operation.remoteId));
      if (status.tag === 'err') return status;
      return seen((status.value.favourited ?? false) === (operation.tag === 'like'));
    }
    case 'delete': {
      const status = await ask(callContext(ctx), 'read', wireStatusSchema, statusCall(operation.remoteId));
      if (status.tag === 'ok') return seen(false);
      return status.error.tag === 'gone' ? seen(true) : status;
    }
    case 'mute':
    case 'unmute':
      return relation(ctx, operation.personId, ({ muting }) => muting === (operation.tag === 'mute'));
    case 'block':
    case 'unblock':
      return relation(ctx, operation.personId, ({ blocking }) => blocking === (operation.tag === 'block'));
    default:
      return exhaustive(operation);
  }
}

/** How far apart two clocks may be before departures are held. */
const clockSpreadMs = 2 * 60_000;

const statusCall = (id: string): Call => ({
  method: 'GET',
  path: `/api/v1/statuses/${encodeURIComponent(id)}`,
});

const seen = (done: boolean): Result<Sighting, ConnectorError> =>
  ok(done ? { tag: 'present', remote: nothingMade } : { tag: 'absent' });

async function relation(
  ctx: ConnectorContext,
  personId: string,
  holds: (relation: v.InferOutput<typeof wireRelationshipSchema>) => boolean,
): Look {
  const relations = await ask(callContext(ctx), 'read', v.array(wireRelationshipSchema), {
    method: 'GET',
    path: '/api/v1/accounts/relationships',
    query: new URLSearchParams([['id[]', personId]]),
  });
  if (relations.tag === 'err') return err(relations.error);
  return seen(relations.value.some((one) => one.id === personId && holds(one)));
}
