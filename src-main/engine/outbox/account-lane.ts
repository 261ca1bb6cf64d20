import type { AccountId, DeliveryId } from '../../../src-shared/ids.ts';
import type { Cause } from '../../../src-shared/outbox/record.ts';
import type { LastPost } from '../../../src-shared/outbox/spacing.ts';

/** What the runner knows of one account's dealings with its server. Nothing here outlives the process. */
export interface AccountLane {
  readonly id: AccountId;
  /** The delivery that holds the one lane of departures, null when it is free. */
  writing: DeliveryId | null;
  /** Its request is under way; false while it is only being asked whether it wants to leave. */
  performing: boolean;
  /** The request under way takes a frozen post back from the network's scheduler. */
  takingBack: boolean;
  /** The next departure not before this, epoch ms. */
  nextWriteAt: number;
  /** The last post that left, which those that became due with it keep their distance from; undefined: not looked up. */
  lastPost: LastPost | null | undefined;
  /** Reads under way. */
  readonly reading: Set<DeliveryId>;
  /** The server asked to be left alone until then, epoch ms. */
  limitedUntil: number | null;
  /** What it is left alone for, where that is not a window of requests. */
  limitedFor: Cause | null;
  /** The server's clock minus ours, ms; null: not read since start, wake or a jump. */
  skewMs: number | null;
  /** Our clock minus the steady one when it was read: what ours has moved since can be told without asking again. */
  readAgainst: number;
  /** How far from the truth that reading may be, ms. */
  skewErrorMs: number;
  readingClock: boolean;
  /** The clock is not asked for again before this, epoch ms. */
  clockAt: number;
  clockFailures: number;
  /** The person was told that the account is refused. */
  toldBlocked: boolean;
  /** Grows with everything here or outside that may let a delivery go on which stood still. */
  version: number;
}

export const newLane = (id: AccountId): AccountLane => ({
  id,
  writing: null,
  performing: false,
  takingBack: false,
  nextWriteAt: 0,
  lastPost: undefined,
  reading: new Set(),
  limitedUntil: null,
  limitedFor: null,
  skewMs: null,
  readAgainst: 0,
  skewErrorMs: 0,
  readingClock: false,
  clockAt: 0,
  clockFailures: 0,
  toldBlocked: false,
  version: 0,
});

/** The account's server is left alone until `until`, epoch ms. */
export function limit(lane: AccountLane, until: number, cause: Cause | undefined): void {
  lane.limitedUntil = Math.max(lane.limitedUntil ?? 0, until);
  lane.limitedFor = cause ?? null;
  lane.version += 1;
}
