import type { AccountId } from '../../../src-shared/ids.ts';
import { outboxPolicy } from '../../../src-shared/outbox/policy.ts';
import type { Cause, OutboxRecord } from '../../../src-shared/outbox/record.ts';
import { isBeingRead } from '../../../src-shared/outbox/steps.ts';
import type { Log } from '../../diagnostics/log.ts';
import type { Clock } from '../clock.ts';
import { limit, type AccountLane } from './account-lane.ts';
import type { Requests } from './requests.ts';
import { readServerClock } from './server-clock.ts';
import type { MakeEvent } from './transitions.ts';

/**
 * How far this machine's clock can be believed: what each account's server says of it, and that it was moved under
 * us, which the steady clock tells. What was counted from it is counted anew then, and what is being read back settles
 * for as long as before.
 */
export interface TrueTime {
  /** The server's clock minus ours now, ms; null: not known. */
  skewOf(lane: AccountLane): number | null;
  /** Asks the account's server for the time. */
  read(lane: AccountLane): void;
  /** Looks whether our clock was moved since the last look, and draws the consequences. */
  noticeMoves(): void;
  /** The machine was asleep: what was counted while it was not is settled anew, and no server's clock is known. */
  woke(): void;
}

export function createTrueTime(deps: {
  readonly clock: Clock;
  readonly log: Log;
  readonly requests: Requests;
  /** The lanes that there are; more come. */
  readonly lanes: ReadonlyMap<AccountId, AccountLane>;
  readonly live: () => Iterable<OutboxRecord>;
  /** An event that must not be lost. */
  readonly send: (record: OutboxRecord, make: MakeEvent) => Promise<unknown>;
  readonly refuse: (id: AccountId, cause: Cause) => Promise<void>;
  /** Something is known that was not: others may have their turn. */
  readonly next: () => void;
}): TrueTime {
  const { clock, log, requests, lanes, live, send, refuse, next } = deps;
  /** Ours minus the steady clock: it changes when somebody sets the clock, or the machine slept. */
  const against = (): number => clock.now() - clock.monotonic();
  let offset = against();
  /** The same when the looks of what is being read back were last moved with the clock. */
  let settlingOffset = offset;
  /** Grows when what was known of the servers' clocks is worth nothing any more. */
  let age = 0;

  /** What was read, and by how much our clock has been moved since. */
  const skewOf = ({ skewMs, readAgainst }: AccountLane): number | null =>
    skewMs === null ? null : Math.round(skewMs - (against() - readAgainst));

  const read = (lane: AccountLane): void => {
    lane.readingClock = true;
    const asOf = age;
    requests.track(async () => {
      const trouble = await readServerClock(lane, { clock, requests, log });
      lane.readingClock = false;
      // Read across a jump: it speaks of a clock that is gone.
      if (asOf !== age) lane.skewMs = null;
      if (trouble?.tag === 'rate-limited') limit(lane, trouble.until, trouble.failure);
      if (trouble?.tag === 'auth') await refuse(lane.id, trouble.failure);
      lane.version += 1;
      next();
    });
  };

  const forget = (lane: AccountLane): void => {
    lane.skewMs = null;
    lane.clockAt = 0;
    lane.version += 1;
  };

  const doubt = (): void => {
    offset = against();
    age += 1;
    for (const lane of lanes.values()) forget(lane);
  };

  const tellAll = (which: (record: OutboxRecord) => boolean, make: MakeEvent): void =>
    requests.track(async () => {
      for (const record of live()) if (which(record)) await send(record, make);
      next();
    });

  /** What was counted from the clock that was wrong is counted from the one that is right. */
  const recount = (setBackBy: number): void => {
    settlingOffset = against();
    for (const lane of lanes.values()) {
      lane.nextWriteAt += setBackBy;
      if (lane.limitedUntil !== null) lane.limitedUntil += setBackBy;
    }
    tellAll(
      () => true,
      (_, env) => ({ tag: 'clock-set', env, seen: true }),
    );
  };

  const moveLooks = (by: number): void => {
    settlingOffset += by;
    tellAll(isBeingRead, (_, env) => ({ tag: 'clock-moved', env, by }));
  };

  const noticeMoves = (): void => {
    const jumped = against() - offset;
    if (Math.abs(jumped) > outboxPolicy.maxSkewMs) {
      log.warn('outbox.clock-jump', { ms: Math.round(jumped) });
      doubt();
      recount(Math.min(0, jumped));
      return;
    }
    // Less than that proves nothing about a departure, and too much about how long ago a connection closed.
    const crept = against() - settlingOffset;
    if (Math.abs(crept) > outboxPolicy.maxLookMoveMs) moveLooks(crept);
    // Small moves add up: a clock that was nearly wrong when it was compared, or one that creeps.
    for (const lane of lanes.values()) {
      if (lane.skewMs === null || Math.abs(lane.skewMs) > outboxPolicy.maxSkewMs) continue;
      if (Math.abs(skewOf(lane) ?? 0) > outboxPolicy.maxSkewMs) forget(lane);
    }
  };

  return {
    skewOf,
    read,
    noticeMoves,
    woke: () => {
      // First: once the clocks are doubted the sleep is no jump any more, and looks that were set since would move with it.
      noticeMoves();
      doubt();
    },
  };
}
