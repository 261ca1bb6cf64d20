import type { MessageKind, RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import { plainText, type RichNode } from '../../../src-shared/rich-text.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { writeHandleData } from './handle-data.ts';
import { plainNodes, readLittleText } from './little-text.ts';
import { postUrl } from './places.ts';
import { readCommentUrn, urnId } from './urn.ts';
import type { WireComment, WireNotification, WirePost } from './wire.ts';

/** Through whose eyes an item is read, and what is known of people's names. */
export interface Viewer {
  readonly me: { readonly remoteId: string; readonly handle: string };
  readonly names: ReadonlyMap<string, string>;
}

/** The API names people by their URN only; the name is added where it may be asked for. */
export function authorOf(urn: string, viewer: Viewer): Author {
  if (urn === viewer.me.remoteId)
    return { remoteId: urn, name: viewer.me.handle, handle: viewer.me.handle, avatarUrl: null };
  const name = viewer.names.get(urn) ?? urnId(urn);
  return { remoteId: urn, name, handle: name, avatarUrl: null };
}

const blank = {
  warning: null,
  attachments: [],
  poll: null,
  parent: null,
  editedAt: null,
  counts: { likes: null, replies: null, reposts: null, quotes: null },
  liked: false,
  likeRemoteId: null,
  reposted: false,
  visibility: null,
  language: null,
} as const satisfies Partial<RemoteMessage>;

export const excerptOf = (nodes: readonly RichNode[]): string => {
  const line = plainText(nodes).replace(/\s+/g, ' ').trim();
  // Never half of a character that takes two units.
  return line.length <= 200 ? line : `${line.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…`;
};

export function postItem(post: WirePost, viewer: Viewer): Inbound {
  const { poll } = post.content;
  const body = bodyOfPost(post);
  return {
    tag: 'message',
    message: {
      ...blank,
      remoteId: post.id,
      box: post.author === viewer.me.remoteId ? 'own' : 'context',
      kind: 'post',
      conversationId: post.id,
      url: postUrl(post.id),
      author: authorOf(post.author, viewer),
      mine: post.author === viewer.me.remoteId,
      body: [...body],
      attachments: [],
      poll:
        poll === undefined
          ? null
          : {
              options: poll.options.map(({ text, voteCount: votes }) => ({ text, votes })),
              endsAt: endOfPoll(post.madeAt, poll.settings.duration),
              multiple: false,
            },
      createdAt: post.madeAt,
      editedAt:
        post.lastModifiedAt !== null && post.lastModifiedAt > post.madeAt + 1_000
          ? post.lastModifiedAt
          : null,
      visibility: post.visibility === '' ? null : post.visibility.toLowerCase().replace('_', '-'),
      handleData: writeHandleData({ post: post.id, object: post.id }),
    },
  };
}

/** The words of a post, and the address of its card, which is no part of them. */
function bodyOfPost(post: WirePost): readonly RichNode[] {
  const words = readLittleText(post.commentary);
  const { article } = post.content;
  if (article === undefined) return words;
  return [
    ...words,
    { tag: 'break' },
    { tag: 'link', text: article.title || article.source, url: article.source },
  ];
}

const pollDays: Readonly<Record<string, number>> = {
  ONE_DAY: 1,
  THREE_DAYS: 3,
  SEVEN_DAYS: 7,
  FOURTEEN_DAYS: 14,
};
const endOfPoll = (madeAt: number, duration: string): number | null => {
  const days = pollDays[duration];
  return days === undefined ? null : madeAt + days * 86_400_000;
};

/** What a comment says, wherever it was read. */
interface Said {
  readonly urn: string;
  readonly object: string;
  readonly number: string;
  readonly actor: string;
  readonly text: string;
  readonly at: number;
  readonly editedAt: number | null;
  /** Undefined: not said. */
  readonly parent: string | null | undefined;
  readonly likes: number | null;
  readonly answers: number | null;
  readonly isLiked: boolean;
}

/** @param post URN of the post under which it stands, and the beginning of its words */
function commentMessage(
  said: Said,
  post: { readonly urn: string; readonly excerpt: string | null },
  viewer: Viewer,
): Inbound {
  const mine = said.actor === viewer.me.remoteId;
  const { parent = null } = said;
  const kind: MessageKind = parent === null ? 'comment' : 'reply';
  return {
    tag: 'message',
    message: {
      ...blank,
      remoteId: said.urn,
      box: mine ? 'own' : 'public',
      kind,
      conversationId: post.urn,
      url: `${postUrl(post.urn)}?commentUrn=${encodeURIComponent(said.urn)}`,
      author: authorOf(said.actor, viewer),
      mine,
      body: [...plainNodes(said.text)],
      attachments: [],
      parent:
        parent === null ? { remoteId: post.urn, excerpt: post.excerpt } : { remoteId: parent, excerpt: null },
      createdAt: said.at,
      editedAt: said.editedAt,
      counts: { ...blank.counts, likes: said.likes, replies: said.answers },
      liked: said.isLiked,
      handleData: writeHandleData({
        post: post.urn,
        object: said.object,
        number: said.number,
        parent,
        isParentSaid: said.parent !== undefined,
      }),
    },
  };
}

export function commentItem(
  comment: WireComment,
  post: { readonly urn: string; readonly excerpt: string | null },
  viewer: Viewer,
): Inbound {
  const editedAt = comment.lastModified?.time ?? null;
  return commentMessage(
    {
      urn: comment.urn,
      object: comment.object,
      number: comment.id,
      actor: comment.actor,
      text: comment.message.text,
      at: comment.created.time,
      editedAt: editedAt !== null && editedAt > comment.created.time + 1_000 ? editedAt : null,
      parent: comment.parentComment,
      likes: comment.likesSummary.totalLikes,
      answers: comment.commentsSummary.aggregatedTotalComments,
      isLiked: comment.likesSummary.likedByCurrentUser,
    },
    post,
    viewer,
  );
}

/** Where a notification's post is, under the URN by which own posts are known. */
export const postOfNotification = (
  notification: WireNotification,
): { readonly urn: string; readonly excerpt: string | null } => {
  const { decoratedSourcePost: post, sourcePost } = notification;
  return post === null || post.entity === ''
    ? { urn: sourcePost, excerpt: null }
    : { urn: post.entity, excerpt: post.text === '' ? null : excerptOf(plainNodes(post.text)) };
};

/** A comment as a notification tells of it: it does not say what it answers. */
export function commentOfNotification(notification: WireNotification, viewer: Viewer): Inbound | null {
  const { comment } = notification.decoratedGeneratedActivity;
  const key = readCommentUrn(comment?.entity || notification.generatedActivity);
  if (comment === null || key === null) return null;
  return commentMessage(
    {
      urn: `urn:li:comment:(${key.object},${key.number})`,
      object: key.object,
      number: key.number,
      actor: comment.owner,
      text: comment.text,
      at: notification.lastModifiedAt,
      editedAt: null,
      parent: undefined,
      likes: null,
      answers: null,
      isLiked: false,
    },
    postOfNotification(notification),
    viewer,
  );
}

/** Somebody's post in which the page is named. */
export function mentionItem(notification: WireNotification, viewer: Viewer): Inbound | null {
  const { share } = notification.decoratedGeneratedActivity;
  const urn = share?.entity || notification.generatedActivity;
  if (share === null || !/^urn:li:(?:share|ugcPost|activity):\d+$/.test(urn)) return null;
  return {
    tag: 'message',
    message: {
      ...blank,
      remoteId: urn,
      box: 'public',
      kind: 'mention',
      conversationId: urn,
      url: postUrl(urn),
      author: authorOf(share.owner, viewer),
      mine: false,
      body: [...plainNodes(share.text)],
      attachments: [],
      createdAt: notification.lastModifiedAt,
      handleData: writeHandleData({ post: urn, object: urn }),
    },
  };
}

/** A like, or a post that was shared again: an entry of the activity list, named by its notification. */
export function activityItem(
  notification: WireNotification,
  kind: 'like' | 'repost',
  viewer: Viewer,
): Inbound | null {
  const { share } = notification.decoratedGeneratedActivity;
  const actor =
    share?.owner || /urn:li:(?:person|organization):[\w-]+/.exec(notification.generatedActivity)?.[0];
  if (actor === undefined || actor === '') return null;
  const post = postOfNotification(notification);
  const remoteId = `notification:${notification.notificationId}`;
  return {
    tag: 'message',
    message: {
      ...blank,
      remoteId,
      box: 'activity',
      kind,
      conversationId: post.urn,
      url: postUrl(post.urn),
      author: authorOf(actor, viewer),
      mine: false,
      body: share === null ? [] : [...plainNodes(share.text)],
      attachments: [],
      parent: { remoteId: post.urn, excerpt: post.excerpt },
      createdAt: notification.lastModifiedAt,
      handleData: '{}',
    },
  };
}
