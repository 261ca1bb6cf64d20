import type { Quota } from '../../src-shared/domain/vitals.ts';
import type { HttpResponse } from './http.ts';

/** Windows longer than any that was ever seen are somebody's mistake. */
const longestMs = 48 * 3_600_000;

/**
 * What an answer says of the budget: `RateLimit-*` (a draft of the IETF, seconds since 1970 or until the reset) or
 * `X-RateLimit-*` (an ISO date), also spelled `X-Rate-Limit-*`. Moments are on the server's clock and are read as a distance from its `Date`.
 *
 * @param now epoch ms on our clock
 * @returns null when the answer says nothing usable
 */
export function quotaOf(
  { headers }: Pick<HttpResponse, 'headers'>,
  kind: Quota['kind'],
  now: number,
): Quota | null {
  const named = (name: string): string | undefined =>
    headers[`ratelimit-${name}`] ?? headers[`x-ratelimit-${name}`] ?? headers[`x-rate-limit-${name}`];
  const [limit, left, reset] = [Number(named('limit')), Number(named('remaining')), named('reset')];
  if (!Number.isFinite(limit) || !Number.isFinite(left) || reset === undefined || limit <= 0) return null;
  const inMs = untilReset(reset.trim(), Date.parse(headers['date'] ?? ''), now);
  if (inMs === null || inMs > longestMs) return null;
  return { kind, limit, left: Math.max(0, left), resetAt: now + Math.max(0, inMs) };
}

function untilReset(reset: string, date: number, now: number): number | null {
  const serverNow = Number.isFinite(date) ? date : now;
  if (/^\d+$/.test(reset)) {
    const seconds = Number(reset);
    // A count of seconds since 1970 has nine digits or more; a shorter one is how long it takes.
    return seconds > 100_000_000 ? seconds * 1_000 - serverNow : seconds * 1_000;
  }
  const at = Date.parse(reset);
  return Number.isFinite(at) ? at - serverNow : null;
}
