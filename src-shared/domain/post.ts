import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { accountIdSchema, postIdSchema, rowIdSchema, workspaceIdSchema, intentIdSchema } from '../ids.ts';
import { contentSchema } from './content.ts';

/** A wall-clock moment in a zone, and the instant that it means today (epoch ms). */
export const momentSchema = v.object({
  /** `2026-11-26T09:00`, without offset. */
  wall: v.string(),
  zone: v.string(),
  dueAt: v.number(),
});
export type Moment = Frozen<v.InferOutput<typeof momentSchema>>;

/** The message that a reply answers, enough to send it with no look-up. */
export const targetSchema = v.object({
  messageId: rowIdSchema,
  remoteId: v.string(),
  conversationId: v.string(),
  handleData: v.string(),
  /** `private`: the answer is a direct message in that conversation. */
  box: v.picklist(['public', 'private']),
  authorHandle: v.string(),
  /** The answer to a public comment goes to its author alone. */
  privately: v.optional(v.literal(true)),
});
export type Target = Frozen<v.InferOutput<typeof targetSchema>>;

/** A draft, owned by the person: written at every keystroke, never sent as it is (an intent is). */
export const postSchema = v.object({
  id: postIdSchema,
  workspaceId: workspaceIdSchema,
  accountIds: v.array(accountIdSchema),
  base: contentSchema,
  /** Only the fields that differ from `base`, by account id. */
  variants: v.record(v.string(), v.partial(contentSchema)),
  /** Null for a post of its own; a reply draft belongs to one account. */
  target: v.nullable(targetSchema),
  planned: v.nullable(momentSchema),
  /** The intent that was made of it, once the person sent or scheduled it. */
  intentId: v.nullable(intentIdSchema),
  createdAt: v.number(),
  updatedAt: v.number(),
  deletedAt: v.nullable(v.number()),
});
export type Post = Frozen<v.InferOutput<typeof postSchema>>;
