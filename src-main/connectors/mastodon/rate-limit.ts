import type { HttpResponse } from '../../engine/http.ts';

/** Given to a server that names no moment (Pleroma counts in tens of seconds). */
const unnamedMs = 60_000;
const shortestMs = 1_000;
const longestMs = 24 * 3_600_000;

/**
 * When a server that said "too many requests" may be asked again, epoch ms on our clock. `X-RateLimit-Reset` is an
 * ISO date (some servers: seconds since 1970) on the server's clock, so it is read as a distance from its `Date`.
 */
export function waitUntil(response: HttpResponse, now: number): number {
  const wait = untilReset(response, now) ?? retryAfter(response, now) ?? unnamedMs;
  return now + Math.min(Math.max(wait, shortestMs), longestMs);
}

function untilReset(response: HttpResponse, now: number): number | null {
  const reset = response.headers['x-ratelimit-reset'];
  if (reset === undefined) return null;
  const at = /^\d{9,11}$/.test(reset.trim()) ? Number(reset) * 1_000 : Date.parse(reset);
  return Number.isFinite(at) ? at - serverNow(response, now) : null;
}

function retryAfter(response: HttpResponse, now: number): number | null {
  const said = response.headers['retry-after'];
  if (said === undefined) return null;
  if (/^\d+$/.test(said.trim())) return Number(said) * 1_000;
  const at = Date.parse(said);
  return Number.isFinite(at) ? at - serverNow(response, now) : null;
}

/** The server's clock when it answered, epoch ms; ours when it does not say. */
export function serverNow(response: HttpResponse, now: number): number {
  const date = Date.parse(response.headers['date'] ?? '');
  return Number.isFinite(date) ? date : now;
}
