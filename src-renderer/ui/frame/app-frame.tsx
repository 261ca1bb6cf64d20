import type { ReactNode } from 'react';
import styles from './app-frame.module.css';

export interface AppFrameProps {
  /** `Rail`. */
  readonly rail: ReactNode;
  /** `TopNav`. */
  readonly nav: ReactNode;
  /** `Banner`s under the navigation: what everybody must know, whatever the screen. */
  readonly notices?: ReactNode;
  /** The screen: deck, calendar, outbox … */
  readonly children: ReactNode;
  /** A `Sheet` over the screen: the composer. What lies under it cannot be reached meanwhile. */
  readonly sheet?: ReactNode;
  /** A `SidePanel`: thread, contact, reply. */
  readonly side?: ReactNode;
  /** `StatusBar`. */
  readonly status: ReactNode;
  /** First thing that Tab reaches: "Aller au contenu". */
  readonly skipLabel: string;
}

const mainId = 'main';

/** The window: rail, navigation, screen, side panel, status bar. Everything is always in the same place. */
export function AppFrame({ rail, nav, notices, children, sheet, side, status, skipLabel }: AppFrameProps) {
  const isCovered = Boolean(sheet);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href={`#${mainId}`}>
        {skipLabel}
      </a>
      <div className={styles.rail}>{rail}</div>
      <header className={styles.nav}>{nav}</header>
      <div className={styles.notices}>{notices}</div>
      <div className={styles.body}>
        <main id={mainId} tabIndex={-1} className={styles.main}>
          <div className={styles.screen} inert={isCovered}>
            {children}
          </div>
          {sheet}
        </main>
        {!isCovered && side}
      </div>
      <footer className={styles.status}>{status}</footer>
    </div>
  );
}
