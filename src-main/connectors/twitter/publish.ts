import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { hasAddress } from '../../../src-shared/composing/price.ts';
import type { PricedName } from '../../../src-shared/networks/manifest.ts';
import { failure, type ErrorCode, type Failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Drawn, Operation, Remote, SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, callContext, send, type Call } from './calls.ts';
import { readHandleData, writeHandleData } from './handle-data.ts';
import { postUrl } from './places.ts';
import { postBody } from './post-body.ts';
import { upload, uploadForMessage } from './upload.ts';
import { createdSchema, sentSchema } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** Performs one write, once; of an upload in pieces, one piece. What it cost is told, also when its answer was lost. */
export async function publish(
  ctx: ConnectorContext,
  operation: Operation,
  _drawn: Drawn,
  soFar?: SoFar,
): Outcome {
  const outcome = await perform(ctx, operation, soFar);
  const isCharged =
    outcome.tag === 'ok' ? outcome.value.tag !== 'partial' : outcome.error.tag === 'unknown-outcome';
  const price = isCharged ? pricedAs(operation) : null;
  if (price !== null) ctx.tellCharge?.(price, 1);
  return outcome;
}

/**
 * As the price list has it (x §0): a post with an address in it is another thing, and so is an answer to somebody, which
 * the parts of a thread are not; of a medium, its description is.
 */
function pricedAs(operation: Operation): PricedName | null {
  switch (operation.tag) {
    case 'create':
      if (hasAddress(operation.content.text)) return 'create-with-link';
      return (operation.replyTo?.conversationId ?? '') === '' ? 'create' : 'create-reply';
    case 'upload':
      return operation.medium.decorative || operation.medium.alt.trim() === '' ? null : 'upload';
    default:
      return operation.tag;
  }
}

function perform(ctx: ConnectorContext, operation: Operation, soFar?: SoFar): Outcome {
  switch (operation.tag) {
    case 'upload':
      return upload(ctx, operation.medium, soFar);
    case 'create':
      return create(ctx, operation);
    case 'message':
      return message(ctx, operation);
    case 'delete':
      return act(ctx, { method: 'DELETE', path: `/2/tweets/${encodeURIComponent(operation.remoteId)}` });
    case 'hide':
    case 'unhide':
      return act(ctx, {
        method: 'PUT',
        path: `/2/tweets/${encodeURIComponent(operation.remoteId)}/hidden`,
        body: { json: { hidden: operation.tag === 'hide' } },
      });
    case 'mute':
      return act(ctx, {
        method: 'POST',
        path: `/2/users/${encodeURIComponent(ctx.me.remoteId)}/muting`,
        body: { json: { target_user_id: operation.personId } },
      });
    case 'unmute':
      return act(ctx, {
        method: 'DELETE',
        path: `/2/users/${encodeURIComponent(ctx.me.remoteId)}/muting/${encodeURIComponent(operation.personId)}`,
      });
    // Taken off the plans that anybody can buy, or never offered (x §0).
    case 'like':
    case 'unlike':
    case 'block':
    case 'unblock':
    case 'schedule':
    case 'reschedule':
    case 'recall':
    case 'prepare':
    case 'private-reply':
      return Promise.resolve(
        err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
      );
    default:
      return exhaustive(operation);
  }
}

type Creation = Extract<Operation, { tag: 'create' }>;

async function create(ctx: ConnectorContext, { content, uploaded, replyTo }: Creation): Outcome {
  const moves = uploaded.filter(({ medium: { mime } }) => mime === 'image/gif' || mime.startsWith('video/'));
  // One that moves stands alone (x §2).
  if (moves.length > 0 && uploaded.length > 1)
    return err({ tag: 'rejected', failure: failure('too-many-media', { max: 1 }) });
  if (content.poll !== null && uploaded.length > 0)
    return err({ tag: 'rejected', failure: failure('poll-with-media') });
  const answer = await ask(callContext(ctx), 'write', createdSchema, {
    method: 'POST',
    path: '/2/tweets',
    body: {
      json: postBody(
        content,
        replyTo,
        uploaded.map(({ handle }) => handle),
      ),
    },
  });
  if (answer.tag === 'err') return err(refined(answer.error));
  return ok({ tag: 'done', remote: postRemote(ctx, answer.value.data.id) });
}

/**
 * The same words a second time are refused (x §7). What stands may be an earlier post, or this very one: an attempt that
 * was lost, or one that was repeated on its way. Nothing is known then, and it is looked for (x §8).
 */
const refined = (error: ConnectorError): ConnectorError =>
  error.tag === 'rejected' && error.failure.code === 'duplicate-post'
    ? { tag: 'unknown-outcome', failure: error.failure }
    : error;

export const postRemote = (ctx: ConnectorContext, id: string, createdAt: number | null = null): Remote => ({
  remoteId: id,
  url: postUrl(ctx.me.handle, id),
  handle: writeHandleData({ invited: true }),
  createdAt,
});

async function message(
  ctx: ConnectorContext,
  { content, uploaded, replyTo }: Extract<Operation, { tag: 'message' }>,
): Outcome {
  const participant = participantOf(ctx, replyTo);
  // A group has no address that one could answer to.
  if (participant === null) return refusedAs('not-offered', { operation: 'message' });
  if (uploaded.length > 1) return refusedAs('too-many-media', { max: 1 });
  const attached = uploaded[0] === undefined ? null : await uploadForMessage(ctx, uploaded[0].medium);
  if (attached?.tag === 'err') return attached;
  const answer = await ask(callContext(ctx), 'write', sentSchema, {
    method: 'POST',
    path: `/2/dm_conversations/with/${encodeURIComponent(participant)}/messages`,
    body: {
      json: {
        ...(content.text === '' ? {} : { text: content.text }),
        ...(attached === null ? {} : { attachments: [{ media_id: attached.value }] }),
      },
    },
  });
  if (answer.tag === 'err') return answer;
  return ok({ tag: 'done', remote: messageRemote(answer.value.data.dm_event_id, participant) });
}

const refusedAs = (code: ErrorCode, detail: Failure['detail']): Outcome =>
  Promise.resolve(err({ tag: 'rejected', failure: failure(code, detail) }));

export const messageRemote = (id: string, participant: string, createdAt: number | null = null): Remote => ({
  remoteId: id,
  url: null,
  handle: writeHandleData({ participant, invited: true }),
  createdAt,
});

/** Who a message goes to: kept with what is answered, else read from the conversation, which names both. */
export function participantOf(
  ctx: Pick<ConnectorContext, 'me'>,
  replyTo: { readonly conversationId: string; readonly handleData: string },
): string | null {
  const { participant } = readHandleData(replyTo.handleData);
  if (participant !== null) return participant;
  const pair = /^(\d+)-(\d+)$/.exec(replyTo.conversationId)?.slice(1) ?? [];
  return pair.find((id) => id !== ctx.me.remoteId) ?? null;
}

export const nothingMade: Remote = { remoteId: null, url: null, handle: '', createdAt: null };

/** A write of which only "yes" matters: repeating it changes nothing, and its answer is not read. */
async function act(ctx: ConnectorContext, call: Call): Outcome {
  const answer = await send(callContext(ctx), 'write', call);
  return answer.tag === 'ok' ? ok({ tag: 'done', remote: nothingMade }) : answer;
}
