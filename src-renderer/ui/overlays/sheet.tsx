import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { ClientColour } from '../client-colour.ts';
import styles from './sheet.module.css';

export interface SheetProps {
  readonly label: string;
  /** The frame's colour: whose words these are must be seen before they are read. */
  readonly client: ClientColour;
  readonly header: ReactNode;
  readonly children: ReactNode;
  /** Escape, when nothing inside wants it. */
  readonly onClose?: () => void;
}

/**
 * A sheet over the screen, framed in the client's colour (`AppFrame` takes it as `sheet`). Not a modal: rail, navigation
 * and status bar stay at hand. Focus goes in when it opens and back where it was when it closes.
 */
export function Sheet({ label, client, header, children, onClose }: SheetProps) {
  const root = useRef<HTMLElement>(null);
  useEffect(() => {
    const sheet = root.current;
    const before = sheet?.ownerDocument.activeElement;
    if (sheet && !sheet.contains(before ?? null)) sheet.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !onClose) return;
    event.stopPropagation();
    onClose();
  };
  return (
    <section
      ref={root}
      className={styles.sheet}
      data-client={client}
      data-sheet
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <header className={styles.header}>{header}</header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
