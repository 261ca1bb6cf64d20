import type { NetworkId } from '../../src-shared/networks/registry.ts';
import { blueskyConnector } from './bluesky/connector.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import { byHandConnector } from './by-hand.ts';
import type { Connector } from './contract.ts';
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
  handmade: handmadeConnector,
  twitter: twitterConnector,
} as const satisfies Readonly<Record<NetworkId, Connector>>;

/** The connector of a network. Also fits where an account is at hand: `({ network }) => connectorOf(network)`. */
export const connectorOf = (network: NetworkId): Connector => connectors[network];

/** The connector that speaks for an account: its network's, or nobody's where a person publishes by hand. */
export const connectorFor = ({ network, manifest }: Pick<Account, 'network' | 'manifest'>): Connector =>
  manifest.byHand === true ? byHandConnector(manifest) : connectorOf(network);
