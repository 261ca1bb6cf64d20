import { momentOf, wallOf } from './moment.ts';
import { quickMoments } from './quick-moments.ts';
import type { Moment } from '../domain/post.ts';

const minuteMs = 60_000;

/**
 * The next moment at which a post may leave without coming too near to another one: the first of the quick moments
 * that is free, or, when each of them is taken, the first free one after them.
 *
 * @param now epoch ms
 * @param zone in which the moment is meant
 * @param taken moments (epoch ms) of the account's other posts
 * @param spacingMs least distance from any of them; at least a minute is kept
 */
export function nextFree(now: number, zone: string, taken: readonly number[], spacingMs: number): Moment {
  const distance = Math.max(minuteMs, spacingMs);
  const isFree = (at: number): boolean => taken.every((other) => Math.abs(other - at) >= distance);
  const quick = quickMoments(now, zone)
    .map(({ wall }) => momentOf(wall, zone).moment)
    .filter(({ dueAt }) => dueAt > now);
  const free = quick.find(({ dueAt }) => isFree(dueAt));
  if (free !== undefined) return free;
  // Each step goes past one that is taken, so it ends.
  let at = Math.max(now + minuteMs, ...quick.map(({ dueAt }) => dueAt));
  for (const other of [...taken].sort((a, b) => a - b))
    if (Math.abs(other - at) < distance) at = Math.ceil((other + distance) / minuteMs) * minuteMs;
  // A wall time that comes twice means its first time: that may lie an hour back, never behind now.
  const { moment } = momentOf(wallOf(at, zone), zone);
  return moment.dueAt > now ? moment : { ...moment, dueAt: at };
}
