import { embedView } from '../appview/embed-views.ts';
import type { Eyes } from '../appview/eyes.ts';
import { profileBasic } from '../appview/profile-views.ts';
import { isObject, type Json, type JsonObject } from '../protocol/json.ts';
import { otherThan, type Conversations, type Convo, type LogEvent, type Message } from './conversations.ts';

const DEFS = 'chat.bsky.convo.defs';

export type ChatEyes = { readonly eyes: Eyes; readonly chat: Conversations; readonly viewer: string };

const deletedView = (message: Message): JsonObject => ({
  $type: `${DEFS}#deletedMessageView`,
  id: message.id,
  rev: message.rev,
  sender: { did: message.sender },
  sentAt: new Date(message.sentAt).toISOString(),
});

/** A message as this member sees it: one they deleted keeps its place without its words. */
export function messageView(look: ChatEyes, message: Message, nested = false): JsonObject {
  if (message.deletedFor.includes(look.viewer)) return deletedView(message);
  const answered = message.replyTo === null || nested ? undefined : look.chat.message(message.replyTo);
  return {
    $type: `${DEFS}#messageView`,
    id: message.id,
    rev: message.rev,
    text: message.text,
    facets: message.facets ?? undefined,
    embed: isObject(message.embed)
      ? embedView(look.eyes, `at://${message.sender}/app.bsky.feed.post/${message.id}`, message.embed)
      : undefined,
    reactions: [],
    replyTo: answered && messageView(look, answered, true),
    sender: { did: message.sender },
    sentAt: new Date(message.sentAt).toISOString(),
  };
}

export const memberView = (eyes: Eyes, did: string): JsonObject => ({
  ...(profileBasic(eyes, did) ?? { did, handle: 'missing.invalid' }),
  kind: { $type: 'chat.bsky.actor.defs#directConvoMember' },
});

/** sheet: 3 Reading, DMs */
export function convoView(look: ChatEyes, convo: Convo): JsonObject {
  const { eyes, chat, viewer } = look;
  const last = chat.messages(convo.id).at(-1);
  return {
    id: convo.id,
    rev: convo.rev,
    members: [memberView(eyes, viewer), memberView(eyes, otherThan(convo, viewer))],
    lastMessage: last && messageView(look, last),
    muted: convo.mutedBy.includes(viewer),
    status: convo.acceptedBy.includes(viewer) ? 'accepted' : 'request',
    unreadCount: chat.unread(convo, viewer),
    kind: { $type: `${DEFS}#directConvo` },
  };
}

const logTypes = {
  begin: 'logBeginConvo',
  accept: 'logAcceptConvo',
  create: 'logCreateMessage',
  delete: 'logDeleteMessage',
  read: 'logReadConvo',
  mute: 'logMuteConvo',
  unmute: 'logUnmuteConvo',
} as const satisfies Record<LogEvent['kind'], string>;

export function logView(look: ChatEyes, event: LogEvent): JsonObject {
  const message = event.message === null ? undefined : look.chat.message(event.message);
  const view: Json | undefined = message && messageView(look, message);
  return {
    $type: `${DEFS}#${logTypes[event.kind]}`,
    rev: event.rev,
    convoId: event.convo,
    message: view,
    relatedProfiles: event.kind === 'create' && message ? [memberView(look.eyes, message.sender)] : undefined,
  };
}
