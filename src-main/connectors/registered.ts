// Written by scripts/register-networks.mjs from src-shared/networks/registry.ts: run `npm run networks`.
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import type { Connector } from './contract.ts';
import { blueskyConnector } from './bluesky/connector.ts';
import { facebookConnector } from './facebook/connector.ts';
import { handmadeConnector } from './handmade/connector.ts';
import { instagramConnector } from './instagram/connector.ts';
import { linkedinConnector } from './linkedin/connector.ts';
import { mastodonConnector } from './mastodon/connector.ts';
import { twitterConnector } from './twitter/connector.ts';

/** Every network's connector. A network that is in the registry and not here is a compile error. */
export const connectors = {
  bluesky: blueskyConnector,
  facebook: facebookConnector,
  instagram: instagramConnector,
  linkedin: linkedinConnector,
  mastodon: mastodonConnector,
  twitter: twitterConnector,
  handmade: handmadeConnector,
} as const satisfies Readonly<Record<NetworkId, Connector>>;
