import { useEffect, useState } from 'react';

const settledMs = 250;

/** A width that follows the pointer at once and is kept when it rests. */
export function useColumnWidth(
  kept: number,
  keep: (width: number) => void,
): readonly [width: number, change: (width: number) => void] {
  const [dragged, setDragged] = useState<number | null>(null);
  useEffect(() => {
    if (dragged === null || dragged === kept) return undefined;
    const timer = setTimeout(() => keep(dragged), settledMs);
    return () => clearTimeout(timer);
  }, [dragged, kept, keep]);
  return [dragged ?? kept, setDragged];
}
