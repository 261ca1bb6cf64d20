import type { RxCollection } from 'rxdb';

/**
 * Bounded reads straight from an index of a collection's table. RxDB's own query walks a cursor row by row; one
 * `getAll` of the same range is a single round trip. Reading only: every write goes through RxDB, which tells its
 * listeners.
 */
export interface Range {
  /** Fields of one of the collection's indexes, without `_deleted` and `id`, which RxDB adds to each. */
  readonly index: readonly string[];
  /** Values of the first fields, equal for every row of the range. */
  readonly prefix: readonly (string | number)[];
  /** Exclusive lower bound: the next field's value and the id of the last row of the page before. */
  readonly after?: { readonly value: string | number; readonly id: string } | undefined;
  /** Inclusive bounds of the next field. */
  readonly from?: string | number | undefined;
  readonly to?: string | number | undefined;
}

interface DexieInternals {
  readonly dexieDb: { readonly backendDB: () => IDBDatabase };
}

/** Sorts after every string and every number of a compound key. */
const last: IDBValidKey = [];

async function tableOf<Row>(collection: RxCollection<Row>): Promise<IDBDatabase> {
  const instance: { readonly originalStorageInstance: { readonly internals: unknown } } =
    collection.storageInstance;
  const internals = (await instance.originalStorageInstance.internals) as DexieInternals;
  return internals.dexieDb.backendDB();
}

function keyRange(range: Range): IDBKeyRange {
  const prefix: readonly IDBValidKey[] = ['0', ...range.prefix];
  const lower: IDBValidKey[] =
    range.after !== undefined
      ? [...prefix, range.after.value, range.after.id]
      : range.from !== undefined
        ? [...prefix, range.from]
        : [...prefix];
  const upper: IDBValidKey[] = range.to !== undefined ? [...prefix, range.to, last] : [...prefix, last];
  return IDBKeyRange.bound(lower, upper, range.after !== undefined, false);
}

const indexName = (fields: readonly string[]): string => `[${['_deleted', ...fields, 'id'].join('+')}]`;

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB gave no answer'));
  });

/** Rows of a range in ascending order, at most `limit`. */
export async function readRange<Row>(
  collection: RxCollection<Row>,
  range: Range,
  limit: number,
): Promise<readonly Row[]> {
  const [rows] = await readRanges(collection, [{ range, limit }]);
  return rows ?? [];
}

/** The same of several ranges, as they are at one moment. */
export async function readRanges<Row>(
  collection: RxCollection<Row>,
  wanted: readonly { readonly range: Range; readonly limit: number }[],
): Promise<readonly (readonly Row[])[]> {
  const docs = (await tableOf(collection)).transaction('docs', 'readonly').objectStore('docs');
  return Promise.all(
    wanted.map(
      ({ range, limit }) =>
        answer(docs.index(indexName(range.index)).getAll(keyRange(range), limit)) as Promise<readonly Row[]>,
    ),
  );
}

/** How many rows these ranges hold together, counted no further than `most`. */
export async function countRanges<Row>(
  collection: RxCollection<Row>,
  ranges: readonly Range[],
  most: number,
): Promise<number> {
  const docs = (await tableOf(collection)).transaction('docs', 'readonly').objectStore('docs');
  let total = 0;
  for (const range of ranges) {
    // Keys alone, and never more than asked for: a whole count() of a large range takes seconds.
    const keys = await answer(docs.index(indexName(range.index)).getAllKeys(keyRange(range), most - total));
    total += keys.length;
    if (total >= most) break;
  }
  return total;
}

/** Rows that were removed and lie there, marked: no query finds them. */
export async function removedRows<Row>(collection: RxCollection<Row>): Promise<readonly Row[]> {
  const docs = (await tableOf(collection)).transaction('docs', 'readonly').objectStore('docs');
  const index = [...docs.indexNames].find((name) => name.startsWith('[_deleted+'));
  if (index === undefined) return [];
  return answer(docs.index(index).getAll(IDBKeyRange.bound(['1'], ['1', last]))) as Promise<readonly Row[]>;
}

/** Removes rows for good: RxDB's own `remove()` keeps the whole text behind a flag. Blank them first. */
export async function deleteNatively<Row>(
  collection: RxCollection<Row>,
  ids: readonly string[],
): Promise<void> {
  const db = await tableOf(collection);
  const transaction = db.transaction('docs', 'readwrite');
  const store = transaction.objectStore('docs');
  for (const id of ids) store.delete(id);
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error('IndexedDB refused a deletion'));
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave a deletion up'));
  });
}
