import { useEffect, useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { metricNames, type Metric } from '../../../src-shared/domain/metric.ts';
import { useRealm } from '../../state/realm.ts';
import { readPostMetrics, watchMetrics } from '../../store/queries/metrics.ts';
import { useText } from '../../text/text-context.tsx';
import styles from './thread.module.css';

/** What the network tells of an own post, each figure with its date; one of which we know no name under its own. */
export function PostNumbers({
  account,
  subject,
  now,
}: {
  readonly account: Account;
  /** Remote id of the post. */
  readonly subject: string;
  readonly now: number;
}) {
  const { t, find, number, times } = useText();
  const metrics = usePostMetrics(account, subject);
  if (metrics.length === 0) return null;
  return (
    <section className={styles.numbers} aria-label={t('inbox.numbers')}>
      <h3 className={styles.numbersTitle}>{t('inbox.numbers')}</h3>
      <dl className={styles.figures}>
        {metrics.map(({ name, value, at }) => (
          <div key={name} className={styles.figure}>
            <dt>{find(`networks.metric.${name}`) ?? name}</dt>
            <dd>
              <span className={styles.amount}>{number(value)}</span>
              <span className={styles.votes}>{times.moment(at, now)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.counts}>{t('inbox.numbersSource', { network: account.manifest.name })}</p>
    </section>
  );
}

const placeOf = ({ name }: Metric): number => metricNames.indexOf(name);

function usePostMetrics(
  { id, workspaceId }: Pick<Account, 'id' | 'workspaceId'>,
  subject: string,
): readonly Metric[] {
  const { databases } = useRealm();
  const [known, setKnown] = useState<readonly Metric[]>([]);
  useEffect(() => {
    let isShown = true;
    const read = (): void =>
      void readPostMetrics(databases, { id, workspaceId }, subject).then((rows) => {
        if (isShown) setKnown([...rows].sort((a, b) => placeOf(a) - placeOf(b)));
      });
    read();
    const stop = watchMetrics(databases, { id }, read);
    return () => {
      isShown = false;
      stop();
    };
  }, [databases, id, workspaceId, subject]);
  return known;
}
