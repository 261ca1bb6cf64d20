// Written by scripts/register-networks.mjs from src-shared/networks/registry.ts: run `npm run networks`.
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import type { NetworkLook } from './network-look.ts';
import { bluesky } from './bluesky.tsx';
import { facebook } from './facebook.tsx';
import { handmade } from './handmade.tsx';
import { instagram } from './instagram.tsx';
import { linkedin } from './linkedin.tsx';
import { mastodon } from './mastodon.tsx';
import { twitter } from './twitter.tsx';

/** How each network presents itself. One that is in the registry and not here is a compile error. */
export const looks: Readonly<Record<NetworkId, NetworkLook>> = {
  bluesky,
  facebook,
  instagram,
  linkedin,
  mastodon,
  twitter,
  handmade,
};
