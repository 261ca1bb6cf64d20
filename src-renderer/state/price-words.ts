import { spendingPolicy } from '../../src-shared/accounts/spending.ts';
import type { Price } from '../../src-shared/composing/price.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Vitals } from '../../src-shared/domain/vitals.ts';
import { useText } from '../text/text-context.tsx';
import { moneyWords, useSpending } from './spending.ts';

export interface PriceWords {
  /** What it costs, and what the month has cost so far. */
  readonly line: string;
  /** Nobody pays, or the budget is nearly spent. */
  readonly warnings: readonly string[];
}

/**
 * What the network will charge, said before it is due; null: nothing. `isPlanned`: it leaves at an hour of its own.
 */
export function usePriceWords(
  account: Account,
  vitals: Vitals,
  price: Price | null,
  isPlanned: boolean,
  now: number,
): PriceWords | null {
  const text = useText();
  const { t } = text;
  const spending = useSpending()(account, vitals, now);
  if (price === null || spending === null) return null;
  const { amount, budget, currency } = spending;
  const network = account.manifest.name;
  const money = (sum: number): string => moneyWords(text, sum, currency);
  const after = amount + price.amount;
  const spent =
    budget === undefined
      ? t('composer.spent', { amount: money(amount) })
      : t('composer.spentOf', { amount: money(amount), budget: money(budget) });
  return {
    line: `${t('composer.price', { network, price: money(price.amount) })} ${spent}`,
    warnings: [
      ...(vitals.unpaid === undefined
        ? []
        : [t(isPlanned ? 'composer.unpaidLate' : 'composer.unpaid', { network })]),
      ...(budget !== undefined && after >= budget * spendingPolicy.warnShare
        ? [t(after > budget ? 'composer.spentOver' : 'composer.spentNear', { budget: money(budget) })]
        : []),
    ],
  };
}
