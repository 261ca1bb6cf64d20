import type { NetworkId } from '../../src-shared/networks/registry.ts';
import type { NetworkLook } from './network-look.ts';
import { looks } from './registered.ts';

/** A network's mark, and how a post will look there. */
export const lookOf = (network: NetworkId): NetworkLook => looks[network];
