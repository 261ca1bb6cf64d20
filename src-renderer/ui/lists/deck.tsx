import type { ReactNode } from 'react';
import styles from './deck.module.css';

export interface DeckProps {
  readonly label: string;
  /** `Column`s, and what adds one. */
  readonly children: ReactNode;
}

/** Columns side by side, scrolled sideways when they do not fit. */
export function Deck({ label, children }: DeckProps) {
  return (
    <div className={styles.deck} role="group" aria-label={label} tabIndex={-1}>
      {children}
    </div>
  );
}
