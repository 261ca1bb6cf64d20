import type { Quota } from '../domain/vitals.ts';

/**
 * How an account's budget is shared out. The last part of each window is kept for what people wait for: departures,
 * answers, and what they ask to see. Fetching in the background stops before it.
 */
export const quotaPolicy = {
  /** This part of a window is not for fetching in the background. */
  keptShare: 0.2,
  /** Nor are the last so many requests of a small window. */
  keptLeast: 5,
} as const;

/** Windows that are not over at `now` (epoch ms), the one with the smallest part left first. */
export const openQuotas = (quotas: readonly Quota[], now: number): readonly Quota[] =>
  quotas.filter(({ resetAt }) => resetAt > now).sort((a, b) => shareOf(a) - shareOf(b));

/** The part of a window that is left, 0 to 1. */
export const shareOf = ({ limit, left }: Quota): number =>
  limit <= 0 ? 0 : Math.min(1, Math.max(0, left / limit));

export const isLow = (quota: Quota): boolean =>
  quota.left <=
  Math.max(quota.limit * quotaPolicy.keptShare, Math.min(quotaPolicy.keptLeast, quota.limit / 2));

/** Until when fetching in the background waits (epoch ms), so that the rest is left for people; null: it need not. */
export function backgroundWaitsUntil(quotas: readonly Quota[], now: number): number | null {
  // A window of writes alone says nothing of fetching.
  const low = openQuotas(quotas, now).filter((quota) => quota.kind === 'read' && isLow(quota));
  const until = Math.max(0, ...low.map(({ resetAt }) => resetAt));
  return until > now ? until : null;
}
