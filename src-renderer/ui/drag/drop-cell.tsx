import { useRef, type ReactNode } from 'react';
import { isTextDropItem, useDrop } from 'react-aria-components/useDrop';
import { classNames } from '../class-names.ts';
import { dragTypeOf } from './draggable-chip.tsx';
import styles from './drop-cell.module.css';

export interface DropCellProps {
  /** The kind of `DraggableChip` that it takes. */
  readonly kind: string;
  /** Said while moving by keyboard: "mardi 24 novembre". */
  readonly label: string;
  /** A chip was dropped here. */
  readonly onDrop: (id: string) => void;
  readonly isDisabled?: boolean;
  /** What it stands for, to find it by what is inside: `[data-place]`. */
  readonly place?: string;
  readonly role?: 'group' | 'gridcell';
  readonly className?: string;
  readonly children: ReactNode;
}

/** A place that takes chips: a day, a slot, a list. */
export function DropCell({
  kind,
  label,
  onDrop,
  isDisabled = false,
  place,
  role = 'group',
  className,
  children,
}: DropCellProps) {
  const cell = useRef<HTMLDivElement>(null);
  const type = dragTypeOf(kind);
  const { dropProps, isDropTarget } = useDrop({
    ref: cell,
    isDisabled,
    getDropOperation: (types) => (types.has(type) ? 'move' : 'cancel'),
    onDrop: (event) => {
      for (const item of event.items) {
        if (isTextDropItem(item) && item.types.has(type)) void item.getText(type).then(onDrop);
      }
    },
  });
  return (
    <div
      {...dropProps}
      ref={cell}
      role={role}
      aria-label={label}
      data-place={place}
      // takes the focus while a chip is moved by keyboard, and at no other time
      tabIndex={-1}
      className={classNames(styles.cell, isDropTarget && styles.target, className)}
    >
      {children}
    </div>
  );
}
