import * as v from 'valibot';
import { failure, type ErrorCode, type Failure } from '../../../src-shared/errors.ts';
import type { HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { jsonOf } from './json.ts';
import { waitUntil } from './rate-limit.ts';

/** Whether a lost or odd answer leaves it open if something was done. */
export type Kind = 'read' | 'write';

interface Scene {
  readonly host: string;
  readonly now: number;
}

/** A problem (RFC 7807) with the network's own additions; every member may be missing (x §7). */
const problemSchema = v.object({
  title: v.fallback(v.string(), ''),
  detail: v.fallback(v.string(), ''),
  type: v.fallback(v.string(), ''),
  error: v.fallback(v.string(), ''),
  error_description: v.fallback(v.string(), ''),
  errors: v.fallback(
    v.array(
      v.object({
        message: v.fallback(v.string(), ''),
        code: v.fallback(v.nullable(v.number()), null),
        parameters: v.fallback(v.record(v.string(), v.unknown()), {}),
      }),
    ),
    [],
  ),
});

/** What an answer says of itself, in one text. */
export interface Said {
  /** The last part of the problem's type, whatever host it names. */
  readonly type: string;
  readonly words: string;
  readonly codes: readonly number[];
  /** Names of the parameters that were refused. */
  readonly parameters: readonly string[];
}

export function saidBy(response: HttpResponse): Said {
  const parsed = v.safeParse(problemSchema, jsonOf(response.text));
  if (!parsed.success) return { type: '', words: '', codes: [], parameters: [] };
  const { title, detail, type, error, error_description: description, errors } = parsed.output;
  return {
    type: type.slice(type.lastIndexOf('/') + 1),
    words: [title, detail, error, description, ...errors.map(({ message }) => message)]
      .filter((text) => text !== '')
      .join(' · '),
    codes: errors.flatMap(({ code }) => (code === null ? [] : [code])),
    parameters: errors.flatMap(({ parameters }) => Object.keys(parameters)),
  };
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
  const said = saidBy(response);
  // A cap of the month comes as 429 too, and no waiting of hours ends it (x §7).
  if (status === 429 && said.type !== 'usage-capped')
    return { tag: 'rate-limited', until: waitUntil(response, scene.now) };
  if (isUnpaid(response, said))
    return {
      tag: 'rate-limited',
      until: scene.now + unpaidMs,
      unpaid: {
        of: kind,
        failure: failure('credit-used-up', { host: scene.host, status, message: said.words.slice(0, 200) }),
      },
    };
  if (status === 413) return { tag: 'rejected', failure: failure('media-too-large', { host: scene.host }) };
  if (status >= 400 && status < 500 && status !== 408 && status !== 409 && !isHtml(response))
    return clientError(status, said, scene.host);
  const cause = failure(isHtml(response) ? 'html-instead-of-data' : 'server-error', {
    host: scene.host,
    status,
  });
  return { tag: kind === 'write' ? 'unknown-outcome' : 'server', failure: cause };
}

/** When a network that is not paid may be asked again, for whoever asks only once. */
const unpaidMs = 5 * 60_000;

/** The credit is used up, or the cap that was set for a month (x §0, §7): topping up ends it, and nothing else. */
const isUnpaid = (response: HttpResponse, { type, words }: Said): boolean =>
  response.status >= 400 &&
  response.status < 500 &&
  !isHtml(response) &&
  (response.status === 402 ||
    type === 'credits' ||
    type === 'usage-capped' ||
    /credits ?depleted/i.test(words));

/** Whether a page for people came instead of data. */
const isHtml = (response: HttpResponse): boolean =>
  /^text\/html|^application\/xhtml/i.test(response.headers['content-type'] ?? '') ||
  /^\s*<(?:!doctype|html)/i.test(response.text.slice(0, 200));

function clientError(status: number, said: Said, host: string): ConnectorError {
  const about = { host, status, message: said.words.slice(0, 200) };
  const auth = (code: ErrorCode): ConnectorError => ({ tag: 'auth', failure: failure(code, about) });
  const rejected = (code: ErrorCode): ConnectorError => ({ tag: 'rejected', failure: failure(code, about) });
  if (status === 401) return auth('token-revoked');
  if (said.type === 'user-suspended' || /account (?:is|has been) suspended/i.test(said.words))
    return auth('account-suspended');
  if (status === 403) {
    const code = forbiddances.find(([pattern]) => pattern.test(said.words))?.[1];
    if (code !== undefined) return code === 'parent-gone' ? gone(code, about) : rejected(code);
    if (
      /scope|oauth2? token|must be made using/i.test(said.words) ||
      said.type === 'unsupported-authentication'
    )
      return auth('scope-missing');
    if (said.type === 'client-forbidden' || said.type === 'not-authorized-for-resource')
      return rejected('not-offered');
    return rejected('rejected');
  }
  if (status === 404 || status === 410 || said.type === 'resource-not-found')
    return gone('target-gone', about);
  return rejected(rejectionOf(said));
}

const gone = (code: ErrorCode, about: Failure['detail']): ConnectorError => ({
  tag: 'gone',
  failure: failure(code, about),
});

/** What a 403 says (x §0, §7), in the order in which it is tried. */
const forbiddances: readonly (readonly [RegExp, ErrorCode])[] = [
  [/duplicate content/i, 'duplicate-post'],
  [/not been mentioned or otherwise engaged|reply to this conversation is not allowed/i, 'reply-not-invited'],
  [/reply to a (?:tweet|post) that is deleted/i, 'parent-gone'],
  [/cashtag/i, 'too-many-marks'],
  [/video longer than/i, 'media-too-large'],
  [/cannot send messages/i, 'message-not-accepted'],
  [/not permitted to access this feature|not enrolled/i, 'not-offered'],
];

/** What a 400 says, in the order in which it is tried. */
const rejections: readonly (readonly [RegExp, ErrorCode])[] = [
  // A medium that was never used is forgotten after a day: it is sent again.
  [/media ids? (?:are|is) invalid|media id does not exist/i, 'media-missing'],
  [/text is too long|characters long/i, 'text-too-long'],
  [/must not be empty/i, 'text-empty'],
  [/file size exceeds|segment exceeds/i, 'media-too-large'],
  [/media type unrecognized|must be uploaded in chunks/i, 'media-type-refused'],
  [/poll/i, 'poll-invalid'],
];

function rejectionOf(said: Said): ErrorCode {
  if (said.parameters.some((name) => name.includes('alt_text'))) return 'alt-too-long';
  return rejections.find(([pattern]) => pattern.test(said.words))?.[1] ?? 'rejected';
}

/** Whether a read was refused because it used the names of the other vocabulary (x §0). */
export const speaksOtherwise = (response: HttpResponse): boolean => {
  if (response.status !== 400) return false;
  const said = saidBy(response);
  return (
    said.type === 'invalid-request' &&
    (said.parameters.some((name) => vocabularyNames.includes(name)) ||
      vocabularyNames.some((name) => said.words.includes(name)))
  );
};
const vocabularyNames: readonly string[] = ['post.fields', 'tweet.fields', 'expansions'];
