/** The networks that Vigie speaks to. A new one is one line here, a connector, a simulator and a preview. */
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
