/** The ten client colours of `tokens.css`, in the order in which new clients take them. */
export const clientColours = [
  'ambre',
  'sapin',
  'rose',
  'indigo',
  'ardoise',
  'brique',
  'olive',
  'prune',
  'petrole',
  'noisette',
] as const;
export type ClientColour = (typeof clientColours)[number];
