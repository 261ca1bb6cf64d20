import * as v from 'valibot';
import { failure, type ErrorCode, type Failure } from '../../../src-shared/errors.ts';
import type { HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';
import { jsonOf } from './json.ts';
import { regainAt } from './usage.ts';
import { wireErrorSchema, type GraphSaid } from './wire-graph.ts';

/** Whether a lost or odd answer leaves it open if something was done. */
export type Kind = 'read' | 'write';

export interface Scene {
  readonly host: string;
  readonly now: number;
}

/** What an answer that is no "yes" means, and the network's own words of it. */
export interface Refused {
  readonly error: ConnectorError;
  /** Null: it was no refusal of the Graph's, but of something before it. */
  readonly said: GraphSaid | null;
}

/** What one network of the family reads otherwise; null: as the others do. */
export type OwnReading = (said: GraphSaid, kind: Kind, scene: Scene) => ConnectorError | null;

const hour = 3_600_000;

/**
 * What an answer means when it is not the one hoped for; null for a "yes". Errors are told by code and subcode, never
 * by status (facebook-pages §7). A write whose answer is a page of HTML, a 5xx, or code 1 or 2 may have been done
 * (§9: seven photos were published by repeating a 500).
 */
export function refusalOf(
  response: HttpResponse,
  kind: Kind,
  scene: Scene,
  own: OwnReading = () => null,
): Refused | null {
  const { status } = response;
  const parsed = v.safeParse(wireErrorSchema, jsonOf(response.text));
  if (parsed.success) {
    const said = parsed.output.error;
    return { said, error: own(said, kind, scene) ?? meaningOf(said, response, kind, scene) };
  }
  if (status >= 200 && status < 300 && !isHtml(response)) return null;
  return { said: null, error: withoutWords(response, kind, scene) };
}

export const isHtml = (response: Pick<HttpResponse, 'headers' | 'text'>): boolean =>
  /^text\/html|^application\/xhtml/i.test(response.headers['content-type'] ?? '') ||
  /^\s*<(?:!doctype|html)/i.test(response.text.slice(0, 200));

function withoutWords(response: HttpResponse, kind: Kind, { host, now }: Scene): ConnectorError {
  const { status } = response;
  if (status === 429) return { tag: 'rate-limited', until: regainAt(response.headers, now) };
  // A rate block under the status of a refused access (instagram §6): renewing the access would not end it.
  if (/user is performing too many actions/i.test(response.text))
    return { tag: 'rate-limited', until: now + 2 * hour };
  if (status === 413) return { tag: 'rejected', failure: failure('media-too-large', { host }) };
  const html = isHtml(response);
  if (!html && status >= 400 && status < 500 && status !== 408 && status !== 409)
    return { tag: 'rejected', failure: failure('rejected', { host, status }) };
  return lostOr(kind, failure(html ? 'html-instead-of-data' : 'server-error', { host, status }));
}

const lostOr = (kind: Kind, cause: Failure): ConnectorError => ({
  tag: kind === 'write' ? 'unknown-outcome' : 'server',
  failure: cause,
});

/** Calls over a limit, by what is limited: the app, the user, the page, a kind of use (facebook-pages §7). */
const isRateCode = (code: number): boolean =>
  [4, 17, 32, 341, 613].includes(code) || (code >= 80_000 && code <= 80_014);

function meaningOf(
  said: GraphSaid,
  response: HttpResponse,
  kind: Kind,
  { host, now }: Scene,
): ConnectorError {
  const { code, error_subcode: subcode } = said;
  const about = { host, code, ...(subcode === null ? {} : { subcode }) };
  const words = wordsOf(said);
  const refused = (named: ErrorCode): ConnectorError => ({
    tag: 'rejected',
    failure: failure(named, { ...about, message: words }),
  });
  if (code === 190 || code === 102 || code === 104) return accessRefused(subcode, about);
  if (isRateCode(code)) return { tag: 'rate-limited', until: regainAt(response.headers, now) };
  if (subcode !== null && lateWindows.includes(subcode)) return refused('reply-window-closed');
  if (numbered(said, accountBarred)) return { tag: 'auth', failure: failure('account-suspended', about) };
  // "The same again", "already posted", "already answered in private": what is out may be ours.
  if (
    code === 506 ||
    subcode === 1366051 ||
    subcode === 2534014 ||
    (code === 368 && /already|identical|duplicate/i.test(allWordsOf(said)))
  )
    return lostOr(kind, failure('duplicate-post', { ...about, message: words }));
  // Said of what is out already, too, in any language: a write is looked for first, and waits then.
  if (code === 368) {
    const until = now + 2 * hour;
    return kind === 'write'
      ? { tag: 'unknown-outcome', failure: failure('server-error', { ...about, message: words }), until }
      : { tag: 'rate-limited', until };
  }
  if (numbered(said, serviceAway))
    return lostOr(kind, failure('server-error', { ...about, status: response.status }));
  if (code === 1 || code === 2 || (said.is_transient && code !== 100))
    return lostOr(kind, failure('server-error', { ...about, status: response.status }));
  if (code === 3 || code === 10 || (code >= 200 && code <= 299))
    return { tag: 'auth', failure: failure('scope-missing', { ...about, message: words }) };
  if (code === 100 && subcode === 33) return { tag: 'gone', failure: failure('target-gone', about) };
  const named = subcode === null ? undefined : bySubcode[subcode];
  if (named) return refused(named);
  if (code === 197) return refused('text-empty');
  if (code === 351 || code === 6000 || code === 6001 || code === 324)
    return refused('media-processing-failed');
  if (/scheduled publish time/i.test(allWordsOf(said))) return refused('schedule-too-soon');
  if (/too long|less than or equal to/i.test(allWordsOf(said))) return refused('text-too-long');
  if (response.status >= 500)
    return lostOr(kind, failure('server-error', { ...about, status: response.status }));
  return refused('rejected');
}

function accessRefused(subcode: number | null, about: Failure['detail']): ConnectorError {
  // A checkpoint or an unconfirmed account is lifted on the network's own pages; a lost role by whoever gave it.
  const code: ErrorCode =
    subcode === 459 || subcode === 464
      ? 'account-suspended'
      : subcode === 492
        ? 'scope-missing'
        : 'token-revoked';
  return { tag: 'auth', failure: failure(code, about) };
}

/** Limited, checked, its person's identity or right to publish to be proven: on the network's own pages (§7). */
const accountBarred: readonly number[] = [1404112, 1404006, 4854002, 1404078];
const serviceAway: readonly number[] = [1363047, 1609010];

/** Third parties tell of these numbers without saying whether they stand as code or subcode. */
const numbered = ({ code, error_subcode: subcode }: GraphSaid, numbers: readonly number[]): boolean =>
  numbers.includes(code) || (subcode !== null && numbers.includes(subcode));

/** 24 hours or seven days are over (facebook-pages §7, Messenger). */
const lateWindows: readonly number[] = [2018278, 2534022, 2534023];

const bySubcode: Readonly<Record<number, ErrorCode>> = {
  1366046: 'media-type-refused',
  2069019: 'media-unreadable',
  1363022: 'media-processing-failed',
  1363023: 'media-too-large',
  1363040: 'media-processing-failed',
  1363127: 'media-processing-failed',
  1363128: 'media-processing-failed',
  1363129: 'media-processing-failed',
  1363130: 'media-missing',
  1363041: 'media-missing',
  1366029: 'media-missing',
  1366059: 'schedule-too-soon',
};

/** All that it says: what is meant for people is in the language of whoever owns the access. */
const allWordsOf = (said: GraphSaid): string =>
  `${said.message} ${said.error_user_title} ${said.error_user_msg}`;

/** What the network says to people, or to developers, without its number; never longer than a sentence or two. */
export const wordsOf = (said: GraphSaid): string =>
  (said.error_user_msg === '' ? said.message : said.error_user_msg).replace(/^\(#\d+\)\s*/, '').slice(0, 200);
