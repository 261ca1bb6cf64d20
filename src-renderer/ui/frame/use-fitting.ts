import { useEffect, useRef, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { withoutRoom } from './fitting.ts';

const none: ReadonlySet<string> = new Set();

/**
 * Which of a row's things have no room in it. They are `[data-fit]` (their id) with a `data-rank`, and keep their own
 * width also while they are hidden. `key` changes with what they say. The row is measured before anything is painted.
 */
export function useFitting(
  key: string,
  moreWidth: number,
): { readonly row: RefObject<HTMLDivElement | null>; readonly hidden: ReadonlySet<string> } {
  const row = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(none);
  useEffect(() => {
    const element = row.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const style = getComputedStyle(element);
      const gaps = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      const items = [...element.querySelectorAll<HTMLElement>('[data-fit]')].map(
        ({ dataset, offsetWidth }) => ({
          id: dataset['fit'] ?? '',
          width: offsetWidth,
          rank: Number(dataset['rank']),
        }),
      );
      const next = withoutRoom(items, element.clientWidth - gaps, moreWidth);
      setHidden((before) => (sameSet(before, next) ? before : next));
    };
    // Told before the first frame, and again when the window or the letters change their size.
    const observer = new ResizeObserver(() => flushSync(measure));
    observer.observe(element);
    for (const item of element.querySelectorAll('[data-fit]')) observer.observe(item);
    return () => observer.disconnect();
  }, [key, moreWidth]);
  return { row, hidden };
}

const sameSet = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((id) => other.has(id));
