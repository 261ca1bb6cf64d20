import {
  lacking,
  type Capability,
  type Counting,
  type Manifest,
  type MediaRule,
  type OperationClass,
  type OperationName,
} from '../../../src-shared/networks/manifest.ts';
import { grants } from './access.ts';

const minute = 60_000;
const megabyte = 1024 * 1024;

/** How long after the connection ended the network may still commit. Not published; taken as long as others'. */
const settleMs = 130_000;
/** No idempotency key exists (x §8): what is made can be read back. */
const readBack: OperationClass = { class: 'R', settleMs, keyMs: null };
/** Repeating it changes nothing, whatever happened the first time. */
const repeatable: OperationClass = { class: 'K', settleMs: 0, keyMs: null };

/** x §2, text length: 280 weighted; longer texts of paying members cannot be told from outside. */
const counting: Counting = {
  rule: 'weighted',
  max: 280,
  maxBytes: null,
  urlLength: 23,
  remoteMentionsLocalPartOnly: false,
  warningCounts: false,
};

const images: MediaRule = {
  max: 4,
  maxBytes: 5 * megabyte,
  maxPixels: null,
  mimes: ['image/jpeg', 'image/png', 'image/webp'],
  altMax: 1_000,
  altRequired: false,
};

const none = { min: 0, max: 0 };
const one = { min: 1, max: 1 };
const base = { text: true, native: false, firstComment: true };

const fields = [
  { name: 'client', kind: 'app-id', placeholder: 'T1RnUE…', required: true, pattern: '[\\w-]{10,100}' },
  { name: 'port', kind: 'port', placeholder: '8787', required: true, pattern: '\\d{4,5}' },
  { name: 'server', kind: 'server', placeholder: 'http://127.0.0.1:8790', required: false, advanced: true },
] as const;

/** X as data; sources in the sheet `x`, by section. */
export const twitterManifest: Manifest = {
  network: 'twitter',
  name: 'X (Twitter)',
  software: null,
  auth: {
    tag: 'own-app',
    fields: [...fields],
    ways: [
      {
        name: 'own-app',
        tag: 'own-app',
        fields: [...fields],
        steps: 5,
        redirect: 'http://127.0.0.1:{port}/oauth/callback',
        grants: grants.map(({ name, scopes, required }) => ({ name, scopes: [...scopes], required })),
      },
    ],
  },
  counting,
  marks: { cashtags: { max: 1 } },
  images,
  videos: {
    max: 1,
    maxBytes: 512 * megabyte,
    mimes: ['video/mp4', 'video/quicktime'],
    minSeconds: 0.5,
    maxSeconds: 140,
    minRatio: 1 / 3,
    maxRatio: 3,
    minWidth: 32,
    maxWidth: 1_280,
    minHeight: 32,
    maxHeight: 1_024,
    maxFps: 60,
    videoCodecs: ['h264'],
    audioCodecs: ['aac'],
  },
  formats: [
    {
      ...base,
      name: 'post',
      images: { min: 0, max: 4 },
      videos: none,
      documents: none,
      maxMedia: 4,
      poll: true,
    },
    { ...base, name: 'video', images: none, videos: one, documents: none, maxMedia: 1, poll: false },
    {
      ...base,
      name: 'gif',
      images: one,
      videos: none,
      documents: none,
      maxMedia: 1,
      poll: false,
      image: {
        ...images,
        max: 1,
        maxBytes: 15 * megabyte,
        maxWidth: 1_280,
        maxHeight: 1_080,
        maxFrames: 350,
        mimes: ['image/gif'],
      },
    },
  ],
  poll: { maxOptions: 4, maxOptionLength: 25, minSeconds: 300, maxSeconds: 604_800 },
  native: null,
  settings: [
    {
      kind: 'choice',
      name: 'replies',
      options: ['everyone', 'following', 'mentionedUsers', 'subscribers', 'verified'],
      fallback: 'everyone',
    },
    { kind: 'flag', name: 'madeWithAi', fallback: false },
    { kind: 'flag', name: 'paidPartnership', fallback: false },
  ],
  capabilities: [
    'publish',
    'thread',
    'first-comment',
    'reply',
    'delete',
    'poll',
    'images',
    'video',
    'direct-messages',
    'mute',
    'hide-reply',
    'post-metrics',
    'account-metrics',
  ],
  absent: {
    'private-reply': 'not-built',
    like: 'paid-plan',
    repost: 'not-built',
    // Only of those who pay for X themselves, which cannot be read of an account (x §2, others).
    edit: 'not-built',
    'content-warning': 'no-api',
    visibility: 'not-built',
    carousel: 'no-such-thing',
    reels: 'no-such-thing',
    stories: 'no-such-thing',
    documents: 'no-such-thing',
    'link-card': 'made-by-network',
    block: 'paid-plan',
    'delete-comment': 'no-such-thing',
    reviews: 'no-such-thing',
    report: 'no-api',
    'native-schedule': 'no-api',
    // It takes the app's own bearer token, which the person would have to bring (x §5).
    stream: 'not-built',
  },
  warnings: ['price', 'summoned', 'own-app'],
  prices: {
    currency: 'USD',
    operations: {
      create: 0.015,
      'create-with-link': 0.2,
      'create-reply': 0.01,
      message: 0.015,
      delete: 0.005,
      hide: 0.005,
      unhide: 0.005,
      mute: 0.015,
      unmute: 0.01,
      upload: 0.005,
      read: 0.005,
      'read-person': 0.01,
      'read-message': 0.01,
    },
  },
  operations: {
    upload: repeatable,
    create: readBack,
    message: readBack,
    delete: repeatable,
    hide: repeatable,
    unhide: repeatable,
    mute: repeatable,
    unmute: repeatable,
  },
  feeds: [
    { name: 'mentions', everyMs: 2 * minute },
    // 15 reads in a quarter of an hour are all there is (x §6).
    { name: 'private', everyMs: 2 * minute },
    { name: 'conversations', everyMs: 10 * minute },
    { name: 'own', everyMs: 10 * minute },
    { name: 'recheck', everyMs: 30 * minute },
  ],
  repliesByInvitation: true,
  web: {
    compose: 'https://x.com/intent/post?text={text}',
    hosts: ['x.com', 'www.x.com', 'mobile.x.com', 'twitter.com', 'www.twitter.com', 'mobile.twitter.com'],
    posts: ['[^/]+/(?:i/web|[^/]+)/status/[0-9]+'],
  },
  messageCounting: {
    rule: 'graphemes',
    max: 10_000,
    maxBytes: null,
    urlLength: null,
    remoteMentionsLocalPartOnly: false,
    warningCounts: false,
  },
  proof: 'data-sheet',
};

/** What an access without some of the scopes does not reach. */
const wanted: readonly {
  readonly scopes: readonly string[];
  readonly capability: Capability;
  readonly operations: readonly OperationName[];
  readonly feeds: readonly string[];
}[] = [
  {
    scopes: ['dm.read', 'dm.write'],
    capability: 'direct-messages',
    operations: ['message'],
    feeds: ['private'],
  },
  {
    scopes: ['tweet.moderate.write'],
    capability: 'hide-reply',
    operations: ['hide', 'unhide'],
    feeds: [],
  },
  { scopes: ['mute.write'], capability: 'mute', operations: ['mute', 'unmute'], feeds: [] },
];

/** The manifest of one account: what its access was not granted is not offered. No scopes named: all were granted. */
export function effectiveManifest(software: string | null, granted: readonly string[]): Manifest {
  const missing =
    granted.length === 0
      ? []
      : wanted.filter(({ scopes }) => !scopes.every((scope) => granted.includes(scope)));
  const names = missing.map(({ capability }) => capability);
  return {
    ...lacking(twitterManifest, names, 'not-granted'),
    software,
    operations: Object.fromEntries(
      Object.entries(twitterManifest.operations).filter(
        ([name]) => !missing.some(({ operations }) => operations.some((operation) => operation === name)),
      ),
    ),
    feeds: twitterManifest.feeds.filter(({ name }) => !missing.some(({ feeds }) => feeds.includes(name))),
    messageCounting: names.includes('direct-messages') ? null : twitterManifest.messageCounting,
  };
}
