import type { DeliveryId } from '../../../src-shared/ids.ts';
import type { OutboxLine } from './line.ts';

/** The two ways in which a waiting line can be moved among those of its account: before whom it then stands. */
export interface QueueMoves {
  /** Undefined: it is the first. */
  readonly earlier?: DeliveryId;
  /** Null: at the end; undefined: it is the last. */
  readonly later?: DeliveryId | null;
}

/** Only what leaves as soon as it can is in a queue: what has an hour of its own keeps it. */
const isQueued = ({ delivery, unaccepted }: OutboxLine): boolean =>
  delivery !== null && unaccepted === null && delivery.wall === null && delivery.state === 'running';

/** @param members what waits, in the order in which it leaves */
export function queueMoves(line: OutboxLine, members: readonly OutboxLine[]): QueueMoves {
  const queue = members.filter((one) => one.accountId === line.accountId && isQueued(one));
  const at = queue.indexOf(line);
  if (at < 0) return {};
  const before = queue[at - 1];
  return {
    ...(before !== undefined && { earlier: before.id }),
    ...(at < queue.length - 1 && { later: queue[at + 2]?.id ?? null }),
  };
}
