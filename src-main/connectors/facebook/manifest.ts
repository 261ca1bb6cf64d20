import type {
  AuthField,
  Counting,
  Format,
  Manifest,
  MediaRule,
  OperationClass,
  VideoRule,
} from '../../../src-shared/networks/manifest.ts';
import { placesOf, productionOrigin } from '../meta/places.ts';
import { grants } from './scopes.ts';

const second = 1_000;
const minute = 60 * second;
const day = 24 * 60 * minute;
const megabyte = 1_048_576;

/** Within this after somebody's message an answer needs no reason; later it is a human agent's (facebook-pages §4). */
export const answerWindowMs = day;
/** How long after the connection ended the network may still commit: nothing is documented, so it is generous. */
const settleMs = 180 * second;
/** Repeating it changes nothing, whatever happened the first time. */
const repeatable: OperationClass = { class: 'K', settleMs, keyMs: null };
/** No key exists (facebook-pages §9): it is looked for. */
const readBack: OperationClass = { class: 'R', settleMs, keyMs: null };

const codeUnits = (max: number): Counting => ({
  rule: 'code-units',
  max,
  maxBytes: null,
  urlLength: null,
  remoteMentionsLocalPartOnly: false,
  warningCounts: false,
});

/** facebook-pages §10. */
const photos: MediaRule = {
  max: 10,
  maxBytes: 10 * megabyte,
  maxPixels: null,
  mimes: ['image/jpeg', 'image/png', 'image/gif', 'image/bmp', 'image/tiff'],
  altMax: 1_000,
  altRequired: false,
};
const film: VideoRule = {
  max: 1,
  // The error for a larger one names 2 GB (Video API error codes, 1363023).
  maxBytes: 2 * 1_024 * megabyte,
  mimes: ['video/mp4', 'video/quicktime'],
  maxSeconds: 4 * 3_600,
  videoCodecs: [],
  audioCodecs: [],
};
const upright: VideoRule = {
  ...film,
  mimes: ['video/mp4'],
  minSeconds: 3,
  maxSeconds: 90,
  minRatio: 0.5,
  maxRatio: 0.625,
  minWidth: 540,
  minHeight: 960,
  minFps: 24,
  maxFps: 60,
  videoCodecs: ['h264', 'hevc', 'vp9', 'av1'],
  audioCodecs: ['aac'],
};

const none = { min: 0, max: 0 } as const;
const formats: readonly Format[] = [
  {
    name: 'post',
    images: { min: 0, max: 10 },
    videos: none,
    documents: none,
    maxMedia: 10,
    text: true,
    poll: false,
    native: true,
    firstComment: true,
  },
  {
    name: 'video',
    images: none,
    videos: { min: 1, max: 1 },
    documents: none,
    maxMedia: 1,
    text: true,
    poll: false,
    native: true,
    firstComment: true,
  },
  {
    name: 'reel',
    images: none,
    videos: { min: 1, max: 1 },
    documents: none,
    maxMedia: 1,
    text: true,
    poll: false,
    native: true,
    firstComment: true,
    video: upright,
  },
  {
    name: 'story',
    images: { min: 0, max: 1 },
    videos: { min: 0, max: 1 },
    documents: none,
    maxMedia: 1,
    text: false,
    poll: false,
    native: false,
    firstComment: false,
    video: { ...upright, maxSeconds: 60 },
  },
];

const serverField: AuthField = {
  name: 'server',
  kind: 'server',
  placeholder: productionOrigin,
  required: false,
  advanced: true,
};
const ownAppFields: readonly AuthField[] = [
  { name: 'appId', kind: 'app-id', placeholder: '1234567890123456', required: true, pattern: '\\d{8,20}' },
  { name: 'appSecret', kind: 'app-secret', placeholder: '', required: true, pattern: '[0-9a-f]{32}' },
  serverField,
];

/** A Facebook Page, through the Graph (facebook-pages). */
export const facebookManifest: Manifest = {
  network: 'facebook',
  name: 'Facebook',
  software: null,
  auth: {
    tag: 'own-app',
    fields: [...ownAppFields],
    ways: [
      {
        name: 'own-app',
        tag: 'own-app',
        steps: 6,
        redirect: placesOf(productionOrigin).landing,
        grants: grants.map((grant) => ({ ...grant, scopes: [...grant.scopes] })),
        fields: [...ownAppFields],
      },
      {
        name: 'token',
        tag: 'token',
        steps: 4,
        fields: [
          { name: 'token', kind: 'secret', placeholder: 'EAA…', required: true, pattern: '\\S{20,}' },
          serverField,
        ],
      },
    ],
  },
  counting: codeUnits(63_206),
  replyCounting: codeUnits(8_000),
  images: photos,
  videos: film,
  formats: [...formats],
  poll: null,
  native: { minAheadMs: 10 * minute, maxPending: 1_000, maxPerDay: 1_000 },
  settings: [
    { kind: 'address', name: 'link', when: ['post'] },
    { kind: 'text', name: 'title', max: 255, when: ['video', 'reel'] },
  ],
  capabilities: [
    'publish',
    'first-comment',
    'reply',
    'private-reply',
    'like',
    'delete',
    'images',
    'video',
    'reels',
    'stories',
    'link-card',
    'direct-messages',
    'block',
    'hide-reply',
    'delete-comment',
    'reviews',
    'native-schedule',
    'post-metrics',
    'account-metrics',
  ],
  absent: {
    thread: 'no-such-thing',
    repost: 'no-api',
    edit: 'not-built',
    poll: 'no-api',
    'content-warning': 'no-such-thing',
    visibility: 'not-built',
    carousel: 'not-built',
    documents: 'no-such-thing',
    mute: 'no-api',
    report: 'no-api',
    stream: 'needs-public-address',
  },
  warnings: ['review', 'window', 'data-access'],
  operations: {
    // Nobody sees an upload before a post is made of it.
    upload: { class: 'K', settleMs: 0, keyMs: null },
    create: readBack,
    schedule: readBack,
    reschedule: repeatable,
    // A repeat would not tell a recalled post from one that left.
    recall: readBack,
    message: readBack,
    'private-reply': readBack,
    like: repeatable,
    unlike: repeatable,
    delete: repeatable,
    hide: repeatable,
    unhide: repeatable,
    block: repeatable,
    unblock: repeatable,
  },
  feeds: [
    { name: 'own', everyMs: minute },
    { name: 'private', everyMs: minute },
    { name: 'tagged', everyMs: 10 * minute },
    { name: 'reviews', everyMs: 30 * minute },
  ],
  web: {
    compose: 'https://www.facebook.com/',
    hosts: ['www.facebook.com', 'facebook.com', 'm.facebook.com', 'fb.watch'],
    posts: [
      '[^/]+/[^/]+/(?:posts|photos|videos)/[^/]+',
      '[^/]+/groups/[^/]+/(?:posts|permalink)/[^/]+',
      '[^/]+/(?:permalink|story|photo|video)(?:\\.php)?/?\\?',
      '[^/]+/watch/?\\?',
      '[^/]+/(?:reel|share|stories)/[^/]+',
      'fb\\.watch/[^/]+',
    ],
  },
  // A comment may be answered for ever, a private message for a day, and for seven by a person whose app has the feature;
  // a comment in private for seven days and once (facebook-pages §4, window and private reply).
  replyWindows: {
    publicMs: null,
    privateMs: answerWindowMs,
    privateReplyMs: 7 * day,
    longer: { permission: 'Human Agent', ms: 7 * day },
  },
  messageCounting: codeUnits(2_000),
  proof: 'official-description',
  // Parts of their requests are in no description (docs/networks/facebook.md).
  proofs: {
    images: 'data-sheet',
    video: 'data-sheet',
    reels: 'data-sheet',
    stories: 'data-sheet',
    'private-reply': 'data-sheet',
    'direct-messages': 'data-sheet',
    reviews: 'data-sheet',
    'post-metrics': 'data-sheet',
    'account-metrics': 'data-sheet',
  },
};

/** The network's scheduler takes 10 minutes to 30 days; documents that say 75 are not relied on (facebook-pages §3). */
export const scheduleToMs = 30 * day;
/** Of reels, a day less. */
export const reelScheduleToMs = 29 * day;
