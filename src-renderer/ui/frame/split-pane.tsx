import type { ReactNode } from 'react';
import styles from './split-pane.module.css';

export interface SplitPaneProps {
  readonly children: ReactNode;
  /** A `SidePanel`; nothing when nothing is open. */
  readonly side?: ReactNode;
}

/** A list and, at its right, what is open in it. */
export function SplitPane({ children, side }: SplitPaneProps) {
  return (
    <div className={styles.split}>
      <div className={styles.main}>{children}</div>
      {side}
    </div>
  );
}
