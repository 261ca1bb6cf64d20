import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './card.module.css';

export interface CardProps {
  readonly children: ReactNode;
  /** Icon and words over the content: "Ce que vous avez écrit". */
  readonly heading?: ReactNode;
  /** Edge to edge at the top: a picture. */
  readonly media?: ReactNode;
  readonly isRaised?: boolean;
}

/** A frame around one thing: a post, a preview, a proof. */
export function Card({ children, heading, media, isRaised = false }: CardProps) {
  return (
    <div className={classNames(styles.card, isRaised && styles.raised)}>
      {media}
      <div className={styles.body}>
        {heading !== undefined && <div className={styles.heading}>{heading}</div>}
        {children}
      </div>
    </div>
  );
}
