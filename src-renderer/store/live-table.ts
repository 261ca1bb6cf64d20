import type { RxCollection } from 'rxdb';

export interface LiveTable<Row> {
  /** Null until read. */
  snapshot(): readonly Row[] | null;
  subscribe(listener: () => void): () => void;
  /** Resolves when it is read. */
  readonly read: Promise<void>;
  close(): void;
}

/**
 * The whole of a small collection (clients, accounts, columns), read once and kept true by its events. `isNews`: which
 * change of a row is one to its readers; of another the row stays the object that it was, and nobody is told.
 */
export function createLiveTable<Row extends { readonly id: string }>(
  collection: RxCollection<Row>,
  order: (a: Row, b: Row) => number,
  matches: (row: Row) => boolean = () => true,
  isNews: (before: Row, after: Row) => boolean = () => true,
): LiveTable<Row> {
  const rows = new Map<string, Row>();
  const listeners = new Set<() => void>();
  let state: readonly Row[] | null = null;
  let early: (() => void)[] | null = [];

  /** Whether there is anything to tell. */
  const change = (id: string, row: Row | null): boolean => {
    if (row === null || !matches(row)) return rows.delete(id);
    const before = rows.get(id);
    if (before !== undefined && !isNews(before, row)) return false;
    rows.set(id, row);
    return true;
  };
  const emit = (): void => {
    state = [...rows.values()].sort(order);
    for (const listener of listeners) listener();
  };
  const subscription = collection.eventBulks$.subscribe((bulk) => {
    const apply = (): boolean =>
      bulk.events
        .map((event) =>
          change(event.documentId, event.operation === 'DELETE' ? null : (event.documentData as Row)),
        )
        .some(Boolean);
    if (early !== null) {
      early.push(apply);
      return;
    }
    if (apply()) emit();
  });
  const read = collection
    .find()
    .exec()
    .then((found) => {
      for (const document of found) change(document.primary, document.toJSON() as unknown as Row);
      for (const apply of early ?? []) apply();
      early = null;
      emit();
    });

  return {
    snapshot: () => state,
    read,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      subscription.unsubscribe();
      listeners.clear();
    },
  };
}
