import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { networkIds } from './registry.ts';

/**
 * What a network allows, as data: one source for the composer's counters, the checks before sending, the outbox's
 * idempotency classes and the matrix shown to the user. The *effective* manifest of an account is the connector's
 * manifest refined by what its server says at connection.
 */

/** How a text's length is counted. Named by rule, never by network. */
export const countingSchema = v.object({
  /** `graphemes`: extended grapheme clusters; `utf8-bytes`; `weighted`: code-point weights. */
  rule: v.picklist(['graphemes', 'utf8-bytes', 'weighted']),
  max: v.number(),
  /** A second, byte limit on the same text; null when there is none. */
  maxBytes: v.nullable(v.number()),
  /** Every http(s) URL counts this many, whatever its length; null when a URL counts as written. */
  urlLength: v.nullable(v.number()),
  /** `@user@host` counts as `@user`. */
  remoteMentionsLocalPartOnly: v.boolean(),
  /** The content warning counts with the text. */
  warningCounts: v.boolean(),
});

/**
 * The promise a server makes about one kind of write.
 * K: it honours a key, repeat with the same key. R: the result can be read back. N: neither.
 */
export const operationClassSchema = v.object({
  class: v.picklist(['K', 'R', 'N']),
  /** Milliseconds after the connection closed during which the server may still commit. */
  settleMs: v.number(),
  /**
   * How long the server remembers a key, milliseconds; null: for ever, because it is the address of what is made. Only
   * a key without an end allows a repeat that no reading has allowed. Only read for class K.
   */
  keyMs: v.nullable(v.number()),
});

export const capabilityNames = [
  'publish',
  'thread',
  'reply',
  'like',
  'repost',
  'delete',
  'edit',
  'poll',
  'content-warning',
  'visibility',
  'images',
  'video',
  'direct-messages',
  'mute',
  'block',
  'hide-reply',
  'report',
  'native-schedule',
  'stream',
  'post-metrics',
  'account-metrics',
] as const;
export const capabilitySchema = v.picklist(capabilityNames);
export type Capability = v.InferOutput<typeof capabilitySchema>;

export const operationNames = [
  'upload',
  'create',
  'schedule',
  'reschedule',
  'recall',
  'message',
  'like',
  'unlike',
  'repost',
  'unrepost',
  'delete',
  'edit',
  'mute',
  'unmute',
  'block',
  'unblock',
  'mark-read',
] as const;
export const operationNameSchema = v.picklist(operationNames);
export type OperationName = v.InferOutput<typeof operationNameSchema>;

export const mediaRuleSchema = v.object({
  max: v.number(),
  maxBytes: v.number(),
  /** Width × height; null when the network names none. */
  maxPixels: v.nullable(v.number()),
  mimes: v.array(v.string()),
  altMax: v.number(),
  altRequired: v.boolean(),
});

export const pollRuleSchema = v.object({
  maxOptions: v.number(),
  maxOptionLength: v.number(),
  minSeconds: v.number(),
  maxSeconds: v.number(),
});

export const nativeScheduleSchema = v.object({
  minAheadMs: v.number(),
  maxPending: v.number(),
  maxPerDay: v.number(),
});

/** A field that the connection form draws. Labels are `text/<lang>/networks` keys `<network>.auth.<name>`. */
export const authFieldSchema = v.object({
  name: v.string(),
  kind: v.picklist(['handle', 'secret', 'server']),
  placeholder: v.string(),
  required: v.boolean(),
});

/** A network-specific option of a post that the composer draws. */
export const settingFieldSchema = v.variant('kind', [
  v.object({
    kind: v.literal('choice'),
    name: v.string(),
    options: v.array(v.string()),
    fallback: v.string(),
  }),
  v.object({ kind: v.literal('text'), name: v.string(), max: v.number() }),
  v.object({ kind: v.literal('flag'), name: v.string(), fallback: v.boolean() }),
]);

export const manifestSchema = v.object({
  network: v.picklist(networkIds),
  /** Shown name, a proper noun, the same in every language. */
  name: v.string(),
  /** What was learnt of the server at connection, for example `Mastodon 4.5.0`; null before. */
  software: v.nullable(v.string()),
  auth: v.object({ tag: v.picklist(['password', 'browser']), fields: v.array(authFieldSchema) }),
  counting: countingSchema,
  images: mediaRuleSchema,
  poll: v.nullable(pollRuleSchema),
  native: v.nullable(nativeScheduleSchema),
  settings: v.array(settingFieldSchema),
  capabilities: v.array(capabilitySchema),
  operations: v.record(operationNameSchema, operationClassSchema),
  /** Feeds the sync runner follows. `everyMs`: pause between polls when no stream is open. */
  feeds: v.array(v.object({ name: v.string(), everyMs: v.number() })),
  /**
   * `mention`: a reply reaches only whom its text mentions, so the composer opens it with the author's `@handle `,
   * where the person sees it, counts it and may change it. Absent: the network addresses replies by itself.
   */
  replyOpening: v.optional(v.literal('mention')),
  /**
   * The network's own pages, for posts that a person publishes by hand. `compose`: where one writes a post, an address
   * or a path on the account's server, `{text}` standing for the words; `hosts`: where its posts are read, none: on
   * the account's server. Absent: the server's front page.
   */
  web: v.optional(v.object({ compose: v.string(), hosts: v.array(v.string()) })),
  /**
   * For how long after somebody's message it may be answered, ms; null: for ever. Absent: for ever in both. The outbox
   * and the person are told of a window's end from here, and nowhere else.
   */
  replyWindows: v.optional(v.object({ publicMs: v.nullable(v.number()), privateMs: v.nullable(v.number()) })),
  /** How a direct message is counted; null when the network offers none here. */
  messageCounting: v.nullable(countingSchema),
  /** What this connector was proved against. */
  proof: v.picklist(['real-software', 'official-description', 'data-sheet']),
});
export type Manifest = Frozen<v.InferOutput<typeof manifestSchema>>;
export type Counting = Frozen<v.InferOutput<typeof countingSchema>>;
export type OperationClass = Frozen<v.InferOutput<typeof operationClassSchema>>;
export type MediaRule = Frozen<v.InferOutput<typeof mediaRuleSchema>>;
export type SettingField = Frozen<v.InferOutput<typeof settingFieldSchema>>;

export const offers = (manifest: Manifest, capability: Capability): boolean =>
  manifest.capabilities.includes(capability);
