import type { Poll } from '../../src-shared/domain/content.ts';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import styles from './post-poll.module.css';

/** A poll before anybody voted: its choices, round where one may be chosen, square where several may. */
export function PostPoll({ poll }: { readonly poll: Poll }) {
  const { t, times } = useText();
  return (
    <div className={styles.poll}>
      <ul className={styles.options} aria-label={t('previews.poll')}>
        {poll.options.map((option, index) => (
          <li key={index} className={styles.option}>
            <span className={classNames(styles.box, poll.multiple && styles.square)} aria-hidden="true" />
            <span className={styles.words}>
              {option.trim() || t('previews.emptyOption', { n: index + 1 })}
            </span>
          </li>
        ))}
      </ul>
      <p className={styles.end}>{t('previews.pollEnds', { span: times.span(poll.seconds * 1_000) })}</p>
    </div>
  );
}
