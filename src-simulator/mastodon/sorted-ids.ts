import { compareIds } from './ids.ts';

/** A list of ids kept oldest first. Almost every insertion is at the end. */
export interface SortedIds {
  add(id: string): void;
  remove(id: string): void;
  /** How many ids are older than `id`. */
  below(id: string): number;
  at(index: number): string | undefined;
  readonly size: number;
  /** The live list: not to be walked while ids are added or removed. */
  all(): readonly string[];
  copy(): readonly string[];
}

export function createSortedIds(): SortedIds {
  const ids: string[] = [];
  function below(id: string): number {
    let low = 0;
    let high = ids.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareIds(ids[middle] ?? '', id) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  return {
    add(id) {
      const last = ids.at(-1);
      if (last === undefined || compareIds(last, id) < 0) {
        ids.push(id);
        return;
      }
      const index = below(id);
      if (ids[index] !== id) ids.splice(index, 0, id);
    },
    remove(id) {
      const index = below(id);
      if (ids[index] === id) ids.splice(index, 1);
    },
    below,
    at: (index) => ids[index],
    get size() {
      return ids.length;
    },
    all: () => ids,
    copy: () => [...ids],
  };
}
