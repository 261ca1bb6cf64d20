import { deliveryStates, type Delivery, type DeliveryState } from '../../../src-shared/domain/delivery.ts';
import type { DeliveryId, IntentId, WorkspaceId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';
import { createLiveList, type ListSpec, type LiveList } from '../live-list.ts';

/** States in which something may still leave, or somebody is asked. */
export const openStates: readonly DeliveryState[] = deliveryStates.filter(
  (state) => state !== 'sent' && state !== 'cancelled',
);

/** Deliveries of these clients in these states, by due moment. */
export function liveDeliveries(
  databases: Databases,
  workspaces: readonly WorkspaceId[],
  states: readonly DeliveryState[],
  {
    keeps,
    everyMs,
    ...between
  }: { readonly from?: number; readonly to?: number } & Pick<ListSpec<Delivery>, 'keeps' | 'everyMs'> = {},
): LiveList<Delivery> {
  const [clients, wanted] = [new Set<string>(workspaces), new Set<string>(states)];
  return createLiveList<Delivery>({
    collection: databases.mirror.deliveries,
    ranges: workspaces.flatMap((workspace) =>
      states.map((state) => ({
        index: ['workspaceId', 'state', 'dueAt'],
        prefix: [workspace, state],
        from: between.from,
        to: between.to,
      })),
    ),
    key: (row) => row.dueAt,
    matches: (row) =>
      clients.has(row.workspaceId) &&
      wanted.has(row.state) &&
      row.dueAt >= (between.from ?? 0) &&
      row.dueAt <= (between.to ?? Infinity),
    pageSize: 500,
    ...(keeps !== undefined && { keeps }),
    ...(everyMs !== undefined && { everyMs }),
  });
}

/** Everything that is due between two instants, whatever its state: what a calendar shows. */
export function liveCalendar(
  databases: Databases,
  workspaces: readonly WorkspaceId[],
  from: number,
  to: number,
  { everyMs }: Pick<ListSpec<Delivery>, 'everyMs'> = {},
): LiveList<Delivery> {
  const clients = new Set<string>(workspaces);
  return createLiveList<Delivery>({
    collection: databases.mirror.deliveries,
    ranges: workspaces.map((workspace) => ({
      index: ['workspaceId', 'dueAt'],
      prefix: [workspace],
      from,
      to,
    })),
    key: (row) => row.dueAt,
    matches: (row) => clients.has(row.workspaceId) && row.dueAt >= from && row.dueAt <= to,
    pageSize: 5_000,
    ...(everyMs !== undefined && { everyMs }),
  });
}

/** Main's row of one delivery; null: it has none (yet). */
export async function readDelivery(databases: Databases, id: DeliveryId): Promise<Delivery | null> {
  const found = await databases.mirror.deliveries.findOne(id).exec();
  return found === null ? null : (found.toMutableJSON() as unknown as Delivery);
}

/** Everything of a client that is due between two instants (epoch ms), read once. */
export async function deliveriesBetween(
  databases: Databases,
  workspaceId: WorkspaceId,
  from: number,
  to: number,
): Promise<readonly Delivery[]> {
  const found = await databases.mirror.deliveries
    .find({ selector: { workspaceId, dueAt: { $gte: from, $lte: to } } })
    .exec();
  return found.map((document) => document.toMutableJSON() as unknown as Delivery);
}

/** Main's rows of one wish: one per account. */
export async function deliveriesOf(databases: Databases, intentId: IntentId): Promise<readonly Delivery[]> {
  const found = await databases.mirror.deliveries.find({ selector: { intentId } }).exec();
  return found.map((document) => document.toMutableJSON() as unknown as Delivery);
}

/** Tells what main says of one wish, now and at each change. Answers the end of it. */
export function watchDeliveriesOf(
  databases: Databases,
  intentId: IntentId,
  told: (deliveries: readonly Delivery[]) => void,
): () => void {
  let isWanted = true;
  const read = (): void => {
    void deliveriesOf(databases, intentId).then((found) => {
      if (isWanted) told(found);
    });
  };
  const subscription = databases.mirror.deliveries.eventBulks$.subscribe((bulk) => {
    if (bulk.events.some((event) => event.documentData.intentId === intentId)) read();
  });
  read();
  return () => {
    isWanted = false;
    subscription.unsubscribe();
  };
}
