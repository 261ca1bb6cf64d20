import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Drawn, Operation } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { callContext } from './call-context.ts';
import { ask, send } from './calls.ts';
import { upload } from './media.ts';
import { nothingMade, postRemote, scheduledRemote } from './remotes.ts';
import { handleDataOf } from './map-status.ts';
import { isStillProcessing } from './refusal.ts';
import { statusBody } from './status-body.ts';
import { viewerOf } from './viewer.ts';
import { createdSchema, wireScheduledSchema, wireStatusSchema } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** Performs one write, once. */
export function publish(ctx: ConnectorContext, operation: Operation, drawn: Drawn): Outcome {
  switch (operation.tag) {
    case 'prepare':
    case 'private-reply':
    case 'hide':
    case 'unhide':
      return Promise.resolve(
        err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
      );
    case 'upload':
      return upload(ctx, operation.medium);
    case 'create':
    case 'message':
    case 'schedule':
      return create(ctx, operation, drawn);
    case 'reschedule':
      return reschedule(ctx, operation.scheduledRemoteId, operation.at);
    case 'recall':
      return act(
        ctx,
        'DELETE',
        `/api/v1/scheduled_statuses/${encodeURIComponent(operation.scheduledRemoteId)}`,
      );
    case 'like':
      return act(ctx, 'POST', `/api/v1/statuses/${encodeURIComponent(operation.remoteId)}/favourite`);
    case 'unlike':
      return act(ctx, 'POST', `/api/v1/statuses/${encodeURIComponent(operation.remoteId)}/unfavourite`);
    case 'delete':
      return remove(ctx, operation.remoteId);
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return act(ctx, 'POST', `/api/v1/accounts/${encodeURIComponent(operation.personId)}/${operation.tag}`);
    default:
      return exhaustive(operation);
  }
}

type Creation = Extract<Operation, { tag: 'create' | 'message' | 'schedule' }>;

async function create(ctx: ConnectorContext, operation: Creation, drawn: Drawn): Outcome {
  const at = operation.tag === 'schedule' ? operation.at : null;
  if (at !== null) {
    const { native } = ctx.manifest;
    if (native === null)
      return err({ tag: 'rejected', failure: failure('not-offered', { operation: 'schedule' }) });
    // A server publishes a post whose moment has passed at once: that is never what was wanted.
    if (at < ctx.now() + native.minAheadMs)
      return err({ tag: 'rejected', failure: failure('schedule-too-soon', { at }) });
  }
  const replyTo = await withVisibility(ctx, operation);
  if (replyTo.tag === 'err') return err(refined(replyTo.error, operation));
  const body = statusBody({
    ...operation,
    replyTo: replyTo.value,
    mediaIds: operation.uploaded.map(({ handle }) => handle),
  });
  const keyed = ctx.manifest.operations[operation.tag]?.class === 'K' && drawn.key !== '';
  const answer = await ask(callContext(ctx), 'write', createdSchema, {
    method: 'POST',
    path: '/api/v1/statuses',
    ...(keyed ? { headers: { 'idempotency-key': drawn.key } } : {}),
    body: { json: at === null ? body : { ...body, scheduled_at: new Date(at).toISOString() } },
  });
  if (answer.tag === 'err') return err(refined(answer.error, operation));
  return ok({
    tag: 'done',
    remote:
      'scheduled_at' in answer.value
        ? scheduledRemote(answer.value)
        : postRemote(answer.value, viewerOf(ctx)),
  });
}

/**
 * An answer is never shown wider than what it answers. Of a part of our own thread that was found again by reading, or
 * by a person, only the id may be known: how it is shown is asked for before anything is written.
 */
async function withVisibility(
  ctx: ConnectorContext,
  { replyTo, content, tag }: Creation,
): Promise<Result<Creation['replyTo'], ConnectorError>> {
  if (replyTo === null || replyTo.handleData !== '' || tag === 'message') return ok(replyTo);
  if (content.settings['visibility'] !== undefined) return ok(replyTo);
  const parent = await ask(callContext(ctx), 'read', wireStatusSchema, {
    method: 'GET',
    path: `/api/v1/statuses/${encodeURIComponent(replyTo.remoteId)}`,
  });
  if (parent.tag === 'err') return parent;
  return ok({ ...replyTo, handleData: handleDataOf(parent.value, viewerOf(ctx)) });
}

function refined(error: ConnectorError, operation: Creation): ConnectorError {
  // A medium is not ready although its server said so. Nothing was done, and a repeat a little later will pass.
  if (isStillProcessing(error)) return { tag: 'server', failure: failure('media-not-ready') };
  // Servers translate their refusals; what is missing when one answers a post is that post.
  if (error.tag === 'gone' && operation.replyTo !== null && error.failure.code === 'target-gone')
    return { tag: 'gone', failure: failure('parent-gone', error.failure.detail) };
  return error;
}

async function reschedule(ctx: ConnectorContext, id: string, at: number): Outcome {
  const answer = await ask(callContext(ctx), 'write', wireScheduledSchema, {
    method: 'PUT',
    path: `/api/v1/scheduled_statuses/${encodeURIComponent(id)}`,
    body: { json: { scheduled_at: new Date(at).toISOString() } },
  });
  return answer.tag === 'ok' ? ok({ tag: 'done', remote: scheduledRemote(answer.value) }) : answer;
}

/** A post that is not there any more is a post deleted. */
async function remove(ctx: ConnectorContext, id: string): Outcome {
  const answer = await ask(callContext(ctx), 'write', wireStatusSchema, {
    method: 'DELETE',
    path: `/api/v1/statuses/${encodeURIComponent(id)}`,
  });
  if (answer.tag === 'err' && answer.error.tag !== 'gone') return answer;
  return ok({ tag: 'done', remote: nothingMade });
}

/** A write of which only "yes" matters: repeating it changes nothing, and its answer is not read. */
async function act(ctx: ConnectorContext, method: 'POST' | 'DELETE', path: string): Outcome {
  const answer = await send(callContext(ctx), 'write', { method, path });
  return answer.tag === 'ok' ? ok({ tag: 'done', remote: nothingMade }) : answer;
}
