import type { Attachment, RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { RichNode } from '../../../src-shared/rich-text.ts';
import type { ConnectorContext } from '../contract.ts';
import { attachedTo } from '../meta/attached.ts';
import { webUrl } from '../meta/web-url.ts';
import { excerptOf } from '../meta/words.ts';
import { writeHandleData } from './handle-data.ts';
import { isMine } from './messages.ts';
import { parseEach } from '../meta/parse-each.ts';
import {
  mediaSchema,
  type WireComment,
  type WireConversation,
  type WireMedia,
  type WireMessage,
  type WirePerson,
} from './wire.ts';

/** Words with their names and tags. Addresses are no links on this network (instagram §5, Caption). */
export function richText(text: string): RichNode[] {
  const nodes: RichNode[] = [];
  let last = 0;
  const words = (until: number): void => {
    for (const [index, line] of text.slice(last, until).split('\n').entries()) {
      if (index > 0) nodes.push({ tag: 'break' });
      if (line !== '') nodes.push({ tag: 'text', text: line });
    }
  };
  for (const match of text.matchAll(/([#@])([\p{L}\p{N}_][\p{L}\p{N}_.]*)/gu)) {
    const [whole, sign, found = ''] = match;
    const name = found.replace(/\.+$/, '');
    const before = text[match.index - 1];
    if (before !== undefined && /[\p{L}\p{N}_.]/u.test(before)) continue;
    words(match.index);
    const shown = whole.slice(0, 1 + name.length);
    nodes.push(
      sign === '#'
        ? { tag: 'tag', text: shown, name }
        : { tag: 'mention', text: shown, handle: name, url: profileOf(name) },
    );
    last = match.index + shown.length;
  }
  words(text.length);
  return nodes;
}

const profileOf = (username: string): string => `https://www.instagram.com/${encodeURIComponent(username)}/`;

const authorOf = (person: {
  readonly id: string;
  readonly username: string | null;
  readonly name?: string | null;
}): Author => ({
  remoteId: person.id,
  name: person.name ?? person.username ?? person.id,
  handle: person.username ?? '',
  avatarUrl: null,
});

const meAuthor = (ctx: ConnectorContext): Author => ({
  remoteId: ctx.me.remoteId,
  name: ctx.me.handle,
  handle: ctx.me.handle,
  avatarUrl: null,
});

const plainMessage = {
  warning: null,
  poll: null,
  editedAt: null,
  liked: false,
  likeRemoteId: null,
  reposted: false,
  language: null,
} as const;

/** A post, own or of somebody who tags the account. */
export function mediaMessage(ctx: ConnectorContext, media: WireMedia): RemoteMessage {
  const mine = media.owner?.id === ctx.me.remoteId || media.username === ctx.me.handle;
  return {
    ...plainMessage,
    remoteId: media.id,
    box: mine ? 'own' : 'public',
    kind: mine ? 'post' : 'mention',
    conversationId: media.id,
    url: webUrl(media.permalink),
    author: mine
      ? meAuthor(ctx)
      : authorOf({ id: media.owner?.id ?? media.username ?? media.id, username: media.username }),
    mine,
    body: richText(media.caption ?? ''),
    attachments: attachmentsOf(media),
    parent: null,
    createdAt: media.timestamp ?? ctx.now(),
    counts: { likes: media.like_count, replies: media.comments_count, reposts: null, quotes: null },
    visibility: null,
    handleData: writeHandleData({ kind: mine ? 'post' : 'tag' }),
  };
}

function attachmentsOf(media: WireMedia): Attachment[] {
  const children = parseEach(mediaSchema, media.children?.data ?? []).items;
  return (children.length > 0 ? children : [media]).flatMap((one) => {
    const thumbnail = webUrl(one.thumbnail_url);
    const url = webUrl(one.media_url) ?? thumbnail;
    if (url === null) return [];
    return [
      {
        kind: one.media_type === 'VIDEO' ? ('video' as const) : ('image' as const),
        url,
        previewUrl: thumbnail ?? (one.media_type === 'VIDEO' ? null : url),
        alt: one.alt_text ?? '',
        width: null,
        height: null,
      },
    ];
  });
}

/** A comment under an own post, or an answer to one. */
export function commentMessage(
  ctx: ConnectorContext,
  comment: WireComment,
  place: { readonly media: WireMedia; readonly parent: WireComment | undefined },
): RemoteMessage {
  const username = comment.username ?? comment.from?.username ?? null;
  const mine = comment.from?.id === ctx.me.remoteId || username === ctx.me.handle;
  const personId = comment.from?.id ?? null;
  return {
    ...plainMessage,
    remoteId: comment.id,
    box: mine ? 'own' : 'public',
    kind: mine || comment.parent_id !== null ? 'reply' : 'comment',
    conversationId: place.media.id,
    url: webUrl(place.media.permalink),
    author: mine ? meAuthor(ctx) : authorOf({ id: personId ?? username ?? comment.id, username }),
    mine,
    body: richText(comment.text),
    attachments: [],
    parent: {
      remoteId: comment.parent_id ?? place.media.id,
      excerpt: excerptOf(place.parent?.text ?? place.media.caption ?? ''),
    },
    createdAt: comment.timestamp,
    counts: { likes: comment.like_count, replies: null, reposts: null, quotes: null },
    visibility: comment.hidden ? 'hidden' : null,
    handleData: writeHandleData({
      kind: 'comment',
      mediaId: place.media.id,
      personId,
      topId: comment.parent_id,
    }),
  };
}

/** The other one in a conversation: there are two. */
export const personIn = (ctx: ConnectorContext, conversation: WireConversation): WirePerson | null =>
  conversation.participants.data.find(
    ({ id, username }) => id !== ctx.me.remoteId && username !== ctx.me.handle,
  ) ?? null;

/** The network tells no address of a conversation. */
const inboxPage = 'https://www.instagram.com/direct/inbox/';

export function directMessage(
  ctx: ConnectorContext,
  message: WireMessage,
  conversation: WireConversation,
): RemoteMessage {
  const mine = isMine(ctx, message);
  const person = personIn(ctx, conversation);
  const author = message.from ?? person;
  return {
    ...plainMessage,
    remoteId: message.id,
    box: 'private',
    kind: !mine && message.story?.mention ? 'mention' : 'dm',
    conversationId: conversation.id,
    url: null,
    author: mine || author === null ? meAuthor(ctx) : authorOf(author),
    mine,
    body: richText(message.message),
    attachments: attachedTo(message, {
      words: message.message !== '',
      page: inboxPage,
      at: message.created_time,
    }),
    parent: null,
    createdAt: message.created_time,
    counts: { likes: null, replies: null, reposts: null, quotes: null },
    visibility: null,
    handleData: writeHandleData({ kind: 'message', personId: person?.id ?? author?.id ?? '' }),
  };
}

export const peopleIn = (ctx: ConnectorContext, conversation: WireConversation): Author[] => {
  const person = personIn(ctx, conversation);
  return person === null ? [] : [authorOf(person)];
};
