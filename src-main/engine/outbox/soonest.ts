/** Values by a moment, the soonest first (a binary heap): adding and taking cost the logarithm of how many there are. */
export interface Soonest<T> {
  add(at: number, value: T): void;
  first(): { readonly at: number; readonly value: T } | null;
  takeFirst(): void;
  clear(): void;
}

export function createSoonest<T>(): Soonest<T> {
  const heap: { readonly at: number; readonly value: T }[] = [];
  const isBefore = (a: number, b: number): boolean => (heap[a]?.at ?? Infinity) < (heap[b]?.at ?? Infinity);
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]];
    if (first && second) [heap[a], heap[b]] = [second, first];
  };
  return {
    add: (at, value) => {
      heap.push({ at, value });
      let index = heap.length - 1;
      while (index > 0) {
        const parent = (index - 1) >>> 1;
        if (!isBefore(index, parent)) break;
        swap(index, parent);
        index = parent;
      }
    },
    first: () => heap[0] ?? null,
    takeFirst: () => {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
      let index = 0;
      for (;;) {
        const [left, right] = [2 * index + 1, 2 * index + 2];
        const child = isBefore(right, left) ? right : left;
        if (!isBefore(child, index)) break;
        swap(index, child);
        index = child;
      }
    },
    clear: () => {
      heap.length = 0;
    },
  };
}
