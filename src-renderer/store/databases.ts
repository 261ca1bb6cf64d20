import { addRxPlugin, createRxDatabase, type RxCollection, type RxDatabase, type RxStorage } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import type { Conversation, Message } from '../../src-shared/domain/message.ts';
import type { Metric } from '../../src-shared/domain/metric.ts';
import type { Person } from '../../src-shared/domain/person.ts';
import type { Post } from '../../src-shared/domain/post.ts';
import type { Triage } from '../../src-shared/domain/triage.ts';
import type { Workspace } from '../../src-shared/domain/workspace.ts';
import { authored, mirrored } from './collections.ts';
import type { IntentRow } from './collections/intents/schema.ts';
import type { MediaRow } from './collections/media/schema.ts';
import type { RecordRow } from './collections/records/schema.ts';
import { createDecisions, type Decisions } from './decisions.ts';

/** What people wrote: every write is on disk before it is believed. */
export interface AuthoredCollections {
  readonly workspaces: RxCollection<Workspace>;
  readonly posts: RxCollection<Post>;
  readonly intents: RxCollection<IntentRow>;
  readonly triage: RxCollection<Triage>;
  readonly records: RxCollection<RecordRow>;
  readonly media: RxCollection<MediaRow>;
}

/** What can be fetched again. */
export interface MirrorCollections {
  readonly messages: RxCollection<Message>;
  readonly conversations: RxCollection<Conversation>;
  readonly people: RxCollection<Person>;
  readonly deliveries: RxCollection<Delivery>;
  readonly metrics: RxCollection<Metric>;
  readonly accounts: RxCollection<Account>;
}

export interface Databases {
  readonly authored: AuthoredCollections;
  readonly mirror: MirrorCollections;
  readonly decisions: Decisions;
  /** Identifies the mirror's files: another epoch means that its rows are gone and must be fetched again. */
  readonly epoch: string;
  close(): Promise<void>;
}

/** Where rows lie: IndexedDB in the app, something else where there is no browser. */
export type StorageOf = (durability: 'strict' | 'relaxed') => RxStorage<unknown, unknown>;

const dexie: StorageOf = (durability) => getRxStorageDexie({ chromeTransactionDurability: durability });

/**
 * Opens the two databases. Twelve collections in all: the free edition of RxDB stalls at its fourteenth. Durability
 * is a setting of a whole database, hence two of them.
 */
export async function openDatabases(prefix = '', storageOf: StorageOf = dexie): Promise<Databases> {
  addRxPlugin(RxDBMigrationSchemaPlugin);
  const open = (name: string, durability: 'strict' | 'relaxed'): Promise<RxDatabase> =>
    createRxDatabase({
      name: prefix + name,
      storage: storageOf(durability),
      // One realm owns the store, so there is nobody to tell and no leader to elect.
      multiInstance: false,
      eventReduce: false,
    });
  const [own, mirror] = await Promise.all([open('vigie', 'strict'), open('mirror', 'relaxed')]);
  const [ownCollections, mirrorCollections, epoch] = await Promise.all([
    own.addCollections(authored),
    mirror.addCollections(mirrored),
    mirror.storageToken,
  ]);
  const collections = ownCollections as unknown as AuthoredCollections;
  return {
    authored: collections,
    mirror: mirrorCollections as unknown as MirrorCollections,
    decisions: createDecisions(collections.triage),
    epoch,
    close: async () => {
      await Promise.all([own.close(), mirror.close()]);
    },
  };
}
