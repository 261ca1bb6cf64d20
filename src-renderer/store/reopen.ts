import type { Dexie } from 'dexie';
import type { RxCollection } from 'rxdb';
import type { Databases } from './databases.ts';

const everyMs = 2_000;

/**
 * Opens again what the browser closes: after a write that the disk refused it closes every connection, and each later
 * write fails, also when there is room again. Whoever was refused tries again by itself. Goes on looking until all are
 * open; `look` is for whoever has met a closed one in another way.
 */
export function keepOpen(databases: Databases): { readonly look: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const once = async (): Promise<void> => {
    const isOpen = await reopenClosed(databases).then(
      () => true,
      () => false,
    );
    timer = undefined;
    if (!isOpen) look();
  };
  function look(): void {
    timer ??= setTimeout(() => void once(), everyMs);
  }
  for (const collection of all(databases))
    void connectionOf(collection).then((db) => {
      db.on('close', () => {
        if (!collection.closed) look();
      });
    });
  return { look };
}

/** Rejects while they cannot be opened. */
async function reopenClosed(databases: Databases): Promise<void> {
  for (const collection of all(databases)) {
    const db = await connectionOf(collection);
    if (collection.closed || isAlive(db)) continue;
    db.close({ disableAutoOpen: false });
    await db.open();
  }
}

const all = ({ authored, mirror }: Databases): readonly RxCollection[] => [
  ...Object.values(authored),
  ...Object.values(mirror),
];

/** Each collection has a database of the browser's to itself. */
async function connectionOf(collection: RxCollection): Promise<Dexie> {
  const instance: { readonly originalStorageInstance: { readonly internals: unknown } } =
    collection.storageInstance;
  const { dexieDb } = (await instance.originalStorageInstance.internals) as { readonly dexieDb: Dexie };
  return dexieDb;
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
