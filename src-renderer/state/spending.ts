import { spendingState, spentAt, type SpendingState } from '../../src-shared/accounts/spending.ts';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Vitals } from '../../src-shared/domain/vitals.ts';
import type { Text } from '../text/create-text.ts';
import { useRealm } from './realm.ts';
import { useLiveStatus } from './status.ts';

/** What an account's calls cost this month, as Vigie counts them, against what the person set. */
export interface Spending {
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
  readonly budget: number | undefined;
  readonly state: SpendingState;
  /** When the next month begins, epoch ms; null: nothing was spent yet. */
  readonly until: number | null;
}

/** Null of accounts whose network charges nothing. */
export function useSpending(): (
  account: Pick<Account, 'id' | 'manifest'>,
  vitals: Pick<Vitals, 'spent'>,
  now: number,
) => Spending | null {
  const realm = useRealm();
  const { spendingBudgets } = useLiveStatus((live) => live.settings) ?? realm.settings;
  return ({ id, manifest }, { spent }, now) => {
    if (manifest.prices === undefined) return null;
    const budget = spendingBudgets[id];
    return {
      amount: spentAt(spent, now),
      currency: manifest.prices.currency,
      budget,
      state: spendingState(spent, budget, now),
      until: spent === undefined || now >= spent.until ? null : spent.until,
    };
  };
}

/** "0,015 $": small sums have three decimals at most, and as few as they need. */
export const moneyWords = ({ formats }: Pick<Text, 'formats'>, amount: number, currency: string): string =>
  formats.number(amount, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 2,
    maximumFractionDigits: 3,
  });
