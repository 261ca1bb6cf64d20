import { addRxPlugin, createRxDatabase, type RxStorage } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, it } from 'vitest';
import { authored, mirrored } from '../../src-renderer/store/collections.ts';
import { openDatabases } from '../../src-renderer/store/databases.ts';

/**
 * A store that the first Vigie wrote, opened by this one: nothing is missing, and what was frozen is as it was.
 */
const content = { text: 'Bonjour', media: [], warning: '', poll: null, language: null, settings: {} };
const post = {
  id: '01JPOSTAAAAAAAAAAAAAAAAAAA',
  workspaceId: '01JWORKSPACEAAAAAAAAAAAAAA',
  accountIds: ['a'],
  base: content,
  variants: { a: { text: 'Salut' } },
  target: null,
  planned: null,
  intentId: null,
  createdAt: 1,
  updatedAt: 2,
  deletedAt: null,
};
const intent = {
  id: '01JINTENTAAAAAAAAAAAAAAAAA',
  workspaceId: post.workspaceId,
  postId: post.id,
  revision: 1,
  handed: 'accepted',
  refusal: null,
  intent: { id: '01JINTENTAAAAAAAAAAAAAAAAA', targets: [{ accountId: 'a', content, hash: 'abc' }] },
  createdAt: 1,
  updatedAt: 2,
};
const delivery = {
  id: 'd1',
  workspaceId: post.workspaceId,
  intentId: intent.id,
  accountId: 'a',
  action: { tag: 'publish' },
  revision: 1,
  hash: 'abc',
  content,
  state: 'sent',
  executor: 'machine',
  waiting: null,
  failure: null,
  dueAt: 1,
  wall: null,
  zone: null,
  toleranceMs: null,
  remoteId: 'r',
  remoteUrl: null,
  scheduledRemoteId: null,
  sentAt: 2,
  stepsDone: 1,
  stepsTotal: 1,
  attempts: [],
  candidates: [],
  sequence: 3,
  createdAt: 1,
  updatedAt: 2,
};

/** A schema as it was at its first version: without the fields that came later. */
function firstVersion({ schema }: { readonly schema: object }, later: readonly string[] = []): object {
  const { properties, required, ...rest } = schema as {
    properties: Record<string, object>;
    required: readonly string[];
  };
  return {
    schema: {
      ...rest,
      version: 0,
      properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !later.includes(name))),
      required: required.filter((name) => !later.includes(name)),
    },
  };
}

it('opens a store from before there were threads, with every word and hash in it', async () => {
  addRxPlugin(RxDBMigrationSchemaPlugin);
  const storages = { strict: getRxStorageMemory(), relaxed: getRxStorageMemory() };
  const open = (name: string, storage: RxStorage<unknown, unknown>) =>
    createRxDatabase({ name, storage, multiInstance: false, eventReduce: false });
  const own = await open('oldvigie', storages.strict);
  const mirror = await open('oldmirror', storages.relaxed);
  const old = await own.addCollections({
    posts: firstVersion(authored.posts),
    intents: firstVersion(authored.intents, ['held']),
  } as never);
  const oldMirror = await mirror.addCollections({
    deliveries: firstVersion(mirrored.deliveries, ['parts', 'step']),
  } as never);
  await old['posts']?.insert(post);
  await old['intents']?.insert(intent);
  await oldMirror['deliveries']?.insert(delivery);
  await Promise.all([own.close(), mirror.close()]);

  const now = await openDatabases('old', (durability) => storages[durability]);
  const row = async (collection: keyof typeof now.authored | 'deliveries', id: string) => {
    const found = collection === 'deliveries' ? now.mirror.deliveries : now.authored[collection];
    return (await found.findOne(id).exec())?.toMutableJSON();
  };
  expect(await row('posts', post.id)).toEqual(post);
  expect(await row('intents', intent.id)).toEqual(intent);
  expect(await row('deliveries', delivery.id)).toEqual({
    ...delivery,
    parts: [],
    step: null,
    progress: null,
  });
  await now.close();
});
