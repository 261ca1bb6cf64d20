import { outboxPolicy } from './policy.ts';
import type { OutboxRecord, Wish } from './record.ts';

/**
 * The gate that every way into `sending` passes: a scheduled post later than its tolerance does not leave by itself,
 * whatever it was waiting for.
 */

/** The moment that the person gave it, epoch ms: its own, or when they said "now". */
export function ownMoment({ leaving, releasedAt }: Wish): number {
  return releasedAt ?? (leaving.tag === 'now' ? leaving.leavesAt : leaving.moment.dueAt);
}

/** From when on the delivery may leave, epoch ms: its own moment, or its turn among what an ended freeze let go. */
export const departsAt = (wish: Wish): number => Math.max(ownMoment(wish), wish.turn ?? 0);

/**
 * The last moment (epoch ms) at which a scheduled delivery still leaves by itself; null: no limit. The end of a freeze
 * begins no tolerance anew (decision 12). A turn that lies beyond it was chosen by the person who ended the freeze: it
 * is kept, or missed.
 */
export function latestDeparture(wish: Wish): number | null {
  if (wish.leaving.tag === 'now') return null;
  const own =
    Math.max(wish.leaving.moment.dueAt, wish.releasedAt ?? 0) + Math.max(0, wish.leaving.toleranceMs);
  return wish.turn !== undefined && wish.turn > own ? wish.turn + outboxPolicy.itsMinuteMs : own;
}

export type LatenessVerdict = 'early' | 'on-time' | 'missed' | 'expired';

/** Whether a departure at `now` (epoch ms) is early, in time, too late for its tolerance, or past answering. */
export function lateness(record: Pick<OutboxRecord, 'wish' | 'expiresAt'>, now: number): LatenessVerdict {
  if (record.expiresAt !== null && now > record.expiresAt) return 'expired';
  if (now < departsAt(record.wish)) return 'early';
  const latest = latestDeparture(record.wish);
  return latest !== null && now > latest ? 'missed' : 'on-time';
}
