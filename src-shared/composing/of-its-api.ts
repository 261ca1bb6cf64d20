import type { Capability, Manifest } from '../networks/manifest.ts';
import type { Finding } from './finding.ts';
import type { MediumKind } from './form.ts';
import { capabilityOfKind } from './publisher.ts';

/**
 * Whether only the network's API refuses it, so that a person can do it on the network's own pages. What the network
 * itself does not have, or has not on this server, is nobody's.
 */
export function isOfItsApi(
  finding: Pick<Finding, 'code' | 'detail'>,
  manifest: Pick<Manifest, 'absent'>,
): boolean {
  const capability = capabilityOf(finding);
  const why = capability === null ? undefined : manifest.absent?.[capability];
  return why !== undefined && why !== 'no-such-thing' && why !== 'not-on-this-server';
}

/** What the network would have to offer for it to be no finding; null: it is about something else. */
function capabilityOf({ code, detail }: Pick<Finding, 'code' | 'detail'>): Capability | null {
  if (code === 'not-offered') return whats.find((one) => one === detail['what']) ?? null;
  const kind = kinds.find((one) => one === detail['kind']);
  return code === 'media-type-refused' && kind !== undefined ? capabilityOfKind[kind] : null;
}

const whats = ['publish', 'thread', 'first-comment', 'poll'] as const satisfies readonly Capability[];
const kinds = ['image', 'video', 'document'] as const satisfies readonly MediumKind[];
