import * as v from 'valibot';
import { failure, type ErrorCode, type Failure } from '../../../src-shared/errors.ts';
import type { HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { jsonOf } from './json.ts';
import { waitUntil } from './rate-limit.ts';
import { wireErrorSchema } from './wire.ts';

/** Whether a lost or odd answer leaves it open if something was done. */
export type Kind = 'read' | 'write';

interface Scene {
  readonly host: string;
  readonly now: number;
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
  if (status === 429) return { tag: 'rate-limited', until: waitUntil(response, scene.now) };
  const said = v.safeParse(wireErrorSchema, jsonOf(response.text));
  const words = said.success ? `${said.output.error} ${said.output.error_description ?? ''}`.trim() : '';
  // The request was cut off before the application: nothing can have been done.
  if (status === 413) return { tag: 'rejected', failure: failure('media-too-large', { host: scene.host }) };
  if (status >= 400 && status < 500 && status !== 408 && status !== 409 && !isHtml(response))
    return clientError(status, words, scene.host);
  const cause = failure(isHtml(response) ? 'html-instead-of-data' : 'server-error', {
    host: scene.host,
    status,
  });
  return { tag: kind === 'write' ? 'unknown-outcome' : 'server', failure: cause };
}

/** Whether a page for people came instead of data. */
export const isHtml = (response: HttpResponse): boolean =>
  /^text\/html|^application\/xhtml/i.test(response.headers['content-type'] ?? '') ||
  /^\s*<(?:!doctype|html)/i.test(response.text.slice(0, 200));

function clientError(status: number, words: string, host: string): ConnectorError {
  const about = { host, status };
  const auth = (code: ErrorCode): ConnectorError => ({ tag: 'auth', failure: failure(code, about) });
  switch (status) {
    case 401:
      return auth('token-revoked');
    case 403:
      if (/scope|insufficient permissions/i.test(words)) return auth('scope-missing');
      if (/login is currently disabled|pending approval|confirm|suspended/i.test(words))
        return auth('account-suspended');
      // Pleroma's words for a token that it does not know.
      if (/invalid credentials/i.test(words)) return auth('token-revoked');
      return { tag: 'rejected', failure: failure('rejected', { ...about, message: words.slice(0, 200) }) };
    case 404:
    case 410:
      return {
        tag: 'gone',
        failure: failure(/reply|replying/i.test(words) ? 'parent-gone' : 'target-gone', about),
      };
    default:
      // Older servers say 422 to somebody whom they do not know.
      if (/requires an authenticated user/i.test(words)) return auth('token-revoked');
      return { tag: 'rejected', failure: rejectionOf(words, about) };
  }
}

/** The words by which servers refuse a post, a file or a date, in the order in which they are tried. */
const rejections: readonly (readonly [RegExp, ErrorCode])[] = [
  [/not finished processing|still processing|not been processed yet/i, 'media-processing-failed'],
  [/scheduled.*(?:limit|exceeded)|(?:limit|exceeded).*scheduled/i, 'schedule-too-many'],
  [/scheduled/i, 'schedule-too-soon'],
  [/already attached|media \S+ not found|media.* not found/i, 'media-missing'],
  [/cannot attach more than|too many (?:media|attachments|files)/i, 'too-many-media'],
  [/(?:alt text|description).*(?:long|limit|exceed|characters)/i, 'alt-too-long'],
  [/poll.*media|media.*poll/i, 'poll-with-media'],
  [/poll|options|expires/i, 'poll-invalid'],
  [/content type|not supported|unsupported|cannot attach a video|mime/i, 'media-type-refused'],
  [/(?:file|image|video|media|upload).*(?:too (?:large|big)|size|less than|limit)/i, 'media-too-large'],
  [
    /character limit|too long|over the limit|limit exceeded|exceeds? .*(?:limit|characters)/i,
    'text-too-long',
  ],
  [/can't be blank|must provide|cannot post an empty|no status, cw|must have/i, 'text-empty'],
  [/error processing|could not be processed|invalid image|file is invalid/i, 'media-processing-failed'],
];

function rejectionOf(words: string, about: Failure['detail']): Failure {
  const code = rejections.find(([pattern]) => pattern.test(words))?.[1] ?? 'rejected';
  const limit = /\d+/.exec(words)?.[0];
  return failure(code, {
    ...about,
    message: words.slice(0, 200),
    ...(limit === undefined ? {} : { limit: Number(limit) }),
  });
}

/** Whether a post was refused because one of its media is not ready yet: nothing was done, try again soon. */
export const isStillProcessing = (error: ConnectorError): boolean =>
  error.tag === 'rejected' &&
  typeof error.failure.detail['message'] === 'string' &&
  (rejections[0]?.[0].test(error.failure.detail['message']) ?? false);
