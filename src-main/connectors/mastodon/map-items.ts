import type { RemoteMessage } from '../../../src-shared/domain/message.ts';
import { plainText } from '../../../src-shared/rich-text.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { htmlToRichText } from './html.ts';
import { authorOf, classify, excerptOf, handleDataOf, messageOf, type Place } from './map-status.ts';
import { participantsOf, privateConversationId } from './private-conversation.ts';
import type { Viewer } from './viewer.ts';
import { webUrl } from './web-url.ts';
import type { WireAccount, WireConversation, WireNotification, WireStatus } from './wire.ts';

export type Places = ReadonlyMap<string, Place>;

export const messageItem = (
  status: WireStatus,
  viewer: Viewer,
  places: Places,
  as: 'mention' | 'quote' | null = null,
): Inbound => ({ tag: 'message', message: messageOf(status, viewer, places.get(status.id) ?? null, as) });

export const personItem = (account: WireAccount, viewer: Viewer): Inbound => ({
  tag: 'person',
  person: {
    ...authorOf(account, viewer),
    url: webUrl(account.url),
    bio: plainText(htmlToRichText(account.note, { mentions: [], emojis: [], domain: viewer.domain })),
    followers: account.followers_count,
  },
});

/** What a type of notification is to us; types that are not here say nothing to a community manager. */
const reactions: ReadonlyMap<string, RemoteMessage['kind']> = new Map([
  ['favourite', 'like'],
  ['reblog', 'repost'],
  ['follow', 'follow'],
  ['follow_request', 'follow'],
  ['pleroma:emoji_reaction', 'like'],
]);

/** Notifications that bring a post to be read: how it is listed even when its own words would not say so. */
const posts: ReadonlyMap<string, 'mention' | 'quote' | null> = new Map([
  ['mention', 'mention'],
  ['quote', 'quote'],
  ['quoted_update', 'quote'],
  // A post that we know was edited, or its poll ended: the same post again.
  ['update', null],
  ['poll', null],
]);

/** The post that a notification brings, if it does: what threads are resolved for. */
export const statusOfNotification = (notification: WireNotification): WireStatus | null =>
  posts.has(notification.type) ? notification.status : null;

/** A notification as items: the post or the reaction, and the person behind it. Empty for types that are not ours. */
export function notificationItems(
  notification: WireNotification,
  viewer: Viewer,
  places: Places,
): readonly Inbound[] {
  const { account, status, type } = notification;
  const kind = reactions.get(type);
  if (kind !== undefined)
    return [{ tag: 'message', message: reactionOf(notification, kind, viewer) }, personItem(account, viewer)];
  const as = posts.get(type);
  if (as === undefined || status === null) return [];
  // The poll of somebody else in which we voted is nobody's message to us.
  if (as === null && classify(status, viewer).box === 'context') return [];
  const item = messageItem(status, viewer, places, as);
  return status.account.id === viewer.id ? [item] : [item, personItem(status.account, viewer)];
}

/** A like, a boost or a new follower: an entry of the activity list, named by its notification. */
function reactionOf(
  { id, account, status, created_at: createdAt, emoji }: WireNotification,
  kind: RemoteMessage['kind'],
  viewer: Viewer,
): RemoteMessage {
  const remoteId = `notification:${id}`;
  return {
    remoteId,
    box: 'activity',
    kind,
    conversationId: status?.id ?? remoteId,
    url: webUrl(status?.url) ?? webUrl(account.url),
    author: authorOf(account, viewer),
    mine: false,
    body: emoji === null ? [] : [{ tag: 'text', text: emoji }],
    warning: null,
    attachments: [],
    poll: null,
    parent: status === null ? null : { remoteId: status.id, excerpt: excerptOf(status, viewer) },
    createdAt,
    editedAt: null,
    counts: { likes: null, replies: null, reposts: null, quotes: null },
    liked: false,
    likeRemoteId: null,
    reposted: false,
    visibility: null,
    language: null,
    handleData: '{}',
  };
}

/** A private conversation and its last message. A conversation of which no message is left is none. */
export function conversationItems(conversation: WireConversation, viewer: Viewer): readonly Inbound[] {
  const last = conversation.last_status;
  if (last === null) return [];
  const people = conversation.accounts.filter(({ id }) => id !== viewer.id);
  return [
    {
      tag: 'conversation',
      conversation: {
        remoteId: privateConversationId(participantsOf(last), viewer.id),
        kind: 'private',
        people: people.map((account) => authorOf(account, viewer)),
        unread: conversation.unread,
        lastAt: last.created_at,
        handleData: handleDataOf(last, viewer),
      },
    },
    messageItem(last, viewer, new Map()),
    ...people.map((account) => personItem(account, viewer)),
  ];
}

/** Of several items with one identity the first counts; of conversations, the one with the newest message. */
export function distinct(items: readonly Inbound[]): readonly Inbound[] {
  const kept = new Map<string, Inbound>();
  for (const item of items) {
    const key = keyOf(item);
    const before = kept.get(key);
    if (!before || isNewer(item, before)) kept.set(key, item);
  }
  return [...kept.values()];
}

const isNewer = (item: Inbound, before: Inbound): boolean =>
  item.tag === 'conversation' &&
  before.tag === 'conversation' &&
  item.conversation.lastAt > before.conversation.lastAt;

function keyOf(item: Inbound): string {
  switch (item.tag) {
    case 'message':
      return `message ${item.message.remoteId}`;
    case 'conversation':
      return `conversation ${item.conversation.remoteId}`;
    case 'person':
      return `person ${item.person.remoteId}`;
    case 'metric':
      return `metric ${item.subject} ${item.name}`;
    case 'gone':
      return `gone ${item.remoteId}`;
  }
}
