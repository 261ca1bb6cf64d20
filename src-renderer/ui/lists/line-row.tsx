import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import styles from './line-row.module.css';

export interface LineRowProps {
  /** Discs and marks that say whose it is and where it goes. */
  readonly lead?: ReactNode;
  /** "26 nov. 09:00". */
  readonly when?: string;
  readonly title: string;
  /** What will happen, or why it does not. */
  readonly detail?: ReactNode;
  /** Shown where there is room: "@atelier.lumiere". */
  readonly aside?: string | undefined;
  /** `Badge`s. */
  readonly state?: ReactNode;
  /** A menu, a button. */
  readonly end?: ReactNode;
  readonly isSelected?: boolean;
}

/** One line of a list: whose, when, what, and where it stands. */
export function LineRow({ lead, when, title, detail, aside, state, end, isSelected = false }: LineRowProps) {
  return (
    <div className={classNames(styles.row, isSelected && styles.selected)}>
      {lead !== undefined && <div className={styles.lead}>{lead}</div>}
      {when !== undefined && <div className={styles.when}>{when}</div>}
      <div className={styles.words}>
        <div className={styles.title}>{title}</div>
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
      </div>
      {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      {state !== undefined && <div className={styles.state}>{state}</div>}
      {/* An empty place for a menu would push what stands before it out of line. */}
      {Boolean(end) && <div className={styles.end}>{end}</div>}
    </div>
  );
}
