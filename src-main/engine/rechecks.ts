import type { Account } from '../../src-shared/domain/account.ts';
import type { Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { recheckAt, recheckMarks, type RecheckMark } from '../../src-shared/outbox/recheck.ts';
import type { OutboxRecord } from '../../src-shared/outbox/record.ts';
import type { Clock } from './clock.ts';
import { contentRefusal } from './outbox/content-refusal.ts';
import type { OutboxRunner } from './outbox-runner.ts';

/** Judges again what waits, a day and an hour before it leaves: a limit of its network may have changed meanwhile. */
export interface Rechecks {
  start(): void;
  /** Its limits may be others: what it will publish is judged again at the mark that it is at. */
  accountChanged(id: AccountId): void;
  stop(): void;
}

/** What moves is looked at together, ms. */
const togetherMs = 2_000;
/** No longer than this is waited for the next moment: the wall clock may be set in between. */
const longestMs = 10 * 60_000;

export function createRechecks(deps: {
  readonly outbox: Pick<OutboxRunner, 'records' | 'recheck' | 'onMoved'>;
  readonly account: (id: AccountId) => Account | null;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}): Rechecks {
  const { outbox, clock } = deps;
  /** What was judged by this process: judging costs, and once at each mark is enough. */
  const judged = new Set<string>();
  let stopTimer: (() => void) | null = null;
  let wakeAt = Infinity;
  let isStopped = true;

  const refusalOf = ({ action, accountId, wish }: OutboxRecord): Failure | null => {
    const account = deps.account(accountId);
    return account === null ? null : contentRefusal({ action }, wish, account);
  };

  const judge = (record: OutboxRecord, mark: RecheckMark): void => {
    const { id, wish } = record;
    const key = `${id} ${wish.revision} ${mark} ${wish.leaving.tag === 'at' ? wish.leaving.moment.dueAt : 0}`;
    if (judged.has(key)) return;
    judged.add(key);
    const refusal = refusalOf(record);
    if (refusal !== null) void outbox.recheck(id, mark, refusal);
  };

  const look = (): void => {
    stopTimer = null;
    wakeAt = Infinity;
    const now = clock.now();
    let next = Infinity;
    for (const record of outbox.records())
      for (const mark of recheckMarks) {
        const span = recheckAt(record, mark);
        if (span === null) continue;
        if (now < span.from) next = Math.min(next, span.from);
        else if (now < span.until) judge(record, mark);
      }
    if (next < Infinity) wake(Math.min(next - now, longestMs));
  };

  const wake = (ms: number): void => {
    if (isStopped || clock.now() + ms >= wakeAt) return;
    stopTimer?.();
    wakeAt = clock.now() + ms;
    stopTimer = clock.after(ms, look);
  };

  outbox.onMoved(() => wake(togetherMs));
  return {
    start: () => {
      isStopped = false;
      wake(togetherMs);
    },
    accountChanged: (id) => {
      const own = new Set<string>(
        outbox.records().flatMap((record) => (record.accountId === id ? [record.id] : [])),
      );
      for (const key of judged) if (own.has(key.slice(0, key.indexOf(' ')))) judged.delete(key);
      wake(togetherMs);
    },
    stop: () => {
      isStopped = true;
      stopTimer?.();
    },
  };
}
