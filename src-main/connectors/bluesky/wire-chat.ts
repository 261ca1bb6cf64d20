import * as v from 'valibot';
import { wireNumber } from '../wire-number.ts';
import { profileSchema } from './wire.ts';

/** Direct messages (chat.bsky lexicons), under the same rules as `wire.ts`. */
const senderSchema = v.object({ did: v.string() });

/** A message, a deleted one (no text) or a notice of the conversation itself (no sender). */
export const chatMessageSchema = v.object({
  $type: v.optional(v.string(), ''),
  id: v.string(),
  rev: v.string(),
  sentAt: v.string(),
  sender: v.optional(senderSchema),
  text: v.optional(v.string()),
  facets: v.fallback(v.array(v.unknown()), []),
  embed: v.optional(v.unknown()),
  replyTo: v.fallback(v.nullable(v.object({ id: v.string(), text: v.optional(v.string()) })), null),
});
export type ChatMessage = v.InferOutput<typeof chatMessageSchema>;

export const sentMessageSchema = v.object({ id: v.string(), sentAt: v.string() });

export const convoSchema = v.object({
  id: v.string(),
  rev: v.string(),
  members: v.array(profileSchema),
  lastMessage: v.fallback(v.nullable(v.object({ sentAt: v.string() })), null),
  unreadCount: v.fallback(wireNumber, 0),
});
export type Convo = v.InferOutput<typeof convoSchema>;

export const convosSchema = v.object({ convos: v.array(v.unknown()), cursor: v.optional(v.string()) });
export const oneConvoSchema = v.object({ convo: convoSchema });
export const chatMessagesSchema = v.object({
  messages: v.array(v.unknown()),
  cursor: v.optional(v.string()),
  relatedProfiles: v.fallback(v.array(v.unknown()), []),
});
