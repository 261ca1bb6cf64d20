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
  return (
    (wish.lateFrom ?? Math.max(wish.leaving.moment.dueAt, departsAt(wish))) +
    Math.max(0, wish.leaving.toleranceMs)
  );
}

/** The wish let go at `at` (epoch ms) by the end of a freeze: it is as late as it was. */
export function letGoAt(wish: Wish, at: number): Wish {
  const { leaving } = wish;
  if (leaving.tag === 'now') return releasedAt(wish, at);
  const lateFrom = wish.lateFrom ?? Math.max(leaving.moment.dueAt, departsAt(wish));
  return { ...wish, releasedAt: at, lateFrom };
}

/** The wish as a person wants it now that they say "now": at `at` (epoch ms), and late only from then on. */
export function releasedAt(wish: Wish, at: number): Wish {
  const { lateFrom: _, ...rest } = wish;
  return { ...rest, releasedAt: at };
}

export type LatenessVerdict = 'early' | 'on-time' | 'missed' | 'expired';

/** Whether a departure at `now` (epoch ms) is early, in time, too late for its tolerance, or past answering. */
export function lateness(record: Pick<OutboxRecord, 'wish' | 'expiresAt'>, now: number): LatenessVerdict {
  if (record.expiresAt !== null && now > record.expiresAt) return 'expired';
  if (now < departsAt(record.wish)) return 'early';
  const latest = latestDeparture(record.wish);
  return latest !== null && now > latest ? 'missed' : 'on-time';
}
