import type { RxCollection } from 'rxdb';

export interface LiveTable<Row> {
  /** Null until read. */
  snapshot(): readonly Row[] | null;
  subscribe(listener: () => void): () => void;
  /** Resolves when it is read. */
  readonly read: Promise<void>;
  close(): void;
}

/** The whole of a small collection (clients, accounts, columns), read once and kept true by its events. */
export function createLiveTable<Row extends { readonly id: string }>(
  collection: RxCollection<Row>,
  order: (a: Row, b: Row) => number,
  matches: (row: Row) => boolean = () => true,
): LiveTable<Row> {
  const rows = new Map<string, Row>();
  const listeners = new Set<() => void>();
  let state: readonly Row[] | null = null;
  let early: (() => void)[] | null = [];

  const change = (id: string, row: Row | null): void => {
    if (row !== null && matches(row)) rows.set(id, row);
    else rows.delete(id);
  };
  const emit = (): void => {
    state = [...rows.values()].sort(order);
    for (const listener of listeners) listener();
  };
  const subscription = collection.eventBulks$.subscribe((bulk) => {
    const apply = (): void => {
      for (const event of bulk.events)
        change(event.documentId, event.operation === 'DELETE' ? null : (event.documentData as Row));
    };
    if (early !== null) {
      early.push(apply);
      return;
    }
    apply();
    emit();
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
