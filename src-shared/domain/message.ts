import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, rowIdSchema, workspaceIdSchema } from '../ids.ts';
import { richNodeSchema } from '../rich-text.ts';
import { authorSchema } from './person.ts';

/** Which list a message belongs to. `context`: fetched to show a thread, listed nowhere. */
export const boxes = ['public', 'private', 'own', 'activity', 'context'] as const;
export const boxSchema = v.picklist(boxes);
export type Box = v.InferOutput<typeof boxSchema>;

export const messageKinds = [
  'mention',
  'reply',
  /** Somebody under a post of the account's own, where the network knows posts and comments. */
  'comment',
  'quote',
  'dm',
  'review',
  'post',
  'like',
  'repost',
  'follow',
] as const;
export const messageKindSchema = v.picklist(messageKinds);
export type MessageKind = v.InferOutput<typeof messageKindSchema>;

export const attachmentSchema = v.object({
  kind: v.picklist(['image', 'video', 'audio', 'other']),
  /** Remote address; shown through main's `media://remote/…`, never loaded by the page itself. */
  url: v.string(),
  previewUrl: v.nullable(v.string()),
  alt: v.string(),
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
  /**
   * What it is where its kind does not tell: somebody's story that names the account, the account's own that is answered,
   * a post passed on, or something that the network shows in its own app only. `url` leads there, or is empty.
   */
  of: v.optional(v.picklist(['story-mention', 'story-reply', 'share', 'unsupported'])),
  /** When the network stops showing it, epoch ms; absent: it does not. */
  endsAt: v.optional(v.number()),
});
export type Attachment = Frozen<v.InferOutput<typeof attachmentSchema>>;

/** What a connector says of one remote item, before it is given our ids. */
export const remoteMessageSchema = v.object({
  remoteId: v.string(),
  box: boxSchema,
  kind: messageKindSchema,
  /** Thread root or direct-message conversation, a remote id. */
  conversationId: v.string(),
  url: v.nullable(v.string()),
  author: authorSchema,
  /** Written by the connected account itself. */
  mine: v.boolean(),
  body: v.array(richNodeSchema),
  warning: v.nullable(v.string()),
  attachments: v.array(attachmentSchema),
  poll: v.nullable(
    v.object({
      options: v.array(v.object({ text: v.string(), votes: v.nullable(v.number()) })),
      endsAt: v.nullable(v.number()),
      multiple: v.boolean(),
    }),
  ),
  /** What this answers or reacts to. `excerpt` is plain text, at most 200 characters. */
  parent: v.nullable(v.object({ remoteId: v.string(), excerpt: v.nullable(v.string()) })),
  createdAt: v.number(),
  editedAt: v.nullable(v.number()),
  counts: v.object({
    likes: v.nullable(v.number()),
    replies: v.nullable(v.number()),
    reposts: v.nullable(v.number()),
    quotes: v.nullable(v.number()),
  }),
  /** This account's own reaction; the remote id is what a later "unlike" needs. */
  liked: v.boolean(),
  likeRemoteId: v.nullable(v.string()),
  reposted: v.boolean(),
  /**
   * Who may see it, as the network names it; `hidden`: the owner of the post hid it; `uninvited`: everybody, and the
   * network takes no answer to it from an app.
   */
  visibility: v.nullable(v.string()),
  language: v.nullable(v.string()),
  /** What an operation on this item needs and nobody else reads (for example a content id), opaque JSON. */
  handleData: v.string(),
});
export type RemoteMessage = Frozen<v.InferOutput<typeof remoteMessageSchema>>;

/** Lists read newest first through an ascending index: the key runs backwards. */
export const newestFirst = (epochMs: number): number => 9_999_999_999_999 - epochMs;

/** A row of the mirror. Fetched, never edited; what people add lives in `triage` under the same id. */
export const messageSchema = v.object({
  id: rowIdSchema,
  workspaceId: workspaceIdSchema,
  accountId: accountIdSchema,
  ...remoteMessageSchema.entries,
  /** `newestFirst(createdAt)`. */
  order: v.number(),
  /** Plain words of `body`, for search and excerpts. */
  text: v.string(),
  /** Copied from triage by the triage writer so that lists can filter on it. */
  state: v.picklist(['unread', 'open', 'done']),
  receivedAt: v.number(),
  /** Set when the network says that it is gone; the words stay until purged, marked as deleted. */
  goneAt: v.nullable(v.number()),
});
export type Message = Frozen<v.InferOutput<typeof messageSchema>>;

export const conversationSchema = v.object({
  id: rowIdSchema,
  workspaceId: workspaceIdSchema,
  accountId: accountIdSchema,
  remoteId: v.string(),
  kind: v.picklist(['thread', 'private']),
  people: v.array(authorSchema),
  unread: v.boolean(),
  lastAt: v.number(),
  order: v.number(),
  handleData: v.string(),
});
export type Conversation = Frozen<v.InferOutput<typeof conversationSchema>>;
