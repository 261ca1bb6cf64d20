import { useEffect, useState } from 'react';
import type { AccountId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';

/** Items of each account's history that have come so far, for the accounts whose history is being fetched. */
export function useBackfill(): ReadonlyMap<AccountId, number> {
  const { bridge } = useRealm();
  const [running, setRunning] = useState<ReadonlyMap<AccountId, number>>(new Map());
  useEffect(() => {
    const feeds = new Map<AccountId, Map<string, number>>();
    return bridge.sync.on('progress', ({ accountId, feed, done, finished }) => {
      const known = feeds.get(accountId) ?? new Map<string, number>();
      if (finished) known.delete(feed);
      else known.set(feed, done);
      if (known.size === 0) feeds.delete(accountId);
      else feeds.set(accountId, known);
      setRunning(
        new Map([...feeds].map(([id, counts]) => [id, [...counts.values()].reduce((a, b) => a + b, 0)])),
      );
    });
  }, [bridge]);
  return running;
}
