import type { AccountHealth } from '../../../src-shared/domain/account.ts';
import type { Access, Vitals } from '../../../src-shared/domain/vitals.ts';
import type { Text } from '../../text/create-text.ts';
import { errorText } from '../../text/error-text.ts';

const nearMs = 6 * 24 * 3_600_000;

/** When the access ends, in words. */
export function accessWords(
  { t, times, formats }: Text,
  access: Access | null,
  health: AccountHealth,
  now: number,
): string {
  if (health.tag === 'refused' || health.tag === 'locked') return t(`health.${health.tag}`);
  if (access === null) return t('health.unknown');
  const { endsAt, renews } = access;
  if (endsAt === null) return t(renews ? 'health.renewsAlways' : 'health.never');
  // Within days the hour counts, beyond them the day.
  const isNear = Math.abs(endsAt - now) < nearMs;
  const when = isNear
    ? times.exact(endsAt, now)
    : t('health.onDay', { day: formats.date(endsAt, 'short-year') });
  if (renews) return t('health.renews', { when });
  return endsAt > now ? t('health.ends', { when }) : t('health.ended', { when });
}

export interface ErrorWords {
  readonly what: string;
  /** What happens next, or what can be done. */
  readonly next: string;
}

/** What went wrong last, when, and what comes next; null: nothing did. */
export function lastErrorWords(text: Text, { lastError, lastOkAt }: Vitals, now: number): ErrorWords | null {
  if (lastError === null) return null;
  const { t, times } = text;
  const { code, detail } = lastError.failure;
  const { sentence, action } = errorText(text, code, detail);
  const what = t('health.lastErrorAt', { when: times.moment(lastError.at, now), cause: sentence });
  if (lastOkAt !== null && lastOkAt > lastError.at)
    return { what, next: t('health.over', { when: times.moment(lastOkAt, now) }) };
  if (lastError.retryAt !== null && lastError.retryAt > now)
    return { what, next: t('health.retryAt', { time: times.moment(lastError.retryAt, now) }) };
  if (action?.id === 'reconnect') return { what, next: t('health.nextReconnect') };
  if (action?.id === 'open-network') return { what, next: t('health.nextSite') };
  return { what, next: t('health.retriesAlone') };
}
