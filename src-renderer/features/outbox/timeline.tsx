import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { attemptWords } from './words.ts';
import styles from './delivery-panel.module.css';

/** What happened to a delivery, step by step, each with its moment to the second. */
export function Timeline({ attempts }: { readonly attempts: Delivery['attempts'] }) {
  const text = useText();
  const { t, formats } = text;
  if (attempts.length === 0) return <p className={styles.quiet}>{t('outbox.noAttempt')}</p>;
  return (
    <ol className={styles.timeline}>
      {attempts.map((attempt, index) => {
        const before = attempts[index - 1];
        const isNewDay = before === undefined || formats.dayKey(before.at) !== formats.dayKey(attempt.at);
        return (
          <li key={`${attempt.at}-${index}`} className={styles.attempt}>
            <time className={styles.attemptAt} dateTime={new Date(attempt.at).toISOString()}>
              {isNewDay && `${formats.date(attempt.at, 'short')} `}
              {formats.date(attempt.at, 'time-seconds')}
            </time>
            <span>
              {attemptWords(text, attempt)}
              {attempt.code !== null && (
                <span className={styles.cause}>{errorText(text, attempt.code).sentence}</span>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
