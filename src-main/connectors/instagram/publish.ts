import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { failure, type ErrorCode, type Failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Drawn, Operation, SoFar } from '../../../src-shared/outbox/operation.ts';
import type { ConnectorContext, ConnectorError, Performed } from '../contract.ts';
import { ask, callsOf, send, type Call } from './calls.ts';
import { readHandle } from './container-handle.ts';
import { prepare, stateOf, upload, type ContainerState } from './containers.ts';
import { tidyHost } from './find-media.ts';
import { readHandleData } from './handle-data.ts';
import { sendMessage, sendPrivateReply } from './messages.ts';
import { readQuota } from './quota.ts';
import { commentRemote, nothingMade, postRemote } from './remotes.ts';
import { idSchema, mediaSchema } from './wire.ts';

type Outcome = Promise<Result<Performed, ConnectorError>>;

/** Performs one write, once. */
export function publish(ctx: ConnectorContext, operation: Operation, drawn: Drawn, soFar?: SoFar): Outcome {
  switch (operation.tag) {
    case 'upload':
      return upload(ctx, operation, drawn.key, soFar);
    case 'prepare':
      return prepare(ctx, operation, soFar);
    case 'create':
      return operation.replyTo === null ? publishPost(ctx, operation) : comment(ctx, operation);
    case 'message':
      return sendMessage(ctx, operation);
    case 'private-reply':
      return sendPrivateReply(ctx, operation);
    case 'hide':
    case 'unhide':
      return act(ctx, {
        method: 'POST',
        path: operation.remoteId,
        form: { hide: operation.tag === 'hide' ? 'true' : 'false' },
      });
    case 'delete':
      return act(ctx, { method: 'DELETE', path: operation.remoteId });
    case 'schedule':
    case 'reschedule':
    case 'recall':
    case 'like':
    case 'unlike':
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      return Promise.resolve(
        err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) }),
      );
    default:
      return exhaustive(operation);
  }
}

/** The day rolls: a part of it is free again long before it is over. */
const quotaPauseMs = 3_600_000;

type Creation = Extract<Operation, { tag: 'create' }>;

/** Shows what a container holds. The container is known to the journal before this is sent (instagram §8.1). */
async function publishPost(ctx: ConnectorContext, operation: Creation): Outcome {
  const calls = callsOf(ctx);
  const container = readHandle(operation.prepared);
  if (container.id === null) return err({ tag: 'rejected', failure: failure('media-missing') });
  // Asked before it is refused: whoever goes on beyond the day's number is taken for a robot.
  const left = await readQuota(ctx);
  if (left.tag === 'ok' && left.value === 0)
    return err({ tag: 'rate-limited', until: ctx.now() + quotaPauseMs });
  // An earlier call may have shown it, whatever that was answered with: a second one makes a second post.
  const before = await stateOf(calls, container.id);
  if (before.tag === 'err') return before;
  if (before.value.code !== 'FINISHED') return err(unfit(before.value.code, {}));
  const answer = await ask(calls, 'write', idSchema, {
    method: 'POST',
    path: `${ctx.me.remoteId}/media_publish`,
    form: { creation_id: container.id },
    timeoutMs: 60_000,
  });
  if (answer.tag === 'err') return err(await settled(ctx, container.id, answer.error));
  await tidyHost(ctx, operation);
  return ok({ tag: 'done', remote: postRemote(answer.value.id, await linkOf(ctx, answer.value.id)) });
}

/**
 * What an error of the publication is worth: any may come of a post that is live, so the container is asked before it
 * is believed (instagram §8.2).
 */
async function settled(
  ctx: ConnectorContext,
  containerId: string,
  error: ConnectorError,
): Promise<ConnectorError> {
  // Surely never left, or in doubt already.
  if (error.tag === 'offline' || error.tag === 'unknown-outcome') return error;
  const cause = 'failure' in error ? error.failure : failure('rate-limited');
  const doubtful: ConnectorError = { tag: 'unknown-outcome', failure: cause };
  const state = await stateOf(callsOf(ctx), containerId);
  // Nobody can say: it is looked for.
  if (state.tag === 'err') return doubtful;
  if (state.value.code !== 'FINISHED') return unfit(state.value.code, cause.detail);
  // "Ready" right after proves nothing. What waits long reads the container again before it goes on; what judges the
  // content would say the same of it again; everything else is looked for.
  const isSure = error.tag === 'rate-limited' || error.tag === 'auth' || aboutContent.has(cause.code);
  return isSure ? error : doubtful;
}

const aboutContent: ReadonlySet<ErrorCode> = new Set([
  'media-too-large',
  'media-type-refused',
  'media-ratio',
  'media-missing',
  'media-not-fetched',
  'text-too-long',
  'too-many-media',
]);

/** What to do with a container that is not ready to be shown. */
function unfit(code: Exclude<ContainerState['code'], 'FINISHED'>, detail: Failure['detail']): ConnectorError {
  switch (code) {
    case 'PUBLISHED':
      return { tag: 'unknown-outcome', failure: failure('duplicate-post', detail) };
    case 'EXPIRED':
    case 'ERROR':
      // It is worth nothing any more: another is made.
      return { tag: 'rejected', failure: failure('media-missing', detail) };
    case 'IN_PROGRESS':
      return { tag: 'server', failure: failure('media-processing-failed', detail) };
  }
}

/** The post's public address; without it the post stands all the same. */
async function linkOf(ctx: ConnectorContext, id: string): Promise<string | null> {
  const read = await ask(callsOf(ctx), 'read', mediaSchema, {
    method: 'GET',
    path: id,
    query: { fields: 'id,permalink' },
    timeoutMs: 10_000,
  });
  return read.tag === 'ok' ? read.value.permalink : null;
}

/** A comment under an own post, an answer to a comment, or an answer to a post that names the account. */
// instagram §3, Reply; New comment; Mentions
async function comment(ctx: ConnectorContext, operation: Creation): Outcome {
  const { replyTo, content } = operation;
  if (replyTo === null) return err({ tag: 'rejected', failure: failure('parent-gone') });
  const target = readHandleData(replyTo.handleData);
  const id = replyTo.remoteId;
  const call: Call =
    target.kind === 'tag'
      ? { method: 'POST', path: `${ctx.me.remoteId}/mentions`, form: { media_id: id, message: content.text } }
      : {
          method: 'POST',
          path: `${id}/${target.kind === 'comment' ? 'replies' : 'comments'}`,
          form: { message: content.text },
        };
  const answer = await ask(callsOf(ctx), 'write', idSchema, call);
  if (answer.tag === 'ok') return ok({ tag: 'done', remote: commentRemote(answer.value.id, replyTo) });
  if (answer.error.tag !== 'gone') return answer;
  // The Graph says "not there" of what has just been made, too (instagram §6, 100/33): it is asked.
  const there = await ask(callsOf(ctx), 'read', idSchema, {
    method: 'GET',
    path: id,
    query: { fields: 'id' },
  });
  const { detail } = answer.error.failure;
  if (there.tag === 'ok') return err({ tag: 'server', failure: failure('server-error', detail) });
  return there.error.tag === 'gone' ? err({ tag: 'gone', failure: failure('parent-gone', detail) }) : there;
}

/** A write of which only "yes" matters: repeating it changes nothing. */
async function act(ctx: ConnectorContext, call: Call): Outcome {
  const answer = await send(callsOf(ctx), 'write', call);
  return answer.tag === 'ok' ? ok({ tag: 'done', remote: nothingMade }) : answer;
}
