import type { NetworkId } from '../../src-shared/networks/registry.ts';
import type { Realm } from './realm.ts';

/** A network's own name, the same in every language, as its manifest says it. */
export const networkName = (realm: Pick<Realm, 'manifests'>, network: NetworkId): string =>
  realm.manifests.find((one) => one.network === network)?.name ?? '';
