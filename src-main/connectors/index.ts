import type { Account } from '../../src-shared/domain/account.ts';
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import { byHandConnector } from './by-hand.ts';
import type { Connector } from './contract.ts';
import { connectors } from './registered.ts';

export { connectors };

/** The connector of a network. Also fits where an account is at hand: `({ network }) => connectorOf(network)`. */
export const connectorOf = (network: NetworkId): Connector => connectors[network];

/** The connector that speaks for an account: its network's, or nobody's where a person publishes by hand. */
export const connectorFor = ({ network, manifest }: Pick<Account, 'network' | 'manifest'>): Connector =>
  manifest.byHand === true ? byHandConnector(manifest) : connectorOf(network);
