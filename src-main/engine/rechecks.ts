import type { Account } from '../../src-shared/domain/account.ts';
import type { Failure } from '../../src-shared/errors.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import { failure } from '../../src-shared/errors.ts';
import { piecesOf } from '../../src-shared/domain/pieces.ts';
import type { PostMedia } from '../../src-shared/domain/content.ts';
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
  /** Reads anew what the account's network allows; answers when that is over, however it ended. */
  readonly read: (id: AccountId) => Promise<void>;
  /** Whether any of these files is not here any more. */
  readonly isMissing: (media: readonly PostMedia[]) => Promise<boolean>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
}): Rechecks {
  const { outbox, clock } = deps;
  /** What was judged by this process: judging costs, and once at each mark is enough. */
  const judged = new Set<string>();
  let stopTimer: (() => void) | null = null;
  let wakeAt = Infinity;
  let isStopped = true;

  const refusalOf = async ({ action, accountId, wish }: OutboxRecord): Promise<Failure | null> => {
    const account = deps.account(accountId);
    if (account === null) return null;
    const refusal = contentRefusal({ action }, wish, account);
    if (refusal !== null) return refusal;
    const media = piecesOf(wish.content).flatMap(({ content }) => content.media);
    return (await deps.isMissing(media)) ? failure('media-missing') : null;
  };

  const judge = async (record: OutboxRecord, mark: RecheckMark): Promise<void> => {
    const { id, wish } = record;
    const key = `${id} ${wish.revision} ${mark} ${wish.leaving.tag === 'at' ? wish.leaving.moment.dueAt : 0}`;
    if (judged.has(key)) return;
    judged.add(key);
    await deps.read(record.accountId);
    // As it is by now: it may have been edited, or have left, while the server was asked.
    const current = outbox.records().find((one) => one.id === id);
    if (isStopped || current === undefined || current.wish.revision !== wish.revision) return;
    const refusal = await refusalOf(current);
    if (refusal !== null) await outbox.recheck(id, mark, refusal);
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
        else if (now < span.until) void judge(record, mark);
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
