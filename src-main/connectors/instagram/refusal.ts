import * as v from 'valibot';
import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import type { HttpResponse } from '../../engine/http.ts';
import type { ConnectorError } from '../contract.ts';

/** Whether a lost or odd answer leaves it open if something was done. */
export type Kind = 'read' | 'write';

interface Scene {
  readonly host: string;
  readonly now: number;
}

const number = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^-?\d+$/), v.transform(Number))]),
  v.number(),
);
const errorSchema = v.object({
  error: v.object({
    message: v.fallback(v.string(), ''),
    code: number,
    error_subcode: v.fallback(v.nullable(number), null),
    is_transient: v.fallback(v.boolean(), false),
  }),
});
type Said = v.InferOutput<typeof errorSchema>['error'];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * What an answer means when it is not the one hoped for; null for one that is. The code decides, never the status
 * (facebook-pages §7); a write is only believed to have been refused when the network itself says so.
 */
export function refusalOf(response: HttpResponse, kind: Kind, scene: Scene): ConnectorError | null {
  const { status } = response;
  const isPage = isHtml(response);
  if (status >= 200 && status < 300 && !isPage) return null;
  const said = v.safeParse(errorSchema, jsonOf(response.text));
  // instagram §6: a rate block under the status of a refused access. Renewing the access would not end it.
  if (status === 401 && /too many actions/i.test(response.text)) return limited(scene, 2 * HOUR);
  if (status === 429) return limited(scene, regainMs(response) ?? 15 * MINUTE);
  if (!isPage && said.success) return meaningOf(said.output.error, response, kind, scene);
  if (status === 413) return { tag: 'rejected', failure: failure('media-too-large', { host: scene.host }) };
  return unsure(
    kind,
    failure(isPage ? 'html-instead-of-data' : 'server-error', { host: scene.host, status }),
  );
}

function meaningOf(said: Said, response: HttpResponse, kind: Kind, scene: Scene): ConnectorError {
  const { code, error_subcode: subcode } = said;
  const about = {
    host: scene.host,
    status: response.status,
    number: code,
    subcode,
    message: said.message.slice(0, 200),
  };
  const rejected = (what: ErrorCode): ConnectorError => ({ tag: 'rejected', failure: failure(what, about) });
  const bySubcode = subcode === null ? undefined : subcodes[subcode];
  if (bySubcode !== undefined) {
    switch (bySubcode) {
      case 'in-doubt':
        return kind === 'write'
          ? { tag: 'unknown-outcome', failure: failure('server-error', about) }
          : limited(scene, regainMs(response) ?? HOUR);
      case 'quota':
        // A rolling day: nobody says when its first hour is over.
        return limited(scene, HOUR);
      case 'not-ready':
        return { tag: 'server', failure: failure('media-processing-failed', about) };
      case 'server':
        return unsure(kind, failure('server-error', about));
      case 'unfetched':
        return kind === 'write'
          ? rejected('media-not-fetched')
          : unsure(kind, failure('server-error', about));
      default:
        return rejected(bySubcode);
    }
  }
  if (code === 190 || code === 102)
    return {
      tag: 'auth',
      failure: failure(subcode === 463 ? 'authorisation-expired' : 'token-revoked', about),
    };
  if (rateCodes.has(code)) return limited(scene, regainMs(response) ?? 15 * MINUTE);
  // Blocked for a while: asking on would make it longer.
  if (code === 368) return limited(scene, 2 * HOUR);
  if (code === 551) return { tag: 'gone', failure: failure('target-gone', about) };
  if (code === 10 || (code >= 200 && code < 300))
    return { tag: 'auth', failure: failure('scope-missing', about) };
  if (code === 3) return rejected('not-offered');
  if (code === 100 && subcode === 33) return { tag: 'gone', failure: failure('target-gone', about) };
  if (code === 1 || code === 2 || code < 0 || said.is_transient || response.status >= 500)
    return unsure(kind, failure('server-error', about));
  return rejected('rejected');
}

type Meaning = ErrorCode | 'in-doubt' | 'quota' | 'not-ready' | 'server' | 'unfetched';

// instagram §6; the messages' subcodes: facebook-pages §7
const subcodes: Readonly<Record<number, Meaning>> = {
  2207051: 'in-doubt',
  2207042: 'quota',
  2207027: 'not-ready',
  2207001: 'server',
  2207032: 'server',
  2207053: 'server',
  2207003: 'server',
  2207052: 'unfetched',
  2207077: 'unfetched',
  2207006: 'media-missing',
  2207008: 'media-missing',
  2207020: 'media-missing',
  2207050: 'account-suspended',
  2207004: 'media-too-large',
  2207005: 'media-type-refused',
  2207009: 'media-type-refused',
  2207026: 'media-type-refused',
  2207082: 'media-processing-failed',
  2207010: 'text-too-long',
  2207028: 'too-many-media',
  2534022: 'reply-window-closed',
  2018278: 'reply-window-closed',
};

/** What the number in a container's `status` says of why it failed. */
export function codeOfSubcode(subcode: number | null): ErrorCode {
  const meaning = subcode === null ? undefined : subcodes[subcode];
  switch (meaning) {
    case undefined:
    case 'in-doubt':
    case 'quota':
    case 'not-ready':
    case 'server':
      return 'media-processing-failed';
    case 'unfetched':
      return 'media-not-fetched';
    default:
      return meaning;
  }
}

// facebook-pages §7, rate; 80002 is Instagram's and comes with status 400
const rateCodes: ReadonlySet<number> = new Set([4, 17, 32, 341, 613, 80001, 80002, 80004, 80006]);

const usageSchema = v.record(
  v.string(),
  v.array(v.object({ estimated_time_to_regain_access: v.fallback(v.number(), 0) })),
);

/** How long the network says that it takes, ms: `X-Business-Use-Case-Usage` counts in minutes (facebook-pages §8). */
function regainMs(response: HttpResponse): number | null {
  const after = response.headers['retry-after'];
  if (after !== undefined && /^\d+$/.test(after.trim())) return Number(after) * 1_000;
  const usage = v.safeParse(usageSchema, jsonOf(response.headers['x-business-use-case-usage'] ?? ''));
  if (!usage.success) return null;
  const minutes = Math.max(
    0,
    ...Object.values(usage.output).flatMap((windows) =>
      windows.map((window) => window.estimated_time_to_regain_access),
    ),
  );
  return minutes > 0 ? minutes * MINUTE : null;
}

const limited = (scene: Scene, forMs: number): ConnectorError => ({
  tag: 'rate-limited',
  until: scene.now + Math.min(Math.max(forMs, 1_000), 24 * HOUR),
});

const unsure = (kind: Kind, cause: ReturnType<typeof failure>): ConnectorError => ({
  tag: kind === 'write' ? 'unknown-outcome' : 'server',
  failure: cause,
});

/** Whether a page for people came instead of data. */
const isHtml = (response: HttpResponse): boolean =>
  /^text\/html|^application\/xhtml/i.test(response.headers['content-type'] ?? '') ||
  /^\s*<(?:!doctype|html)/i.test(response.text.slice(0, 200));

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
