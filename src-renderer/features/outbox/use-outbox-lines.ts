import { useEffect, useMemo } from 'react';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveList, useLiveTable } from '../../state/use-live.ts';
import { liveDeliveries, openStates } from '../../store/queries/deliveries.ts';
import { outboxLines, recentMs, type OutboxLine } from './line.ts';

const hour = 3_600_000;

/** Whatever may still leave for these clients; with `recent`, also what left or was cancelled lately. */
export function useOutboxLines(
  clients: readonly WorkspaceId[],
  recent: boolean,
): { readonly lines: readonly OutboxLine[]; readonly ready: boolean } {
  const { databases, tables, now } = useRealm();
  const key = clients.join(' ');
  const open = useLiveList(() => liveDeliveries(databases, clients, openStates), key);
  const since = Math.floor(now() / hour) * hour - recentMs;
  const over = useLiveList(
    () => liveDeliveries(databases, recent ? clients : [], ['sent', 'cancelled'], { from: since }),
    `${key} ${since} ${recent}`,
    // An hour that passes takes away what is too old, not for a moment all.
    `${key} ${recent}`,
  );
  const rows = useLiveTable(tables.unaccepted);

  // Pages come oldest first: the outbox is whole, and the latest departures are at its end.
  useEffect(() => {
    if (open.ready && open.more) open.grow();
  }, [open]);
  useEffect(() => {
    if (over.ready && over.more) over.grow();
  }, [over]);

  const lines = useMemo(() => {
    const shown = new Set<string>(key.split(' '));
    return outboxLines(
      [...open.rows, ...over.rows],
      (rows ?? []).filter(({ workspaceId }) => shown.has(workspaceId)),
    );
  }, [open.rows, over.rows, rows, key]);
  return { lines, ready: open.ready && (!recent || over.ready) && rows !== null };
}
