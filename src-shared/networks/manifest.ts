import * as v from 'valibot';
import type { Frozen } from '../frozen.ts';
import { networkIds } from './registry.ts';

/**
 * What a network allows, as data: one source for the composer's counters, the checks before sending, the outbox's
 * idempotency classes and the matrix shown to the user. The *effective* manifest of an account is the connector's
 * manifest refined by what its server says at connection.
 */

function isExpression(unit: string): boolean {
  try {
    return new RegExp(unit, 'gu').source !== '';
  } catch {
    return false;
  }
}

/** How a text's length is counted. Named by rule, never by network. */
export const countingSchema = v.object({
  /**
   * `graphemes`: extended grapheme clusters; `utf8-bytes`; `weighted`: code-point weights; `code-units`: UTF-16;
   * `matches`: as many as `unit` is found in the text, for a network with a unit of its own.
   */
  rule: v.picklist(['graphemes', 'utf8-bytes', 'weighted', 'code-units', 'matches']),
  /** A regular expression, of one that counts by `matches`; nothing is counted without it. */
  unit: v.optional(
    v.pipe(
      v.string(),
      v.check((unit) => isExpression(unit), 'no regular expression'),
    ),
  ),
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
  'first-comment',
  'reply',
  'private-reply',
  'like',
  'repost',
  'delete',
  'edit',
  'poll',
  'content-warning',
  'visibility',
  'images',
  'carousel',
  'video',
  'reels',
  'stories',
  'documents',
  'link-card',
  'direct-messages',
  'mute',
  'block',
  'hide-reply',
  /** Somebody else's, under an own post. */
  'delete-comment',
  'reviews',
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
  'prepare',
  'create',
  'schedule',
  'reschedule',
  'recall',
  'message',
  'private-reply',
  'like',
  'unlike',
  'repost',
  'unrepost',
  'delete',
  'edit',
  'hide',
  'unhide',
  'mute',
  'unmute',
  'block',
  'unblock',
  'mark-read',
] as const;
export const operationNameSchema = v.picklist(operationNames);
export type OperationName = v.InferOutput<typeof operationNameSchema>;

export const pricedNames = [
  ...operationNames,
  'create-with-link',
  'create-reply',
  'read',
  'read-person',
  'read-message',
] as const;
export type PricedName = (typeof pricedNames)[number];

export const mediaRuleSchema = v.object({
  max: v.number(),
  maxBytes: v.number(),
  /** Width × height; null when the network names none. */
  maxPixels: v.nullable(v.number()),
  mimes: v.array(v.string()),
  altMax: v.number(),
  altRequired: v.boolean(),
  /** Width over height; absent: any. */
  minRatio: v.optional(v.number()),
  maxRatio: v.optional(v.number()),
  /** Pixels; absent: any. */
  minWidth: v.optional(v.number()),
  maxWidth: v.optional(v.number()),
  minHeight: v.optional(v.number()),
  maxHeight: v.optional(v.number()),
  /** Pictures of an animation. */
  maxFrames: v.optional(v.number()),
});

/** What a film must be like. An absent limit is none; an empty list of codecs is any. */
export const videoRuleSchema = v.object({
  max: v.number(),
  maxBytes: v.number(),
  mimes: v.array(v.string()),
  altMax: v.optional(v.number()),
  minSeconds: v.optional(v.number()),
  maxSeconds: v.optional(v.number()),
  minRatio: v.optional(v.number()),
  maxRatio: v.optional(v.number()),
  minWidth: v.optional(v.number()),
  maxWidth: v.optional(v.number()),
  minHeight: v.optional(v.number()),
  maxHeight: v.optional(v.number()),
  minFps: v.optional(v.number()),
  maxFps: v.optional(v.number()),
  maxBitsPerSecond: v.optional(v.number()),
  /** As `domain/content` names them: `h264`, `hevc`, `vp9`, `av1` …; `aac`, `opus` … */
  videoCodecs: v.array(v.string()),
  audioCodecs: v.array(v.string()),
  /** The index must lie before the pictures. */
  fastStart: v.optional(v.boolean()),
});

export const documentRuleSchema = v.object({
  max: v.number(),
  maxBytes: v.number(),
  mimes: v.array(v.string()),
  maxPages: v.optional(v.number()),
});

/** How many of a kind, both ends included. */
const spanSchema = v.object({ min: v.number(), max: v.number() });

/**
 * One form that a post may take on a network (`text/…/networks` keys `format.<name>`). The person's choice is
 * `settings.format` of the content; without one it is the first form that what is attached fits.
 */
export const formatSchema = v.object({
  name: v.string(),
  images: spanSchema,
  videos: spanSchema,
  documents: spanSchema,
  /** All media together. */
  maxMedia: v.number(),
  minMedia: v.optional(v.number()),
  /** False: its words are shown nowhere. */
  text: v.boolean(),
  poll: v.boolean(),
  /** The network's own scheduler takes it. */
  native: v.boolean(),
  firstComment: v.boolean(),
  /** Instead of the manifest's. */
  counting: v.optional(countingSchema),
  image: v.optional(mediaRuleSchema),
  video: v.optional(videoRuleSchema),
  document: v.optional(documentRuleSchema),
});

/** Over `warn` the person is told; over `max` the network refuses. */
export const markRuleSchema = v.object({ warn: v.optional(v.number()), max: v.optional(v.number()) });

export const pollRuleSchema = v.object({
  maxOptions: v.number(),
  maxOptionLength: v.number(),
  minSeconds: v.number(),
  maxSeconds: v.number(),
  /** The only durations there are, seconds; absent: any between the two. */
  choices: v.optional(v.array(v.number())),
});

export const nativeScheduleSchema = v.object({
  minAheadMs: v.number(),
  maxPending: v.number(),
  maxPerDay: v.number(),
});

/** A field that the connection form draws. Labels are `text/<lang>/networks` keys `<network>.auth.<name>`. */
export const authFieldSchema = v.object({
  name: v.string(),
  /** `app-id`, `app-secret`: of the person's own app at the network; `address`: a page's, an https address. */
  kind: v.picklist([
    'handle',
    'secret',
    'server',
    'text',
    'number',
    'colour',
    'app-id',
    'app-secret',
    'port',
    'address',
  ]),
  placeholder: v.string(),
  required: v.boolean(),
  /** What it must look like, a regular expression over the whole value; told while it is typed. */
  pattern: v.optional(v.string()),
  /** False: shown although it is not required. Absent: what is not required is shown when the person asks for more. */
  advanced: v.optional(v.boolean()),
});

export const grantNames = ['publish', 'comments', 'messages', 'numbers'] as const;

/** What the person lets Vigie do, and the permissions that the network asks for it, by the network's names. */
export const grantSchema = v.object({
  name: v.picklist(grantNames),
  scopes: v.array(v.string()),
  /** Nothing works without it. */
  required: v.boolean(),
});

export const wayTags = ['password', 'browser', 'own-app', 'token', 'by-hand'] as const;

/**
 * One way of connecting an account: words are `text/…/networks` keys `<network>.way.<name>` and `.way.<name>.step.<n>`.
 * `own-app`: through an app that the person made at the network. `token`: one that was made there and is pasted.
 * `by-hand`: nothing is connected, a person publishes.
 */
export const waySchema = v.object({
  name: v.string(),
  tag: v.picklist(wayTags),
  fields: v.array(authFieldSchema),
  /** Steps of the guide. */
  steps: v.optional(v.number()),
  /** The address that the person registers in their app, to the letter; `{port}`: the field of that name. */
  redirect: v.optional(v.string()),
  /** What may be asked for; the names that the person chose come as the field `grants`, parted by spaces. */
  grants: v.optional(v.array(grantSchema)),
  /** What will not work this way. */
  without: v.optional(v.array(capabilitySchema)),
});

/** A network-specific option of a post that the composer draws. `when`: the forms of post it is for; absent: all. */
const settingBase = { name: v.string(), when: v.optional(v.array(v.string())) };
export const settingFieldSchema = v.variant('kind', [
  v.object({
    ...settingBase,
    kind: v.literal('choice'),
    options: v.array(v.string()),
    fallback: v.string(),
  }),
  v.object({
    ...settingBase,
    kind: v.literal('text'),
    max: v.number(),
    required: v.optional(v.boolean()),
    /** Needed as soon as there is a poll. */
    withPoll: v.optional(v.boolean()),
  }),
  v.object({ ...settingBase, kind: v.literal('flag'), fallback: v.boolean() }),
  /** Handles, parted by commas; `max` of them. */
  v.object({ ...settingBase, kind: v.literal('people'), max: v.number() }),
  /** An https address. */
  v.object({ ...settingBase, kind: v.literal('address') }),
]);

/**
 * Why something is not offered: words are `text/…/networks` keys `absent.<reason>`. `not-built`: the network has it for
 * applications, and Vigie does not do it yet. `not-granted`: the person or the network did not allow this access to.
 */
export const absenceReasons = [
  'no-such-thing',
  'no-api',
  'not-built',
  'not-granted',
  'made-by-network',
  'paid-plan',
  'closed-programme',
  'own-posts-only',
  'administrators-only',
  'not-on-this-server',
  'needs-public-address',
  'by-hand-only',
] as const;
export const absenceSchema = v.picklist(absenceReasons);

/**
 * What something was proved against. `data-sheet`: nothing but what is written of the network; the real one was never
 * asked. Words are `text/…/networks` keys `proof.<name>`.
 */
export const proofNames = ['real-software', 'official-description', 'data-sheet'] as const;
export const proofSchema = v.picklist(proofNames);

export const manifestSchema = v.object({
  network: v.picklist(networkIds),
  /** Shown name, a proper noun, the same in every language. */
  name: v.string(),
  /** What was learnt of the server at connection, for example `Mastodon 4.5.0`; null before. */
  software: v.nullable(v.string()),
  /** `tag` and `fields` are those of the first way; `ways`: all of them, absent where there is one. */
  auth: v.object({
    tag: v.picklist(wayTags),
    fields: v.array(authFieldSchema),
    ways: v.optional(v.array(waySchema)),
  }),
  counting: countingSchema,
  /** How a comment is counted, where that is not how a post is. */
  replyCounting: v.optional(countingSchema),
  /** How many marked words a post may hold. */
  marks: v.optional(
    v.object({
      hashtags: v.optional(markRuleSchema),
      mentions: v.optional(markRuleSchema),
      cashtags: v.optional(markRuleSchema),
    }),
  ),
  images: mediaRuleSchema,
  /** Absent: none. */
  videos: v.optional(videoRuleSchema),
  documents: v.optional(documentRuleSchema),
  /** Absent: a post is a text with at most `images.max` pictures. */
  formats: v.optional(v.array(formatSchema)),
  poll: v.nullable(pollRuleSchema),
  native: v.nullable(nativeScheduleSchema),
  settings: v.array(settingFieldSchema),
  capabilities: v.array(capabilitySchema),
  /** Everything that it does not offer, and why. Rows of earlier versions tell only of some. */
  absent: v.optional(v.record(capabilitySchema, absenceSchema)),
  /** What is said before the person meets it: `text/…/networks` keys `<network>.warning.<name>`. */
  warnings: v.optional(v.array(v.string())),
  /**
   * What a call costs the owner of the app, in `currency`; `create-with-link` is a creation whose text has an address,
   * `create-reply` one that answers somebody,
   * `read…` one post, person or direct message that an answer brings.
   */
  prices: v.optional(
    v.object({ currency: v.string(), operations: v.record(v.picklist(pricedNames), v.number()) }),
  ),
  /** Of a network that a person described: its colour among those of clients, and the page where one writes. */
  custom: v.optional(v.object({ colour: v.string(), page: v.string() })),
  /** The account is connected to nothing: a person publishes all that leaves. */
  byHand: v.optional(v.literal(true)),
  operations: v.record(operationNameSchema, operationClassSchema),
  /** Calls a day (UTC) that are allowed at least, where the network never says how many are left: Vigie counts. */
  callsADay: v.optional(v.number()),
  /** Pause between two measures, ms; absent: half an hour. */
  measureEveryMs: v.optional(v.number()),
  /** Feeds the sync runner follows. `everyMs`: pause between polls when no stream is open. */
  feeds: v.array(v.object({ name: v.string(), everyMs: v.number() })),
  /**
   * `mention`: a reply reaches only whom its text mentions, so the composer opens it with the author's `@handle `,
   * where the person sees it, counts it and may change it. Absent: the network addresses replies by itself.
   */
  replyOpening: v.optional(v.literal('mention')),
  /** Only whoever mentioned, quoted or answered the account may be answered from here. Absent: anybody. */
  repliesByInvitation: v.optional(v.boolean()),
  /**
   * The network's own pages, for posts that a person publishes by hand. `compose`: where one writes a post, an address
   * or a path on the account's server, `{text}` standing for the words; `hosts`: where its posts are read, none: on
   * the account's server; `posts`: regular expressions, each over the beginning of a post's or an answer's address,
   * host first, absent: any. Absent: the server's front page.
   */
  web: v.optional(
    v.object({
      compose: v.string(),
      hosts: v.array(v.string()),
      posts: v.optional(v.array(v.string())),
    }),
  ),
  /**
   * For how long after somebody's message it may be answered, ms; null: for ever. Absent: for ever in both. The outbox
   * and the person are told of a window's end from here, and nowhere else. `privateReplyMs`: in private, to a comment.
   * `longer`: until when a person may still answer in a private conversation whose app was granted this, by the
   * network's name for it. No access tells whether it was, so the person says so (`windows.ts`, `withLonger`).
   */
  replyWindows: v.optional(
    v.object({
      publicMs: v.nullable(v.number()),
      privateMs: v.nullable(v.number()),
      privateReplyMs: v.optional(v.number()),
      longer: v.optional(v.object({ permission: v.string(), ms: v.number() })),
    }),
  ),
  /** How a direct message is counted; null when the network offers none here. */
  messageCounting: v.nullable(countingSchema),
  /** What this connector was proved against. */
  proof: proofSchema,
  /** Capabilities that were proved against something else. */
  proofs: v.optional(v.record(capabilitySchema, proofSchema)),
});
export type Manifest = Frozen<v.InferOutput<typeof manifestSchema>>;
export type Counting = Frozen<v.InferOutput<typeof countingSchema>>;
export type OperationClass = Frozen<v.InferOutput<typeof operationClassSchema>>;
export type MediaRule = Frozen<v.InferOutput<typeof mediaRuleSchema>>;
export type SettingField = Frozen<v.InferOutput<typeof settingFieldSchema>>;
export type VideoRule = Frozen<v.InferOutput<typeof videoRuleSchema>>;
export type DocumentRule = Frozen<v.InferOutput<typeof documentRuleSchema>>;
export type Format = Frozen<v.InferOutput<typeof formatSchema>>;
export type GrantName = (typeof grantNames)[number];
export type Way = Frozen<v.InferOutput<typeof waySchema>>;
export type AuthField = Frozen<v.InferOutput<typeof authFieldSchema>>;
export type Absence = v.InferOutput<typeof absenceSchema>;
export type Proof = v.InferOutput<typeof proofSchema>;

/** Every way of connecting an account of a network, but by hand (`by-hand.ts`). */
export const waysOf = ({ auth }: Pick<Manifest, 'auth'>): readonly Way[] =>
  auth.ways ?? [{ name: auth.tag, tag: auth.tag, fields: auth.fields }];

export const offers = (manifest: Manifest, capability: Capability): boolean =>
  manifest.capabilities.includes(capability);

/** The same without some of its capabilities, for one reason. */
export const lacking = (manifest: Manifest, names: readonly Capability[], why: Absence): Manifest => ({
  ...manifest,
  capabilities: manifest.capabilities.filter((name) => !names.includes(name)),
  absent: { ...manifest.absent, ...Object.fromEntries(names.map((name) => [name, why])) },
});
