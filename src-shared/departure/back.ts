import type { Status } from '../bridge/status.ts';
import type { DepartureHead } from './departure.ts';

/** So long a connection must hold before it counts: a station on the way is not the end of the journey. */
export const steadyMs = 15_000;

/**
 * Since when the person is back, as far as the connection tells (epoch ms); null: they are not. It must have been gone
 * since they left (the program being closed counts), or their hour must have come; and it must hold.
 */
export function backSince(
  { leftAt, until, cutAt, returnedAt }: DepartureHead,
  connectivity: Status['connectivity'],
  now: number,
): number | null {
  if (returnedAt !== null || connectivity.tag !== 'online') return null;
  const since = Math.max(connectivity.since, leftAt);
  if (now - since < steadyMs) return null;
  if (cutAt !== null && connectivity.since >= cutAt) return since;
  return now >= until ? Math.max(since, until) : null;
}
