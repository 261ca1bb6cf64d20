const KB = 1000;
const MB = 1000 * KB;
const HOUR = 3_600_000;

/** The figures of the network, in one place. */
// instagram §5
export const limits = {
  caption: 2200,
  hashtags: 30,
  mentions: 20,
  comment: 2200,
  altText: 1000,
  collaborators: 3,
  userTags: 20,
  carousel: { min: 2, max: 10 },
  image: { bytes: 8 * MB, minRatio: 4 / 5, maxRatio: 1.91 },
  reel: { bytes: 300 * MB, minSeconds: 3, maxSeconds: 15 * 60, minRatio: 0.01, maxRatio: 10, maxWidth: 1920 },
  storyVideo: { bytes: 100 * MB, minSeconds: 3, maxSeconds: 60 },
  containersPerDay: 400,
  containerLifeMs: 24 * HOUR,
  storyLifeMs: 24 * HOUR,
  // instagram §3: text of a direct message, and how long a comment may be answered in private
  messageBytes: 1000,
  privateReplyMs: 7 * 24 * HOUR,
  // instagram §1
  codeLifeMs: HOUR,
  shortTokenMs: HOUR,
  longTokenMs: 60 * 24 * HOUR,
  refreshableAfterMs: 24 * HOUR,
} as const;
