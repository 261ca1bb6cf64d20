import type { Status } from '../bridge/status.ts';
import type { DepartureHead } from './departure.ts';

/** So long a connection must hold before it counts: a station on the way is not the end of the journey. */
export const steadyMs = 15_000;

/**
 * Since when the person is back, as far as the connection tells (epoch ms); null: they are not. It must have come after
 * they left, so that it was gone before (the program being closed counts), or their hour must have come; and it holds.
 */
export function backSince(
  { awayFrom, until, returnedAt }: Pick<DepartureHead, 'awayFrom' | 'until' | 'returnedAt'>,
  connectivity: Status['connectivity'],
  now: number,
): number | null {
  if (returnedAt !== null || connectivity.tag !== 'online') return null;
  const { since } = connectivity;
  if (now - since < steadyMs) return null;
  if (since > awayFrom) return since;
  return now >= until ? until : null;
}
