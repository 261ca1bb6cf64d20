import { useId, type ReactNode } from 'react';
import { ResizeHandle } from './resize-handle.tsx';
import styles from './side-panel.module.css';

export interface SidePanelProps {
  readonly label: string;
  /** Stays at the top: who or what this is about. */
  readonly header?: ReactNode;
  /** Scrolls. */
  readonly children: ReactNode;
  /** Stays at the bottom: the reply. */
  readonly footer?: ReactNode;
  /** px; the person's own, kept by the caller. */
  readonly width?: number;
  readonly onResize?: (width: number) => void;
  readonly resizeLabel?: string;
}

const narrowest = 320;
const widest = 640;

/** A panel at the right of what it is about: for reading a thread there is never a dialog. */
export function SidePanel({
  label,
  header,
  children,
  footer,
  width = 400,
  onResize,
  resizeLabel = '',
}: SidePanelProps) {
  const id = useId();
  return (
    <aside id={id} className={styles.panel} aria-label={label} style={{ '--width': `${width}px` }}>
      {onResize && (
        <ResizeHandle
          label={resizeLabel}
          value={width}
          min={narrowest}
          max={widest}
          edge="start"
          onChange={onResize}
          controls={id}
        />
      )}
      {header !== undefined && <div className={styles.header}>{header}</div>}
      <div className={styles.content} tabIndex={0} role="group" aria-label={label}>
        {children}
      </div>
      {footer !== undefined && <div className={styles.footer}>{footer}</div>}
    </aside>
  );
}
