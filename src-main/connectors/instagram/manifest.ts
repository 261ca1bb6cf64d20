import type {
  AuthField,
  Capability,
  Counting,
  Format,
  GrantName,
  Manifest,
  MediaRule,
  OperationClass,
  VideoRule,
} from '../../../src-shared/networks/manifest.ts';
import { grantNames, lacking } from '../../../src-shared/networks/manifest.ts';
import { facebookGrants, isGranted } from './access.ts';
import { hostOf } from './hosting.ts';
import { landingOf, origins } from './places.ts';
import type { InstagramSecret } from './secret.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The network's servers answer within a minute or two, or not at all; what commits later was never seen. */
const settleMs = 130_000;
const repeatable: OperationClass = { class: 'K', settleMs, keyMs: null };
const readBack: OperationClass = { class: 'R', settleMs, keyMs: null };

// instagram §5, Caption: in characters, links included
const caption: Counting = {
  rule: 'code-units',
  max: 2_200,
  maxBytes: null,
  urlLength: null,
  remoteMentionsLocalPartOnly: false,
  warningCounts: false,
};
// instagram §3: at most 1000 bytes of UTF-8
const message: Counting = { ...caption, rule: 'utf8-bytes', max: 1_000 };

// instagram §5, Image
const picture: MediaRule = {
  max: 10,
  maxBytes: 8_000_000,
  maxPixels: null,
  mimes: ['image/jpeg'],
  altMax: 1_000,
  altRequired: false,
  minRatio: 0.8,
  maxRatio: 1.91,
  minWidth: 320,
};
// instagram §5, Story: 9:16 is advised, any ratio taken
const storyPicture: MediaRule = {
  ...picture,
  max: 1,
  minRatio: 0.01,
  maxRatio: 10,
};
// instagram §5, Reel
const reel: VideoRule = {
  max: 10,
  maxBytes: 300_000_000,
  mimes: ['video/mp4', 'video/quicktime'],
  minSeconds: 3,
  maxSeconds: 900,
  minRatio: 0.01,
  maxRatio: 10,
  maxWidth: 1_920,
  minFps: 23,
  maxFps: 60,
  maxBitsPerSecond: 25_000_000,
  videoCodecs: ['h264', 'hevc'],
  audioCodecs: ['aac'],
  fastStart: true,
};
const storyFilm: VideoRule = { ...reel, max: 1, maxBytes: 100_000_000, maxSeconds: 60 };

const none = { min: 0, max: 0 };
const form = {
  documents: none,
  maxMedia: 1,
  text: true,
  poll: false,
  native: false,
  firstComment: true,
} as const;
const formats: readonly Format[] = [
  { ...form, name: 'post', images: { min: 1, max: 1 }, videos: none },
  { ...form, name: 'reel', images: none, videos: { min: 1, max: 1 } },
  {
    ...form,
    name: 'carousel',
    images: { min: 0, max: 10 },
    videos: { min: 0, max: 10 },
    minMedia: 2,
    maxMedia: 10,
  },
  {
    ...form,
    name: 'story',
    images: { min: 0, max: 1 },
    videos: { min: 0, max: 1 },
    minMedia: 1,
    // A story shows no caption, and nobody comments it.
    text: false,
    firstComment: false,
    image: storyPicture,
    video: storyFilm,
  },
];

const webAddress = String.raw`\s*https?://[^\s/]+\S*\s*`;
/** A place of the person's own for files that the network fetches (`hosting.ts`). */
const hostFields: readonly AuthField[] = [
  {
    name: 'hostPut',
    kind: 'address',
    placeholder: 'https://exemple.fr/depot',
    required: false,
    pattern: webAddress,
  },
  {
    name: 'hostGet',
    kind: 'address',
    placeholder: 'https://exemple.fr/public',
    required: false,
    pattern: webAddress,
  },
  { name: 'hostKey', kind: 'secret', placeholder: '', required: false },
];
const serverField: AuthField = {
  name: 'server',
  kind: 'server',
  placeholder: '',
  required: false,
  advanced: true,
};
const tokenFields: readonly AuthField[] = [
  {
    name: 'token',
    kind: 'secret',
    placeholder: 'IGAA…',
    required: true,
    pattern: String.raw`\s*IG\S{20,}\s*`,
  },
  ...hostFields,
  serverField,
];
const appFields: readonly AuthField[] = [
  { name: 'appId', kind: 'app-id', placeholder: '', required: true, pattern: String.raw`\s*\d{10,20}\s*` },
  {
    name: 'appSecret',
    kind: 'app-secret',
    placeholder: '',
    required: true,
    pattern: String.raw`\s*[0-9a-f]{32}\s*`,
  },
  ...hostFields,
  serverField,
];

const publishing: readonly Capability[] = [
  'publish',
  'first-comment',
  'images',
  'carousel',
  'video',
  'reels',
  'stories',
];

/** Instagram's professional accounts: what is shown before an account is known. */
export const instagramManifest: Manifest = {
  network: 'instagram',
  name: 'Instagram',
  software: null,
  auth: {
    tag: 'token',
    fields: [...tokenFields],
    ways: [
      { name: 'token', tag: 'token', fields: [...tokenFields], steps: 5 },
      {
        name: 'facebook-app',
        tag: 'own-app',
        fields: [...appFields],
        steps: 6,
        redirect: landingOf(origins.facebook),
        grants: grantNames.map((name) => ({
          name,
          scopes: [...facebookGrants[name]],
          required: name === 'publish',
        })),
      },
    ],
  },
  counting: caption,
  // instagram §5, Comment: by third parties, UNCONFIRMED; the network's own refusal decides
  replyCounting: { ...caption, max: 2_200 },
  // instagram §5: 30 and 20 are refused, newer texts name 5 and 3
  marks: { hashtags: { warn: 5, max: 30 }, mentions: { warn: 3, max: 20 } },
  images: picture,
  videos: reel,
  formats: [...formats],
  poll: null,
  native: null,
  settings: [
    { kind: 'people', name: 'collaborators', max: 3, when: ['post', 'reel', 'carousel'] },
    { kind: 'people', name: 'people', max: 20, when: ['post', 'reel'] },
    { kind: 'text', name: 'location', max: 30, when: ['post', 'reel', 'carousel'] },
    { kind: 'flag', name: 'share-to-feed', fallback: true, when: ['reel'] },
    { kind: 'address', name: 'cover', when: ['reel'] },
    { kind: 'text', name: 'cover-second', max: 6, when: ['reel'] },
    { kind: 'text', name: 'audio-name', max: 100, when: ['reel'] },
    {
      kind: 'choice',
      name: 'trial',
      options: ['none', 'MANUAL', 'SS_PERFORMANCE'],
      fallback: 'none',
      when: ['reel'],
    },
  ],
  capabilities: [
    ...publishing,
    'reply',
    'private-reply',
    'direct-messages',
    'hide-reply',
    'delete-comment',
    'post-metrics',
    'account-metrics',
  ],
  absent: {
    thread: 'no-such-thing',
    like: 'no-api',
    repost: 'no-api',
    delete: 'no-api',
    edit: 'no-api',
    poll: 'no-api',
    'content-warning': 'no-such-thing',
    visibility: 'no-api',
    documents: 'no-such-thing',
    'link-card': 'no-such-thing',
    mute: 'no-api',
    // Described, and open to whom is in no document (instagram §3).
    block: 'not-built',
    reviews: 'no-such-thing',
    report: 'no-api',
    'native-schedule': 'no-api',
    stream: 'needs-public-address',
  },
  warnings: ['professional', 'public-file', 'mentions', 'daily-quota'],
  operations: {
    // Material that no post uses is thrown away by the network after a day.
    upload: { class: 'K', settleMs: 0, keyMs: null },
    prepare: { class: 'K', settleMs: 0, keyMs: null },
    create: readBack,
    message: readBack,
    'private-reply': readBack,
    hide: repeatable,
    unhide: repeatable,
    delete: repeatable,
  },
  feeds: [
    { name: 'comments', everyMs: 2 * minute },
    { name: 'private', everyMs: 2 * minute },
    { name: 'tags', everyMs: 15 * minute },
  ],
  web: {
    compose: 'https://www.instagram.com/',
    hosts: ['www.instagram.com', 'instagram.com'],
    posts: ['[^/]+/(?:[^/]+/)?(?:p|reel|tv)/[^/]+', '[^/]+/(?:stories|share)/[^/]+/[^/]+'],
  },
  // instagram §3: 24 hours, and seven days for an answer that a person writes, where the app has the feature; seven days
  // for one in private to a comment
  replyWindows: {
    publicMs: null,
    privateMs: day,
    privateReplyMs: 7 * day,
    longer: { permission: 'Human Agent', ms: 7 * day },
  },
  messageCounting: message,
  proof: 'data-sheet',
  // Their requests are described whole (docs/networks/instagram.md).
  proofs: {
    reply: 'official-description',
    'first-comment': 'official-description',
    'hide-reply': 'official-description',
    'delete-comment': 'official-description',
  },
};

/** What an account may do, by its login, by what was granted, and by whether files can lie where the network fetches them. */
export function effectiveManifest(accountType: string | null, secret: InstagramSecret): Manifest {
  const base: Manifest = {
    ...instagramManifest,
    software: accountType === null ? null : `Instagram (${accountType.toLowerCase().replaceAll('_', ' ')})`,
  };
  const granted = withoutRefused(base, secret);
  if (hostOf(secret) !== null) return granted;
  // Facebook Login takes local films, and no pictures (instagram §1, "Only here").
  if (secret.login === 'facebook')
    return {
      ...lacking(granted, ['images'], 'needs-public-address'),
      images: { ...picture, max: 0 },
      formats: formats.flatMap((format): Format[] => {
        if (format.name === 'post') return [];
        return [{ ...format, images: none, ...(format.name === 'story' && { videos: { min: 1, max: 1 } }) }];
      }),
    };
  // Nothing can be published: posts go by hand. Comments and messages work all the same.
  return lacking(granted, publishing, 'needs-public-address');
}

/** What was not granted is not asked for: one refusal would make the whole account wait for its person. */
function withoutRefused(base: Manifest, secret: InstagramSecret): Manifest {
  const refused = (name: GrantName): boolean => isGranted(secret, name) === false;
  const feeds = base.feeds.filter(
    ({ name }) => !(name === 'private' ? refused('messages') : refused('comments')),
  );
  const names: readonly Capability[] = [
    ...(refused('publish') ? publishing : []),
    ...(refused('comments') ? (['reply', 'hide-reply', 'delete-comment', 'first-comment'] as const) : []),
    ...(refused('messages') ? (['direct-messages', 'private-reply'] as const) : []),
  ];
  const less = lacking(base, names, 'not-granted');
  return { ...less, feeds, messageCounting: refused('messages') ? null : base.messageCounting };
}
