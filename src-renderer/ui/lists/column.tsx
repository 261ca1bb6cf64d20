import { GripVertical, ListFilter } from 'lucide-react';
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useDrag } from 'react-aria-components/useDrag';
import { isTextDropItem, useDrop } from 'react-aria-components/useDrop';
import { classNames } from '../class-names.ts';
import { ResizeHandle } from '../frame/resize-handle.tsx';
import { IconButton } from '../actions/icon-button.tsx';
import { NetworkMark, type NetworkMarkData } from '../identity/network-mark.tsx';
import { IconMenuButton } from '../overlays/menu-button.tsx';
import type { MenuEntry } from '../overlays/menu-entry.ts';
import styles from './column.module.css';

export interface ColumnLabels {
  readonly filter: string;
  readonly menu: string;
  /** "Déplacer la colonne …": arrows move it. */
  readonly move: string;
  readonly resize: string;
}

export interface ColumnProps {
  readonly id: string;
  readonly title: string;
  /** "12", "999+"; nothing when null. */
  readonly count?: string | null;
  readonly marks?: readonly { readonly mark: NetworkMarkData; readonly label: string }[];
  readonly labels: ColumnLabels;
  /** px, 300 to 420. */
  readonly width: number;
  readonly onResize: (width: number) => void;
  readonly isFocused?: boolean;
  readonly onFocus?: () => void;
  readonly isFiltered?: boolean;
  readonly onFilter?: () => void;
  /** Instead of `onFilter`: the filters to choose from. */
  readonly filterMenu?: readonly MenuEntry[];
  readonly menu: readonly MenuEntry[];
  /** Arrows on the handle: -1 to the left, 1 to the right. */
  readonly onMove: (delta: -1 | 1) => void;
  /** Another column was dropped on this one: it takes this one's place. */
  readonly onTakePlace: (movedId: string) => void;
  /** A `VirtualList`. */
  readonly children: ReactNode;
}

const dragType = 'application/x-vigie-column';
/** So many marks leave room for a title. */
const mostMarks = 3;
export const columnWidth = { narrowest: 300, usual: 332, widest: 420 } as const;

/** A column of the deck: what it gathers, how much of it waits, and its rows. */
export function Column({
  id,
  title,
  count = null,
  marks = [],
  labels,
  width,
  onResize,
  isFocused = false,
  onFocus,
  isFiltered = false,
  onFilter,
  filterMenu,
  menu,
  onMove,
  onTakePlace,
  children,
}: ColumnProps) {
  const root = useRef<HTMLElement>(null);
  const domId = useId();
  const titleId = useId();
  const { dragProps, isDragging } = useDrag({
    getItems: () => [{ [dragType]: id, 'text/plain': title }],
    getAllowedDropOperations: () => ['move'],
    hasDragButton: true,
  });
  const { dropProps, isDropTarget } = useDrop({
    ref: root,
    getDropOperation: (types) => (types.has(dragType) ? 'move' : 'cancel'),
    onDrop: (event) => {
      void Promise.all(event.items.filter(isTextDropItem).map((item) => item.getText(dragType))).then(
        (ids) => {
          const moved = ids[0];
          if (moved !== undefined && moved !== id) onTakePlace(moved);
        },
      );
    },
  });
  const onHandleKey = (event: KeyboardEvent) => {
    const delta = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : null;
    if (delta === null) return;
    event.preventDefault();
    event.stopPropagation();
    onMove(delta);
  };

  // The title says what the column is for; the rows have their networks' marks.
  const seen = marks.length > mostMarks ? marks.slice(0, mostMarks - 1) : marks;
  const others = marks.slice(seen.length).map(({ label }) => label);

  return (
    <section
      {...dropProps}
      ref={root}
      id={domId}
      aria-labelledby={titleId}
      className={classNames(
        styles.column,
        isFocused && styles.focused,
        isDragging && styles.dragging,
        isDropTarget && styles.target,
      )}
      style={{ inlineSize: width }}
      onFocusCapture={onFocus}
      onPointerDownCapture={onFocus}
    >
      <header {...dragProps} className={styles.header}>
        {marks.length > 0 && (
          <span className={styles.marks}>
            {seen.map(({ mark, label }) => (
              <NetworkMark key={label} mark={mark} label={label} />
            ))}
            {others.length > 0 && (
              <span
                className={styles.others}
                role="img"
                aria-label={others.join(', ')}
                title={others.join(', ')}
              >
                +{others.length}
              </span>
            )}
          </span>
        )}
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        {count !== null && <span className={styles.count}>{count}</span>}
        <span className={styles.tools}>
          <button type="button" className={styles.grip} aria-label={labels.move} onKeyDown={onHandleKey}>
            <GripVertical size={14} strokeWidth={1.5} aria-hidden="true" />
          </button>
          {onFilter && (
            <IconButton
              icon={ListFilter}
              label={labels.filter}
              size="small"
              isOn={isFiltered}
              onPress={onFilter}
            />
          )}
          {filterMenu && (
            <IconMenuButton
              icon={ListFilter}
              label={labels.filter}
              entries={filterMenu}
              size="small"
              isOn={isFiltered}
              placement="bottom end"
            />
          )}
          <IconMenuButton label={labels.menu} entries={menu} size="small" placement="bottom end" />
        </span>
      </header>
      {children}
      <ResizeHandle
        label={labels.resize}
        value={width}
        min={columnWidth.narrowest}
        max={columnWidth.widest}
        edge="end"
        onChange={onResize}
        controls={domId}
      />
    </section>
  );
}
