import { lacking, type Manifest, type OperationClass } from '../../../src-shared/networks/manifest.ts';

/**
 * Bluesky as data. Sources: the app.bsky lexicons (text, images), chat.bsky (messages), docs.bsky.app (limits).
 * Most writes are records under a key that we draw, which makes a repeat harmless for ever (K); a mute and a delete
 * are harmless by nature. A direct message has no key, but can be read back (R).
 */
const keyed: OperationClass = { class: 'K', settleMs: 0, keyMs: null };
/**
 * A repeat of a post is harmless at once; that it will never come is known only when no late commit can bring it any
 * more: until then it is neither missed, nor cancelled, nor edited.
 */
const post: OperationClass = { ...keyed, settleMs: 120_000 };
/** A chat message may still be stored this long after the connection was lost. */
const readBack: OperationClass = { class: 'R', settleMs: 120_000, keyMs: null };

/** What every server takes; newer ones take `newestImageBytes`. */
const safestImageBytes = 1_000_000;
const newestImageBytes = 2_000_000;

export const manifest = {
  network: 'bluesky',
  name: 'Bluesky',
  software: null,
  auth: {
    tag: 'password',
    fields: [
      { name: 'handle', kind: 'handle', placeholder: 'name.bsky.social', required: true },
      { name: 'password', kind: 'secret', placeholder: 'xxxx-xxxx-xxxx-xxxx', required: true },
      { name: 'server', kind: 'server', placeholder: 'bsky.social', required: false },
      { name: 'code', kind: 'secret', placeholder: 'XXXXX-XXXXX', required: false },
    ],
  },
  counting: {
    rule: 'graphemes',
    max: 300,
    maxBytes: 3_000,
    urlLength: null,
    remoteMentionsLocalPartOnly: false,
    warningCounts: false,
  },
  images: {
    max: 4,
    maxBytes: safestImageBytes,
    maxPixels: null,
    mimes: ['image/jpeg', 'image/png', 'image/webp'],
    altMax: 2_000,
    altRequired: false,
  },
  poll: null,
  native: null,
  settings: [],
  capabilities: [
    'publish',
    'thread',
    'first-comment',
    'reply',
    'like',
    'delete',
    'images',
    'direct-messages',
    'mute',
    'block',
    'post-metrics',
    'account-metrics',
  ],
  absent: {
    'private-reply': 'not-built',
    repost: 'not-built',
    edit: 'no-such-thing',
    poll: 'no-such-thing',
    'content-warning': 'not-built',
    visibility: 'no-such-thing',
    carousel: 'not-built',
    video: 'not-built',
    reels: 'no-such-thing',
    stories: 'no-such-thing',
    documents: 'no-such-thing',
    'link-card': 'not-built',
    'hide-reply': 'not-built',
    'delete-comment': 'no-such-thing',
    reviews: 'no-such-thing',
    report: 'not-built',
    'native-schedule': 'no-such-thing',
    // Its streams carry what an account does, and not what is said to it.
    stream: 'no-api',
  },
  operations: {
    upload: keyed,
    create: post,
    message: readBack,
    like: keyed,
    unlike: keyed,
    delete: keyed,
    mute: keyed,
    unmute: keyed,
    block: keyed,
    unblock: keyed,
  },
  feeds: [
    { name: 'mentions', everyMs: 30_000 },
    { name: 'private', everyMs: 30_000 },
    { name: 'activity', everyMs: 2 * 60_000 },
    { name: 'own', everyMs: 5 * 60_000 },
    { name: 'recheck', everyMs: 15 * 60_000 },
  ],
  web: {
    compose: 'https://bsky.app/intent/compose?text={text}',
    hosts: ['bsky.app'],
    posts: ['[^/]+/profile/[^/]+/post/[^/]+'],
  },
  messageCounting: {
    rule: 'graphemes',
    max: 1_000,
    maxBytes: 10_000,
    urlLength: null,
    remoteMentionsLocalPartOnly: false,
    warningCounts: false,
  },
  proof: 'real-software',
  // No server of its messages can be had: they are held against the lexicons.
  proofs: { 'direct-messages': 'official-description' },
} as const satisfies Manifest;

/** What was learnt of an account's server. */
export interface Learnt {
  /** The server's own limit for an uploaded file, bytes; null when it names none (older servers). */
  readonly uploadBytes: number | null;
  /** Whether this sign-in reaches the direct messages: app passwords do only when made so. */
  readonly directMessages: boolean;
}

/** The manifest of one account. */
export function effectiveManifest({ uploadBytes, directMessages }: Learnt): Manifest {
  const images = {
    ...manifest.images,
    maxBytes: uploadBytes === null ? safestImageBytes : Math.min(newestImageBytes, uploadBytes),
  };
  if (directMessages) return { ...manifest, images };
  const { message: _, ...operations } = manifest.operations;
  return {
    ...lacking(manifest, ['direct-messages'], 'not-granted'),
    images,
    operations,
    feeds: manifest.feeds.filter(({ name }) => name !== 'private'),
    messageCounting: null,
  };
}
