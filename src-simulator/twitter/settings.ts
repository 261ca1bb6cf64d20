/** Which names the server answers with, and understands (x §0, field-name drift). */
export type Vocabulary = 'tweets' | 'posts';

/** What a test may want different. Times in milliseconds, money in thousandths of a dollar. */
export interface Settings {
  /** `posts` (2.167) unless said otherwise; may change while the server runs. */
  vocabulary: Vocabulary;
  /** Likes, follows, quotes and blocks through the API (x §0: Enterprise only since 2026-04-20). */
  enterprise: boolean;
  /** Whether a reply to one's own post needs no summons (x §0: UNCONFIRMED, so a switch). */
  ownThreadsAllowed: boolean;
  /** Longest text in weighted characters; Premium has 25 000 (x §2, Text length). */
  textMax: number;
  imageBytes: number;
  gifBytes: number;
  videoBytes: number;
  /** Longest segment of a chunked upload (x §2: UNCONFIRMED). */
  segmentBytes: number;
  /** How long a video or a GIF is processed after it was finalized. */
  processingMs: number;
  /** Requests in 15 minutes, by operation, in place of the network's own numbers. */
  limits: Readonly<Record<string, number>>;
  /** The shape of a 429's body (x §7: both seen). */
  limitBody: 'problem' | 'code-88';
  /** Host in the `type` of problems (x §7: both seen). */
  problemHost: 'api.x.com' | 'api.twitter.com';
  /** Credit at the start. */
  credit: number;
}

export const usualSettings: Settings = {
  vocabulary: 'posts',
  enterprise: false,
  ownThreadsAllowed: true,
  textMax: 280,
  imageBytes: 5 * 1024 * 1024,
  gifBytes: 15 * 1024 * 1024,
  videoBytes: 512 * 1024 * 1024,
  segmentBytes: 5 * 1024 * 1024,
  processingMs: 5_000,
  limits: {},
  limitBody: 'problem',
  problemHost: 'api.x.com',
  credit: 100_000,
};

/** What a call costs, in thousandths of a dollar (x §0, price list). */
export const prices = {
  'post-read': 5,
  'owned-read': 1,
  'user-read': 10,
  'dm-read': 10,
  'post-create': 15,
  'post-create-url': 200,
  'summoned-reply': 10,
  'dm-create': 15,
  'interaction-create': 15,
  'interaction-delete': 10,
  'content-manage': 5,
  'media-metadata': 5,
} as const;
export type Price = keyof typeof prices;
