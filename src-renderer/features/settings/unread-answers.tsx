import { handleOf } from '../../state/column-accounts.ts';
import { useAccounts, useNow } from '../../state/use-live.ts';
import { useVitals } from '../../state/use-vitals.ts';
import { partWords } from '../../text/shape-words.ts';
import { useText } from '../../text/text-context.tsx';
import styles from './settings.module.css';

/** The last answer of each sort that could not be read, as the report shows it; nothing where there is none. */
export function UnreadAnswers() {
  const text = useText();
  const { t, times } = text;
  const now = useNow();
  const vitalsOf = useVitals();
  const answers = useAccounts().flatMap((account) =>
    (vitalsOf(account.id).shapes ?? []).map((shape) => ({ account, shape })),
  );
  if (answers.length === 0) return null;
  return (
    <section className={styles.log} aria-labelledby="answers">
      <h3 id="answers" className={styles.heading}>
        {t('diagnostics.answers')}
      </h3>
      <p className={styles.hint}>{t('diagnostics.answersText')}</p>
      {answers
        .toSorted((a, b) => b.shape.lastAt - a.shape.lastAt)
        .map(({ account, shape }) => {
          const what = `${handleOf(account)} · ${partWords(text, shape)}`;
          const when =
            shape.overAt === null
              ? t('diagnostics.answerOpen', { when: times.moment(shape.since, now) })
              : t('diagnostics.answerOver', { when: times.moment(shape.overAt, now) });
          return (
            <figure key={`${account.id} ${shape.part}`} className={styles.answer}>
              <figcaption>{`${what} · ${when}`}</figcaption>
              <pre className={styles.shown} tabIndex={0} aria-label={t('diagnostics.answerOf', { what })}>
                {shape.shown}
              </pre>
            </figure>
          );
        })}
    </section>
  );
}
