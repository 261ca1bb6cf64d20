import { departsAt } from './lateness.ts';
import type { Surroundings } from './event.ts';
import type { OutboxRecord } from './record.ts';
import { hasLeft, isInDoubt, isInFlight, logged } from './steps.ts';
import { refuse, turn, type Turn } from './turn.ts';

/** The order in which what waits for one account leaves: by its moment, unless the person moved it. */
export const queuePlace = (record: Pick<OutboxRecord, 'wish' | 'queuedAt'>): number =>
  record.queuedAt ?? departsAt(record.wish);

/** Whether it waits in a queue that a person may change: what has a moment of its own keeps it. */
export const isQueued = (record: OutboxRecord): boolean =>
  record.wish.leaving.tag === 'now' &&
  (record.phase.tag === 'grace' || record.phase.tag === 'running') &&
  !isInFlight(record) &&
  !isInDoubt(record) &&
  !hasLeft(record);

export function requeue(record: OutboxRecord, queuedAt: number, env: Surroundings): Turn {
  if (!isQueued(record)) return refuse(record, record.phase.tag === 'sent' ? 'already-sent' : 'in-flight');
  if (queuePlace(record) === queuedAt) return turn(record);
  return turn(logged({ ...record, queuedAt }, env.now, 'delivery', 'requeued'));
}

/**
 * Puts one of them before another (null: at the end).
 *
 * @param queued of one account, those that wait
 * @returns who stands where from now on (epoch ms): only those whose place changes
 */
export function reordered(
  queued: readonly OutboxRecord[],
  moved: OutboxRecord['id'],
  before: OutboxRecord['id'] | null,
): readonly { readonly id: OutboxRecord['id']; readonly queuedAt: number }[] {
  const inOrder = [...queued].sort(
    (a, b) => queuePlace(a) - queuePlace(b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  );
  const one = inOrder.find(({ id }) => id === moved);
  if (one === undefined) return [];
  const others = inOrder.filter(({ id }) => id !== moved);
  const at = others.findIndex(({ id }) => id === before);
  others.splice(at < 0 ? others.length : at, 0, one);
  const first = Math.min(...inOrder.map(queuePlace));
  return others
    .map((record, index) => ({ id: record.id, queuedAt: first + index, was: queuePlace(record) }))
    .filter(({ queuedAt, was }) => queuedAt !== was)
    .map(({ id, queuedAt }) => ({ id, queuedAt }));
}
