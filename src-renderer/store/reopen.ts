import type { Dexie } from 'dexie';
import type { RxCollection } from 'rxdb';
import type { Databases } from './databases.ts';

/**
 * Opens again what the browser has closed: after a write that the disk refused it closes every connection, and each
 * later write fails, also when there is room again. Rejects while they cannot be opened.
 */
export async function reopenClosed(databases: Databases): Promise<void> {
  const collections: readonly RxCollection[] = [
    ...Object.values(databases.authored),
    ...Object.values(databases.mirror),
  ];
  for (const collection of collections) {
    const instance: { readonly originalStorageInstance: { readonly internals: unknown } } =
      collection.storageInstance;
    const { dexieDb } = (await instance.originalStorageInstance.internals) as { readonly dexieDb: Dexie };
    if (isAlive(dexieDb)) continue;
    dexieDb.close({ disableAutoOpen: false });
    await dexieDb.open();
  }
}

function isAlive(db: Dexie): boolean {
  if (!db.isOpen()) return false;
  try {
    db.backendDB().transaction('docs', 'readonly').abort();
    return true;
  } catch {
    return false;
  }
}
