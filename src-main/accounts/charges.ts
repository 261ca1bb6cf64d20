import type { AccountId } from '../../src-shared/ids.ts';
import type { Clock } from '../engine/clock.ts';

const dayMs = 86_400_000;

/**
 * What was read of whom on this day (UTC), as far as this process knows: networks that charge for reading charge once
 * a day for each thing. After a restart a thing may be counted twice, never too little.
 */
export interface Charges {
  /** How many of these are charged now. */
  fresh(account: AccountId, ids: readonly string[]): number;
}

export function createCharges(clock: Pick<Clock, 'now'>): Charges {
  let day = 0;
  const known = new Map<AccountId, Set<string>>();
  return {
    fresh: (account, ids) => {
      const today = Math.floor(clock.now() / dayMs);
      if (today !== day) known.clear();
      day = today;
      const paid = known.get(account) ?? new Set<string>();
      known.set(account, paid);
      const before = paid.size;
      for (const id of ids) paid.add(id);
      return paid.size - before;
    },
  };
}
