import { useMemo } from 'react';
import { create } from 'zustand';
import type { BrakesState } from '../../src-shared/bridge/brakes.ts';
import { freezesOf, type Departing, type Freeze } from '../../src-shared/domain/freeze.ts';

/** The red button, as main last said it. */
export interface BrakesLive extends BrakesState {
  set(state: BrakesState): void;
}

export const useBrakes = create<BrakesLive>((set) => ({
  freezes: [],
  kept: true,
  set: ({ freezes, kept }) => set({ freezes, kept }),
}));

/** Those in force, oldest first. */
export function useActiveFreezes(): readonly Freeze[] {
  const freezes = useBrakes((brakes) => brakes.freezes);
  return useMemo(() => freezes.filter(({ ended }) => ended === null), [freezes]);
}

/** The accounts among these for which nothing like this leaves now. */
export function useFrozenAccounts(
  workspaceId: Departing['workspaceId'],
  accounts: readonly Departing['accountId'][],
  action: Departing['action'],
): readonly Departing['accountId'][] {
  const active = useActiveFreezes();
  return accounts.filter((accountId) => freezesOf(active, { workspaceId, accountId, action }).length > 0);
}

/** How the last person who pressed or lifted it signed. */
export function lastSignature(freezes: readonly Freeze[]): string {
  const last = freezes.at(-1);
  return last === undefined ? '' : last.ended?.by || last.by;
}
