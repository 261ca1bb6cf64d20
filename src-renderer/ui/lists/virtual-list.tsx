import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
} from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { classNames } from '../class-names.ts';
import { movement } from './movement.ts';
import styles from './virtual-list.module.css';

export interface VirtualListHandle {
  /** Moves the selection by so many rows, as j and k do. */
  readonly move: (delta: number) => void;
  /** Puts the keyboard in the list. */
  readonly focus: () => void;
  /** Key of the row that has the focus, selected or not yet; null when it is elsewhere. */
  readonly focusedKey: () => string | null;
  readonly scrollToTop: () => void;
}

export interface VirtualListProps<Item> {
  /** The list's name. */
  readonly label: string;
  /** In the order shown. Rows put before the first one leave what is being read where it is. */
  readonly items: readonly Item[];
  /** A key that never changes for an item. */
  readonly keyOf: (item: Item) => string;
  /** The row in a sentence, for screen readers: "Camille Besson, il y a 4 min: Bonjour …". */
  readonly nameOf: (item: Item) => string;
  readonly children: (item: Item, row: { readonly isSelected: boolean }) => ReactNode;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
  /** Enter or a click on a row. */
  readonly onOpen?: (key: string) => void;
  /** Told when the reader leaves the top of the list, and when they are back. */
  readonly onTop?: (isAtTop: boolean) => void;
  /** Height of a row in px before it is measured. */
  readonly estimate?: number;
  /** How many there are in all when known; -1 when there are more than shown. */
  readonly total?: number;
  /** Called when the last rows come near: load the next page. */
  readonly onNearEnd?: () => void;
  /** "3 nouveaux": a strip at the top for what has come and is not shown yet. */
  readonly news?: { readonly label: string; readonly onShow: () => void } | null;
  /** What stands there when there is no item. */
  readonly empty?: ReactNode;
  readonly isBusy?: boolean;
  readonly ref?: Ref<VirtualListHandle>;
}

/** Height of the strip of news, also in the style sheet. */
const newsHeight = 26;

/**
 * A long list of which only the visible rows exist: a feed of articles, one of them in the tab order, moved through with
 * j, k, arrows, Page, Home and End. Moving selects.
 */
export function VirtualList<Item>({
  label,
  items,
  keyOf,
  nameOf,
  children,
  selected,
  onSelect,
  onOpen,
  onTop,
  estimate = 96,
  total,
  onNearEnd,
  news = null,
  empty,
  isBusy = false,
  ref,
}: VirtualListProps<Item>) {
  const scroller = useRef<HTMLDivElement>(null);
  const keyToFocus = useRef<string | null>(null);
  const shown = useRef<string | null>(null);
  const focused = useRef<{ readonly key: string; readonly element: Element } | null>(null);
  const anchor = useRef<{ readonly key: string; readonly offset: number } | null>(null);

  const selectedIndex = selected === null ? -1 : items.findIndex((item) => keyOf(item) === selected);
  const tabIndex = Math.max(0, selectedIndex);
  const topPadding = news ? newsHeight : 0;

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimate,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 4,
    paddingStart: topPadding,
    scrollPaddingStart: topPadding,
    // the row that has (or will have) the focus exists even when it is scrolled away
    rangeExtractor: (range: Range) =>
      [...new Set([...defaultRangeExtractor(range), tabIndex])].sort((a, b) => a - b),
    useFlushSync: false,
  });
  const visible = virtualizer.getVirtualItems();

  const focusRow = (key: string): boolean => {
    const row = virtualizer.elementsCache.get(key);
    row?.focus({ preventScroll: true });
    return row !== undefined;
  };
  const wasAtTop = useRef(true);
  const remember = () => {
    const top = scroller.current?.scrollTop ?? 0;
    if (top <= 0 !== wasAtTop.current) {
      wasAtTop.current = top <= 0;
      onTop?.(wasAtTop.current);
    }
    const first =
      top <= 0 ? undefined : virtualizer.getVirtualItems().find((row) => row.end > top + topPadding);
    anchor.current = first ? { key: String(first.key), offset: top - first.start } : null;
  };

  // Rows that came before the first one, and the strip of news, must not move what is being read.
  useLayoutEffect(() => {
    const kept = anchor.current;
    const element = scroller.current;
    if (!kept || !element) return;
    const index = items.findIndex((item) => keyOf(item) === kept.key);
    // The rows of this very frame have just been measured: their places are reckoned anew, not read as they were.
    virtualizer.getTotalSize();
    const start = index < 0 ? undefined : virtualizer.measurementsCache[index]?.start;
    if (start !== undefined && start + kept.offset !== element.scrollTop) {
      element.scrollTop = start + kept.offset;
      // It must know at once where it is: rows that are measured before the browser says so would be taken for rows
      // below, and their true heights would move what is being read.
      virtualizer.scrollOffset = element.scrollTop;
    }
  }, [items, keyOf, topPadding, virtualizer]);

  const lastShown = visible.at(-1)?.index ?? -1;
  const isNearEnd = items.length > 0 && lastShown >= items.length - 6;
  useEffect(() => {
    if (isNearEnd) onNearEnd?.();
  }, [isNearEnd, items.length, onNearEnd]);

  // Once for each selection: rows that arrive later must not scroll back to it.
  useEffect(() => {
    if (selectedIndex < 0 || selected === shown.current) return;
    shown.current = selected;
    virtualizer.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selected, selectedIndex, virtualizer]);

  useEffect(() => {
    const wanted = keyToFocus.current;
    if (wanted !== null && focusRow(wanted)) keyToFocus.current = null;
  });

  // The row that the keyboard was on was taken away for a moment (its list was read anew): it gets the keyboard back,
  // unless something else has it by now.
  useEffect(() => {
    const held = focused.current;
    if (held === null || held.element.isConnected) return;
    const { activeElement } = document;
    if (activeElement !== document.body && activeElement?.localName !== 'main') focused.current = null;
    else focusRow(held.key);
  });

  const moveTo = (index: number) => {
    const item = items[Math.min(items.length - 1, Math.max(0, index))];
    if (item === undefined) return;
    keyToFocus.current = keyOf(item);
    onSelect(keyOf(item));
    if (keyOf(item) === selected) focusRow(keyOf(item));
  };
  const move = (delta: number) => moveTo(selectedIndex < 0 ? 0 : selectedIndex + delta);

  useImperativeHandle(ref, () => ({
    move,
    focus: () => {
      const item = items[tabIndex];
      if (item !== undefined) focusRow(keyOf(item));
    },
    focusedKey: () => {
      const { activeElement } = document;
      const item = items.find((one) => virtualizer.elementsCache.get(keyOf(one)) === activeElement);
      return item === undefined ? null : keyOf(item);
    },
    scrollToTop: () => virtualizer.scrollToOffset(0),
  }));

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const way = movement(event);
    if (way === null) return;
    event.preventDefault();
    event.stopPropagation();
    const page = Math.max(1, (virtualizer.range?.endIndex ?? 0) - (virtualizer.range?.startIndex ?? 0));
    switch (way) {
      case 'next':
        return move(1);
      case 'previous':
        return move(-1);
      case 'next-page':
        return move(page);
      case 'previous-page':
        return move(-page);
      case 'first':
        return moveTo(0);
      case 'last':
        return moveTo(items.length - 1);
    }
  };
  const onRowKeyDown = (event: KeyboardEvent<HTMLElement>, key: string) => {
    if (event.key !== 'Enter' || event.target !== event.currentTarget || !onOpen) return;
    event.preventDefault();
    if (key !== selected) onSelect(key);
    onOpen(key);
  };
  const onRowClick = (event: MouseEvent<HTMLElement>, key: string) => {
    if (event.defaultPrevented) return;
    if (key !== selected) onSelect(key);
    onOpen?.(key);
  };

  const strip = news && (
    <AriaButton
      className={styles.news ?? ''}
      onPress={() => {
        news.onShow();
        virtualizer.scrollToOffset(0);
      }}
    >
      {news.label} <span aria-hidden="true">↑</span>
    </AriaButton>
  );
  if (items.length === 0) {
    return (
      <div className={styles.frame}>
        {strip}
        {empty}
      </div>
    );
  }
  return (
    <div className={styles.frame}>
      {strip}
      <div
        ref={scroller}
        className={styles.scroller}
        role="feed"
        aria-label={label}
        aria-busy={isBusy}
        onKeyDown={onKeyDown}
        onScroll={remember}
      >
        <div role="presentation" className={styles.space} style={{ blockSize: virtualizer.getTotalSize() }}>
          {visible.map((row) => {
            const item = items[row.index];
            if (item === undefined) return null;
            const key = keyOf(item);
            const isSelected = key === selected;
            return (
              <article
                key={key}
                ref={virtualizer.measureElement}
                data-index={row.index}
                className={classNames(styles.row, isSelected && styles.selected)}
                style={{ transform: `translateY(${row.start}px)` }}
                tabIndex={row.index === tabIndex ? 0 : -1}
                aria-label={nameOf(item)}
                aria-posinset={row.index + 1}
                aria-setsize={total ?? items.length}
                {...(isSelected && { 'aria-current': 'true' as const })}
                onClick={(event) => onRowClick(event, key)}
                onFocus={({ target, currentTarget }) => {
                  if (target === currentTarget) focused.current = { key, element: currentTarget };
                }}
                onKeyDown={(event) => onRowKeyDown(event, key)}
              >
                {children(item, { isSelected })}
              </article>
            );
          })}
        </div>
      </div>
    </div>
  );
}
