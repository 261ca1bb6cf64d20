import { useDeferredValue, useEffect, useMemo } from 'react';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import { compared } from '../../src-shared/composing/similar.ts';
import { wholeText } from '../../src-shared/domain/pieces.ts';
import type { Neighbour } from '../../src-shared/composing/neighbours.ts';
import type { IntentId, WorkspaceId } from '../../src-shared/ids.ts';
import type { Databases } from '../store/databases.ts';
import { deliveriesBetween, liveCalendar } from '../store/queries/deliveries.ts';
import { useRealm } from './realm.ts';
import { useLiveList } from './use-live.ts';

const day = 86_400_000;

/** The same as `useNeighbours`, read once. */
export async function readNeighbours(
  databases: Databases,
  client: WorkspaceId,
  at: number,
  days: number,
  except: IntentId | null,
): Promise<readonly Neighbour[]> {
  const around = Math.max(1, days) * day;
  return neighboursOf(await deliveriesBetween(databases, client, at - around, at + around), except);
}

/** Posts of a client that left, or are to leave, within some days of a moment; those of one wish left out. */
export function useNeighbours(
  client: WorkspaceId,
  at: number,
  days: number,
  except: IntentId | null,
): readonly Neighbour[] {
  const { databases } = useRealm();
  // By whole days: a clock that runs must not open the list anew each time it is looked at.
  const middle = Math.floor(at / day) * day;
  const around = Math.max(1, days) * day + day;
  const list = useLiveList(
    () => liveCalendar(databases, [client], middle - around, middle + around, { everyMs: 1_000 }),
    `${client} ${middle} ${around}`,
    // Another day is chosen, or the rule is changed: what stands around the last one stays until the new ones are read.
    client,
  );
  useEffect(() => {
    if (list.ready && list.more) list.grow();
  }, [list]);
  // A key does not wait for a month of posts to be gone through.
  const rows = useDeferredValue(list.rows);
  return useMemo(() => neighboursOf(rows, except), [rows, except]);
}

const neighboursOf = (rows: readonly Delivery[], except: IntentId | null): readonly Neighbour[] =>
  rows
    .filter((one) => one.intentId !== except && one.state !== 'cancelled' && one.action.tag === 'publish')
    .map(neighbourOf);

const known = new WeakMap<Delivery, Neighbour>();

/** Of one row always the same: of thousands only what changed is looked at again. */
function neighbourOf(delivery: Delivery): Neighbour {
  const before = known.get(delivery);
  if (before !== undefined) return before;
  const { id, accountId, sentAt, dueAt } = delivery;
  const neighbour = { id, accountId, at: sentAt ?? dueAt, text: compared(wholeText(delivery.content)) };
  known.set(delivery, neighbour);
  return neighbour;
}
