import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { contentSchema, postMediaSchema } from '../domain/content.ts';

/**
 * One write to a network, as pure data: the journal keeps it, a connector performs it. An intent is an ordered list
 * of them (upload, upload, create …), each with its own key, class and state.
 */

/** What a post answers: remote ids and the connector's own opaque data about them. */
export const replyToSchema = v.object({
  remoteId: v.string(),
  conversationId: v.string(),
  handleData: v.string(),
});

export type ReplyTo = Frozen<v.InferOutput<typeof replyToSchema>>;

/** A medium that the network already holds: `handle` is the connector's, opaque. */
export const uploadedSchema = v.object({ medium: postMediaSchema, handle: v.string() });

export const operationSchema = v.variant('tag', [
  v.object({
    tag: v.literal('upload'),
    medium: postMediaSchema,
    /** The form of post that was chosen for it; absent: none was. Some networks upload otherwise for each. */
    format: v.optional(v.string()),
    /** How many media its post has, where the network has containers: items of several are containers themselves. */
    together: v.optional(v.number()),
  }),
  /** A container that holds all of a post and that nobody sees: `create` shows it. Harmless to repeat. */
  v.object({
    tag: v.literal('prepare'),
    content: contentSchema,
    uploaded: v.array(uploadedSchema),
    replyTo: v.nullable(replyToSchema),
  }),
  v.object({
    tag: v.literal('create'),
    content: contentSchema,
    uploaded: v.array(uploadedSchema),
    replyTo: v.nullable(replyToSchema),
    /** The handle of what `prepare` made, where the network has containers. */
    prepared: v.optional(v.string()),
  }),
  /** Handed to the network's own scheduler; `at` is epoch ms. */
  v.object({
    tag: v.literal('schedule'),
    content: contentSchema,
    uploaded: v.array(uploadedSchema),
    replyTo: v.nullable(replyToSchema),
    at: v.number(),
  }),
  v.object({ tag: v.literal('reschedule'), scheduledRemoteId: v.string(), at: v.number() }),
  v.object({ tag: v.literal('recall'), scheduledRemoteId: v.string() }),
  /** A direct message in a conversation. */
  v.object({
    tag: v.literal('message'),
    content: contentSchema,
    uploaded: v.array(uploadedSchema),
    replyTo: replyToSchema,
  }),
  /** In private, to the author of a public message. */
  v.object({
    tag: v.literal('private-reply'),
    content: contentSchema,
    uploaded: v.array(uploadedSchema),
    replyTo: replyToSchema,
  }),
  v.object({ tag: v.literal('hide'), remoteId: v.string(), handleData: v.string() }),
  v.object({ tag: v.literal('unhide'), remoteId: v.string(), handleData: v.string() }),
  v.object({ tag: v.literal('like'), remoteId: v.string(), handleData: v.string() }),
  v.object({
    tag: v.literal('unlike'),
    remoteId: v.string(),
    handleData: v.string(),
    likeRemoteId: v.nullable(v.string()),
  }),
  v.object({ tag: v.literal('delete'), remoteId: v.string(), handleData: v.string() }),
  v.object({ tag: v.literal('mute'), personId: v.string() }),
  v.object({ tag: v.literal('unmute'), personId: v.string() }),
  v.object({ tag: v.literal('block'), personId: v.string() }),
  v.object({ tag: v.literal('unblock'), personId: v.string() }),
]);
export type Operation = Frozen<v.InferOutput<typeof operationSchema>>;

/**
 * What makes a repeat recognisable, drawn by the connector when the operation first becomes due and saved before
 * the first attempt: `key` is the network's (a record key, an idempotency key), `at` the creation moment that the
 * post will carry, epoch ms.
 */
export const drawnSchema = v.object({ key: v.string(), at: v.number() });
export type Drawn = Frozen<v.InferOutput<typeof drawnSchema>>;

/**
 * How far an upload in pieces is: `handle` is the connector's, opaque; `sent` and `total` are bytes. Kept after each
 * piece, so that neither a cut nor a restart sends more than one piece again.
 */
export const soFarSchema = v.object({ handle: v.string(), sent: v.number(), total: v.number() });
export type SoFar = Frozen<v.InferOutput<typeof soFarSchema>>;

/** What a performed operation left on the network. */
export const remoteSchema = v.object({
  /** Id of the post, message, scheduled post, like …; null when the operation makes nothing (mute). */
  remoteId: v.nullable(v.string()),
  url: v.nullable(v.string()),
  /** For uploads: what `create` needs. For posts: what a later operation needs. Opaque. */
  handle: v.string(),
  /** When the network says that it was created, epoch ms; null when it does not say. */
  createdAt: v.nullable(v.number()),
});
export type Remote = Frozen<v.InferOutput<typeof remoteSchema>>;

/**
 * What a read-only look says about an operation whose answer was lost. `hides`: the network may be at work on it and
 * list it nowhere, or the list was not read to its end, so that what is seen, once it turns out to be another's, leaves
 * nothing proven.
 */
export const sightingSchema = v.variant('tag', [
  v.object({ tag: v.literal('present'), remote: remoteSchema, hides: v.optional(v.boolean()) }),
  /** Not seen. One look proves nothing: the machine asks twice, after the settling time. */
  v.object({ tag: v.literal('absent') }),
  /** Things that look alike, which only a person can tell apart. */
  v.object({
    tag: v.literal('unclear'),
    /** True: each of them differs in something from what was to be sent, and not even the only one can be taken for it. */
    differ: v.optional(v.boolean()),
    hides: v.optional(v.boolean()),
    candidates: v.array(
      v.object({
        remoteId: v.string(),
        url: v.nullable(v.string()),
        text: v.string(),
        createdAt: v.number(),
        /** Absent where the network does not say. */
        mediaCount: v.optional(v.number()),
      }),
    ),
  }),
]);
export type Sighting = Frozen<v.InferOutput<typeof sightingSchema>>;
export type Candidate = Extract<Sighting, { tag: 'unclear' }>['candidates'][number];
