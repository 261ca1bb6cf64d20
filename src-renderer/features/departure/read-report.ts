import type { FateLine } from '../../../src-shared/departure/departure.ts';
import { isMoving, ledgerLines, type Unaccepted } from '../../../src-shared/departure/report.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { DeliveryId, WorkspaceId } from '../../../src-shared/ids.ts';
import type { Realm } from '../../state/realm.ts';
import { openOf, readDeliveries, readLedger, type Departure } from '../../store/queries/departures.ts';

export interface Reading {
  readonly lines: readonly FateLine[];
  readonly deliveries: ReadonlyMap<DeliveryId, Delivery>;
  /** Something of the absence is on its way, and the report not final. */
  readonly isMoving: boolean;
}

/** The report as it stands: what the ledger says now, or what it said at its second moment. */
export async function readReport(
  databases: Realm['databases'],
  departure: Departure,
  clients: readonly WorkspaceId[],
  unaccepted: readonly Unaccepted[],
  now: number,
): Promise<Reading> {
  if (departure.closedAt !== null) {
    const lines = [...departure.parts.values()]
      .flatMap((part) => part.lines ?? [])
      .sort((a, b) => a.at - b.at);
    const ids = lines.map(({ id }) => id);
    return { lines, deliveries: await readDeliveries(databases, ids), isMoving: false };
  }
  const ledger = await readLedger(databases, departure, clients, now);
  const deliveries = new Map(ledger.map((delivery) => [delivery.id, delivery]));
  const lines = ledgerLines(departure, openOf(departure), ledger, unaccepted, now);
  return {
    lines,
    deliveries,
    isMoving:
      departure.returnedAt === null ||
      isMoving(lines, (id) => deliveries.get(id)?.waiting ?? null, departure.returnedAt),
  };
}

/** Lines by client: a client's part of the report is a row of that client's. */
export function byClient(
  { lines, deliveries }: Reading,
  clientOf: (account: FateLine['accountId']) => WorkspaceId | null,
): ReadonlyMap<WorkspaceId, readonly FateLine[]> {
  const found = new Map<WorkspaceId, FateLine[]>();
  for (const line of lines) {
    const client = deliveries.get(line.id)?.workspaceId ?? clientOf(line.accountId);
    if (client !== null) found.set(client, [...(found.get(client) ?? []), line]);
  }
  return found;
}
