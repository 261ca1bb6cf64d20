import type { HttpResponse } from '../../engine/http.ts';

/** Given to an answer that names no moment. */
const unnamedMs = 60_000;
const shortestMs = 1_000;
const longestMs = 25 * 3_600_000;

/** The windows that an answer may speak of (x §6): a quarter of an hour, and 24 hours by app and by user. */
const windows = ['x-rate-limit', 'x-app-limit-24hour', 'x-user-limit-24hour'] as const;

/**
 * When one may ask again, epoch ms on our clock. A 429 may arrive with requests left in the short window: then it is
 * a longer one that is used up. The latest reset of the windows that are used up counts; when none says so, the latest
 * of all.
 */
export function waitUntil(response: HttpResponse, now: number): number {
  const told = windows.flatMap((name) => {
    const reset = Number(response.headers[`${name}-reset`]);
    if (!Number.isFinite(reset) || reset < 1_000_000_000) return [];
    const left = response.headers[`${name}-remaining`];
    return [
      { usedUp: left !== undefined && Number(left) <= 0, inMs: reset * 1_000 - serverNow(response, now) },
    ];
  });
  const usedUp = told.filter((window) => window.usedUp);
  const counted = (usedUp.length > 0 ? usedUp : told).map(({ inMs }) => inMs);
  const wait = counted.length > 0 ? Math.max(...counted) : (retryAfter(response) ?? unnamedMs);
  return now + Math.min(Math.max(wait, shortestMs), longestMs);
}

function retryAfter(response: HttpResponse): number | null {
  const seconds = Number(response.headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}

/** The server's clock when it answered, epoch ms; ours when it does not say. */
export function serverNow(response: HttpResponse, now: number): number {
  const date = Date.parse(response.headers['date'] ?? '');
  return Number.isFinite(date) ? date : now;
}
