import type { Account } from '../../src-shared/domain/account.ts';
import type { NetworkId } from '../../src-shared/networks/registry.ts';
import type { NetworkMarkData } from '../ui/identity/network-mark.tsx';
import type { NetworkLook } from './network-look.ts';
import { looks } from './registered.ts';

/** A network's mark, and how a post will look there. */
export const lookOf = (network: NetworkId): NetworkLook => looks[network];

type Its = Pick<Account, 'network' | 'manifest'>;

/** The mark of an account's network, in the colour that a person gave it where they described it. */
export function markOf({ network, manifest }: Its): NetworkMarkData {
  const { mark } = lookOf(network);
  return manifest.custom === undefined ? mark : { ...mark, colour: manifest.custom.colour };
}

/** The marks of the networks that these accounts are on, each once: described ones are told apart by their names. */
export const marksOf = (
  accounts: readonly Its[],
): readonly { readonly name: string; readonly mark: NetworkMarkData }[] => [
  ...new Map(
    accounts.map((one) => [one.manifest.name, { name: one.manifest.name, mark: markOf(one) }]),
  ).values(),
];
