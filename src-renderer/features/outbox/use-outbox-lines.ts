import { useEffect, useMemo, useState } from 'react';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveList, useLiveTable } from '../../state/use-live.ts';
import { liveDeliveries, openStates } from '../../store/queries/deliveries.ts';
import { outboxLines, recentMs, type OutboxLine } from './line.ts';
import { createOutboxSummary, type OutboxSummary } from './summary.ts';

const hour = 3_600_000;
/** How often the status bar counts, at most: it is read at a glance, and every change of ten thousand posts is one. */
const calmMs = 250;

/** What the status bar says of these clients' outbox at a moment (epoch ms). */
export function useOutboxSummary(clients: readonly WorkspaceId[], at: number): OutboxSummary {
  const { tables } = useRealm();
  const key = clients.join(' ');
  const open = useOpenDeliveries(clients, calmMs);
  const rows = useLiveTable(tables.unaccepted);
  const [summary] = useState(createOutboxSummary);
  return useMemo(() => summary(open.rows, ofClients(rows, key), at), [summary, open.rows, rows, key, at]);
}

/** Whatever may still leave for these clients; with `recent`, also what left or was cancelled lately. */
export function useOutboxLines(
  clients: readonly WorkspaceId[],
  recent: boolean,
): { readonly lines: readonly OutboxLine[]; readonly ready: boolean } {
  const { databases, tables, now } = useRealm();
  const key = clients.join(' ');
  const open = useOpenDeliveries(clients);
  const since = Math.floor(now() / hour) * hour - recentMs;
  const over = useLiveList(
    () => liveDeliveries(databases, recent ? clients : [], ['sent', 'cancelled'], { from: since }),
    `${key} ${since} ${recent}`,
    // An hour that passes takes away what is too old, not for a moment all.
    `${key} ${recent}`,
  );
  const rows = useLiveTable(tables.unaccepted);

  useEffect(() => {
    if (over.ready && over.more) over.grow();
  }, [over]);

  const lines = useMemo(
    () => outboxLines([...open.rows, ...over.rows], ofClients(rows, key)),
    [open.rows, over.rows, rows, key],
  );
  return { lines, ready: open.ready && (!recent || over.ready) && rows !== null };
}

function useOpenDeliveries(
  clients: readonly WorkspaceId[],
  everyMs?: number,
): ReturnType<typeof useLiveList<Delivery>> {
  const { databases } = useRealm();
  const open = useLiveList(
    () => liveDeliveries(databases, clients, openStates, everyMs === undefined ? {} : { everyMs }),
    clients.join(' '),
  );
  // Pages come oldest first: the outbox is whole, and the latest departures are at its end.
  useEffect(() => {
    if (open.ready && open.more) open.grow();
  }, [open]);
  return open;
}

/** Of the wishes that main has not accepted, those of some clients (their ids, joined by spaces). */
function ofClients<Row extends { readonly workspaceId: string }>(
  rows: readonly Row[] | null,
  clients: string,
): readonly Row[] {
  const shown = new Set<string>(clients.split(' '));
  return (rows ?? []).filter(({ workspaceId }) => shown.has(workspaceId));
}
