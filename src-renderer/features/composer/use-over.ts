import { useEffect, useMemo, useState } from 'react';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { AccountId, IntentId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { watchDeliveriesOf } from '../../store/queries/deliveries.ts';

/** Accounts for which nothing of a wish can be changed any more. */
export interface Over {
  readonly sent: ReadonlySet<AccountId>;
  readonly cancelled: ReadonlySet<AccountId>;
  readonly any: ReadonlySet<AccountId>;
  /** Main's rows of the wish. */
  readonly deliveries: readonly Delivery[];
}

/** For which accounts a wish is over, kept true while it is open in the composer. */
export function useOver(id: IntentId | null): Over {
  const { databases } = useRealm();
  const [rows, setRows] = useState<readonly Delivery[]>([]);
  useEffect(() => (id === null ? undefined : watchDeliveriesOf(databases, id, setRows)), [databases, id]);
  return useMemo(() => {
    const deliveries = rows.filter((row) => row.intentId === id);
    const those = (state: Delivery['state']) =>
      new Set(deliveries.filter((row) => row.state === state).map(({ accountId }) => accountId));
    const [sent, cancelled] = [those('sent'), those('cancelled')];
    return { sent, cancelled, any: new Set([...sent, ...cancelled]), deliveries };
  }, [rows, id]);
}
