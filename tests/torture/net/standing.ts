import type { Held, Standing } from '../outbox/networks.ts';
import { readBooks, type Books } from './books.ts';
import type { Network } from './cells.ts';
import { facebookStanding } from './standing-facebook.ts';
import { instagramStanding } from './standing-instagram.ts';
import { blueskyStanding, linkedinStanding, mastodonStanding, twitterStanding } from './standing-others.ts';

/** What one account has on a network, out of the server's books. */
export type ReadStanding = (held: Held, books: Books) => Standing;

const readers: Readonly<Record<Network, ReadStanding>> = {
  bluesky: blueskyStanding,
  mastodon: mastodonStanding,
  facebook: facebookStanding,
  instagram: instagramStanding,
  linkedin: linkedinStanding,
  twitter: twitterStanding,
};

export const standingFrom = async (network: Network, held: Held, folder: string): Promise<Standing> =>
  readers[network](held, await readBooks(folder, network));
