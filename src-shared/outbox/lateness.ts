import type { OutboxRecord, Wish } from './record.ts';

/**
 * The gate that every way into `sending` passes: a scheduled post later than its tolerance does not leave by itself,
 * whatever it was waiting for.
 */

/** From when on the delivery may leave, epoch ms. */
export function departsAt(wish: Wish): number {
  if (wish.releasedAt !== null) return wish.releasedAt;
  return wish.leaving.tag === 'now' ? wish.leaving.leavesAt : wish.leaving.moment.dueAt;
}

/** The last moment (epoch ms) at which a scheduled delivery still leaves by itself; null: no limit. */
export function latestDeparture(wish: Wish): number | null {
  if (wish.leaving.tag === 'now') return null;
  return Math.max(wish.leaving.moment.dueAt, wish.releasedAt ?? 0) + Math.max(0, wish.leaving.toleranceMs);
}

export type LatenessVerdict = 'early' | 'on-time' | 'missed' | 'expired';

/** Whether a departure at `now` (epoch ms) is early, in time, too late for its tolerance, or past answering. */
export function lateness(record: Pick<OutboxRecord, 'wish' | 'expiresAt'>, now: number): LatenessVerdict {
  if (record.expiresAt !== null && now > record.expiresAt) return 'expired';
  if (now < departsAt(record.wish)) return 'early';
  const latest = latestDeparture(record.wish);
  return latest !== null && now > latest ? 'missed' : 'on-time';
}
