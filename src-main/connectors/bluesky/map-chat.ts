import type { RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Author } from '../../../src-shared/domain/person.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { chatHandle } from './handle-data.ts';
import { authorOf } from './map.ts';
import { attachmentsOf } from './map-embed.ts';
import { excerptOf, richTextOf } from './rich-text.ts';
import type { ChatMessage, Convo } from './wire-chat.ts';
import type { Profile } from './wire.ts';

export const convoUrl = (convoId: string): string => `https://bsky.app/messages/${convoId}`;

export const lastAtOf = (convo: Convo): number => {
  const at = Date.parse(convo.lastMessage?.sentAt ?? '');
  return Number.isNaN(at) ? 0 : at;
};

export const conversationOf = (convo: Convo, me: string): Inbound => ({
  tag: 'conversation',
  conversation: {
    remoteId: convo.id,
    kind: 'private',
    people: convo.members.filter(({ did }) => did !== me).map(authorOf),
    unread: convo.unreadCount > 0,
    lastAt: lastAtOf(convo),
    handleData: chatHandle(convo.id),
  },
});

/**
 * One line of a conversation: a message, or the notice that it was deleted. Null for what the conversation says of
 * itself (somebody joined, it was renamed), which is nobody's message.
 */
export function chatItem(
  message: ChatMessage,
  convo: Convo,
  me: string,
  related: readonly Profile[],
): Inbound | null {
  if (message.sender === undefined) return null;
  const isDeleted =
    message.$type.endsWith('#deletedMessageView') || (message.$type === '' && message.text === undefined);
  if (isDeleted) return { tag: 'gone', remoteId: message.id };
  if (message.text === undefined) return null;
  return {
    tag: 'message',
    message: remoteMessage(message, message.text, message.sender.did, convo, me, related),
  };
}

function remoteMessage(
  message: ChatMessage,
  text: string,
  sender: string,
  convo: Convo,
  me: string,
  related: readonly Profile[],
): RemoteMessage {
  const sentAt = Date.parse(message.sentAt);
  const reply = message.replyTo;
  return {
    remoteId: message.id,
    box: 'private',
    kind: 'dm',
    conversationId: convo.id,
    url: convoUrl(convo.id),
    author: senderOf(sender, [...convo.members, ...related]),
    mine: sender === me,
    body: richTextOf(text, message.facets),
    warning: null,
    attachments: attachmentsOf(message.embed),
    poll: null,
    parent:
      reply === null
        ? null
        : { remoteId: reply.id, excerpt: reply.text === undefined ? null : excerptOf(reply.text) },
    createdAt: Number.isNaN(sentAt) ? 0 : sentAt,
    editedAt: null,
    counts: { likes: null, replies: null, reposts: null, quotes: null },
    liked: false,
    likeRemoteId: null,
    reposted: false,
    visibility: 'direct',
    language: null,
    handleData: chatHandle(convo.id),
  };
}

/** Somebody who has left the conversation may be known by their id alone. */
function senderOf(did: string, profiles: readonly Profile[]): Author {
  const profile = profiles.find((one) => one.did === did);
  return profile === undefined
    ? { remoteId: did, name: did, handle: did, avatarUrl: null }
    : authorOf(profile);
}
