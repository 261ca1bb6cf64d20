import { dayOf } from '../calendar/moment.ts';
import type { Account } from '../domain/account.ts';
import type { Delivery } from '../domain/delivery.ts';
import { latestHandOver, termsOf } from '../outbox/plan.ts';

type Planned = Pick<Delivery, 'id' | 'accountId' | 'state' | 'executor' | 'action' | 'wall' | 'dueAt'>;

/**
 * Which of these posts the network's own scheduler could hold from now on, so that they leave whatever becomes of this
 * machine: where it offers that, early enough, and within what it holds at once and in a day.
 *
 * @param open every delivery of these accounts that is not over: what the network holds already is counted
 */
export function handable<D extends Planned>(
  candidates: readonly D[],
  open: readonly Planned[],
  accounts: ReadonlyMap<string, Pick<Account, 'manifest' | 'health'>>,
  now: number,
): readonly D[] {
  const held = open.filter(({ state }) => state === 'handed-over');
  const pending = new Map<string, number>();
  const days = new Map<string, number>();
  const count = (map: Map<string, number>, key: string, by = 0): number => {
    const next = (map.get(key) ?? 0) + by;
    map.set(key, next);
    return next;
  };
  // Networks count their days by their own clocks; none says which. The day of Greenwich is what their servers run on.
  const dayKey = (one: Planned): string => `${one.accountId} ${dayOf(one.dueAt, 'UTC')}`;
  for (const one of held) {
    count(pending, one.accountId, 1);
    count(days, dayKey(one), 1);
  }
  return [...candidates]
    .sort((a, b) => a.dueAt - b.dueAt)
    .filter((one) => {
      const account = accounts.get(one.accountId);
      if (account === undefined || account.health.tag !== 'ok') return false;
      if (one.state !== 'scheduled' || one.executor !== 'machine') return false;
      if (one.action.tag !== 'publish' || one.wall === null) return false;
      const { native, operations } = termsOf(account.manifest);
      const limits = account.manifest.native;
      if (native === null || limits === null || operations['schedule'] === undefined) return false;
      if (now > latestHandOver(one.dueAt, native.minAheadMs)) return false;
      if (count(pending, one.accountId) >= limits.maxPending) return false;
      if (count(days, dayKey(one)) >= limits.maxPerDay) return false;
      count(pending, one.accountId, 1);
      count(days, dayKey(one), 1);
      return true;
    });
}
