import type { Page } from '@playwright/test';

/**
 * What the interface's own database holds, read from its files through IndexedDB: no list and no count of the app is
 * believed.
 *
 * @returns the remote ids of all messages, in no order, with one entry a row
 */
export const storedMessages = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no answer'));
      });
    const found = await indexedDB.databases();
    const name = found
      .map((one) => one.name ?? '')
      .find((one) => one.includes('mirror') && one.endsWith('--messages'));
    if (name === undefined) return [];
    const database = await answer(indexedDB.open(name));
    try {
      const rows: unknown[] = await answer(
        database.transaction('docs').objectStore('docs').getAll() as IDBRequest<unknown[]>,
      );
      return rows.flatMap((row) =>
        typeof row === 'object' &&
        row !== null &&
        'remoteId' in row &&
        !('_deleted' in row && row._deleted === '1')
          ? [String(row.remoteId)]
          : [],
      );
    } finally {
      database.close();
    }
  });

/** The ids of what a person wrote, in one collection of the interface's own database. */
export const storedIds = (page: Page, collection: string): Promise<readonly string[]> =>
  page.evaluate(async (wanted) => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('no answer'));
      });
    const found = await indexedDB.databases();
    const name = found.map((one) => one.name ?? '').find((one) => one.endsWith(`--${wanted}`));
    if (name === undefined) return [];
    const database = await answer(indexedDB.open(name));
    try {
      const rows: { id: string }[] = await answer(database.transaction('docs').objectStore('docs').getAll());
      return rows.map(({ id }) => id);
    } finally {
      database.close();
    }
  }, collection);
