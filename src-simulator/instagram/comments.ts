import { failure, invalidParameter, missing } from '../meta/failure.ts';
import { refuse } from './errors.ts';
import { limits } from './limits.ts';
import type { CommentRow, MediaRow } from './rows.ts';
import type { World } from './world.ts';

export interface Remark {
  readonly authorId: string;
  readonly text: string;
  readonly at?: number;
}

/** Writes a comment under a post. */
// instagram §3, New comment
export function commentOn(world: World, media: MediaRow, remark: Remark): CommentRow {
  if (!media.commentsEnabled) refuse(failure(100, '(#100) Comments are turned off for this media'));
  return put(world, remark, { mediaId: media.id, parentId: null });
}

/** Answers a comment: an answer to an answer lands under the top comment; hidden ones take none. */
// instagram §3, Reply
export function answerComment(world: World, comment: CommentRow, remark: Remark): CommentRow {
  const top = comment.parentId === null ? comment : (world.comments.get(comment.parentId) ?? comment);
  if (comment.hidden || top.hidden) refuse(invalidParameter('Cannot reply to a hidden comment'));
  const media = world.media.get(top.mediaId);
  if (!media) refuse(missing('post', top.id));
  if (!media.commentsEnabled) refuse(failure(100, '(#100) Comments are turned off for this media'));
  return put(world, remark, { mediaId: media.id, parentId: top.id });
}

function put(
  world: World,
  { authorId, text, at }: Remark,
  place: { readonly mediaId: string; readonly parentId: string | null },
): CommentRow {
  if (text.trim() === '') refuse(invalidParameter('The parameter message is required'));
  // instagram §5, Comment: UNCONFIRMED, by third parties
  if (text.length > limits.comment) refuse(invalidParameter('The message is too long'));
  const now = world.clock.now();
  return world.putComment({
    id: world.nextId(),
    ...place,
    authorId,
    text,
    hidden: false,
    likedBy: [],
    answeredPrivately: false,
    createdAt: at ?? now,
    committedAt: now,
  });
}

/** The post that a comment stands under, if the account may moderate it. */
export function moderated(world: World, comment: CommentRow, accountId: string): boolean {
  return world.media.get(comment.mediaId)?.ownerId === accountId;
}
