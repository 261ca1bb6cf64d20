// Written by scripts/register-networks.mjs from src-shared/networks/registry.ts: run `npm run networks`.
import { facebookWords } from './networks/facebook.ts';
import { instagramWords } from './networks/instagram.ts';

/** Words that belong to one network each. */
export const networkWords = {
  ...facebookWords.networks,
  ...instagramWords.networks,
};
/** Names of their own options of a post. */
export const networkOptionWords = {
  ...facebookWords.composer,
  ...instagramWords.composer,
};
