import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { useText } from '../../text/text-context.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './versions.module.css';

/** What became of a text, word by word: what went is struck out, what came is underlined, and both are said aloud. */
export function WordDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const { t, locale } = useText();
  const parts = useMemo(
    () =>
      diffWordsWithSpace(before, after, {
        intlSegmenter: new Intl.Segmenter(locale, { granularity: 'word' }),
      }),
    [before, after, locale],
  );
  return (
    <p className={styles.diff}>
      {parts.map((part, index) =>
        part.added ? (
          <ins key={index} className={styles.came}>
            <VisuallyHidden>{t('composer.versionCame')} </VisuallyHidden>
            {part.value}
          </ins>
        ) : part.removed ? (
          <del key={index} className={styles.went}>
            <VisuallyHidden>{t('composer.versionWent')} </VisuallyHidden>
            {part.value}
          </del>
        ) : (
          <span key={index}>{part.value}</span>
        ),
      )}
    </p>
  );
}
