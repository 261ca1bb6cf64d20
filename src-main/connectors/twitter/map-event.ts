import type { RemoteMessage } from '../../../src-shared/domain/message.ts';
import type { Inbound } from '../../../src-shared/sync/inbound.ts';
import { writeHandleData } from './handle-data.ts';
import { attachmentOf, authorIn, personItem, type Viewer } from './map-post.ts';
import { richTextOf } from './rich.ts';
import type { Included, WireEvent } from './wire.ts';

/** The other person of a conversation between two; its id names both when the event does not. Null in a group. */
function otherOf(event: WireEvent, viewer: Viewer): string | null {
  const named = event.participant_ids.length > 0 ? event.participant_ids : pairOf(event.dm_conversation_id);
  const others = [...new Set(named)].filter((id) => id !== viewer.id);
  if (others.length === 1) return others[0] ?? null;
  return others.length === 0 && event.sender_id !== viewer.id ? event.sender_id : null;
}

const pairOf = (conversationId: string): readonly string[] =>
  /^(\d+)-(\d+)$/.exec(conversationId)?.slice(1) ?? [];

export function messageOfEvent(event: WireEvent, included: Included, viewer: Viewer): RemoteMessage {
  return {
    remoteId: event.id,
    box: 'private',
    kind: 'dm',
    conversationId: event.dm_conversation_id,
    url: null,
    author: authorIn(included, event.sender_id, viewer),
    mine: event.sender_id === viewer.id,
    body: [...richTextOf(event.text, event.entities)],
    warning: null,
    attachments: event.attachments.media_keys.flatMap((key) => attachmentOf(included.media.get(key))),
    poll: null,
    parent: null,
    createdAt: event.created_at,
    editedAt: null,
    counts: { likes: null, replies: null, reposts: null, quotes: null },
    liked: false,
    likeRemoteId: null,
    reposted: false,
    visibility: 'direct',
    language: null,
    handleData: writeHandleData({ participant: otherOf(event, viewer), invited: true }),
  };
}

/** Messages, their conversations (once each, by the newest message) and the people in them. */
export function eventItems(
  events: readonly WireEvent[],
  included: Included,
  viewer: Viewer,
): readonly Inbound[] {
  const newest = new Map<string, WireEvent>();
  for (const event of events) {
    const known = newest.get(event.dm_conversation_id);
    if (!known || event.created_at > known.created_at) newest.set(event.dm_conversation_id, event);
  }
  const conversations = [...newest.values()].map((event): Inbound => {
    const ids = event.participant_ids.length > 0 ? event.participant_ids : pairOf(event.dm_conversation_id);
    const others = [...new Set(ids)].filter((id) => id !== viewer.id);
    return {
      tag: 'conversation',
      conversation: {
        remoteId: event.dm_conversation_id,
        kind: 'private',
        people: others.map((id) => authorIn(included, id, viewer)),
        // The network does not say what was read: whoever wrote last waits for the other.
        unread: event.sender_id !== viewer.id,
        lastAt: event.created_at,
        handleData: writeHandleData({ participant: otherOf(event, viewer), invited: true }),
      },
    };
  });
  const people = [...included.users.values()].filter(({ id }) => id !== viewer.id).map(personItem);
  return [
    ...conversations,
    ...events.map((event): Inbound => ({ tag: 'message', message: messageOfEvent(event, included, viewer) })),
    ...people,
  ];
}
