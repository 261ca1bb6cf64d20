import { failure, invalidParameter, missing, type GraphFailure } from '../meta/failure.ts';
import { limits } from './limits.ts';
import type { AccountRow } from './rows.ts';
import type { World } from './world.ts';

/** Who wrote a comment that the account may still answer in private, or why it may not. */
// instagram §3, private reply: within seven days, once
export function privateReplyTo(world: World, account: AccountRow, commentId: string): string | GraphFailure {
  const comment = world.comments.get(commentId);
  if (!comment || world.media.get(comment.mediaId)?.ownerId !== account.id) return missing('post', commentId);
  if (comment.authorId === account.id) return invalidParameter('Cannot send a private reply to oneself');
  // facebook-pages §4, Private reply: the number of the refusal is UNCONFIRMED
  if (comment.answeredPrivately)
    return failure(10, '(#10) A private reply was already sent for this comment', { subcode: 2534014 });
  if (world.clock.now() - comment.createdAt > limits.privateReplyMs)
    return failure(10, '(#10) This message is sent outside of allowed window.', { subcode: 2534022 });
  world.putComment({ ...comment, answeredPrivately: true });
  return comment.authorId;
}
