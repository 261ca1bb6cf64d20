/** The limits that a server announces and enforces. Sizes in bytes, durations in seconds unless named otherwise. */
export interface Limits {
  readonly maxCharacters: number;
  readonly maxMedia: number;
  /** What any http(s) URL counts for in a text. */
  readonly reservedPerUrl: number;
  readonly descriptionLimit: number;
  readonly imageSize: number;
  readonly imageMatrix: number;
  readonly videoSize: number;
  readonly videoMatrix: number;
  readonly videoFrameRate: number;
  readonly pollOptions: number;
  readonly pollOptionCharacters: number;
  readonly pollShortest: number;
  readonly pollLongest: number;
  readonly scheduledTotal: number;
  readonly scheduledPerDay: number;
  /** Requests per five minutes and token. */
  readonly requests: number;
  /** Media uploads per half hour and account. */
  readonly uploads: number;
  /** Deletions and un-reblogs per half hour and account. */
  readonly deletions: number;
  /** Posts created per three hours and account. */
  readonly posts: number;
  /** How long videos and sounds are processed, in milliseconds; images are ready at once. */
  readonly videoProcessingMs: number;
}

/**
 * The server's name in handles: another than the host that answers, as on real servers that set `LOCAL_DOMAIN` and
 * `WEB_DOMAIN` apart. Reserved for examples, so that nobody can be there.
 */
export const localDomain = 'vitrine.example';

/** What one kind of server does differently from the others. */
export interface Flavour {
  readonly name: FlavourName;
  readonly software: string;
  readonly version: string;
  readonly sourceUrl: string;
  /** `api_versions.mastodon`; undefined where the server does not announce it. */
  readonly apiVersion: number | undefined;
  /** Serves /.well-known/oauth-authorization-server. */
  readonly discovery: boolean;
  /** Verifies code_verifier against code_challenge. */
  readonly pkce: boolean;
  /** Ignores the port of loopback-IP redirect URIs. */
  readonly anyLoopbackPort: boolean;
  readonly idempotencyKeys: boolean;
  readonly ids: 'snowflake' | 'ulid';
  /** What a scheduling date in the past does. */
  readonly pastSchedule: 'post-now' | 'back-date';
  /** DELETE /api/v1/media/:id exists. */
  readonly deletesMedia: boolean;
  readonly quotes: boolean;
  /** Refuses an upload whose part names no file. */
  readonly wantsFileNames: boolean;
  readonly supportedMimeTypes: readonly string[];
  readonly limits: Limits;
}

export type FlavourName = 'mastodon' | 'mastodon-4.2' | 'gotosocial';

const images = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
const moving = [
  'video/webm',
  'video/mp4',
  'video/quicktime',
  'audio/mpeg',
  'audio/ogg',
  'audio/wav',
  'audio/flac',
];

// sheet: Instance limits; Rate limits (documented figures, so that a well-behaved client meets them first)
const limits: Limits = {
  maxCharacters: 500,
  maxMedia: 4,
  reservedPerUrl: 23,
  descriptionLimit: 1500,
  imageSize: 16_777_216,
  imageMatrix: 33_177_600,
  videoSize: 103_809_024,
  videoMatrix: 8_294_400,
  videoFrameRate: 120,
  pollOptions: 4,
  pollOptionCharacters: 50,
  pollShortest: 300,
  pollLongest: 2_629_746,
  scheduledTotal: 300,
  scheduledPerDay: 25,
  requests: 300,
  uploads: 30,
  deletions: 30,
  posts: 300,
  videoProcessingMs: 1500,
};

const current: Flavour = {
  name: 'mastodon',
  software: 'mastodon',
  version: '4.5.0',
  sourceUrl: 'https://github.com/mastodon/mastodon',
  apiVersion: 7,
  discovery: true,
  pkce: true,
  anyLoopbackPort: true,
  idempotencyKeys: true,
  ids: 'snowflake',
  pastSchedule: 'post-now',
  deletesMedia: true,
  quotes: true,
  wantsFileNames: false,
  supportedMimeTypes: [...images, ...moving],
  limits,
};

export const flavours: Readonly<Record<FlavourName, Flavour>> = {
  mastodon: current,
  // sheet: Authorisation (before 4.3: no discovery, PKCE not looked at)
  'mastodon-4.2': {
    ...current,
    name: 'mastodon-4.2',
    version: '4.2.17',
    apiVersion: undefined,
    discovery: false,
    pkce: false,
    deletesMedia: false,
    quotes: false,
  },
  // sheet: Compatibles
  gotosocial: {
    ...current,
    name: 'gotosocial',
    software: 'gotosocial',
    version: '0.19.1+git-57cb4fe',
    sourceUrl: 'https://github.com/superseriousbusiness/gotosocial',
    apiVersion: undefined,
    discovery: true,
    pkce: false,
    anyLoopbackPort: false,
    idempotencyKeys: false,
    ids: 'ulid',
    pastSchedule: 'back-date',
    deletesMedia: false,
    quotes: false,
    wantsFileNames: true,
    limits: {
      ...limits,
      maxCharacters: 5000,
      maxMedia: 6,
      reservedPerUrl: 25,
      descriptionLimit: 5000,
      imageSize: 41_943_040,
      videoSize: 41_943_040,
      pollOptions: 6,
    },
  },
};
