import { Dexie, type Table } from 'dexie';

/** How far this store has come in the stream of a mirror. */
export interface StreamPosition {
  readonly epoch: string;
  readonly acked: number;
}

/**
 * A few facts about the store itself, outside RxDB: the position in the down stream and the version of Vigie that
 * wrote the store. Every write is strict.
 */
export interface Progress {
  load(): Promise<StreamPosition | null>;
  save(position: StreamPosition): Promise<void>;
  storeVersion(): Promise<number | null>;
  setStoreVersion(version: number): Promise<void>;
  close(): void;
}

interface Fact {
  readonly name: string;
  readonly value: unknown;
}

export function openProgress(prefix = ''): Progress {
  const db = new Dexie(`${prefix}vigie-store`, { chromeTransactionDurability: 'strict' });
  db.version(1).stores({ facts: 'name' });
  const facts: Table<Fact, string> = db.table('facts');
  return {
    load: async () => {
      const value = (await facts.get('stream'))?.value;
      if (typeof value !== 'object' || value === null || !('epoch' in value) || !('acked' in value))
        return null;
      return typeof value.epoch === 'string' && typeof value.acked === 'number'
        ? { epoch: value.epoch, acked: value.acked }
        : null;
    },
    save: async (position) => {
      await facts.put({ name: 'stream', value: position });
    },
    storeVersion: async () => {
      const value = (await facts.get('version'))?.value;
      return typeof value === 'number' ? value : null;
    },
    setStoreVersion: async (version) => {
      await facts.put({ name: 'version', value: version });
    },
    close: () => db.close(),
  };
}
