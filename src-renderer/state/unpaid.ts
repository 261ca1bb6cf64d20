import type { Account } from '../../src-shared/domain/account.ts';
import type { Vitals } from '../../src-shared/domain/vitals.ts';
import type { Text } from '../text/create-text.ts';

/** That nobody pays the network any more: what is still possible, what to do, and what Vigie does; null: it is paid. */
export function unpaidWords(
  { t, times }: Text,
  { manifest, health }: Pick<Account, 'manifest' | 'health'>,
  { unpaid }: Pick<Vitals, 'unpaid'>,
  now: number,
): string | null {
  // An access that is gone comes first: without it nobody is asked for money.
  if (unpaid === undefined || (health.tag !== 'ok' && health.tag !== 'failing')) return null;
  const network = manifest.name;
  const what = t(unpaid.reading ? 'health.unpaidAll' : 'health.unpaidSending', {
    network,
    when: times.moment(unpaid.since, now),
  });
  const next =
    unpaid.lookAt > now
      ? t('health.unpaidLook', { when: times.relative(unpaid.lookAt, now) })
      : t('health.unpaidNext');
  return `${what} ${t('health.unpaidDo', { network })} ${next}`;
}
