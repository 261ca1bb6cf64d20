import { useEffect, useMemo, useState } from 'react';
import { useRealm } from '../../state/realm.ts';

/** How many items of each account's past have come, while they are coming. */
export function useHistory(): ReadonlyMap<string, number> {
  const { bridge } = useRealm();
  const [feeds, setFeeds] = useState<
    ReadonlyMap<string, { readonly account: string; readonly done: number }>
  >(new Map());
  useEffect(
    () =>
      bridge.sync.on('progress', ({ accountId, feed, done, finished }) => {
        setFeeds((known) => {
          // Nothing comes to an end here that was not shown: fifty accounts are read all the time.
          if (finished && !known.has(`${accountId} ${feed}`)) return known;
          const next = new Map(known);
          const key = `${accountId} ${feed}`;
          if (finished) next.delete(key);
          else next.set(key, { account: accountId, done });
          return next;
        });
      }),
    [bridge],
  );
  return useMemo(() => {
    const accounts = new Map<string, number>();
    for (const { account, done } of feeds.values())
      accounts.set(account, (accounts.get(account) ?? 0) + done);
    return accounts;
  }, [feeds]);
}
