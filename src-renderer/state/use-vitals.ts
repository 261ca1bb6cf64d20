import { useCallback, useEffect, useState } from 'react';
import { noVitals, type Vitals } from '../../src-shared/domain/vitals.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { useRealm } from './realm.ts';

/** What main knows of every account's dealings with its server, as it changes. */
export function useVitals(): (account: AccountId) => Vitals {
  const { bridge } = useRealm();
  const [known, setKnown] = useState<ReadonlyMap<AccountId, Vitals>>(new Map());
  useEffect(() => {
    let isWanted = true;
    const take = (rows: readonly Vitals[]): void => {
      if (isWanted)
        setKnown((before) => new Map([...before, ...rows.map((row) => [row.accountId, row] as const)]));
    };
    const stop = bridge.accounts.on('vitals', (row) => take([row]));
    void bridge.accounts.vitals(null).then((answer) => {
      if (answer.tag === 'ok') take(answer.value);
    });
    return () => {
      isWanted = false;
      stop();
    };
  }, [bridge]);
  return useCallback((account) => known.get(account) ?? noVitals(account), [known]);
}
