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
  /** Of what the ranges hold, what the list is of; without it everything. Pages are read whole and thinned out. */
  readonly keeps?: (row: Row) => boolean;
  readonly pageSize: number;
  /** Listeners hear of changes at most so often, ms; without it once a frame. */
  readonly everyMs?: number;
  /** Reads ranges: from the store's own indexes unless a store without them is given. */
  readonly read?: typeof readRanges<Row>;
}

/**
 * A list that stays true while the store changes: pages are read once from bounded ranges, and afterwards each
 * change is applied in memory, so that a storm of messages costs a binary search and not a query, nor a walk through
 * the rows. Listeners hear of changes at most once a frame.
 */
export function createLiveList<Row extends Keyed>(spec: ListSpec<Row>): LiveList<Row> {
  let rows: Row[] = [];
  /** The rows by their ids: where one stands is searched for by its own place. */
  let held = new Map<string, Row>();
  /** The last row that a page brought, kept or not; what lies beyond it is not loaded. */
  let tail: Row | null = null;
  let state: ListSnapshot<Row> = { rows, ready: false, more: true };
  /** What listeners were told last. */
  let shown = state;
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
    shown = state;
    for (const listener of listeners) listener();
  };
  const emit = (): void => {
    if (scheduled || closed) return;
    scheduled = true;
    // Not an animation frame: those stop while the window is hidden, and the list must stay true there too.
    setTimeout(() => {
      scheduled = false;
      tell();
    }, spec.everyMs ?? 16);
  };
  const settle = (more: boolean): void => {
    state = { rows, ready: true, more };
    emit();
  };

  const isKept = (row: Row): boolean => spec.keeps?.(row) ?? true;
  const change = (id: string, row: Row | null): void => {
    const former = held.get(id);
    if (former !== undefined) {
      rows = rows.toSpliced(place(former), 1);
      held.delete(id);
    }
    if (row === null || !spec.matches(row) || !isKept(row)) return;
    // Beyond the last row that was read lies what is not loaded yet: it will come with its page.
    if (state.more && (tail === null || before(tail, row))) return;
    rows = rows.toSpliced(place(row), 0, row);
    held.set(id, row);
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
    const after = tail === null ? undefined : placeOf(tail);
    const page = await readMergedPage<Row>({
      ranges: spec.ranges.length,
      size: spec.pageSize,
      before,
      read: (wanted) =>
        (spec.read ?? readRanges)(
          spec.collection,
          wanted.flatMap(({ range: index, after: last, limit }) => {
            const range = spec.ranges[index];
            return range ? [{ range: { ...range, after: last ? placeOf(last) : after }, limit }] : [];
          }),
        ),
    });
    if (closed) return;
    const { more } = page;
    tail = page.rows.at(-1) ?? tail;
    const read = page.rows.filter(isKept);
    // A row that moved between two reads may have been seen in both places: where it was read last, it stands.
    const again = new Set(read.map(({ id }) => id));
    rows = [...rows.filter(({ id }) => !again.has(id)), ...read];
    held = new Map(rows.map((row) => [row.id, row]));
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
    // A calm list is not made new by each key that draws its reader again. The others are true at once: what leaves one
    // list for another is never in neither, nor loses the keyboard.
    snapshot: () => (spec.everyMs === undefined ? state : shown),
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
