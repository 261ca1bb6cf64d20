/**
 * The networks that Vigie speaks to. A new one is one line here, and `npm run networks` (docs/adding-a-network.md): its
 * connector, simulator, preview and words are found by its id.
 */
export const networkIds = [
  'bluesky',
  'facebook',
  'instagram',
  'linkedin',
  'mastodon',
  'twitter',
  'handmade',
] as const;
export type NetworkId = (typeof networkIds)[number];
