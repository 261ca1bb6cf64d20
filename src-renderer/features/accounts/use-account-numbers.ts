import { useEffect, useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Metric } from '../../../src-shared/domain/metric.ts';
import { useRealm } from '../../state/realm.ts';
import { readAccountMetric, watchMetrics } from '../../store/queries/metrics.ts';

/** What networks say of an account as a whole. */
export const numberNames = ['followers', 'following', 'posts'] as const satisfies readonly Metric['name'][];
export type NumberName = (typeof numberNames)[number];
export type AccountNumbers = Readonly<Record<NumberName, readonly Metric[]>>;

const monthMs = 31 * 86_400_000;

/** An account's own numbers of the last month, oldest first; null until they were read. One component an account. */
export function useAccountNumbers(
  account: Pick<Account, 'id' | 'workspaceId' | 'remoteId'>,
): AccountNumbers | null {
  const { databases, now } = useRealm();
  const { id, workspaceId, remoteId } = account;
  const [numbers, setNumbers] = useState<AccountNumbers | null>(null);
  useEffect(() => {
    let isShown = true;
    const one = { id, workspaceId, remoteId };
    const read = async (): Promise<void> => {
      const since = now() - monthMs;
      const [followers, following, posts] = await Promise.all([
        readAccountMetric(databases, one, 'followers', since),
        readAccountMetric(databases, one, 'following', since),
        readAccountMetric(databases, one, 'posts', since),
      ]);
      if (isShown) setNumbers({ followers, following, posts });
    };
    void read();
    const stop = watchMetrics(databases, one, () => void read());
    return () => {
      isShown = false;
      stop();
    };
  }, [databases, now, id, workspaceId, remoteId]);
  return numbers;
}
