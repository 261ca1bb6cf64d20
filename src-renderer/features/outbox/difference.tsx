import { wordDiff } from '../../../src-shared/composing/word-diff.ts';
import { useText } from '../../text/text-context.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import styles from './difference.module.css';

/** Connectors bring no more than this of a text. */
const longestFound = 1_000;

/** A text that was found, compared with the one that was written: what is missing, and what is more. */
export function Difference({ written, found }: { readonly written: string; readonly found: string }) {
  const { t } = useText();
  const whole = found.length >= longestFound ? written.slice(0, longestFound) : written;
  const parts = wordDiff(whole, found);
  return (
    <p className={styles.text}>
      {parts.map(({ tag, text }, index) => {
        if (tag === 'both') return <span key={index}>{text}</span>;
        const isMore = tag === 'second';
        const Tag = isMore ? 'ins' : 'del';
        return (
          <Tag key={index} className={isMore ? styles.more : styles.missing}>
            <VisuallyHidden>{t(isMore ? 'outbox.diffMore' : 'outbox.diffMissing')} </VisuallyHidden>
            {text}
          </Tag>
        );
      })}
    </p>
  );
}

/** Whether both say the same but for spaces around them. */
export const isSameText = (written: string, found: string): boolean => written.trim() === found.trim();
