import { capabilityNames, offers, type Absence, type Capability, type Manifest } from './manifest.ts';

/**
 * How something is done on a network. `direct`: Vigie does it. `native`: the network's own scheduler. `assisted`: a person,
 * on the network's own pages, with everything ready; `why` it is not done for them. `none`: the network has no such thing.
 */
export type Transport =
  { readonly tag: 'direct' | 'native' | 'none' } | { readonly tag: 'assisted'; readonly why: Absence };

export function transportOf(manifest: Manifest, capability: Capability): Transport {
  const why = manifest.absent?.[capability];
  if (why !== undefined) return { tag: 'assisted', why };
  if (!offers(manifest, capability)) return { tag: 'none' };
  if (manifest.byHand === true) return { tag: 'assisted', why: 'by-hand-only' };
  return { tag: capability === 'native-schedule' ? 'native' : 'direct' };
}

export interface MatrixRow {
  readonly capability: Capability;
  /** One for each manifest, in its order. */
  readonly cells: readonly Transport[];
}

/** Every capability that at least one of the networks has in some way. */
export const matrixOf = (manifests: readonly Manifest[]): readonly MatrixRow[] =>
  capabilityNames
    .map((capability) => ({
      capability,
      cells: manifests.map((manifest) => transportOf(manifest, capability)),
    }))
    .filter(({ cells }) => cells.some(({ tag }) => tag !== 'none'));
