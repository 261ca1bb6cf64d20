import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { movement } from './movement.ts';
import styles from './line-list.module.css';

export interface LineListProps<Item> {
  readonly label: string;
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  /** A `LineRow`. */
  readonly children: (item: Item, row: { readonly isSelected: boolean }) => ReactNode;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  /** Enter on a row. */
  readonly onOpen?: (key: string) => void;
}

/**
 * A short list that is all there (a group of the outbox): one row in the tab order, j, k and arrows move and select.
 * Lists put one after the other in one element are moved through as one. `VirtualList` is for long ones.
 */
export function LineList<Item>({
  label,
  items,
  keyOf,
  children,
  selected,
  onSelect,
  onOpen,
}: LineListProps<Item>) {
  const list = useRef<HTMLUListElement>(null);
  const holdsSelection = items.some((item) => keyOf(item) === selected);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const way = movement(event);
    const here =
      event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-line]') : null;
    if (way === null || here === null || !list.current) return;
    // rows of the lists before and after, in the same screen
    const around = list.current.parentElement?.parentElement ?? list.current;
    const rows = [...around.querySelectorAll<HTMLElement>('[data-line]')];
    const at = rows.indexOf(here);
    const to = {
      next: at + 1,
      previous: at - 1,
      'next-page': at + 8,
      'previous-page': at - 8,
      first: 0,
      last: rows.length - 1,
    }[way];
    const row = rows[Math.min(rows.length - 1, Math.max(0, to))];
    event.preventDefault();
    event.stopPropagation();
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
    row?.click();
  };

  return (
    <ul ref={list} className={styles.list} aria-label={label}>
      {items.map((item, index) => {
        const key = keyOf(item);
        const isSelected = key === selected;
        return (
          <li
            key={key}
            data-line={key}
            className={classNames(styles.line, isSelected && styles.selected)}
            tabIndex={isSelected || (!holdsSelection && index === 0) ? 0 : -1}
            {...(isSelected && { 'aria-current': 'true' as const })}
            onClick={() => onSelect(key)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && event.target === event.currentTarget && onOpen) {
                event.preventDefault();
                onOpen(key);
              } else {
                onKeyDown(event);
              }
            }}
          >
            {children(item, { isSelected })}
          </li>
        );
      })}
    </ul>
  );
}
