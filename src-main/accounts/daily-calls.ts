import type { Quota } from '../../src-shared/domain/vitals.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { Clock } from '../engine/clock.ts';

const dayMs = 86_400_000;

/**
 * Calls of a day (UTC), for networks that allow so many and say of none how many are left. Accounts of one login share
 * them. The number that is allowed is the least that is known: a day that goes beyond it shows that there are more, and
 * a refusal shows how many there were.
 */
export interface DailyCalls {
  /**
   * A call in the account's name was answered.
   *
   * @param grant what the accounts of one login have in common
   * @param allowed calls a day, at least
   */
  answered(account: AccountId, grant: string, allowed: number, status: number): void;
}

interface Counted {
  readonly day: number;
  readonly calls: number;
  /** Null: there are more than was thought, and nobody knows how many. */
  readonly limit: number | null;
  readonly accounts: ReadonlySet<AccountId>;
}

export function createDailyCalls(deps: {
  readonly clock: Pick<Clock, 'now'>;
  /** What was told of the account before, also by an earlier process. */
  readonly known: (account: AccountId) => readonly Quota[];
  readonly tell: (account: AccountId, quota: Quota) => void;
}): DailyCalls {
  const grants = new Map<string, Counted>();

  const before = (account: AccountId, grant: string, allowed: number, day: number): Counted => {
    const counted = grants.get(grant);
    if (counted?.day === day) return counted;
    const resetAt = (day + 1) * dayMs;
    const told = deps.known(account).find((quota) => quota.kind === 'read' && quota.resetAt === resetAt);
    const limit = counted === undefined ? (told?.limit ?? allowed) : counted.limit;
    const calls = told === undefined ? 0 : told.limit - told.left;
    return { day, calls, limit, accounts: counted?.accounts ?? new Set() };
  };

  return {
    answered: (account, grant, allowed, status) => {
      const day = Math.floor(deps.clock.now() / dayMs);
      const earlier = before(account, grant, allowed, day);
      const accounts = new Set([...earlier.accounts, account]);
      const isOver = status === 429;
      const calls = isOver ? earlier.calls : earlier.calls + 1;
      const isMore = earlier.limit !== null && calls > earlier.limit;
      const limit = isOver ? Math.max(1, calls) : isMore ? null : earlier.limit;
      grants.set(grant, { day, calls, limit, accounts });
      const told = limit ?? (isMore ? earlier.limit : null);
      if (told === null) return;
      const left = limit === null ? told : Math.max(0, limit - calls);
      for (const one of accounts)
        deps.tell(one, { kind: 'read', limit: told, left, resetAt: (day + 1) * dayMs });
    },
  };
}
