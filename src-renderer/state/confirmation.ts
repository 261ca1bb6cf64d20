import { useCallback } from 'react';
import { create } from 'zustand';
import { publishingOf } from '../store/queries/publishing.ts';
import { useRealm } from './realm.ts';
import type { SendInput } from './use-send.ts';

/** What is about to be handed over for accounts that ask for a second look. */
export type ToConfirm = Pick<SendInput, 'workspaceId' | 'action' | 'targets' | 'when'>;

interface Confirmation {
  readonly pending: { readonly input: ToConfirm; readonly answer: (isConfirmed: boolean) => void } | null;
  ask(input: ToConfirm): Promise<boolean>;
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

/** Whether what is to be handed over may be: at once, unless one of its accounts is sensitive; then a person says. */
export function useConfirmed(): (input: ToConfirm) => Promise<boolean> {
  const { tables } = useRealm();
  const ask = useConfirmation((confirmation) => confirmation.ask);
  return useCallback(
    async (input) => {
      await tables.publishing.read;
      const { confirm } = publishingOf(tables.publishing.snapshot() ?? [], input.workspaceId);
      const targets = input.targets.filter(({ accountId }) => confirm.includes(accountId));
      return targets.length === 0 || ask({ ...input, targets });
    },
    [tables, ask],
  );
}
