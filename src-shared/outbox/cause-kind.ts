import { errorCodes, type ErrorCode } from '../errors.ts';

/** Why something did not leave, as far as one short sentence tells it: what can be done follows from it. */
export const causeKinds = [
  'access',
  'permission',
  'content',
  'media',
  'server',
  'gone',
  'window',
  'late',
  'doubt',
  'schedule',
  'clock',
  'other',
] as const;
export type CauseKind = (typeof causeKinds)[number];

const kinds: Partial<Readonly<Record<ErrorCode, CauseKind>>> = {
  'token-revoked': 'access',
  'renewal-lost': 'access',
  'account-blocked': 'access',
  'account-missing': 'access',
  'account-suspended': 'access',
  'authorisation-expired': 'access',
  'authorisation-mismatch': 'access',
  'keychain-refused': 'access',
  'keychain-unavailable': 'access',
  'scope-missing': 'permission',
  'text-too-long': 'content',
  'text-empty': 'content',
  'poll-invalid': 'content',
  'poll-with-media': 'content',
  rejected: 'content',
  'not-offered': 'content',
  'too-many-media': 'media',
  'media-too-large': 'media',
  'media-unreadable': 'media',
  'media-type-refused': 'media',
  'media-missing': 'media',
  'media-processing-failed': 'media',
  'alt-missing': 'media',
  'alt-too-long': 'media',
  offline: 'server',
  'server-unreachable': 'server',
  'server-error': 'server',
  'html-instead-of-data': 'server',
  protocol: 'server',
  'rate-limited': 'server',
  'parent-gone': 'gone',
  'target-gone': 'gone',
  'reply-window-closed': 'window',
  'too-late': 'late',
  'outcome-unknown': 'doubt',
  'crashed-while-sending': 'doubt',
  'journal-rebuilt': 'doubt',
  'recall-failed': 'schedule',
  'schedule-too-soon': 'schedule',
  'schedule-too-many': 'schedule',
  'schedule-in-past': 'schedule',
  'clock-skew': 'clock',
};

/** The kind of a code, which may come from another version of Vigie. */
export function causeKindOf(code: string): CauseKind {
  const known = errorCodes.find((one) => one === code);
  return known === undefined ? 'other' : (kinds[known] ?? 'other');
}
