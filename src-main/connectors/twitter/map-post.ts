import type { Attachment, Box, MessageKind, RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import { plainText } from '../../../src-shared/rich-text.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { writeHandleData, type HandleData } from './handle-data.ts';
import { postUrl, profileUrl } from './places.ts';
import { richTextOf, webUrl } from './rich.ts';
import type { Included, WireMedia, WirePost, WireUser } from './wire.ts';

/** Through whose eyes an item is read. */
export interface Viewer {
  readonly id: string;
  readonly handle: string;
}

export const authorOf = (user: WireUser): Author => ({
  remoteId: user.id,
  name: user.name.trim() === '' ? user.username : user.name,
  handle: user.username,
  avatarUrl: webUrl(user.profile_image_url),
});

/** Somebody of whom an answer gives nothing but the id. */
const unknownAuthor = (id: string): Author => ({ remoteId: id, name: id, handle: id, avatarUrl: null });

export function authorIn(included: Included, id: string, viewer: Viewer): Author {
  const user = included.users.get(id);
  if (user) return authorOf(user);
  return id === viewer.id
    ? { remoteId: id, name: viewer.handle, handle: viewer.handle, avatarUrl: null }
    : unknownAuthor(id);
}

export const repliedTo = (post: WirePost): string | null =>
  post.references.find(({ type }) => type === 'replied_to')?.id ?? null;
export const isRepost = (post: WirePost): boolean => post.references.some(({ type }) => type === 'retweeted');

const mentions = (post: WirePost, viewer: Viewer): boolean =>
  post.entities.mentions.some(
    ({ id, username }) => id === viewer.id || username.toLowerCase() === viewer.handle.toLowerCase(),
  );

/**
 * Which list a post belongs to, decided by the post alone so that every feed and a thread agree; the list that it was
 * found in may know better (`as`).
 */
function classify(
  post: WirePost,
  viewer: Viewer,
  as: HandleData['as'],
): { readonly box: Box; readonly kind: MessageKind } {
  const answers = repliedTo(post) !== null;
  if (post.author_id === viewer.id) return { box: 'own', kind: answers ? 'reply' : 'post' };
  if (post.in_reply_to_user_id === viewer.id || as === 'reply') return { box: 'public', kind: 'reply' };
  if (mentions(post, viewer) || as === 'mention') return { box: 'public', kind: 'mention' };
  return { box: 'context', kind: answers ? 'reply' : 'post' };
}

/** A post as a message; null when its author or its moment is not said, without which it is nobody's and nowhere. */
export function messageOf(
  post: WirePost,
  included: Included,
  viewer: Viewer,
  as: HandleData['as'] = null,
): RemoteMessage | null {
  const { author_id: authorId, created_at: createdAt } = post;
  if (authorId === null || createdAt === null) return null;
  const author = authorIn(included, authorId, viewer);
  const parentId = repliedTo(post);
  const { box, kind } = classify(post, viewer, as);
  // Whoever names us, answers us or is ourselves has called for an answer.
  const invited =
    authorId === viewer.id ||
    post.in_reply_to_user_id === viewer.id ||
    mentions(post, viewer) ||
    as === 'mention';
  const parent = parentId === null ? undefined : included.posts.get(parentId);
  return {
    remoteId: post.id,
    box,
    kind,
    conversationId: post.conversation_id ?? parentId ?? post.id,
    url: postUrl(author.handle, post.id),
    author,
    mine: authorId === viewer.id,
    body: [...richTextOf(post.text, post.entities)],
    warning: null,
    attachments: post.attachments.media_keys.flatMap((key) => attachmentOf(included.media.get(key))),
    poll: null,
    parent: parentId === null ? null : { remoteId: parentId, excerpt: parent ? excerptOf(parent) : null },
    createdAt,
    editedAt: null,
    counts: {
      likes: post.public_metrics?.like_count ?? null,
      replies: post.public_metrics?.reply_count ?? null,
      reposts: post.reposts,
      quotes: post.public_metrics?.quote_count ?? null,
    },
    liked: false,
    likeRemoteId: null,
    reposted: false,
    visibility: invited ? null : 'uninvited',
    language: post.lang,
    handleData: writeHandleData({ as, invited }),
  };
}

/** The plain beginning of a post, at most 200 characters. */
export function excerptOf(post: WirePost): string {
  const line = plainText(richTextOf(post.text, post.entities)).slice(0, 1_000).replace(/\s+/g, ' ').trim();
  // Never half of a character that takes two units.
  return line.length <= 200 ? line : `${line.slice(0, 199).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export const personItem = (user: WireUser): Inbound => ({
  tag: 'person',
  person: {
    ...authorOf(user),
    url: profileUrl(user.username),
    bio: user.description ?? '',
    followers: user.public_metrics?.followers_count ?? null,
  },
});

/** Posts as items, with the people who wrote them. `unread`: posts that said too little to be shown. */
export function postItems(
  posts: readonly WirePost[],
  included: Included,
  viewer: Viewer,
  as: HandleData['as'] = null,
): { readonly items: readonly Inbound[]; readonly unread: readonly WirePost[] } {
  const items: Inbound[] = [];
  const people = new Set<string>();
  const unread: WirePost[] = [];
  for (const post of posts) {
    if (isRepost(post)) continue;
    const message = messageOf(post, included, viewer, as);
    if (message === null) {
      unread.push(post);
      continue;
    }
    items.push({ tag: 'message', message });
    const user = included.users.get(message.author.remoteId);
    if (user && user.id !== viewer.id && !people.has(user.id)) {
      people.add(user.id);
      items.push(personItem(user));
    }
  }
  return { items, unread };
}

const kinds: Readonly<Record<string, Attachment['kind']>> = {
  photo: 'image',
  video: 'video',
  animated_gif: 'video',
};

export function attachmentOf(media: WireMedia | undefined): Attachment[] {
  const url = webUrl(media?.url) ?? webUrl(media?.preview_image_url);
  if (media === undefined || url === null) return [];
  return [
    {
      kind: kinds[media.type] ?? 'other',
      url,
      previewUrl: webUrl(media.preview_image_url),
      alt: media.alt_text ?? '',
      width: media.width,
      height: media.height,
    },
  ];
}
