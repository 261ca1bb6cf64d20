import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Operation, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConfirmInput, ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callsOf } from './calls.ts';
import { findPost } from './find-media.ts';
import { readHandleData } from './handle-data.ts';
import { commentsUnder, repliesTo } from './read-comments.ts';
import { findMessage } from './messages.ts';
import { madeRemote, nothingMade } from './remotes.ts';
import { commentSchema, type WireComment } from './wire.ts';

type Look = Promise<Result<Sighting, ConnectorError>>;

/** Looks whether an operation was done. Only reads, but for files that lie at the person's own media host. */
export async function confirm(ctx: ConnectorContext, { operation, sentAt }: ConfirmInput): Look {
  switch (operation.tag) {
    case 'create':
      return operation.replyTo === null
        ? findPost(ctx, operation, sentAt)
        : findComment(ctx, operation, operation.replyTo, sentAt);
    case 'message':
    case 'private-reply':
      return findMessage(ctx, operation, sentAt);
    case 'hide':
    case 'unhide': {
      const read = await readComment(ctx, operation.remoteId);
      return read.tag === 'ok' ? seen(read.value.hidden === (operation.tag === 'hide')) : read;
    }
    case 'delete':
      return isDeleted(ctx, operation);
    case 'upload':
    case 'prepare':
    case 'schedule':
    case 'reschedule':
    case 'recall':
    case 'like':
    case 'unlike':
    case 'mute':
    case 'unmute':
    case 'block':
    case 'unblock':
      // Material is nobody's to see, and nobody is harmed by a second one; the others are not offered.
      return ok({ tag: 'absent' });
    default:
      return exhaustive(operation);
  }
}

const readComment = (ctx: ConnectorContext, id: string): Promise<Result<WireComment, ConnectorError>> =>
  ask(callsOf(ctx), 'read', commentSchema, {
    method: 'GET',
    path: id,
    query: { fields: 'id,text,timestamp,username,hidden' },
  });

const seen = (done: boolean): Result<Sighting, ConnectorError> =>
  ok(done ? { tag: 'present', remote: nothingMade } : { tag: 'absent' });

/** The account's own comments there since the attempt, with the same words. */
async function findComment(
  ctx: ConnectorContext,
  operation: Extract<Operation, { tag: 'create' }>,
  replyTo: NonNullable<Extract<Operation, { tag: 'create' }>['replyTo']>,
  sentAt: number,
): Look {
  const target = readHandleData(replyTo.handleData);
  const since = sentAt - 30_000;
  const list =
    target.kind === 'comment'
      ? await repliesTo(ctx, replyTo.remoteId)
      : await commentsUnder(ctx, replyTo.remoteId, since);
  if (list.tag === 'err') return list;
  const name = ctx.me.handle;
  const alike = list.value.items.filter(
    (comment) =>
      (comment.username ?? comment.from?.username) === name &&
      comment.text.trim() === operation.content.text.trim() &&
      comment.timestamp >= since,
  );
  const [only, ...others] = alike;
  if (!only) return ok({ tag: 'absent' });
  const mediaId = target.kind === 'comment' ? target.mediaId : replyTo.remoteId;
  if (others.length === 0)
    return ok({
      tag: 'present',
      remote: madeRemote(only.id, { kind: 'comment', mediaId, personId: null }, only.timestamp),
    });
  return ok({
    tag: 'unclear',
    candidates: alike.map(({ id, text, timestamp: createdAt }) => ({
      remoteId: id,
      url: null,
      text,
      createdAt,
    })),
  });
}

/** "Not there" may be a passing fault of one read (instagram §6, 100/33): the list has to agree. */
async function isDeleted(ctx: ConnectorContext, operation: Extract<Operation, { tag: 'delete' }>): Look {
  const read = await readComment(ctx, operation.remoteId);
  if (read.tag === 'ok') return seen(false);
  if (read.error.tag !== 'gone') return read;
  const data = readHandleData(operation.handleData);
  if (data.kind !== 'comment') return seen(true);
  const list = await commentsUnder(ctx, data.mediaId, 0);
  if (list.tag === 'err') return list.error.tag === 'gone' ? seen(true) : list;
  const isListed = list.value.items.some(({ id }) => id === operation.remoteId);
  return seen(!isListed);
}
