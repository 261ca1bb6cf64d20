import type { AccountId, DeliveryId } from '../../../src-shared/ids.ts';
import { queuePlace } from '../../../src-shared/outbox/queue-order.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { hasBegun } from '../../../src-shared/outbox/steps.ts';
import { deadlineOf, wakeOf, type Wake } from '../../../src-shared/outbox/wake.ts';
import { createSoonest } from './soonest.ts';

/** A live delivery and when it wants to be looked at, computed once for each state that it was in. */
export interface Appointment {
  readonly record: OutboxRecord;
  readonly wake: Wake | null;
  readonly deadline: number | null;
  /** The first moment at which something may happen to it, epoch ms. */
  readonly at: number;
  /** It would hold the account's lane of departures. */
  readonly writes: boolean;
}

/** What of one account has come so near that it must be looked at. */
export interface DueOfAccount {
  readonly account: AccountId;
  /** In the order in which they leave. */
  readonly writers: readonly Appointment[];
  readonly others: ReadonlyMap<DeliveryId, Appointment>;
}

/**
 * Which deliveries are worth a look now, out of any number that wait: looking costs what is due, not what is planned.
 */
export interface Agenda {
  keep(record: OutboxRecord): void;
  remove(id: DeliveryId): void;
  /** Everything whose moment is at most `clockAheadMs` away, account by account. */
  due(now: number): Iterable<DueOfAccount>;
  /** The next moment after `now` at which `due` or what is due may change, epoch ms; null: nothing waits for one. */
  next(now: number): number | null;
  /** Whether anything waits for a moment at all. */
  any(): boolean;
}

/** The server's clock is read this long before it is needed. */
export const clockAheadMs = 60_000;

interface Kept {
  readonly appointment: Appointment;
  isDue: boolean;
}

interface MutableDue {
  readonly account: AccountId;
  readonly writers: Appointment[];
  readonly others: Map<DeliveryId, Appointment>;
}

export function createAgenda(): Agenda {
  const kept = new Map<DeliveryId, Kept>();
  const accounts = new Map<AccountId, MutableDue>();
  /** Moments of appointments; one of a delivery that has moved on since is passed over. */
  const moments = createSoonest<Kept>();

  const dueOf = (account: AccountId): MutableDue => {
    const known = accounts.get(account) ?? { account, writers: [], others: new Map() };
    accounts.set(account, known);
    return known;
  };

  const enter = (entry: Kept): void => {
    if (entry.isDue) return;
    entry.isDue = true;
    const { appointment } = entry;
    const due = dueOf(appointment.record.accountId);
    if (!appointment.writes) due.others.set(appointment.record.id, appointment);
    else due.writers.splice(placeOf(due.writers, appointment), 0, appointment);
  };

  const leave = ({ appointment, isDue }: Kept): void => {
    if (!isDue) return;
    const due = dueOf(appointment.record.accountId);
    due.others.delete(appointment.record.id);
    const at = placeOf(due.writers, appointment);
    if (due.writers[at] === appointment) due.writers.splice(at, 1);
    if (due.writers.length === 0 && due.others.size === 0) accounts.delete(due.account);
  };

  const remove = (id: DeliveryId): void => {
    const entry = kept.get(id);
    if (!entry) return;
    leave(entry);
    kept.delete(id);
  };

  let latest = -Infinity;
  /** The clock was set back: what was near may be far again. */
  const lookAnew = (): void => {
    accounts.clear();
    moments.clear();
    for (const entry of kept.values()) {
      entry.isDue = false;
      for (const moment of momentsOf(entry.appointment)) moments.add(moment, entry);
    }
  };

  const isCurrent = (entry: Kept): boolean => kept.get(entry.appointment.record.id) === entry;

  return {
    keep: (record) => {
      remove(record.id);
      const appointment = appointmentOf(record);
      if (appointment === null) return;
      const entry: Kept = { appointment, isDue: false };
      kept.set(record.id, entry);
      for (const moment of momentsOf(appointment)) moments.add(moment, entry);
    },
    remove,
    due: (now) => {
      if (now < latest) lookAnew();
      latest = now;
      for (let next = moments.first(); next !== null && next.at <= now; next = moments.first()) {
        moments.takeFirst();
        if (isCurrent(next.value)) enter(next.value);
      }
      return accounts.values();
    },
    next: (now) => {
      for (let next = moments.first(); next !== null; next = moments.first()) {
        if (isCurrent(next.value) && next.at > now) return next.at;
        // Passed, or of a state that is gone. One that is current and passed was met by `due`.
        if (isCurrent(next.value)) enter(next.value);
        moments.takeFirst();
      }
      return null;
    },
    any: () => kept.size > 0,
  };
}

/** Null: only an event from outside moves it. */
export function appointmentOf(record: OutboxRecord): Appointment | null {
  const wake = wakeOf(record);
  const deadline = deadlineOf(record);
  if (wake === null && deadline === null) return null;
  const at = Math.min(wake?.at ?? Infinity, deadline ?? Infinity);
  return { record, wake, deadline, at, writes: wake === null || wake.lane === 'write' };
}

function momentsOf({ wake, deadline, at, writes }: Appointment): readonly number[] {
  const all = [...(writes ? [at - clockAheadMs] : []), wake?.at, deadline];
  return all.filter((one) => one !== undefined && one !== null);
}

const isRecall = ({ record }: Appointment): boolean => record.phase.tag === 'recalling';

/** What is to be taken back first; then threads that have begun; then by the moment at which it leaves. */
export function inDueOrder(a: Appointment, b: Appointment): number {
  return (
    Number(isRecall(b)) - Number(isRecall(a)) ||
    Number(hasBegun(b.record)) - Number(hasBegun(a.record)) ||
    queuePlace(a.record) - queuePlace(b.record) ||
    a.record.createdAt - b.record.createdAt ||
    (a.record.id === b.record.id ? 0 : a.record.id < b.record.id ? -1 : 1)
  );
}

/** Where it is, or would be, among others in order. */
function placeOf(writers: readonly Appointment[], one: Appointment): number {
  let [low, high] = [0, writers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const here = writers[middle];
    if (here !== undefined && inDueOrder(here, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
