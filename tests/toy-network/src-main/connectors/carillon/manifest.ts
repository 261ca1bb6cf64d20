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
  absent: { 'direct-messages': 'no-api', images: 'no-api' },
  operations: { create: once },
  feeds: [{ name: 'echoes', everyMs: 60_000 }],
  messageCounting: null,
  proof: 'data-sheet',
};
