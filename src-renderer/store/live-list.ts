import type { RxCollection } from 'rxdb';
import { readMergedPage } from './merged-page.ts';
import { readRanges, type Range } from './ranges.ts';

/** A row that sorts by an ascending key and, among equals, by its id. */
interface Keyed {
  readonly id: string;
}

export interface ListSnapshot<Row> {
  readonly rows: readonly Row[];
  /** False until the first page was read. */
  readonly ready: boolean;
  /** The store holds more rows beyond the last one. */
  readonly more: boolean;
}

export interface LiveList<Row> {
  snapshot(): ListSnapshot<Row>;
  subscribe(listener: () => void): () => void;
  /** Reads the next page. */
  grow(): Promise<void>;
  close(): void;
}

export interface ListSpec<Row> {
  readonly collection: RxCollection<Row>;
  /** One ascending range per (account, box, …): merged by key, never sorted as a whole. */
  readonly ranges: readonly Range[];
  /** The field that follows the prefix in every range's index. */
  readonly key: (row: Row) => number;
  /** Says whether a changed row belongs to the list. */
  readonly matches: (row: Row) => boolean;
  readonly pageSize: number;
}

/**
 * A list that stays true while the store changes: pages are read once from bounded ranges, and afterwards each
 * change is applied in memory, so that a storm of messages costs a binary search and not a query. Listeners hear of
 * changes at most once a frame.
 */
export function createLiveList<Row extends Keyed>(spec: ListSpec<Row>): LiveList<Row> {
  let rows: Row[] = [];
  let state: ListSnapshot<Row> = { rows, ready: false, more: true };
  const listeners = new Set<() => void>();
  let scheduled = false;
  let closed = false;
  let growing: Promise<void> | null = null;
  // Changes that arrive while a page is being read, to be applied on top of it.
  let early: { readonly id: string; readonly row: Row | null }[] = [];

  const placeOf = (row: Row) => ({ value: spec.key(row), id: row.id });
  const before = (a: Row, b: Row): boolean => {
    const [ka, kb] = [spec.key(a), spec.key(b)];
    return ka < kb || (ka === kb && a.id < b.id);
  };
  const place = (row: Row): number => {
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const here = rows[middle];
      if (here !== undefined && before(here, row)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /** A page that was waited for is shown at once. */
  const tell = (): void => {
    if (closed) return;
    for (const listener of listeners) listener();
  };
  const emit = (): void => {
    if (scheduled || closed) return;
    scheduled = true;
    // Not an animation frame: those stop while the window is hidden, and the list must stay true there too.
    setTimeout(() => {
      scheduled = false;
      tell();
    }, 16);
  };
  const settle = (more: boolean): void => {
    state = { rows, ready: true, more };
    emit();
  };

  const change = (id: string, row: Row | null): void => {
    const known = rows.findIndex((one) => one.id === id);
    if (known >= 0) rows = rows.toSpliced(known, 1);
    if (row === null || !spec.matches(row)) return;
    const at = place(row);
    // Beyond the last loaded row lies what is not loaded yet: it will come with its page.
    if (at === rows.length && state.more) return;
    rows = rows.toSpliced(at, 0, row);
  };

  const subscription = spec.collection.eventBulks$.subscribe((bulk) => {
    const busy = !state.ready || growing !== null;
    const old = rows;
    for (const event of bulk.events) {
      const row = event.operation === 'DELETE' ? null : (event.documentData as Row);
      if (busy) early.push({ id: event.documentId, row });
      else change(event.documentId, row);
    }
    if (rows !== old) settle(state.more);
  });

  const readPage = async (): Promise<void> => {
    const tail = rows.at(-1);
    const after = tail === undefined ? undefined : placeOf(tail);
    const page = await readMergedPage<Row>({
      ranges: spec.ranges.length,
      size: spec.pageSize,
      before,
      read: (wanted) =>
        readRanges(
          spec.collection,
          wanted.flatMap(({ range: index, after: last, limit }) => {
            const range = spec.ranges[index];
            return range ? [{ range: { ...range, after: last ? placeOf(last) : after }, limit }] : [];
          }),
        ),
    });
    if (closed) return;
    const { more } = page;
    // A row that moved between two reads may have been seen in both places.
    rows = [...new Map([...rows, ...page.rows].map((row) => [row.id, row])).values()];
    state = { rows, ready: true, more };
    const missed = early;
    early = [];
    for (const { id, row } of missed) change(id, row);
    state = { rows, ready: true, more };
    tell();
  };
  const grow = (): Promise<void> => {
    if (growing !== null) return growing;
    if (state.ready && !state.more) return Promise.resolve();
    growing = readPage().finally(() => {
      growing = null;
      const missed = early;
      early = [];
      for (const { id, row } of missed) change(id, row);
      if (missed.length > 0) settle(state.more);
    });
    return growing;
  };

  void grow();
  return {
    snapshot: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    grow,
    close: () => {
      closed = true;
      subscription.unsubscribe();
      listeners.clear();
    },
  };
}
