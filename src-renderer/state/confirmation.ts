import { useCallback } from 'react';
import { create } from 'zustand';
import { priceOf, type Price } from '../../src-shared/composing/price.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { publishingOf } from '../store/queries/publishing.ts';
import { useRealm } from './realm.ts';
import { useSpending } from './spending.ts';
import { useAccounts } from './use-live.ts';
import type { SendInput } from './use-send.ts';
import { useVitals } from './use-vitals.ts';

/** What is about to be handed over. */
export type ToConfirm = Pick<SendInput, 'workspaceId' | 'action' | 'targets' | 'when'>;

/** What of it asks for a second look, and why. */
export interface Asked extends ToConfirm {
  /** Accounts that always ask. */
  readonly sensitive: readonly AccountId[];
  readonly over: readonly OverBudget[];
}

interface Confirmation {
  readonly pending: { readonly input: Asked; readonly answer: (isConfirmed: boolean) => void } | null;
  ask(input: Asked): Promise<boolean>;
}

/** One question at a time; a second one answers the first with no. */
export const useConfirmation = create<Confirmation>((set, get) => ({
  pending: null,
  ask: (input) =>
    new Promise((resolve) => {
      get().pending?.answer(false);
      set({
        pending: {
          input,
          answer: (isConfirmed) => {
            set({ pending: null });
            resolve(isConfirmed);
          },
        },
      });
    }),
}));

/** What sending would cost beyond the budget that the person set for a month. */
export interface OverBudget {
  readonly accountId: AccountId;
  readonly network: string;
  readonly price: Price;
  readonly spent: number;
  readonly budget: number;
}

/**
 * Whether what is to be handed over may be: at once, unless one of its accounts is sensitive, or it would cost more than
 * is left of the month's budget; then a person says.
 */
export function useConfirmed(): (input: ToConfirm) => Promise<boolean> {
  const { tables, now } = useRealm();
  const ask = useConfirmation((confirmation) => confirmation.ask);
  const accounts = useAccounts();
  const vitalsOf = useVitals();
  const spendingOf = useSpending();
  return useCallback(
    async (input) => {
      await tables.publishing.read;
      const { confirm } = publishingOf(tables.publishing.snapshot() ?? [], input.workspaceId);
      const over = input.targets.flatMap(({ accountId, content }): readonly OverBudget[] => {
        const account = accounts.find(({ id }) => id === accountId);
        const spending = account && spendingOf(account, vitalsOf(accountId), now());
        const price = account && priceOf(content, account.manifest);
        if (!account || !spending || !price || spending.budget === undefined) return [];
        const { amount: spent, budget } = spending;
        return spent + price.amount > budget
          ? [{ accountId, network: account.manifest.name, price, spent, budget }]
          : [];
      });
      const targets = input.targets.filter(
        ({ accountId }) => confirm.includes(accountId) || over.some((one) => one.accountId === accountId),
      );
      return targets.length === 0 || ask({ ...input, targets, sensitive: confirm, over });
    },
    [tables, ask, accounts, vitalsOf, spendingOf, now],
  );
}
