import { errorCodes, type ErrorCode } from '../../src-shared/errors.ts';
import type { Text } from './create-text.ts';
import { errorValues } from './error-values.ts';
import { messageParts } from './message.ts';

/** What can be done next; the caller knows how. */
export type ErrorAction =
  | 'retry'
  | 'reconnect'
  | 'edit'
  | 'reschedule'
  | 'verify'
  | 'open-network'
  | 'free-space'
  | 'backup'
  | 'update'
  | 'restart'
  | 'report';

/** The next action for each code; null when there is none but to know. */
const actions: Readonly<Record<ErrorCode, ErrorAction | null>> = {
  offline: null,
  'server-unreachable': 'retry',
  'server-error': 'retry',
  'not-that-kind-of-server': 'edit',
  'html-instead-of-data': 'edit',
  protocol: 'report',
  'rate-limited': null,
  'clock-skew': 'retry',
  'unknown-handle': 'edit',
  'not-professional': 'open-network',
  'no-linked-account': 'open-network',
  'wrong-password': 'edit',
  'second-factor-needed': 'edit',
  'account-suspended': 'open-network',
  'scope-missing': 'reconnect',
  'authorisation-refused': 'retry',
  'authorisation-expired': 'retry',
  'authorisation-cancelled': 'retry',
  'authorisation-mismatch': 'reconnect',
  'app-id-invalid': 'edit',
  'app-not-public': 'edit',
  'port-invalid': 'edit',
  'port-taken': 'edit',
  'already-connected': null,
  'token-revoked': 'reconnect',
  'renewal-lost': 'reconnect',
  'app-refused': 'edit',
  'keychain-unavailable': 'retry',
  'keychain-refused': 'retry',
  'text-too-long': 'edit',
  'text-empty': 'edit',
  'too-many-media': 'edit',
  'media-too-large': 'edit',
  'media-unreadable': 'edit',
  'media-type-refused': 'edit',
  'media-missing': 'edit',
  'media-processing-failed': 'retry',
  'media-not-ready': 'retry',
  'media-not-fetched': 'retry',
  'media-host-missing': 'open-network',
  'media-host-refused': 'edit',
  'alt-missing': 'edit',
  'alt-too-long': 'edit',
  'poll-invalid': 'edit',
  'poll-with-media': 'edit',
  'poll-duration': 'edit',
  'media-needed': 'edit',
  'not-in-form': 'edit',
  'media-ratio': 'edit',
  'media-too-small': 'edit',
  'media-too-big': 'edit',
  'media-not-read': 'edit',
  'too-many-frames': 'edit',
  'film-too-short': 'edit',
  'film-too-long': 'edit',
  'film-pace': 'edit',
  'film-codec': 'edit',
  'film-sound': 'edit',
  'film-rate': 'edit',
  'film-index-last': 'edit',
  'document-too-long': 'edit',
  'too-many-marks': 'edit',
  'many-marks': 'edit',
  'text-not-shown': 'edit',
  'setting-missing': 'edit',
  'setting-invalid': 'edit',
  'schedule-too-soon': 'reschedule',
  'schedule-too-many': 'reschedule',
  'schedule-in-past': 'reschedule',
  'not-offered': 'open-network',
  'parent-gone': 'edit',
  'target-gone': null,
  rejected: 'edit',
  'reply-window-closed': 'open-network',
  'duplicate-post': 'open-network',
  'reply-not-invited': 'open-network',
  'message-not-accepted': 'open-network',
  'credit-used-up': 'open-network',
  'in-flight': null,
  'already-sent': 'open-network',
  'thread-begun': 'open-network',
  'unknown-delivery': 'report',
  'stale-revision': 'retry',
  'not-cancellable': 'open-network',
  'outcome-unknown': 'verify',
  'too-late': 'reschedule',
  'account-blocked': 'reconnect',
  'account-missing': 'edit',
  'crashed-while-sending': 'verify',
  'journal-rebuilt': 'verify',
  frozen: null,
  'recall-failed': 'open-network',
  'disk-full': 'free-space',
  'already-open': null,
  'journal-damaged': 'verify',
  'store-damaged': 'backup',
  'store-newer': 'update',
  'read-only': 'free-space',
  'not-readable': 'update',
  'not-an-archive': null,
  'archive-damaged': null,
  'archive-newer': null,
  'wrong-passphrase': 'edit',
  'file-not-read': 'retry',
  'file-not-written': 'retry',
  'backup-gone': null,
  'folder-gone': null,
  'bad-arguments': 'report',
  'forbidden-sender': 'report',
  'unknown-call': 'restart',
  internal: 'report',
  cancelled: null,
};

export type ErrorDetail = Readonly<Record<string, string | number | boolean | null>>;

export interface ErrorText {
  /** The cause, in a sentence. */
  readonly sentence: string;
  /** The next action, with the words of its button. */
  readonly action: { readonly id: ErrorAction; readonly label: string } | null;
  /** For the details, never alone: `rate-limited`. */
  readonly code: string;
}

/**
 * The words for an error code. `errors.<code>.precise` is used when the detail holds all that it names. A code that is
 * not known (a newer main, a bug) gets a general sentence, and stays in `code`.
 */
export function errorText(text: Text, code: string, detail: ErrorDetail = {}): ErrorText {
  const known = errorCodes.find((one) => one === code);
  if (known === undefined) {
    return { sentence: text.t('errors.unknown'), action: actionText(text, 'report'), code };
  }
  const precise = text.find(`errors.${known}.precise`, errorValues(text, known, detail));
  const isWhole = precise !== null && messageParts(precise).every((part) => typeof part === 'string');
  const sentence = isWhole ? precise : text.find(`errors.${known}`);
  return { sentence: sentence ?? text.t('errors.unknown'), action: actionText(text, actions[known]), code };
}

function actionText(text: Text, id: ErrorAction | null): ErrorText['action'] {
  return id === null ? null : { id, label: text.t(`errors.do.${id}`) };
}
