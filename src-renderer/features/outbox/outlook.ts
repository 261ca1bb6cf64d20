import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { deliveryId } from '../../../src-shared/ids.ts';
import { groupOf, outboxLines, type Group, type OutboxLine, type UnacceptedRow } from './line.ts';

/** What the status bar says of the outbox: how many of each kind, and what leaves next. */
export interface Outlook {
  readonly counts: Readonly<Partial<Record<Group, number>>>;
  /** Of those that ask for a person: the ones to be given by hand. */
  readonly byHand: number;
  /** The earliest departure that is not past; null: none is planned. */
  readonly next: Pick<Delivery, 'id' | 'accountId' | 'executor' | 'dueAt'> | null;
}

/** Groups of which a line may be the next departure. */
const planned: ReadonlySet<Group> = new Set(['held', 'scheduled', 'hand']);

/**
 * The same as counting the groups of all lines, in one walk and without making or sorting them: ten thousand posts may
 * be queued, and this is asked for at every change of one of them, while somebody types.
 */
export function outlookOf(
  deliveries: readonly Delivery[],
  rows: readonly UnacceptedRow[],
  now: number,
): Outlook {
  const asked = rows.filter(({ handed }) => handed !== 'accepted');
  const touched = new Set(
    asked.flatMap(({ intent }) => intent.targets.map(({ accountId }) => deliveryId(intent.id, accountId))),
  );
  const counts: Partial<Record<Group, number>> = {};
  let byHand = 0;
  let next: Outlook['next'] = null;
  const count = (about: NonNullable<Outlook['next']>, line: Pick<OutboxLine, 'delivery' | 'unaccepted'>) => {
    const group = groupOf(line);
    counts[group] = (counts[group] ?? 0) + 1;
    if (group === 'decide' && line.delivery?.state === 'assisted') byHand += 1;
    if (line.delivery === null || !planned.has(group) || about.dueAt < now) return;
    if (next === null || about.dueAt < next.dueAt) next = about;
  };
  const changed: Delivery[] = [];
  for (const delivery of deliveries)
    if (touched.has(delivery.id)) changed.push(delivery);
    else count(delivery, { delivery, unaccepted: null });
  for (const line of outboxLines(changed, asked)) count(line, line);
  return { counts, byHand, next };
}
