import type { AccountId, DeliveryId } from '../../../src-shared/ids.ts';
import type { OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { activeStep } from '../../../src-shared/outbox/steps.ts';
import type { AccountLane } from './account-lane.ts';
import { clockAheadMs, type Agenda, type Appointment } from './agenda.ts';

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
  readonly agenda: Pick<Agenda, 'due' | 'next' | 'any'>;
  readonly laneOf: (account: AccountId) => AccountLane;
  readonly online: (lane: AccountLane) => boolean;
  /** Until when a post keeps its distance from the last one of its account, epoch ms; null: it need not. */
  readonly turnOf: (record: OutboxRecord) => number | null;
  /** Already being told. */
  readonly isBusy: (id: DeliveryId, lane: AccountLane) => boolean;
  /** Was told in this very situation, none of its moments has come since, and nothing came of it. */
  readonly stoodStill: (one: Appointment, lane: AccountLane) => boolean;
  readonly maxSkewMs: number;
  /** A frozen post is on its way back from a network's scheduler. */
  readonly takingBack: boolean;
}

/** Reads of one account at the same time. */
const readsAtOnce = 2;
/**
 * Even when nothing is due the clocks are compared this often: a laptop that slept does not run timers, and not every
 * system says that it woke. What falls due in the meantime is late by as much.
 */
const longestSleepMs = 10_000;

export function nextMoves(s: Situation): NextMoves {
  const { now } = s;
  const ticks: OutboxRecord[] = [];
  const departures: OutboxRecord[] = [];
  const clocks: AccountLane[] = [];
  let wakeAt = Infinity;
  let { takingBack } = s;
  const later = (at: number): void => {
    if (at > now) wakeAt = Math.min(wakeAt, at);
  };

  for (const { account, writers, others } of s.agenda.due(now)) {
    const lane = s.laneOf(account);
    // Also for what an account that is refused keeps back: that it is too late is said for good.
    if (needsClock(lane, s) && writers.some((one) => one.at <= now + clockAheadMs)) {
      if (now < lane.clockAt) later(lane.clockAt);
      else if (!lane.readingClock && s.online(lane)) clocks.push(lane);
    }

    const canAct = (one: Appointment): boolean =>
      one.at <= now && !s.isBusy(one.record.id, lane) && !s.stoodStill(one, lane);
    if (lane.writing === null) {
      // While the server's clock is being read nothing can be judged, except a recall, which needs no clock.
      const isUnjudged = (one: Appointment): boolean =>
        lane.skewMs === null && s.online(lane) && one.record.phase.tag !== 'recalling';
      for (const one of writers) {
        if (!canAct(one) || isUnjudged(one)) continue;
        const { record, deadline } = one;
        // Under a clock that a server contradicts it is kept by that, whoever's turn it is, and says so.
        const isContradicted = lane.skewMs !== null && needsClock(lane, s);
        const turn = isContradicted ? null : s.turnOf(record);
        if (turn === null) {
          takingBack ||= isFrozenRecall(one) && canBeAsked(lane, s);
          if (now < lane.nextWriteAt) later(lane.nextWriteAt);
          else departures.push(record);
          break;
        }
        later(turn);
        // Too late even for its turn, or kept by the network no more: that is said at once.
        if ((deadline !== null && deadline <= now) || isWaiting(record)) ticks.push(record);
      }
    }

    // A look that is only being asked for will be one of them.
    let reading = lane.reading.size;
    for (const { record, wake } of others.values())
      if (wake?.lane === 'read' && s.isBusy(record.id, lane) && !lane.reading.has(record.id)) reading += 1;
    for (const one of others.values()) {
      if (!canAct(one)) continue;
      if (one.wake?.lane === 'time') ticks.push(one.record);
      else if (!s.online(lane) || reading >= readsAtOnce) continue;
      else if (lane.limitedUntil !== null && now < lane.limitedUntil) later(lane.limitedUntil);
      else {
        reading += 1;
        ticks.push(one.record);
      }
    }
  }
  const next = s.agenda.next(now);
  if (next !== null) later(next);
  return {
    ticks,
    // What a freeze takes back from the networks comes before any other departure, whosever it is.
    departures: takingBack ? departures.filter((record) => record.phase.tag === 'recalling') : departures,
    clocks,
    wakeAt: s.agenda.any() ? Math.min(wakeAt, now + longestSleepMs) : null,
  };
}

const needsClock = (lane: AccountLane, { maxSkewMs }: Situation): boolean =>
  lane.skewMs === null || Math.abs(lane.skewMs) > maxSkewMs;

const isFrozenRecall = ({ record }: Appointment): boolean =>
  record.phase.tag === 'recalling' && record.holds.frozen && record.holds.blocked === null;

/** A server that cannot be asked now keeps nobody else waiting. */
const canBeAsked = (lane: AccountLane, s: Situation): boolean =>
  s.online(lane) && (lane.limitedUntil === null || s.now >= lane.limitedUntil);
const isWaiting = (record: OutboxRecord): boolean => activeStep(record)?.state.tag === 'waiting';
