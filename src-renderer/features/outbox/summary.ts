import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { deliveryId } from '../../../src-shared/ids.ts';
import { groupOf, outboxLines, type Group, type OutboxLine, type UnacceptedRow } from './line.ts';

/** What the status bar says of the outbox: how many of each kind, and what leaves next. */
export interface OutboxSummary {
  readonly counts: Readonly<Partial<Record<Group, number>>>;
  /** Of those that ask for a person: the ones to be given by hand. */
  readonly byHand: number;
  /** The earliest departure that is not past; null: none is planned. */
  readonly next: Pick<Delivery, 'id' | 'accountId' | 'executor' | 'dueAt'> | null;
}

/** Groups of which a line may be the next departure. */
const planned: ReadonlySet<Group> = new Set(['held', 'scheduled', 'hand']);

type Line = Pick<OutboxLine, 'delivery' | 'unaccepted' | 'dueAt'>;

const plain = (delivery: Delivery): Line => ({ delivery, unaccepted: null, dueAt: delivery.dueAt });

class Tally {
  readonly counts: Partial<Record<Group, number>>;
  byHand: number;

  constructor(from?: Pick<OutboxSummary, 'counts' | 'byHand'>) {
    this.counts = { ...from?.counts };
    this.byHand = from?.byHand ?? 0;
  }

  count(line: Line, by: 1 | -1): void {
    const group = groupOf(line);
    this.counts[group] = (this.counts[group] ?? 0) + by;
    if (group === 'decide' && line.delivery?.state === 'assisted') this.byHand += by;
  }
}

/**
 * Makes a counter that says the same as counting the groups of all lines, without making, sorting or looking at them
 * all: ten thousand posts may be queued, each of their changes asks for it, and somebody types meanwhile. Deliveries are
 * given in the order of their moments; what stands between the first and the last change of the list is counted anew.
 */
export function createOutboxSummary(): (
  deliveries: readonly Delivery[],
  rows: readonly UnacceptedRow[],
  now: number,
) => OutboxSummary {
  let counted: readonly Delivery[] = [];
  const tally = new Tally();

  const recount = (deliveries: readonly Delivery[]): void => {
    let [start, oldEnd, newEnd] = [0, counted.length, deliveries.length];
    while (start < Math.min(oldEnd, newEnd) && counted[start] === deliveries[start]) start += 1;
    while (oldEnd > start && newEnd > start && counted[oldEnd - 1] === deliveries[newEnd - 1]) {
      oldEnd -= 1;
      newEnd -= 1;
    }
    for (const gone of counted.slice(start, oldEnd)) tally.count(plain(gone), -1);
    for (const come of deliveries.slice(start, newEnd)) tally.count(plain(come), 1);
    counted = deliveries;
  };

  return (deliveries, rows, now) => {
    recount(deliveries);
    const asked = rows.filter(({ handed }) => handed !== 'accepted');
    const touched = new Set(
      asked.flatMap(({ intent }) => intent.targets.map(({ accountId }) => deliveryId(intent.id, accountId))),
    );
    const isNext = (line: Line): boolean =>
      line.delivery !== null && line.dueAt >= now && planned.has(groupOf(line));
    const all = new Tally(tally);
    let next: OutboxSummary['next'] =
      deliveries.find((one) => !touched.has(one.id) && isNext(plain(one))) ?? null;
    if (asked.length > 0) {
      const changed = deliveries.filter(({ id }) => touched.has(id));
      for (const one of changed) all.count(plain(one), -1);
      for (const line of outboxLines(changed, asked)) {
        all.count(line, 1);
        if (isNext(line) && (next === null || line.dueAt < next.dueAt)) next = line;
      }
    }
    return { counts: all.counts, byHand: all.byHand, next };
  };
}
