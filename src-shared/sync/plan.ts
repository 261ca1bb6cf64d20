import type { FeedState } from './machine.ts';

/**
 * Which feeds are pulled next: at most `slots`, one an account at a time so that an account with much to fetch
 * delays nobody, and what is new before what is old.
 */
export function planPulls<T extends { readonly state: FeedState }>(
  candidates: readonly T[],
  slots: number,
): readonly T[] {
  const waiting = candidates.filter(({ state }) => state.phase.tag === 'pulling');
  const newerFirst = [...waiting].sort((a, b) => urgency(a.state) - urgency(b.state));
  const taken = new Set<string>();
  const chosen: T[] = [];
  for (const candidate of newerFirst) {
    if (chosen.length >= slots) break;
    if (taken.has(candidate.state.accountId)) continue;
    taken.add(candidate.state.accountId);
    chosen.push(candidate);
  }
  return chosen;
}

const urgency = (state: FeedState): number =>
  state.phase.tag === 'pulling' && state.phase.direction === 'newer'
    ? (state.newerAt ?? 0)
    : Number.MAX_SAFE_INTEGER;
