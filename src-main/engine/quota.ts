import * as v from 'valibot';
import type { Quota } from '../../src-shared/domain/vitals.ts';
import type { HttpResponse } from './http.ts';

/** Windows longer than any that was ever seen are somebody's mistake. */
const longestMs = 48 * 3_600_000;
/** A rolling window gives back within the hour what was used in it, unless the server names minutes. */
const rollingMs = 3_600_000;

/**
 * What an answer says of the budget: `RateLimit-*` (a draft of the IETF, seconds since 1970 or until the reset),
 * `X-RateLimit-*` (an ISO date), also spelled `X-Rate-Limit-*`, or `X-*-Usage` (percent of a rolling window that is
 * used, as JSON). Moments are on the server's clock and are read as a distance from its `Date`.
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
  if (!Number.isFinite(limit) || !Number.isFinite(left) || reset === undefined || limit <= 0)
    return usageOf(headers, kind, now);
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

const figures = {
  call_count: v.fallback(v.number(), 0),
  total_time: v.fallback(v.number(), 0),
  total_cputime: v.fallback(v.number(), 0),
};
const appUsageSchema = v.object(figures);
const useCaseSchema = v.record(
  v.string(),
  v.array(v.object({ ...figures, estimated_time_to_regain_access: v.fallback(v.number(), 0) })),
);

/** The fullest of the rolling windows that an answer names, in percent; null: it names none. */
function usageOf(headers: Readonly<Record<string, string>>, kind: Quota['kind'], now: number): Quota | null {
  const uses = [
    ...['x-app-usage', 'x-page-usage'].flatMap((name) => {
      const read = v.safeParse(appUsageSchema, jsonOf(headers[name]));
      return read.success ? [{ ...read.output, estimated_time_to_regain_access: 0 }] : [];
    }),
    ...(() => {
      const read = v.safeParse(useCaseSchema, jsonOf(headers['x-business-use-case-usage']));
      return read.success ? Object.values(read.output).flat() : [];
    })(),
  ];
  if (uses.length === 0) return null;
  const used = Math.max(...uses.map((use) => Math.max(use.call_count, use.total_time, use.total_cputime)));
  const minutes = Math.max(...uses.map((use) => use.estimated_time_to_regain_access));
  const inMs = minutes > 0 ? Math.min(minutes * 60_000, longestMs) : rollingMs;
  return { kind, limit: 100, left: Math.max(0, 100 - Math.ceil(used)), resetAt: now + inMs };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
