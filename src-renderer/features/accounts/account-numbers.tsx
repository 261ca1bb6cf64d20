import { lazy, Suspense, useMemo } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useText } from '../../text/text-context.tsx';
import { numberNames, useAccountNumbers } from './use-account-numbers.ts';
import styles from './account-panel.module.css';

// The drawing of charts is code that most days do not need.
const LineChart = lazy(async () => ({ default: (await import('../../ui/charts/line-chart.tsx')).LineChart }));

/** The account's own figures, each with its date and its source; "not available" is never 0. */
export function AccountNumbers({ account, now }: { readonly account: Account; readonly now: number }) {
  const { t, number, times, formats } = useText();
  const theme = useLiveStatus((live) => live.settings?.theme ?? 'system');
  const numbers = useAccountNumbers(account);
  const followers = numbers?.followers;
  const points = useMemo(
    () => (followers ?? []).map(({ at, value }) => ({ at: formats.date(at, 'day'), value })),
    [followers, formats],
  );
  if (numbers === null) return null;
  const [first, last] = [points[0], points.at(-1)];
  return (
    <>
      <dl className={styles.facts}>
        {numberNames.map((name) => {
          const latest = numbers[name].at(-1);
          return (
            <div key={name} className={styles.fact}>
              <dt className={styles.label}>{t(`networks.metric.${name}`)}</dt>
              <dd className={styles.value}>
                {latest === undefined
                  ? t('words.unavailable')
                  : t('accounts.numberAt', {
                      value: number(latest.value),
                      when: times.moment(latest.at, now),
                    })}
              </dd>
            </div>
          );
        })}
      </dl>
      <p className={styles.hint}>{t('accounts.numbersSource', { network: account.manifest.name })}</p>
      {points.length > 1 && first && last && (
        <Suspense fallback={null}>
          <LineChart
            points={points}
            format={number}
            theme={theme}
            label={t('accounts.followersOverTime', {
              first: first.at,
              last: last.at,
              from: number(first.value),
              to: number(last.value),
            })}
          />
        </Suspense>
      )}
    </>
  );
}
