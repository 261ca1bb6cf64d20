import type { Attachment, RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { attachedTo } from '../meta/attached.ts';
import { webUrl } from '../meta/web-url.ts';
import { excerptOf, richTextOf } from '../meta/words.ts';
import { writeHandleData } from './handle-data.ts';
import type {
  WireAttachment,
  WireComment,
  WireFrom,
  WirePost,
  WireRating,
  WireThread,
  WireThreadMessage,
} from './wire.ts';

/** The page through whose eyes an item is read. */
export interface Viewer {
  readonly id: string;
  readonly handle: string;
}

/**
 * Who wrote something; without the permission to see people nobody is named, and then only that is known. Of people the
 * network tells no handle: their name stands for it.
 */
const authorOf = (from: WireFrom, viewer: Viewer): Author => ({
  remoteId: from?.id ?? '',
  name: from?.name ?? '',
  handle: from?.id === viewer.id ? viewer.handle : (from?.name ?? ''),
  avatarUrl: null,
});

const nothingElse = {
  warning: null,
  poll: null,
  likeRemoteId: null,
  reposted: false,
  language: null,
} as const;

/** A post: the page's own, or one in which somebody tags it. */
export function postMessage(post: WirePost, viewer: Viewer): RemoteMessage {
  const mine = post.from?.id === viewer.id || post.id.startsWith(`${viewer.id}_`);
  return {
    ...nothingElse,
    remoteId: post.id,
    box: mine ? 'own' : 'public',
    kind: mine ? 'post' : 'mention',
    conversationId: post.id,
    url: webUrl(post.permalink_url),
    author: authorOf(post.from ?? (mine ? { id: viewer.id, name: viewer.handle } : null), viewer),
    mine,
    body: [...richTextOf(post.message)],
    attachments: (post.attachments?.data ?? []).flatMap(attachmentsOf),
    parent: null,
    createdAt: post.created_time,
    editedAt: null,
    counts: {
      likes: post.reactions?.summary.total_count ?? null,
      replies: post.comments?.summary?.total_count ?? null,
      reposts: post.shares?.count ?? null,
      quotes: null,
    },
    liked: false,
    visibility: null,
    handleData: writeHandleData({ kind: 'post', objectId: post.id, personId: post.from?.id ?? '' }),
  };
}

/** Where a comment stands: the post that it is under, or the recommendation, and that one's words. */
export interface Under {
  readonly id: string;
  readonly words: string;
}

/** A comment, on either of the two levels that there are. */
export function commentMessage(comment: WireComment, under: Under, viewer: Viewer): RemoteMessage {
  const mine = comment.from?.id === viewer.id;
  const toUs = comment.parent?.from?.id === viewer.id;
  return {
    ...nothingElse,
    remoteId: comment.id,
    box: mine ? 'own' : 'public',
    kind: mine || toUs ? 'reply' : 'comment',
    conversationId: under.id,
    url: webUrl(comment.permalink_url),
    author: authorOf(comment.from, viewer),
    mine,
    body: [...richTextOf(comment.message)],
    attachments:
      comment.attachment === null ? [] : attachmentsOf({ ...comment.attachment, subattachments: null }),
    parent: comment.parent
      ? { remoteId: comment.parent.id, excerpt: excerptOf(comment.parent.message) }
      : { remoteId: under.id, excerpt: excerptOf(under.words) },
    createdAt: comment.created_time,
    editedAt: null,
    counts: { likes: comment.like_count, replies: comment.comment_count, reposts: null, quotes: null },
    liked: comment.user_likes,
    visibility: comment.is_hidden ? 'hidden' : null,
    handleData: writeHandleData({
      kind: 'comment',
      objectId: under.id,
      personId: comment.from?.id ?? '',
      at: comment.created_time,
      canReplyPrivately: comment.can_reply_privately,
      canHide: comment.can_hide,
    }),
  };
}

/** A recommendation. It has no id: the story that answers are written under stands for it. */
export function reviewMessage(rating: WireRating, viewer: Viewer): RemoteMessage {
  const { id } = rating.open_graph_story;
  return {
    ...nothingElse,
    remoteId: id,
    box: 'public',
    kind: 'review',
    conversationId: id,
    url: null,
    author: authorOf(rating.reviewer, viewer),
    mine: false,
    body: [...richTextOf(`${verdictOf(rating)}${rating.review_text}`)],
    attachments: [],
    parent: null,
    createdAt: rating.created_time,
    editedAt: null,
    counts: { likes: null, replies: null, reposts: null, quotes: null },
    liked: false,
    visibility: rating.recommendation_type === '' ? null : rating.recommendation_type,
    handleData: writeHandleData({ kind: 'review', objectId: id, personId: rating.reviewer?.id ?? '' }),
  };
}

/** Signs, because words would need a language: a recommendation, its opposite, or stars from before. */
function verdictOf({ recommendation_type: type, rating }: WireRating): string {
  const sign =
    type === 'positive'
      ? '👍'
      : type === 'negative'
        ? '👎'
        : rating === null
          ? ''
          : '★'.repeat(Math.min(5, rating));
  return sign === '' ? '' : `${sign} `;
}

/** Where the addresses of conversations lead: the network tells a path. */
const pagesSite = 'https://www.facebook.com';

/** Of a conversation: who it is with, and when that person last wrote. */
export interface Exchange {
  readonly thread: WireThread;
  readonly messages: readonly WireThreadMessage[];
}

export function exchangeItems({ thread, messages }: Exchange, viewer: Viewer): readonly Inbound[] {
  const people = thread.participants.data.filter(({ id }) => id !== viewer.id);
  const [person] = people;
  const lastTheirs = Math.max(
    0,
    ...messages.filter(({ from }) => from !== null && from.id !== viewer.id).map((one) => one.created_time),
  );
  const handleData = writeHandleData({
    kind: 'thread',
    objectId: thread.id,
    personId: person?.id ?? '',
    at: lastTheirs,
  });
  const link = thread.link ?? '/latest/inbox/';
  const page = URL.canParse(link, pagesSite)
    ? (webUrl(new URL(link, pagesSite).href) ?? pagesSite)
    : pagesSite;
  return [
    {
      tag: 'conversation',
      conversation: {
        remoteId: thread.id,
        kind: 'private',
        people: people.map((one) => authorOf(one, viewer)),
        unread: thread.unread_count > 0,
        lastAt: thread.updated_time,
        handleData,
      },
    },
    ...messages.map((message): Inbound => ({
      tag: 'message',
      message: {
        ...nothingElse,
        remoteId: message.id,
        box: 'private',
        kind: 'dm',
        conversationId: thread.id,
        url: null,
        author: authorOf(message.from, viewer),
        mine: message.from?.id === viewer.id,
        body: [...richTextOf(message.message)],
        attachments: attachedTo(message, {
          words: message.message !== '',
          page,
          at: message.created_time,
        }),
        parent: null,
        createdAt: message.created_time,
        editedAt: null,
        counts: { likes: null, replies: null, reposts: null, quotes: null },
        liked: false,
        visibility: null,
        handleData,
      },
    })),
  ];
}

function attachmentsOf(attachment: WireAttachment): Attachment[] {
  const parts = attachment.subattachments?.data ?? [];
  if (parts.length > 0) return parts.flatMap((part) => attachmentsOf({ ...part, subattachments: null }));
  const image = attachment.media?.image;
  const url = webUrl(image?.src);
  // The picture of a link's page is the link's, not the post's.
  if (url === null || /share|link/.test(attachment.media_type || attachment.type)) return [];
  return [
    {
      kind: /video/.test(attachment.media_type || attachment.type) ? 'video' : 'image',
      url,
      previewUrl: url,
      alt: attachment.title,
      width: image?.width ?? null,
      height: image?.height ?? null,
    },
  ];
}

export const messageItem = (message: RemoteMessage): Inbound => ({ tag: 'message', message });
