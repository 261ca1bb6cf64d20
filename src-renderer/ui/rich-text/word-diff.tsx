import { useMemo } from 'react';
import { VisuallyHidden } from '../visually-hidden.tsx';
import styles from './word-diff.module.css';
import { wordParts } from './word-parts.ts';

export interface WordDiffProps {
  readonly before: string;
  readonly after: string;
  /** Whose words are cut. */
  readonly locale: string;
  /** Said aloud before what only the first has, "retiré :". */
  readonly wentLabel: string;
  /** Said aloud before what only the second has. */
  readonly cameLabel: string;
}

/** Two texts word by word: what went is struck out, what came is underlined, and both are said aloud. */
export function WordDiff({ before, after, locale, wentLabel, cameLabel }: WordDiffProps) {
  const parts = useMemo(() => wordParts(before, after, locale), [before, after, locale]);
  return (
    <p className={styles.diff}>
      {parts.map(({ tag, text }, index) => {
        if (tag === 'both') return <span key={index}>{text}</span>;
        const hasCome = tag === 'second';
        const Tag = hasCome ? 'ins' : 'del';
        return (
          <Tag key={index} className={hasCome ? styles.came : styles.went}>
            <VisuallyHidden>{hasCome ? cameLabel : wentLabel} </VisuallyHidden>
            {text}
          </Tag>
        );
      })}
    </p>
  );
}
