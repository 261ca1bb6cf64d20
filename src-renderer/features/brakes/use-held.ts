import { useEffect, useMemo } from 'react';
import type { Delivery, DeliveryState } from '../../../src-shared/domain/delivery.ts';
import { covers, type Freeze } from '../../../src-shared/domain/freeze.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveList, useNow, useWorkspaces } from '../../state/use-live.ts';
import { liveDeliveries, openStates } from '../../store/queries/deliveries.ts';
import { heldBy, type HeldBy } from './held-lines.ts';

/** What a freeze holds now. */
export function useHeld(freeze: Freeze): HeldBy {
  const now = useNow(10_000);
  const { scope, startedAt } = freeze;
  const open = useDeliveries(scope, openStates);
  // What the network published before it could be asked back.
  const sent = useDeliveries(scope, sentOnly, startedAt - 120_000);
  return useMemo(() => heldBy(freeze, [...open, ...sent], now), [freeze, open, sent, now]);
}

/** How many departures a freeze would hold, and how many of them a network's scheduler has. */
export function useWouldHold(freeze: Freeze): { readonly all: number; readonly atNetworks: number } {
  const open = useDeliveries(freeze.scope, leavingStates);
  return useMemo(() => {
    const held = open.filter((one) => covers(freeze, one));
    return { all: held.length, atNetworks: held.filter(({ state }) => state === 'handed-over').length };
  }, [open, freeze]);
}

const sentOnly: readonly DeliveryState[] = ['sent'];
const leavingStates: readonly DeliveryState[] = [
  'grace',
  'scheduled',
  'running',
  'handed-over',
  'blocked',
  'assisted',
];

function useDeliveries(
  scope: Freeze['scope'],
  states: readonly DeliveryState[],
  from?: number,
): readonly Delivery[] {
  const { databases } = useRealm();
  const clients = useWorkspaces()
    .map(({ id }) => id)
    .filter((id) => scope === null || id === scope);
  const list = useLiveList(
    () => liveDeliveries(databases, clients, states, from === undefined ? {} : { from }),
    `${clients.join(' ')} ${states.join(' ')} ${from ?? ''}`,
  );
  // Pages come oldest first, and a freeze is shown whole.
  useEffect(() => {
    if (list.ready && list.more) list.grow();
  }, [list]);
  return list.rows;
}
