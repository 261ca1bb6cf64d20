import type { Spent, Vitals } from '../domain/vitals.ts';
import { backgroundWaitsUntil } from './quota.ts';
import { unpaidUntil } from './unpaid.ts';

/** How a month's money is shared out: told of before it is gone, and once it is, kept for what people send. */
export const spendingPolicy = {
  /** From this part of the budget on, the person is warned. */
  warnShare: 0.8,
} as const;

export type SpendingState = 'free' | 'near' | 'over';

/** What was spent in the month of `now` (epoch ms); a month that is over says nothing of this one. */
export const spentAt = (spent: Spent | undefined, now: number): number =>
  spent === undefined || now >= spent.until || now < spent.from ? 0 : spent.amount;

/** @param budget what the person set for a month; undefined: nothing */
export function spendingState(
  spent: Spent | undefined,
  budget: number | undefined,
  now: number,
): SpendingState {
  if (budget === undefined) return 'free';
  const amount = spentAt(spent, now);
  if (amount >= budget) return 'over';
  return amount >= budget * spendingPolicy.warnShare ? 'near' : 'free';
}

/** Until when fetching in the background waits (epoch ms), because the month's budget is used up; null: it need not. */
export function spendingWaitsUntil(
  spent: Spent | undefined,
  budget: number | undefined,
  now: number,
): number | null {
  if (spent === undefined || now >= spent.until) return null;
  return spendingState(spent, budget, now) === 'over' ? spent.until : null;
}

/**
 * Until when fetching in the background waits (epoch ms), for the next window of requests, the next month's money, or for
 * somebody to pay the network; null: it need not. What people send, and ask to see, goes on.
 */
export function fetchingWaitsUntil(
  { quotas, spent, unpaid }: Pick<Vitals, 'quotas' | 'spent' | 'unpaid'>,
  budget: number | undefined,
  now: number,
): number | null {
  const until = Math.max(
    spendingWaitsUntil(spent, budget, now) ?? 0,
    backgroundWaitsUntil(quotas, now) ?? 0,
    unpaidUntil(unpaid, now) ?? 0,
  );
  return until > 0 ? until : null;
}
