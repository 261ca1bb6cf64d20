import type { ReactNode } from 'react';
import styles from './toolbar.module.css';

export interface ToolbarProps {
  /** The screen's name, or the period that it shows. */
  readonly title?: string;
  readonly children?: ReactNode;
  /** At the right: the screen's main action last. */
  readonly end?: ReactNode;
}

/** What is at the top of a screen: where one is, and what can be done there. */
export function Toolbar({ title, children, end }: ToolbarProps) {
  return (
    <div className={styles.toolbar}>
      {title !== undefined && <h1 className={styles.title}>{title}</h1>}
      <div className={styles.items}>{children}</div>
      {end !== undefined && <div className={styles.end}>{end}</div>}
    </div>
  );
}
