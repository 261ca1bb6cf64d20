import { formsOfPosts } from './by-hand.ts';
import {
  capabilityNames,
  offers,
  type Absence,
  type Capability,
  type Manifest,
  type Proof,
} from './manifest.ts';

/**
 * How something is done on a network. `direct`: Vigie does it. `native`: the network's own scheduler. `assisted`: a
 * person, on the network's own pages, where Vigie takes them with everything ready; `why` it is not done for them.
 * `none`: it is not offered; `why` is null only in what an earlier version kept of an account.
 */
export type Transport =
  | { readonly tag: 'direct' | 'native'; readonly proof: Proof }
  | { readonly tag: 'assisted'; readonly why: Absence }
  | { readonly tag: 'none'; readonly why: Absence | null };

/** What a person does about a message on its own page: the thread's menu tells why, and opens it. */
export const onItsPage: readonly Capability[] = [
  'reply',
  'private-reply',
  'like',
  'repost',
  'delete',
  'edit',
  'mute',
  'block',
  'hide-reply',
  'delete-comment',
  'report',
];

export const proofOf = (
  { proof, proofs }: Pick<Manifest, 'proof' | 'proofs'>,
  capability: Capability,
): Proof => proofs?.[capability] ?? proof;

export function transportOf(manifest: Manifest, capability: Capability): Transport {
  if (offers(manifest, capability))
    return manifest.byHand === true
      ? { tag: 'assisted', why: 'by-hand-only' }
      : {
          tag: capability === 'native-schedule' ? 'native' : 'direct',
          proof: proofOf(manifest, capability),
        };
  const why = manifest.absent?.[capability] ?? null;
  return why !== null && isDoneByHand(manifest, capability, why)
    ? { tag: 'assisted', why }
    : { tag: 'none', why };
}

function isDoneByHand(manifest: Manifest, capability: Capability, why: Absence): boolean {
  // Nothing of an account by hand arrives, so there is no message to open.
  if (why === 'no-such-thing' || manifest.byHand === true) return false;
  if (onItsPage.includes(capability)) return true;
  // Where nothing can be published, all that a post could be leaves by hand.
  return formsOfPosts.includes(capability) && manifest.absent?.publish === why;
}

export interface MatrixRow {
  readonly capability: Capability;
  /** One for each manifest, in its order. */
  readonly cells: readonly Transport[];
}

/** Every capability that Vigie knows of, whether or not one of the networks has it. */
export const matrixOf = (manifests: readonly Manifest[]): readonly MatrixRow[] =>
  capabilityNames.map((capability) => ({
    capability,
    cells: manifests.map((manifest) => transportOf(manifest, capability)),
  }));
