import * as v from 'valibot';
import { failure, type ErrorCode, type Failure } from '../../../src-shared/errors.ts';
import type { HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { jsonOf } from './json.ts';
import { postUrl } from './places.ts';

/** Whether a lost or odd answer leaves it open if something was done. */
export type Kind = 'read' | 'write';

interface Scene {
  readonly host: string;
  readonly now: number;
  /** How long ago the token was had. */
  readonly tokenAgeMs: number;
}

/** A fresh token is refused in the words of a revoked one for some seconds. */
const freshTokenMs = 90_000;
const freshPauseMs = 7_000;
/** What is counted is not said, so it is asked again long before the day is over. */
const longestPauseMs = 15 * 60_000;
const dayMs = 86_400_000;

const text = v.fallback(v.string(), '');
const errorSchema = v.object({
  code: text,
  message: text,
  serviceErrorCode: v.fallback(v.union([v.number(), v.string()]), 0),
  error: text,
  error_description: text,
  errorDetails: v.fallback(
    v.object({
      inputErrors: v.array(
        v.object({
          code: text,
          description: text,
          input: v.fallback(v.object({ inputPath: v.object({ fieldPath: v.string() }) }), {
            inputPath: { fieldPath: '' },
          }),
        }),
      ),
    }),
    { inputErrors: [] },
  ),
});

/** A refusal as the network words it, whichever of its shapes it chose. */
interface Said {
  readonly code: string;
  readonly message: string;
  readonly service: number;
  /** Path of the field that is wrong; empty when none is named. */
  readonly field: string;
}

/**
 * What an answer means when it is not the one hoped for; null for an answer below 300.
 *
 * A write is only believed to have been refused when the application itself says so in JSON with a 4xx: a page of
 * HTML, a 5xx or a redirect comes from something in front of it, behind which the work may have been done.
 */
export function refusalOf(response: HttpResponse, kind: Kind, scene: Scene): ConnectorError | null {
  const { status } = response;
  if (status >= 200 && status < 300 && !isHtml(response)) return null;
  if (status === 429) return { tag: 'rate-limited', until: pauseUntil(scene.now) };
  if (status === 413) return { tag: 'rejected', failure: failure('media-too-large', { host: scene.host }) };
  const isRefused = status >= 400 && status < 500 && status !== 408 && status !== 409 && !isHtml(response);
  if (isRefused) return clientError(status, saidIn(response), scene);
  const cause = failure(isHtml(response) ? 'html-instead-of-data' : 'server-error', {
    host: scene.host,
    status,
  });
  return { tag: kind === 'write' ? 'unknown-outcome' : 'server', failure: cause };
}

/** Counters begin anew at midnight, UTC. */
function pauseUntil(now: number): number {
  const midnight = (Math.floor(now / dayMs) + 1) * dayMs;
  return Math.min(midnight, now + longestPauseMs);
}

/** Whether a page for people came instead of data. */
const isHtml = (response: HttpResponse): boolean =>
  /^text\/html|^application\/xhtml/i.test(response.headers['content-type'] ?? '') ||
  /^\s*<(?:!doctype|html)/i.test(response.text.slice(0, 200));

function saidIn(response: HttpResponse): Said {
  const parsed = v.safeParse(errorSchema, jsonOf(response.text));
  if (!parsed.success) return { code: '', message: response.text.slice(0, 200), service: 0, field: '' };
  const { output } = parsed;
  const [detail] = output.errorDetails.inputErrors;
  return {
    code: detail?.code || output.code || output.error,
    message: (output.message || output.error_description || detail?.description || '').slice(0, 300),
    service: Number(output.serviceErrorCode),
    field: detail?.input.inputPath.fieldPath ?? '',
  };
}

function clientError(status: number, said: Said, scene: Scene): ConnectorError {
  const about = { host: scene.host, status };
  const auth = (code: ErrorCode): ConnectorError => ({ tag: 'auth', failure: failure(code, about) });
  switch (status) {
    case 401:
      if (said.service === 65601 && scene.tokenAgeMs >= 0 && scene.tokenAgeMs < freshTokenMs)
        return { tag: 'rate-limited', until: scene.now + freshPauseMs };
      return auth(said.service === 65602 ? 'authorisation-expired' : 'token-revoked');
    case 403:
      return auth('scope-missing');
    case 404:
    case 410:
      return { tag: 'gone', failure: failure('target-gone', about) };
    case 426:
      // Nothing of the account is wrong, and nothing was done: this Vigie is too old.
      return { tag: 'rejected', failure: failure('protocol', { ...about, field: 'Linkedin-Version' }) };
    default:
      return { tag: 'rejected', failure: rejectionOf(said, about) };
  }
}

/** The codes by which it refuses a post or a file. */
const rejections: ReadonlyMap<string, ErrorCode> = new Map([
  ['FIELD_LENGTH_TOO_LONG', 'text-too-long'],
  ['INVALID_VALUE_BLANK_FIELD', 'text-empty'],
  ['MEDIA_ASSET_PROCESSING_FAILED', 'media-processing-failed'],
  ['UPDATING_ASSET_FAILED', 'media-processing-failed'],
  ['MEDIA_ASSET_WAITING_UPLOAD', 'media-processing-failed'],
  ['EXPIRED_UPLOAD_URL', 'media-missing'],
]);

function rejectionOf(said: Said, about: Failure['detail']): Failure {
  const isAlt = /altText/i.test(said.field);
  const isPoll = /\/poll\b/i.test(said.field);
  // A medium that it no longer knows is uploaded again.
  const isLostMedium =
    said.code.startsWith('INVALID_URN') && /\/(?:media|multiImage|article\/thumbnail)\b/.test(said.field);
  const code = isAlt
    ? 'alt-too-long'
    : isPoll
      ? 'poll-invalid'
      : isLostMedium
        ? 'media-missing'
        : (rejections.get(said.code) ?? 'rejected');
  const limit = /maximum of (\d+)/.exec(said.message)?.[1];
  return failure(code, {
    ...about,
    // What the network said, and never a code without words.
    message: said.message === '' ? said.code : said.message.slice(0, 200),
    reason: said.code,
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  });
}

/** The medium of a post is not ready yet: nothing was done. */
export const isStillProcessing = (error: ConnectorError): boolean =>
  error.tag === 'rejected' && error.failure.detail['reason'] === 'MEDIA_ASSET_WAITING_UPLOAD';

/** The URN that a refusal of a duplicate names; null for any other error. Empty: it named none. */
export function duplicateOf(error: ConnectorError): string | null {
  if (error.tag !== 'rejected' || error.failure.detail['reason'] !== 'DUPLICATE_POST') return null;
  const message = error.failure.detail['message'];
  return /urn:li:(?:share|ugcPost):\d+/.exec(typeof message === 'string' ? message : '')?.[0] ?? '';
}

/** An equal post was refused; where the one that is there stands, as far as it is known. */
export const duplicateFailure = (urn: string): Failure =>
  failure('duplicate-post', { url: urn === '' ? null : postUrl(urn) });
