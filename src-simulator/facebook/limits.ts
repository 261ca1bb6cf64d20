import { usualLimits, type UsageLimits } from '../meta/usage.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What the network allows (facebook-pages §3, §8, §10). Tests may set any of them. */
export interface Limits extends UsageLimits {
  readonly text: number;
  readonly comment: number;
  readonly message: number;
  readonly photoBytes: number;
  readonly photos: number;
  readonly videoBytes: number;
  /** The pieces that a chunked upload asks for. */
  readonly chunkBytes: number;
  /** How long a video is processed before it is published. */
  readonly processingMs: number;
  readonly reelsADay: number;
  readonly scheduleFromMs: number;
  readonly scheduleToMs: number;
  readonly reelScheduleToMs: number;
  readonly privateReplyMs: number;
  /** The same words again within this time are refused as a duplicate (facebook-pages §7, 506). */
  readonly duplicateMs: number;
}

export const facebookLimits: Limits = {
  ...usualLimits,
  text: 63_206,
  comment: 8000,
  message: 2000,
  photoBytes: 10 * 1024 * 1024,
  photos: 10,
  videoBytes: 2 * 1024 * 1024 * 1024,
  chunkBytes: 4 * 1024 * 1024,
  processingMs: 1500,
  reelsADay: 30,
  scheduleFromMs: 10 * MINUTE,
  scheduleToMs: 30 * DAY,
  reelScheduleToMs: 29 * DAY,
  privateReplyMs: 7 * DAY,
  duplicateMs: 10 * MINUTE,
};

/** Every permission that the training app may ask for (facebook-pages §2, scopes). */
export const facebookScopes: readonly string[] = [
  'pages_show_list',
  'pages_read_engagement',
  'pages_manage_posts',
  'pages_manage_engagement',
  'pages_read_user_content',
  'pages_manage_metadata',
  'pages_messaging',
  'read_insights',
  'business_management',
];
