/**
 * Databases of a round. Their numbers rise, and a file is merged only where the number of the dropped one lies within
 * it: the first ones bring all of them down with everything else, and each of the others then merges it all once more.
 * One merge is not enough: what somebody is reading at that moment is kept.
 */
const names = Array.from({ length: 8 }, (_, index) => `vigie-compact-${index + 1}`);
/** Of those, the order in which they go. */
const order = [1, 0, 2, 3, 4, 5, 6, 7] as const;
/** Each round brings what was deleted one level further down, where it meets what it deletes. */
const rounds = 2;
/**
 * The browser says that a database is gone before it has rewritten its files, and does not say when it has. On a
 * machine that is slow to drop it, it is slow to rewrite, too.
 */
const pause = { leastMs: 300, mostMs: 3_000, times: 10 };

/**
 * Makes the browser rewrite its files without what was deleted. It offers no way to ask for that: rows that were
 * overwritten or deleted lie on in its files until they happen to be compacted. But it compacts the range of a
 * database that is dropped. Dropping a small one writes out what is in memory; dropping another one, which lies
 * between two that were written out, merges it with everything below. `tests/e2e/safety.spec.ts` reads the files.
 */
export async function compactFiles(): Promise<void> {
  if (typeof indexedDB === 'undefined') return;
  await sweepIndexes();
  // What a crash left of an earlier time.
  for (const name of names) await drop(name);
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) await make(name);
    for (const index of order) await drop(names[index] ?? '');
  }
}

/**
 * The browser leaves the entries of its indexes behind when their row is deleted, keys and all, and takes them away
 * when it meets them while it walks the index. Counting is such a walk, and brings nothing over.
 */
async function sweepIndexes(): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    if (name === undefined) continue;
    const database = await open(name);
    try {
      const stores = [...database.objectStoreNames];
      if (stores.length === 0) continue;
      const transaction = database.transaction(stores, 'readwrite');
      const over = ended(transaction);
      for (const store of stores) {
        const rows = transaction.objectStore(store);
        for (const index of rows.indexNames) rows.index(index).count();
      }
      await over;
    } finally {
      database.close();
    }
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('a database could not be opened'));
  });
}

const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('an index could not be walked'));
  });

function make(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('rows').put(name, 0);
    };
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
    request.onerror = () => reject(request.error ?? new Error('a database could not be made'));
  });
}

function drop(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => {
      const took = performance.now() - began;
      setTimeout(resolve, Math.min(pause.mostMs, Math.max(pause.leastMs, pause.times * took)));
    };
    request.onerror = () => reject(request.error ?? new Error('a database could not be dropped'));
  });
}
