import { useCallback, useState } from 'react';
import { executorFor, type Executor } from '../../../src-shared/domain/intent.ts';
import type { AccountId } from '../../../src-shared/ids.ts';
import type { IntentRow } from './use-intent.ts';

/** Who is to publish a post: for all of its accounts, and for those that were given to somebody else. */
export interface Executors {
  readonly common: Executor;
  readonly of: (account: AccountId) => Executor;
  /** For the whole post: what was chosen for one account is over. */
  readonly choose: (executor: Executor) => void;
  readonly chooseFor: (accounts: readonly AccountId[], executor: Executor) => void;
}

interface Chosen {
  /** Null: as it was handed over. */
  readonly common: Executor | null;
  readonly own: Readonly<Record<AccountId, Executor>>;
}

/** @param row what the post became already; its choices stand until the person chooses anew */
export function useExecutors(row: IntentRow | null): Executors {
  const [{ common, own }, setChosen] = useState<Chosen>({ common: null, own: {} });
  const inCommon = common ?? row?.intent.executor ?? 'native';
  const of = useCallback(
    (account: AccountId): Executor => {
      const held = row?.intent.targets.find(({ accountId }) => accountId === account);
      const before = row !== null && held !== undefined ? executorFor(row.intent, held) : 'native';
      return own[account] ?? common ?? before;
    },
    [row, common, own],
  );
  const choose = useCallback((executor: Executor) => setChosen({ common: executor, own: {} }), []);
  const chooseFor = useCallback(
    (accounts: readonly AccountId[], executor: Executor) =>
      setChosen((chosen) => ({
        ...chosen,
        own: { ...chosen.own, ...Object.fromEntries(accounts.map((id) => [id, executor])) },
      })),
    [],
  );
  return { common: inCommon, of, choose, chooseFor };
}
