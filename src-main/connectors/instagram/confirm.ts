import { exhaustive } from '../../../src-shared/exhaustive.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { Operation, Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConfirmInput, ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callsOf } from './calls.ts';
import { findPost } from './find-media.ts';
import { readHandleData } from './handle-data.ts';
import { commentsUnder, repliesTo } from './read-comments.ts';
import { findMessage } from './messages.ts';
import { sameWords } from '../meta/words.ts';
import { commentRemote, nothingMade } from './remotes.ts';
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
    query: { fields: 'id,text,timestamp,username,hidden,parent_id' },
  });

const seen = (done: boolean): Result<Sighting, ConnectorError> =>
  ok(done ? { tag: 'present', remote: nothingMade } : { tag: 'absent' });

/** Nothing was seen, and that proves nothing. */
const unseen: Sighting = { tag: 'unclear', candidates: [] };

/** The account's own comments there since the attempt, with the same words. */
async function findComment(
  ctx: ConnectorContext,
  operation: Extract<Operation, { tag: 'create' }>,
  replyTo: NonNullable<Extract<Operation, { tag: 'create' }>['replyTo']>,
  sentAt: number,
): Look {
  const target = readHandleData(replyTo.handleData);
  const since = sentAt - 30_000;
  const top = target.kind === 'comment' ? await topOf(ctx, replyTo.remoteId, target.topId) : ok(null);
  if (top.tag === 'err') return top;
  const list =
    top.value === null ? await commentsUnder(ctx, replyTo.remoteId, since) : await repliesTo(ctx, top.value);
  if (list.tag === 'err') {
    // Under somebody else's post the comments may not be ours to read.
    const isHidden = target.kind === 'tag' && (list.error.tag === 'gone' || list.error.tag === 'rejected');
    return isHidden ? ok(unseen) : list;
  }
  const name = ctx.me.handle;
  const alike = list.value.items.filter(
    (comment) =>
      (comment.username ?? comment.from?.username) === name &&
      sameWords(comment.text, operation.content.text) &&
      comment.timestamp >= since,
  );
  const [only, ...others] = alike;
  // What was not read, or could not be, may be it.
  if (!only)
    return ok(
      list.value.isWhole && list.value.skipped.length === 0 && target.kind !== 'tag'
        ? { tag: 'absent' }
        : unseen,
    );
  if (others.length === 0)
    return ok({ tag: 'present', remote: commentRemote(only.id, replyTo, only.timestamp) });
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

/** The comment that an answer will lie under: the one that is answered, or the one which that answers. */
async function topOf(
  ctx: ConnectorContext,
  commentId: string,
  known: string | null | undefined,
): Promise<Result<string, ConnectorError>> {
  if (known !== undefined) return ok(known ?? commentId);
  const read = await readComment(ctx, commentId);
  return read.tag === 'ok' ? ok(read.value.parent_id ?? commentId) : read;
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
