import type { NetworkId } from '../../src-shared/networks/registry.ts';
import { bluesky } from './bluesky.tsx';
import { facebook } from './facebook.tsx';
import { handmade } from './handmade.tsx';
import { instagram } from './instagram.tsx';
import { linkedin } from './linkedin.tsx';
import { mastodon } from './mastodon.tsx';
import { twitter } from './twitter.tsx';
import type { NetworkLook } from './network-look.ts';

const looks: Readonly<Record<NetworkId, NetworkLook>> = {
  bluesky,
  facebook,
  instagram,
  linkedin,
  mastodon,
  twitter,
  handmade,
};

/** A network's mark, and how a post will look there. */
export const lookOf = (network: NetworkId): NetworkLook => looks[network];
