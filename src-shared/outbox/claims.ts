import type { Sighting } from './operation.ts';
import type { OutboxRecord } from './record.ts';

/**
 * Two deliveries may carry the same words. What one of them is known to have left on the network is not evidence
 * for another: without this, the second of two equal posts would be "found" where the first one stands, and be lost.
 */

/** Remote ids of posts and messages that this delivery is known to have made. */
export function claimsOf(record: OutboxRecord): readonly string[] {
  const ids = record.steps.flatMap((step) =>
    (step.operation.tag === 'create' || step.operation.tag === 'message') && step.state.tag === 'done'
      ? [step.state.remote.remoteId]
      : [],
  );
  const sent = record.phase.tag === 'sent' && isPost(record) ? [record.phase.remote?.remoteId ?? null] : [];
  return [...new Set([...ids, ...sent])].filter((id) => id !== null);
}

/** Remote ids at the network's scheduler that this delivery is known to have made. */
export function scheduledClaimsOf(record: OutboxRecord): readonly string[] {
  const ids = record.steps.flatMap((step) =>
    step.operation.tag === 'schedule' && step.state.tag === 'done' ? [step.state.remote.remoteId] : [],
  );
  const { phase } = record;
  const held =
    phase.tag === 'handed-over' || phase.tag === 'recalling' || phase.tag === 'needs-decision'
      ? phase.scheduledRemoteId
      : null;
  return [...new Set([...ids, held])].filter((id) => id !== null);
}

const isPost = (record: OutboxRecord): boolean =>
  record.action.tag === 'publish' || record.action.tag === 'reply';

/**
 * A sighting without what belongs to others. The last candidate that nobody claims is taken for the one looked for when
 * it says the same; a post that only resembles it proves nothing.
 */
export function withoutClaimed(seen: Sighting, isClaimed: (remoteId: string) => boolean): Sighting {
  if (seen.tag === 'absent') return seen;
  // What may be there unseen is not called absent because the one that is seen belongs to another.
  const unseen: Sighting = seen.hides === true ? { tag: 'unclear', candidates: [] } : { tag: 'absent' };
  if (seen.tag === 'present') {
    const { remoteId } = seen.remote;
    return remoteId !== null && isClaimed(remoteId) ? unseen : seen;
  }
  const candidates = seen.candidates.filter((candidate) => !isClaimed(candidate.remoteId));
  if (candidates.length === seen.candidates.length) return seen;
  const [only, ...others] = candidates;
  if (only === undefined) return unseen;
  if (others.length > 0 || seen.differ === true) return { ...seen, candidates };
  const { remoteId, url, createdAt } = only;
  return { tag: 'present', remote: { remoteId, url, handle: '', createdAt } };
}
