import { failure, type ErrorCode } from '../../../src-shared/errors.ts';
import type { ConnectorError } from '../contract.ts';
import { wordsOf, type Kind, type OwnReading } from '../meta/graph-error.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Meaning = ErrorCode | 'in-doubt' | 'quota' | 'not-ready' | 'server' | 'unfetched';

// instagram §6
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
  2207057: 'setting-invalid',
  2207006: 'media-missing',
  2207008: 'media-missing',
  2207020: 'media-missing',
  2207050: 'account-suspended',
  2207004: 'media-too-large',
  2207005: 'media-type-refused',
  2207009: 'media-ratio',
  2207026: 'media-type-refused',
  2207082: 'media-processing-failed',
  2207010: 'text-too-long',
  2207028: 'too-many-media',
};

/** What Instagram's own numbers mean; null: as the family's do. */
export const ownReading: OwnReading = (said, kind, { host, now }) => {
  const { code, error_subcode: subcode } = said;
  const about = { host, number: code, subcode, message: wordsOf(said) };
  // instagram §6: a rate block under the status of a refused access. Renewing the access would not end it.
  if (/too many actions/i.test(said.message)) return { tag: 'rate-limited', until: now + 2 * HOUR };
  const meaning = subcode === null ? undefined : subcodes[subcode];
  switch (meaning) {
    case undefined:
      break;
    case 'in-doubt':
      // The action is called spam, and the post may be live.
      return kind === 'write'
        ? { tag: 'unknown-outcome', failure: failure('server-error', about) }
        : { tag: 'rate-limited', until: now + HOUR };
    case 'quota':
      // A rolling day: nobody says when its first hour is over.
      return { tag: 'rate-limited', until: now + HOUR };
    case 'not-ready':
      return { tag: 'server', failure: failure('media-processing-failed', about) };
    case 'server':
      return unsure(kind, failure('server-error', about));
    case 'unfetched':
      return { tag: 'rejected', failure: failure('media-not-fetched', about) };
    default:
      return { tag: 'rejected', failure: failure(meaning, about) };
  }
  // facebook-pages §4: a comment is answered in private once; §7: the person takes no messages any more.
  if (subcode === 2534014) return { tag: 'rejected', failure: failure('rejected', about) };
  if (code === 551) return { tag: 'gone', failure: failure('target-gone', about) };
  if (code === 3) return { tag: 'rejected', failure: failure('not-offered', about) };
  if (code < 0) return unsure(kind, failure('server-error', about));
  return null;
};

/** A failed container of this number came of a passing fault: another one is made (instagram §6). */
export function isPassing(subcode: number | null): boolean {
  const meaning = subcode === null ? undefined : subcodes[subcode];
  return meaning === 'server' || meaning === 'media-missing' || meaning === 'not-ready';
}

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

const unsure = (kind: Kind, cause: ReturnType<typeof failure>): ConnectorError => ({
  tag: kind === 'write' ? 'unknown-outcome' : 'server',
  failure: cause,
});
