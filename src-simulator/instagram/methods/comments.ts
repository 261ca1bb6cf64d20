import type { Route } from '../../core/route.ts';
import { failure, invalidParameter, missing } from '../../meta/failure.ts';
import { accountFor, reachedBy } from '../access.ts';
import { answerComment, commentOn } from '../comments.ts';
import { mentionsOf } from '../counting.ts';
import { refuse } from '../errors.ts';
import { guarded } from '../guarded.ts';
import type { Services } from '../services.ts';

/** Comments, answers, deletion, and answers to mentions. */
// instagram §3
export function commentRoutes({ world, endpoints }: Services): readonly Route[] {
  return [
    ...endpoints.signed(
      'POST',
      '/:id/comments',
      'comments.create',
      guarded((call) => {
        const media = world.media.get(call.id) ?? refuse(missing('post', call.id));
        const account = accountFor(world, { ...call, id: media.ownerId }, 'comments', 'POST');
        const row = commentOn(world, media, {
          authorId: account.id,
          text: call.params.text('message') ?? '',
        });
        call.request.did('comment', row.id);
        return { id: row.id };
      }),
    ),
    ...endpoints.signed(
      'POST',
      '/:id/replies',
      'replies.create',
      guarded((call) => {
        const comment = world.comments.get(call.id) ?? refuse(missing('post', call.id));
        const ownerId = world.media.get(comment.mediaId)?.ownerId ?? '';
        const account = accountFor(world, { ...call, id: ownerId }, 'comments', 'POST');
        const row = answerComment(world, comment, {
          authorId: account.id,
          text: call.params.text('message') ?? '',
        });
        call.request.did('comment', row.id);
        return { id: row.id };
      }),
    ),
    ...endpoints.signed(
      'POST',
      '/:id/mentions',
      'mentions.create',
      guarded((call) => {
        // instagram §3, Mentions: a comment or a caption that names the account
        const account = accountFor(world, call, 'comments', 'POST');
        const media = world.media.get(call.params.text('media_id') ?? '') ?? refuse(missing('post', call.id));
        const commentId = call.params.text('comment_id');
        const comment = commentId === undefined ? undefined : world.comments.get(commentId);
        const text = comment?.text ?? media.caption ?? '';
        if ((commentId !== undefined && !comment) || !mentionsOf(text).includes(account.username))
          refuse(invalidParameter('The account is not mentioned there'));
        const remark = { authorId: account.id, text: call.params.text('message') ?? '' };
        const row = comment ? answerComment(world, comment, remark) : commentOn(world, media, remark);
        call.request.did('comment', row.id);
        return { id: row.id };
      }),
    ),
    ...endpoints.signed(
      'DELETE',
      '/:id',
      'node.delete',
      guarded((call) => {
        const media = world.media.get(call.id);
        // instagram §2: deleting a post is in the description, and third parties say that it cannot be done
        if (media && reachedBy(world, call.token).some(({ id }) => id === media.ownerId))
          return failure(3, '(#3) Application does not have the capability to make this API call.');
        const comment = world.comments.get(call.id) ?? refuse(missing('delete', call.id));
        const ownerId = world.media.get(comment.mediaId)?.ownerId ?? '';
        accountFor(world, { ...call, id: ownerId }, 'comments', 'DELETE');
        world.dropComment(comment);
        call.request.did('delete', comment.id);
        return { success: true };
      }),
    ),
  ];
}
