import * as v from 'valibot';
import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import type { HttpError, HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { errorSchema } from './wire.ts';

/** `read`: safe to repeat, so a lost answer is the server's trouble. `write`: a lost answer leaves the outcome open. */
export type Effect = 'read' | 'write';

const defaultPauseMs = 60_000;
const longestPauseMs = 24 * 3_600_000;
const rawMax = 2_000;

/** What a failed transport means for a call. */
export function lostCall(error: HttpError, effect: Effect): ConnectorError {
  if (error.tag === 'not-sent') return { tag: 'offline', failure: error.failure };
  return { tag: effect === 'write' ? 'unknown-outcome' : 'server', failure: error.failure };
}

/** An answer that cannot be trusted: of a write one cannot know, a read is reported with what was seen. */
export function unreadable(response: HttpResponse, effect: Effect, what: string): ConnectorError {
  const code: ErrorCode = isJson(response) ? 'protocol' : 'html-instead-of-data';
  const told = failure(code, { what, status: response.status });
  const isShape = code === 'protocol';
  const raw = response.text.slice(0, rawMax);
  if (effect === 'write') return { tag: 'unknown-outcome', failure: told, ...(isShape ? { raw } : {}) };
  return isShape ? { tag: 'protocol', failure: told, raw } : { tag: 'server', failure: told };
}

/**
 * What a refusal means. Its name decides where there is one, because the protocol answers an expired token with
 * 400, and a repeated record key with 500. `now` is our clock, epoch ms.
 */
export function refusal(response: HttpResponse, effect: Effect, now: number): ConnectorError {
  const { status } = response;
  const body = isJson(response) ? v.safeParse(errorSchema, parsed(response.text)) : null;
  if (status === 429) return { tag: 'rate-limited', until: pauseUntil(response, now) };
  if (!body?.success) return unreadable(response, effect, 'error');
  const { error: name, message } = body.output;
  const detail = { status, reason: name };
  const refused = (code: ErrorCode, more: Readonly<Record<string, string>> = {}): ConnectorError => ({
    tag: 'rejected',
    failure: failure(code, { ...detail, ...more }),
  });
  const unauthorised = (code: ErrorCode): ConnectorError => ({ tag: 'auth', failure: failure(code, detail) });

  switch (name) {
    case 'ExpiredToken':
      return unauthorised('authorisation-expired');
    case 'InvalidToken':
      return unauthorised(aboutScope(message) ? 'scope-missing' : 'token-revoked');
    case 'AuthFactorTokenRequired':
      return unauthorised('second-factor-needed');
    case 'AccountTakedown':
    case 'AccountSuspended':
    case 'AccountDeactivated':
      return unauthorised('account-suspended');
    case 'RecordNotFound':
    case 'NotFound':
      return { tag: 'gone', failure: failure('target-gone', detail) };
    case 'PayloadTooLarge':
    case 'BlobTooLarge':
      return refused('media-too-large');
    case 'XRPCNotSupported':
    case 'MethodNotImplemented':
      return refused('not-offered');
  }
  if (status === 401) return unauthorised('token-revoked');
  if (status === 403 && aboutScope(message)) return unauthorised('scope-missing');
  if (status === 413) return refused('media-too-large');
  if (status >= 500 || status === 408)
    return {
      tag: effect === 'write' ? 'unknown-outcome' : 'server',
      failure: failure('server-error', detail),
    };
  if (status < 400) return unreadable(response, effect, 'error');
  if (/could not locate record/i.test(message))
    return { tag: 'gone', failure: failure('target-gone', detail) };
  if (/could not find blob/i.test(message)) return refused('media-missing');
  // What the bytes are decides, not what they were said to be.
  if (name === 'InvalidMimeType' || /mime-?type|wrong type of file/i.test(message))
    return refused('media-type-refused');
  if (/(file|blob|image).*(too (large|big)|larger than)|blob too big/i.test(message))
    return refused('media-too-large');
  // Servers have two wordings; the newer one may quote the value itself, so only the field is kept of it.
  const field = /\bat (\$[\w.[\]]*)/.exec(message)?.[1] ?? /\b(Record\/[\w/]+)/.exec(message)?.[1] ?? '';
  if (/must not be longer than|(grapheme|string)s? too big/i.test(message))
    return refused(/\balt$/.test(field) ? 'alt-too-long' : 'text-too-long', { field });
  return refused('rejected', { field });
}

const aboutScope = (message: string): boolean => /bad token (scope|method)|scope/i.test(message);

/** When the server will listen again, on our clock: its own header is on its clock, which its `Date` header tells. */
function pauseUntil(response: HttpResponse, now: number): number {
  const serverNow = serverClock(response) ?? now;
  const reset = Number(response.headers['ratelimit-reset'] ?? NaN) * 1000 - serverNow;
  const after = response.headers['retry-after'] ?? '';
  const seconds = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - serverNow;
  const pause = [seconds, reset].find((ms) => Number.isFinite(ms) && ms > 0) ?? defaultPauseMs;
  return now + Math.min(Math.max(pause, 1_000), longestPauseMs);
}

/** The server's clock by its `Date` header, epoch ms; null when it says none. */
export function serverClock(response: HttpResponse): number | null {
  const at = Date.parse(response.headers['date'] ?? '');
  return Number.isNaN(at) ? null : at;
}

export const isJson = (response: HttpResponse): boolean =>
  /\bjson\b/i.test(response.headers['content-type'] ?? '');

/** JSON, or undefined for what is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
