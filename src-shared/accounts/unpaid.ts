import type { UnpaidState } from '../domain/vitals.ts';

/**
 * How a network that is not paid any more is asked again. A refusal costs nothing, but nobody tells when there will be
 * money: the pause grows, up to one question in a few hours for each account.
 */
export const unpaidPolicy = {
  /** Pauses after the first refusals, ms; the last one from then on. */
  pausesMs: [5, 15, 30, 60, 120, 240].map((minutes) => minutes * 60_000),
} as const;

const pauseAfter = (tries: number): number =>
  unpaidPolicy.pausesMs[Math.min(tries, unpaidPolicy.pausesMs.length) - 1] ?? 0;

/** A refusal at `now` (epoch ms), after what was known. Of several that come at once, one counts. */
export function afterRefusal(known: UnpaidState | undefined, of: 'read' | 'write', now: number): UnpaidState {
  const reading = of === 'read' || known?.reading === true;
  if (known !== undefined && now < known.lookAt && known.lookAt - now <= pauseAfter(known.tries))
    return { ...known, reading };
  const tries = (known?.tries ?? 0) + 1;
  return { since: known?.since ?? now, reading, tries, lookAt: now + pauseAfter(tries) };
}

/** Until when fetching in the background waits for money (epoch ms); null: it need not. */
export const unpaidUntil = (unpaid: UnpaidState | undefined, now: number): number | null =>
  unpaid?.reading === true && now < unpaid.lookAt ? unpaid.lookAt : null;
