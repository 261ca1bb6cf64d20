import * as v from 'valibot';

/**
 * What crosses the bridge when something expected goes wrong. `code` is a stable key of `text/<lang>/errors`;
 * `detail` holds what the sentence needs (a host, a number, a field), never a text a person wrote nor a secret.
 */
export const failureSchema = v.object({
  code: v.string(),
  detail: v.record(v.string(), v.union([v.string(), v.number(), v.boolean(), v.null()])),
});
export type Failure = Readonly<{
  code: ErrorCode;
  detail: Readonly<Record<string, string | number | boolean | null>>;
}>;

/** Every code that the interface must have words for, in every language. */
export const errorCodes = [
  // reaching a server
  'offline',
  'server-unreachable',
  'server-error',
  'not-that-kind-of-server',
  'html-instead-of-data',
  'protocol',
  'rate-limited',
  'clock-skew',
  // connecting an account
  'unknown-handle',
  'not-professional',
  'no-linked-account',
  'wrong-password',
  'second-factor-needed',
  'account-suspended',
  'scope-missing',
  'authorisation-refused',
  'authorisation-expired',
  'authorisation-cancelled',
  'authorisation-mismatch',
  'already-connected',
  'token-revoked',
  'renewal-lost',
  'app-refused',
  'keychain-unavailable',
  'keychain-refused',
  // content
  'text-too-long',
  'text-empty',
  'too-many-media',
  'media-too-large',
  'media-unreadable',
  'media-type-refused',
  'media-missing',
  'media-processing-failed',
  'media-not-fetched',
  'media-host-missing',
  'media-host-refused',
  'alt-missing',
  'alt-too-long',
  'poll-invalid',
  'poll-with-media',
  'poll-duration',
  'media-needed',
  'not-in-form',
  'media-ratio',
  'media-too-small',
  'media-too-big',
  'media-not-read',
  'too-many-frames',
  'film-too-short',
  'film-too-long',
  'film-pace',
  'film-codec',
  'film-sound',
  'film-rate',
  'film-index-last',
  'document-too-long',
  'too-many-marks',
  'many-marks',
  'text-not-shown',
  'setting-missing',
  'setting-invalid',
  'schedule-too-soon',
  'schedule-too-many',
  'schedule-in-past',
  'not-offered',
  'parent-gone',
  'target-gone',
  'rejected',
  'reply-window-closed',
  'duplicate-post',
  // outbox
  'in-flight',
  'already-sent',
  'thread-begun',
  'unknown-delivery',
  'stale-revision',
  'not-cancellable',
  'outcome-unknown',
  'too-late',
  'account-blocked',
  'account-missing',
  'crashed-while-sending',
  'journal-rebuilt',
  'recall-failed',
  'frozen',
  // local storage
  'disk-full',
  'journal-damaged',
  'store-damaged',
  'store-newer',
  'read-only',
  'not-readable',
  // backups and archives
  'not-an-archive',
  'archive-damaged',
  'archive-newer',
  'wrong-passphrase',
  'file-not-read',
  'file-not-written',
  'backup-gone',
  'folder-gone',
  // bridge
  'bad-arguments',
  'forbidden-sender',
  'unknown-call',
  'internal',
  'cancelled',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export const failure = (code: ErrorCode, detail: Failure['detail'] = {}): Failure => ({ code, detail });
