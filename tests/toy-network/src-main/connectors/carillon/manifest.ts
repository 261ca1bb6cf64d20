import type { Counting, Manifest, OperationClass } from '../../../src-shared/networks/manifest.ts';

/** Nothing can be read back and no key is honoured. */
const once: OperationClass = { class: 'N', settleMs: 0, keyMs: null };

/** A peal has twelve words; a word is letters and figures, with what joins them. */
const counting: Counting = {
  rule: 'matches',
  unit: "[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*",
  max: 12,
  maxBytes: null,
  urlLength: null,
  remoteMentionsLocalPartOnly: false,
  warningCounts: false,
};

export const carillonManifest: Manifest = {
  network: 'carillon',
  name: 'Carillon',
  software: null,
  auth: {
    tag: 'token',
    fields: [
      { name: 'bell', kind: 'handle', placeholder: 'grosse-cloche', required: true },
      { name: 'key', kind: 'secret', placeholder: '', required: true, pattern: '[0-9a-f]{64}' },
      {
        name: 'server',
        kind: 'server',
        placeholder: 'https://tower.carillon.example',
        required: false,
        advanced: true,
      },
    ],
  },
  counting,
  images: {
    max: 0,
    maxBytes: 0,
    maxPixels: null,
    mimes: [],
    altMax: 0,
    altRequired: false,
  },
  poll: null,
  native: null,
  settings: [{ kind: 'choice', name: 'loudness', options: ['soft', 'loud'], fallback: 'loud' }],
  capabilities: ['publish', 'reply'],
  absent: {
    // A bell knows peals and their echoes, and nothing else.
    thread: 'no-such-thing',
    'first-comment': 'no-such-thing',
    'private-reply': 'no-such-thing',
    like: 'no-such-thing',
    repost: 'no-such-thing',
    delete: 'no-such-thing',
    edit: 'no-such-thing',
    poll: 'no-such-thing',
    'content-warning': 'no-such-thing',
    visibility: 'no-such-thing',
    images: 'no-such-thing',
    carousel: 'no-such-thing',
    video: 'no-such-thing',
    reels: 'no-such-thing',
    stories: 'no-such-thing',
    documents: 'no-such-thing',
    'link-card': 'no-such-thing',
    'direct-messages': 'no-api',
    mute: 'no-api',
    block: 'no-api',
    'hide-reply': 'no-such-thing',
    'delete-comment': 'no-such-thing',
    reviews: 'no-such-thing',
    report: 'no-api',
    'native-schedule': 'no-such-thing',
    stream: 'no-api',
    'post-metrics': 'no-such-thing',
    'account-metrics': 'no-such-thing',
  },
  operations: { create: once },
  feeds: [{ name: 'echoes', everyMs: 60_000 }],
  messageCounting: null,
  proof: 'data-sheet',
};
