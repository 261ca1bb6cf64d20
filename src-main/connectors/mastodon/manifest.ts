import type { Manifest, OperationClass } from '../../../src-shared/networks/manifest.ts';

const minute = 60_000;
const hour = 60 * minute;

/**
 * How long after the connection ended a server may still commit: its own time-outs are a minute or two (web server,
 * then database), and a little more for the way.
 */
const settleMs = 130_000;

/** Repeating it changes nothing, whatever happened the first time. */
const repeatable: OperationClass = { class: 'K', settleMs, keyMs: null };
const readBack: OperationClass = { class: 'R', settleMs, keyMs: null };

export const visibilities = ['public', 'unlisted', 'private'] as const;

/** Mastodon's scheduler; GoToSocial and Pleroma chose the same figures. */
export const nativeSchedule = { minAheadMs: 5 * minute, maxPending: 300, maxPerDay: 25 } as const;

/**
 * What a current Mastodon with its default settings allows: what is shown before a server is known. Nothing is
 * promised of keys here; `effective-manifest.ts` adds and takes away by what the server's software keeps.
 */
export const mastodonManifest: Manifest = {
  network: 'mastodon',
  name: 'Mastodon',
  software: null,
  auth: {
    tag: 'browser',
    fields: [{ name: 'server', kind: 'server', placeholder: 'mastodon.social', required: true }],
  },
  counting: {
    rule: 'graphemes',
    max: 500,
    maxBytes: null,
    urlLength: 23,
    remoteMentionsLocalPartOnly: true,
    warningCounts: true,
  },
  images: {
    max: 4,
    maxBytes: 16_777_216,
    maxPixels: 33_177_600,
    mimes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    altMax: 1_500,
    altRequired: false,
  },
  poll: { maxOptions: 4, maxOptionLength: 50, minSeconds: 300, maxSeconds: 2_629_746 },
  native: nativeSchedule,
  settings: [
    { kind: 'choice', name: 'visibility', options: [...visibilities], fallback: 'public' },
    { kind: 'flag', name: 'sensitive', fallback: false },
  ],
  capabilities: [
    'publish',
    'thread',
    'first-comment',
    'reply',
    'like',
    'delete',
    'poll',
    'content-warning',
    'visibility',
    'images',
    'direct-messages',
    'mute',
    'block',
    'native-schedule',
    'stream',
    'post-metrics',
    'account-metrics',
  ],
  absent: {
    'private-reply': 'not-built',
    repost: 'not-built',
    edit: 'not-built',
    carousel: 'no-such-thing',
    video: 'not-built',
    reels: 'no-such-thing',
    stories: 'no-such-thing',
    documents: 'no-such-thing',
    'link-card': 'made-by-network',
    'hide-reply': 'no-such-thing',
    'delete-comment': 'no-such-thing',
    reviews: 'no-such-thing',
    report: 'not-built',
  },
  operations: {
    // An upload that nobody attaches is purged by the server: a second one harms nobody.
    upload: { class: 'K', settleMs: 0, keyMs: null },
    create: readBack,
    message: readBack,
    // The key of a post is ignored when the post is scheduled (mastodon#30039).
    schedule: readBack,
    reschedule: repeatable,
    // A repeat would not tell a recalled post from one that left.
    recall: readBack,
    like: repeatable,
    unlike: repeatable,
    delete: repeatable,
    mute: repeatable,
    unmute: repeatable,
    block: repeatable,
    unblock: repeatable,
  },
  feeds: [
    { name: 'notifications', everyMs: minute },
    { name: 'private', everyMs: minute },
    { name: 'own', everyMs: 5 * minute },
    { name: 'recheck', everyMs: 15 * minute },
  ],
  replyOpening: 'mention',
  web: {
    compose: '/share?text={text}',
    hosts: [],
    // Mastodon's own, its older ones, and those of the servers that speak its protocol.
    posts: [
      '[^/]+/(?:deck/|web/)?@[^/]+/(?:[0-9]|statuses/|posts/)',
      '[^/]+/(?:ap/)?users/[^/]+/statuses/[^/]+',
      '[^/]+/(?:notice|notes|objects|display|web/statuses)/[^/]+',
      '[^/]+/p/[^/]+/[^/]+',
    ],
  },
  messageCounting: {
    rule: 'graphemes',
    max: 500,
    maxBytes: null,
    urlLength: 23,
    remoteMentionsLocalPartOnly: true,
    warningCounts: true,
  },
  proof: 'official-description',
  // The description knows the stream over HTTP; ours is the one over a WebSocket.
  proofs: { stream: 'data-sheet' },
};

/** A Mastodon remembers the key of a post for an hour, counted from the moment it was made. */
export const keyedPost: OperationClass = { class: 'K', settleMs, keyMs: hour };
