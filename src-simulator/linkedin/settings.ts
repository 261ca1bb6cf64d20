/** What of the network differs from app to app, or is not published; tests choose. */
export interface LinkedinSettings {
  /** For how long a fresh token is refused with 65601 (linkedin §8: some seconds). */
  readonly freshTokenMs: number;
  /** Calls a day; not published for the standard tier (linkedin §7), 100 and 500 for the development tier. */
  readonly memberPerDay: number;
  readonly appPerDay: number;
  /** For how long an equal post is refused (linkedin §9: 10 minutes per docs, 24 to 48 h reported). */
  readonly duplicateMs: number;
  /** Refusals after delete-and-repost name posts that do not exist (linkedin §9). */
  readonly ghosts: boolean;
  /** From the bytes to AVAILABLE. */
  readonly imageProcessingMs: number;
  readonly videoProcessingMs: number;
  readonly documentProcessingMs: number;
  /** Size of a video's part (linkedin §3: 4 MB). */
  readonly partBytes: number;
  /** `openid` on the native flow (linkedin §1: refusal reported, unconfirmed). */
  readonly nativeOpenid: boolean;
}

export const defaultSettings: LinkedinSettings = {
  freshTokenMs: 0,
  memberPerDay: 100_000,
  appPerDay: 1_000_000,
  duplicateMs: 10 * 60_000,
  ghosts: true,
  imageProcessingMs: 0,
  videoProcessingMs: 2_000,
  documentProcessingMs: 500,
  partBytes: 4 * 1024 * 1024,
  nativeOpenid: false,
};
