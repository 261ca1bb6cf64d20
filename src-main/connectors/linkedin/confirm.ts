import { failure } from '../../../src-shared/errors.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Sighting } from '../../../src-shared/outbox/operation.ts';
import type { ConfirmInput, ConnectorContext, ConnectorError } from '../contract.ts';
import { ask, callContext } from './calls.ts';
import { findComment, findPost } from './find-own.ts';
import { listOf } from './lists.ts';
import { nothingMade } from './publish.ts';
import { readHandleData } from './handle-data.ts';
import { query, value } from './restli.ts';
import { isOrganization, readCommentUrn } from './urn.ts';
import { wireCommentSchema, wirePostSchema, wireReactionSchema } from './wire.ts';

type Look = Promise<Result<Sighting, ConnectorError>>;

/** Looks whether an operation was done. Only reads, so of what a member posted nothing can be said. */
export async function confirm(ctx: ConnectorContext, { operation, sentAt }: ConfirmInput): Look {
  switch (operation.tag) {
    case 'create':
      if (!isOrganization(ctx.me.remoteId)) return unreadable;
      return operation.replyTo === null
        ? findPost(ctx, operation, sentAt)
        : findComment(ctx, operation, sentAt);
    case 'upload':
      // Nothing of an upload can be seen, and nobody is harmed by a second one.
      return ok({ tag: 'absent' });
    case 'like':
    case 'unlike': {
      const reactions = await listOf(
        callContext(ctx),
        wireReactionSchema,
        `/rest/reactions/(entity:${value(operation.remoteId)})`,
        query({ q: 'entity', count: 100 }),
      );
      if (reactions.tag === 'err') return reactions;
      const isLiked = reactions.value.items.some(({ created }) => created.actor === ctx.me.remoteId);
      return seen(isLiked === (operation.tag === 'like'));
    }
    case 'delete':
      return isGone(ctx, operation.remoteId, operation.handleData);
    default:
      return err({ tag: 'rejected', failure: failure('not-offered', { operation: operation.tag }) });
  }
}

const unreadable = err({
  tag: 'rejected',
  failure: failure('not-offered', { operation: 'confirm' }),
} as const);

const seen = (done: boolean): Result<Sighting, ConnectorError> =>
  ok(done ? { tag: 'present', remote: nothingMade } : { tag: 'absent' });

async function isGone(ctx: ConnectorContext, remoteId: string, handleData: string): Look {
  const comment = readCommentUrn(remoteId);
  const calls = callContext(ctx);
  const answer =
    comment === null
      ? await ask(calls, 'read', wirePostSchema, {
          method: 'GET',
          path: `/rest/posts/${value(remoteId)}`,
          query: 'viewContext=AUTHOR',
        })
      : await ask(calls, 'read', wireCommentSchema, {
          method: 'GET',
          path: `/rest/socialActions/${value(readHandleData(handleData).object ?? comment.object)}/comments/${comment.number}`,
        });
  if (answer.tag === 'ok') return seen(false);
  return answer.error.tag === 'gone' ? seen(true) : answer;
}
