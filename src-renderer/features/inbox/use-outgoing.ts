import { useEffect, useMemo, useState } from 'react';
import type { Delivery, DeliveryState } from '../../../src-shared/domain/delivery.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveList, useLiveTable } from '../../state/use-live.ts';
import { liveDeliveries, openStates } from '../../store/queries/deliveries.ts';
import { watchAccepted, type IntentRow } from '../../store/queries/intents.ts';
import { gatherOutgoing, type Outgoing } from './outgoing.ts';

const over: readonly DeliveryState[] = ['sent', 'cancelled'];
/** How long a row goes on saying that it was answered. */
const rememberedMs = 7 * 86_400_000;
const none: readonly never[] = [];

/** Everything of these clients that is on its way, or was until lately. Give no client to read nothing yet. */
export function useOutgoing(workspaces: readonly WorkspaceId[]): readonly Outgoing[] {
  const { databases, tables, now } = useRealm();
  const [since] = useState(() => now() - rememberedMs);
  const key = workspaces.join(' ');
  const open = useActs(() => liveDeliveries(databases, workspaces, openStates, { keeps }), `open ${key}`);
  const ended = useActs(
    () => liveDeliveries(databases, workspaces, over, { from: since, keeps }),
    `over ${key}`,
  );
  const unaccepted = useLiveTable(tables.unaccepted) ?? none;
  const accepted = useJustAccepted();
  return useMemo(
    () =>
      workspaces.length === 0 ? none : gatherOutgoing([...ended, ...open], [...accepted, ...unaccepted]),
    // The clients are what their ids are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [key, open, ended, accepted, unaccepted],
  );
}

/** What answers, likes, hides or deletes, of all pages of a list. */
function useActs(open: Parameters<typeof useLiveList<Delivery>>[0], key: string): readonly Delivery[] {
  const { rows, ready, more, grow } = useLiveList(open, key);
  useEffect(() => {
    if (ready && more) grow();
  }, [ready, more, rows, grow]);
  return rows;
}

/** A post says nothing on anybody's message; ten thousand may be queued, and change while somebody types. */
const keeps = ({ action }: Delivery): boolean => action.tag !== 'publish';

/** Wishes that main accepted while we looked: their deliveries are about to come down. */
function useJustAccepted(): readonly IntentRow[] {
  const { databases } = useRealm();
  const [rows, setRows] = useState<ReadonlyMap<string, IntentRow>>(new Map());
  useEffect(
    () =>
      watchAccepted(databases, (id, row) => {
        setRows((known) => {
          const next = new Map(known);
          if (row === null) next.delete(id);
          else next.set(id, row);
          return next;
        });
      }),
    [databases],
  );
  return useMemo(() => [...rows.values()], [rows]);
}
