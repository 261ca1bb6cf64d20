import { GripVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useDrag } from 'react-aria-components/useDrag';
import { classNames } from '../class-names.ts';
import type { ClientColour } from '../client-colour.ts';
import { Icon } from '../icon.tsx';
import { ContextMenu } from '../overlays/context-menu.tsx';
import type { MenuEntry } from '../overlays/menu-entry.ts';
import styles from './draggable-chip.module.css';

export interface DraggableChipProps {
  readonly id: string;
  /** A `DropCell` takes chips of its own kind: `post`. */
  readonly kind: string;
  /** The whole of it in a sentence: "09:00, Météo vélo, Vélo & Co, programmé". */
  readonly label: string;
  readonly client: ClientColour;
  /** "09:00". */
  readonly time?: string;
  /** `NetworkMark`s. */
  readonly marks?: ReactNode;
  readonly title: string;
  /** An `Icon` with a label, at the right: how it leaves. */
  readonly state?: ReactNode;
  /** done: in the past, quieter; draft: dashed, not planned yet. */
  readonly look?: 'planned' | 'done' | 'draft';
  /** Its words on a line of their own, where a column is narrow and an hour is high. */
  readonly isTall?: boolean;
  /** Gets the chip's button: what opens beside it hangs on it. */
  readonly onOpen: (chip: HTMLElement) => void;
  /** False: Tab passes it by, for chips of a grid that arrows move through. */
  readonly isTabStop?: boolean;
  readonly isSelected?: boolean;
  /** Sent already, or held by a network that does not let it move. */
  readonly isFixed?: boolean;
  /** "Déplacer Météo vélo": Enter begins, Tab goes from cell to cell, Enter drops, Escape gives up. */
  readonly moveLabel: string;
  /** On right click and on the menu key; "Move to …" belongs there, for whoever does not drag. */
  readonly menu: readonly MenuEntry[];
  readonly menuLabel: string;
}

/** Something planned that can be moved: with the pointer, with the keyboard, and through its menu. */
export function DraggableChip({
  id,
  kind,
  label,
  client,
  time,
  marks,
  title,
  state,
  look = 'planned',
  isTall = false,
  onOpen,
  isTabStop = true,
  isSelected = false,
  isFixed = false,
  moveLabel,
  menu,
  menuLabel,
}: DraggableChipProps) {
  const { dragProps, dragButtonProps, isDragging } = useDrag({
    getItems: () => [{ [dragTypeOf(kind)]: id, 'text/plain': label }],
    getAllowedDropOperations: () => ['move'],
    hasDragButton: true,
    isDisabled: isFixed,
  });
  return (
    <div
      {...dragProps}
      data-client={client}
      className={classNames(
        styles.chip,
        styles[look],
        isDragging && styles.dragging,
        isSelected && styles.selected,
      )}
    >
      <ContextMenu label={menuLabel} entries={menu}>
        <button
          type="button"
          className={classNames(styles.main, isTall && styles.tall)}
          aria-label={label}
          title={label}
          tabIndex={isTabStop ? 0 : -1}
          onClick={(event) => onOpen(event.currentTarget)}
          // The menu's own press handling takes Enter and Space before they become a click.
          onKeyDown={(event) => {
            if ((event.key === 'Enter' || event.key === ' ') && !event.repeat) onOpen(event.currentTarget);
          }}
        >
          {/* The spaces are for whoever reads it as a text: the row has gaps of its own. */}
          {time !== undefined && <span className={styles.time}>{time}</span>}{' '}
          {marks !== undefined && <span className={styles.marks}>{marks}</span>}
          <span className={styles.title}>{title}</span>{' '}
          {state !== undefined && <span className={styles.state}>{state}</span>}
        </button>
      </ContextMenu>
      {!isFixed && (
        <AriaButton
          {...dragButtonProps}
          excludeFromTabOrder={!isTabStop}
          className={styles.grip ?? ''}
          aria-label={moveLabel}
        >
          <Icon of={GripVertical} size={14} />
        </AriaButton>
      )}
    </div>
  );
}

/** The type under which a chip's id travels while it is dragged. */
export function dragTypeOf(kind: string): string {
  return `application/x-vigie-${kind}`;
}
