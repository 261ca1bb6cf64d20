import type {
  AuthField,
  Counting,
  Format,
  Manifest,
  MediaRule,
  OperationClass,
} from '../../../src-shared/networks/manifest.ts';
import { apiOrigin, placesOf } from './places.ts';
import { memberGrants, pageGrants } from './scopes.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 86_400;
const mebibyte = 1_048_576;

/** Nothing is said of how late it still commits: its own time-outs are taken to be a minute or two. */
const settleMs = 130_000;

/** Repeating it changes nothing, whatever happened the first time. */
const repeatable: OperationClass = { class: 'K', settleMs, keyMs: null };
export const readBack: OperationClass = { class: 'R', settleMs, keyMs: null };
export const never: OperationClass = { class: 'N', settleMs, keyMs: null };

/** A commentary is counted as its reader sees it, without the signs that escape. */
const counted = (max: number): Counting => ({
  rule: 'code-units',
  max,
  maxBytes: null,
  urlLength: null,
  remoteMentionsLocalPartOnly: false,
  warningCounts: false,
});

const images: MediaRule = {
  max: 20,
  // The network names no limit; this is what others found to pass.
  maxBytes: 5 * mebibyte,
  maxPixels: 36_152_319,
  maxFrames: 250,
  mimes: ['image/jpeg', 'image/png', 'image/gif'],
  altMax: 4_086,
  altRequired: false,
};

const none = { min: 0, max: 0 };
const form = (name: string, more: Partial<Format>): Format => ({
  name,
  images: none,
  videos: none,
  documents: none,
  maxMedia: 1,
  text: true,
  poll: false,
  native: false,
  firstComment: true,
  ...more,
});

/** To be declared in the person's app, to the letter. */
const { ownRedirect } = placesOf(apiOrigin);

const server: AuthField = {
  name: 'server',
  kind: 'server',
  placeholder: 'https://api.linkedin.com',
  required: false,
  advanced: true,
};
const appId: AuthField = {
  name: 'app-id',
  kind: 'app-id',
  placeholder: '78abcdefghijkl',
  required: true,
  pattern: '[0-9A-Za-z_-]{8,40}',
};
const appSecret: AuthField = {
  name: 'app-secret',
  kind: 'app-secret',
  placeholder: 'WPL_AP1.…',
  required: true,
  pattern: '\\S{8,120}',
};
const token: AuthField = {
  name: 'token',
  kind: 'secret',
  placeholder: 'AQX…',
  required: true,
  pattern: '\\S{20,2000}',
};
const optional = (field: AuthField): AuthField => ({ ...field, required: false, advanced: true });
const tokenFields = [token, optional(appId), optional(appSecret), server];

export const audiences = ['everyone', 'signed-in', 'connections'] as const;

/** What a page may do through an app of the Community Management API; `effective-manifest.ts` takes away. */
export const linkedinManifest: Manifest = {
  network: 'linkedin',
  name: 'LinkedIn',
  software: null,
  auth: {
    tag: 'token',
    fields: tokenFields,
    ways: [
      { name: 'token', tag: 'token', fields: tokenFields, steps: 4 },
      {
        name: 'own-app',
        tag: 'own-app',
        fields: [appId, appSecret, server],
        steps: 5,
        redirect: ownRedirect,
        grants: pageGrants,
      },
      {
        name: 'own-app-member',
        tag: 'own-app',
        fields: [appId, appSecret, server],
        steps: 4,
        redirect: ownRedirect,
        grants: memberGrants,
        without: ['reply', 'like', 'post-metrics', 'account-metrics'],
      },
      { name: 'native', tag: 'own-app', fields: [appId, server], steps: 3, grants: pageGrants },
    ],
  },
  counting: counted(3_000),
  replyCounting: counted(1_250),
  images,
  videos: {
    max: 1,
    maxBytes: 500 * mebibyte,
    mimes: ['video/mp4'],
    minSeconds: 3,
    maxSeconds: 30 * 60,
    minRatio: 1 / 2.4,
    maxRatio: 2.4,
    videoCodecs: [],
    audioCodecs: [],
  },
  documents: {
    max: 1,
    maxBytes: 100 * mebibyte,
    mimes: ['application/pdf'],
    maxPages: 300,
  },
  formats: [
    form('post', { images: { min: 0, max: 20 }, maxMedia: 20, poll: true }),
    form('video', { videos: { min: 1, max: 1 } }),
    form('document', { documents: { min: 1, max: 1 } }),
    form('article', { images: { min: 0, max: 1 } }),
  ],
  poll: {
    maxOptions: 4,
    maxOptionLength: 30,
    minSeconds: day,
    maxSeconds: 14 * day,
    choices: [day, 3 * day, 7 * day, 14 * day],
  },
  native: null,
  settings: [
    { kind: 'choice', name: 'audience', options: [...audiences], fallback: 'everyone' },
    { kind: 'text', name: 'document-title', max: 400, required: true, when: ['document'] },
    { kind: 'text', name: 'video-title', max: 400, when: ['video'] },
    { kind: 'address', name: 'article-address', when: ['article'] },
    { kind: 'text', name: 'article-title', max: 400, required: true, when: ['article'] },
    { kind: 'text', name: 'article-description', max: 4_000, when: ['article'] },
    { kind: 'text', name: 'poll-question', max: 140, withPoll: true, when: ['post'] },
    { kind: 'address', name: 'reshare', when: ['post'] },
    { kind: 'flag', name: 'no-reshare', fallback: false },
  ],
  capabilities: [
    'publish',
    'first-comment',
    'reply',
    'like',
    'delete',
    'delete-comment',
    'poll',
    'visibility',
    'images',
    'carousel',
    'video',
    'documents',
    'link-card',
    'post-metrics',
    'account-metrics',
  ],
  absent: {
    thread: 'no-such-thing',
    'private-reply': 'no-api',
    repost: 'not-built',
    edit: 'not-built',
    'content-warning': 'no-such-thing',
    reels: 'no-such-thing',
    stories: 'no-such-thing',
    'direct-messages': 'no-api',
    mute: 'no-api',
    block: 'no-api',
    'hide-reply': 'no-api',
    reviews: 'no-api',
    report: 'no-api',
    'native-schedule': 'no-api',
    stream: 'needs-public-address',
  },
  warnings: ['programme', 'budget', 'sixty-days', 'duplicates'],
  operations: {
    // What nobody attaches is seen by nobody.
    upload: { class: 'K', settleMs: 0, keyMs: null },
    create: readBack,
    like: repeatable,
    unlike: repeatable,
    delete: repeatable,
  },
  // Of the development tier, by member; nothing is ever said of what is left (linkedin §1, §7).
  callsADay: 100,
  measureEveryMs: 6 * hour,
  feeds: [
    { name: 'notifications', everyMs: 30 * minute },
    { name: 'own', everyMs: 2 * hour },
    { name: 'comments', everyMs: 6 * hour },
  ],
  web: {
    compose: 'https://www.linkedin.com/feed/?shareActive=true&text={text}',
    hosts: ['www.linkedin.com'],
    posts: [
      '[^/]+/feed/update/[^/]+',
      '[^/]+/posts/[^/]+',
      '[^/]+/pulse/[^/]+',
      '[^/]+/embed/feed/update/[^/]+',
    ],
  },
  messageCounting: null,
  proof: 'data-sheet',
};
