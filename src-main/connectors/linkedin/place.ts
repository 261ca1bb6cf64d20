import { readHandleData } from './handle-data.ts';
import { commentUrn, readCommentUrn } from './urn.ts';

/** Where a comment goes, or stands. */
export interface CommentPlace {
  /** Path of the list that it belongs to: a post, or the comment that it answers. */
  readonly under: string;
  /** What is commented on, as the network names it in bodies. */
  readonly object: string;
  /** The comment that it answers: there are two levels, so an answer to an answer goes beside it. */
  readonly parent: string | null;
}

/** Where an answer to a message goes. */
export function placeOfAnswer(to: { readonly remoteId: string; readonly handleData: string }): CommentPlace {
  const data = readHandleData(to.handleData);
  const comment = readCommentUrn(to.remoteId);
  if (comment === null) return { under: to.remoteId, object: data.object ?? to.remoteId, parent: null };
  const object = data.object ?? comment.object;
  const parent = data.parent ?? commentUrn(comment);
  return { under: parent, object, parent };
}
