import type { Manifest, Way } from '../../../src-shared/networks/manifest.ts';

/** A network that a person describes: its name, its limits, where one writes there. */
export const describedWay: Way = {
  name: 'described',
  tag: 'by-hand',
  fields: [
    { name: 'network', kind: 'text', placeholder: '', required: true },
    { name: 'account', kind: 'text', placeholder: '', required: true },
    {
      name: 'page',
      kind: 'address',
      placeholder: 'https://',
      required: true,
      pattern: 'https://[^\\s/]+\\.[^\\s]+',
    },
    {
      name: 'limit',
      kind: 'number',
      placeholder: '2000',
      required: false,
      advanced: false,
      pattern: '[1-9][0-9]{0,5}',
    },
    {
      name: 'images',
      kind: 'number',
      placeholder: '4',
      required: false,
      advanced: false,
      pattern: '[0-9]{1,2}',
    },
    { name: 'colour', kind: 'colour', placeholder: '', required: false, advanced: false },
  ],
};

const largestFile = 10 * 1024 ** 3;

/** What is true of every described network; the rest is what its person says. */
export const handmadeManifest: Manifest = {
  network: 'handmade',
  name: '',
  software: null,
  auth: { tag: 'by-hand', fields: describedWay.fields, ways: [describedWay] },
  counting: {
    rule: 'graphemes',
    max: 2_000,
    maxBytes: null,
    urlLength: null,
    remoteMentionsLocalPartOnly: false,
    warningCounts: false,
  },
  images: {
    max: 4,
    maxBytes: largestFile,
    maxPixels: null,
    mimes: ['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/heic'],
    altMax: 5_000,
    altRequired: false,
  },
  videos: {
    max: 1,
    maxBytes: largestFile,
    mimes: ['video/mp4', 'video/quicktime', 'video/webm'],
    videoCodecs: [],
    audioCodecs: [],
  },
  poll: null,
  native: null,
  settings: [],
  capabilities: ['publish', 'images', 'video'],
  absent: {
    reply: 'by-hand-only',
    like: 'by-hand-only',
    'direct-messages': 'by-hand-only',
    'post-metrics': 'by-hand-only',
  },
  operations: {
    upload: { class: 'N', settleMs: 0, keyMs: null },
    create: { class: 'N', settleMs: 0, keyMs: null },
  },
  feeds: [],
  messageCounting: null,
  byHand: true,
  proof: 'data-sheet',
};
