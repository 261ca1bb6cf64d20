import { ok, type Result } from '../../../src-shared/result.ts';
import type { ConnectorError } from '../contract.ts';
import { ask, type CallContext } from './calls.ts';
import { readHandleData } from './handle-data.ts';
import { isDenied } from './identity.ts';
import { value } from './restli.ts';
import { commentUrn, readCommentUrn } from './urn.ts';
import { wireCommentSchema } from './wire.ts';

/** Where a comment goes, or stands. */
export interface CommentPlace {
  /** Path of the list that it belongs to: a post, or the comment that it answers. */
  readonly under: string;
  /** What is commented on, as the network names it in bodies. */
  readonly object: string;
  /** The comment that it answers: there are two levels, so an answer to an answer goes beside it. */
  readonly parent: string | null;
}

/** Where an answer to a message goes. A comment of which only a notification told is looked at first. */
export async function placeOfAnswer(
  ctx: CallContext,
  to: { readonly remoteId: string; readonly handleData: string },
): Promise<Result<CommentPlace, ConnectorError>> {
  const data = readHandleData(to.handleData);
  const comment = readCommentUrn(to.remoteId);
  if (comment === null) return ok({ under: to.remoteId, object: data.object ?? to.remoteId, parent: null });
  const object = data.object ?? comment.object;
  const at = (answered: string | null): Result<CommentPlace, never> => {
    const parent = answered ?? commentUrn(comment);
    return ok({ under: parent, object, parent });
  };
  if (data.parent !== null || data.isParentSaid) return at(data.parent);
  const read = await ask(ctx, 'read', wireCommentSchema, {
    method: 'GET',
    path: `/rest/socialActions/${value(object)}/comments/${comment.number}`,
  });
  if (read.tag === 'ok') return at(read.value.parentComment);
  // Whoever may write but not read answers as if there were none.
  return isDenied(read.error) ? at(null) : read;
}
