import type { DeliveryId } from '../../../src-shared/ids.ts';
import { departsAt } from '../../../src-shared/outbox/lateness.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { deadlineOf, wakeOf } from '../../../src-shared/outbox/wake.ts';
import type { AccountLane } from './account-lane.ts';

/** What is to be told "you may act now", and when to look again. Decides nothing about a delivery: the machine does. */
export interface NextMoves {
  /** Only to look, or to let time pass. */
  readonly ticks: readonly OutboxRecord[];
  /** Perhaps to leave: at most one for each account whose lane is free. */
  readonly departures: readonly OutboxRecord[];
  /** Accounts whose server's clock must be known soon. */
  readonly clocks: readonly AccountLane[];
  /** Epoch ms; null: only an event from outside brings anything new. */
  readonly wakeAt: number | null;
}

export interface Situation {
  readonly now: number;
  readonly live: Iterable<OutboxRecord>;
  readonly laneOf: (record: OutboxRecord) => AccountLane;
  readonly online: (lane: AccountLane) => boolean;
  /** Already being told. */
  readonly isBusy: (id: DeliveryId) => boolean;
  /** Was told in this very situation, and nothing came of it. */
  readonly stoodStill: (record: OutboxRecord, lane: AccountLane) => boolean;
  readonly maxSkewMs: number;
}

/** Reads of one account at the same time. */
const readsAtOnce = 2;
/** The server's clock is read this long before it is needed. */
const clockAheadMs = 60_000;
/** Even when nothing is due the clocks are compared this often: a laptop that slept does not run timers. */
const longestSleepMs = 30_000;

export function nextMoves(s: Situation): NextMoves {
  const { now } = s;
  const ticks: OutboxRecord[] = [];
  const departures: OutboxRecord[] = [];
  const clocks = new Set<AccountLane>();
  const writers = new Map<AccountLane, OutboxRecord[]>();
  const readers = new Map<AccountLane, number>();
  let wakeAt = Infinity;
  let any = false;
  const later = (at: number): void => {
    if (at > now) wakeAt = Math.min(wakeAt, at);
  };

  for (const record of s.live) {
    const wake = wakeOf(record);
    const deadline = deadlineOf(record);
    if (wake === null && deadline === null) continue;
    any = true;
    const lane = s.laneOf(record);
    const at = Math.min(wake?.at ?? Infinity, deadline ?? Infinity);
    later(at);
    if (wake !== null) later(wake.at);
    if (deadline !== null) later(deadline);
    const writes = wake === null || wake.lane === 'write';
    const blocked = record.holds.blocked !== null;
    if (writes && !blocked && at <= now + clockAheadMs && needsClock(lane, s)) clocks.add(lane);
    if (writes && at > now) later(at - clockAheadMs);
    if (at > now || s.isBusy(record.id) || s.stoodStill(record, lane)) continue;
    if (writes) {
      // While the server's clock is being read nothing can be judged, except a recall, which needs no clock.
      if (!blocked && lane.skewMs === null && s.online(lane) && !isRecall(record)) continue;
      writers.set(lane, [...(writers.get(lane) ?? []), record]);
    } else if (wake.lane === 'time') ticks.push(record);
    else {
      const running = readers.get(lane) ?? lane.reading.size;
      if (!s.online(lane) || running >= readsAtOnce) continue;
      if (lane.limitedUntil !== null && now < lane.limitedUntil) {
        later(lane.limitedUntil);
        continue;
      }
      readers.set(lane, running + 1);
      ticks.push(record);
    }
  }

  for (const [lane, waiting] of writers) {
    if (lane.writing !== null) continue;
    if (now < lane.nextWriteAt) later(lane.nextWriteAt);
    else {
      const [first] = waiting.sort(inDueOrder);
      if (first) departures.push(first);
    }
  }
  for (const lane of clocks) if (now < lane.clockAt) later(lane.clockAt);
  return {
    ticks,
    departures,
    clocks: [...clocks].filter((lane) => now >= lane.clockAt && !lane.readingClock && s.online(lane)),
    wakeAt: any ? Math.min(wakeAt, now + longestSleepMs) : null,
  };
}

const needsClock = (lane: AccountLane, { maxSkewMs }: Situation): boolean =>
  lane.skewMs === null || Math.abs(lane.skewMs) > maxSkewMs;

const isRecall = (record: OutboxRecord): boolean => record.phase.tag === 'recalling';

/** What is to be taken back first; then by the moment at which it leaves; then as it was written. */
function inDueOrder(a: OutboxRecord, b: OutboxRecord): number {
  return (
    Number(isRecall(b)) - Number(isRecall(a)) ||
    departsAt(a.wish) - departsAt(b.wish) ||
    a.createdAt - b.createdAt ||
    (a.id < b.id ? -1 : 1)
  );
}
