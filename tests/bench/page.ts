import { createBridge } from '../../src-renderer/bridge.ts';
import { applyBatch } from '../../src-renderer/store/apply-batch.ts';
import { storeVersion } from '../../src-renderer/store/collections.ts';
import { openDatabases } from '../../src-renderer/store/databases.ts';
import { openProgress } from '../../src-renderer/store/progress.ts';
import { addDefaultColumns } from '../../src-renderer/store/queries/columns.ts';
import { createWorkspace } from '../../src-renderer/store/queries/workspaces.ts';
import { createDownStreamConsumer } from '../../src-renderer/store/streams.ts';
import type { Message } from '../../src-shared/domain/message.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import { accountsOf, batchesOf, makeMessage } from './rows.ts';

/** What the bench does inside a page of the app's own origin, with the app's own store. Driven from outside. */

declare global {
  interface Window {
    readonly vigieBenchPage: typeof actions;
  }
}

const clients = ['Atelier Lumière', 'Vélo Co', 'Maison Nori', 'Cabinet Delmas'];

/** Fills the profile's real store: clients, their accounts, default columns, and so many messages. */
async function seed(count: number): Promise<number> {
  const now = Date.now();
  const databases = await openDatabases();
  const progress = openProgress();
  await progress.setStoreVersion(storeVersion);
  const ids: WorkspaceId[] = [];
  for (const [index, name] of clients.entries()) {
    const colour = (['ambre', 'sapin', 'rose', 'indigo'] as const)[index] ?? 'ambre';
    ids.push(await createWorkspace(databases, { name, colour, zone: 'Europe/Paris' }, now + index * 10));
  }
  for (const [index, deck] of (['all', ...ids] as const).entries())
    await addDefaultColumns(databases, deck, now + 1_000 + index * 10);
  const accounts = accountsOf(ids, now);
  await applyBatch(databases, { number: 0, rows: accounts.map((row) => ({ tag: 'account', row })) });
  for (const indexes of batchesOf(count, 200)) {
    const rows = indexes.map(
      (index) => ({ tag: 'message', row: makeMessage(accounts, index, now) }) as const,
    );
    await applyBatch(databases, { number: 0, rows });
  }
  const stored = await databases.mirror.messages.count().exec();
  await databases.close();
  progress.close();
  return stored;
}

/** Milliseconds that were waited for each part of the path; parts overlap. */
type Waits = Record<'take' | 'write' | 'save' | 'ack', number>;
let waits: Waits = { take: 0, write: 0, save: 0, ack: 0 };

const timed =
  <A extends readonly unknown[], R>(part: keyof Waits, act: (...args: A) => Promise<R>) =>
  async (...args: A): Promise<R> => {
    const began = performance.now();
    try {
      return await act(...args);
    } finally {
      waits[part] += performance.now() - began;
    }
  };

let waitForRows: ((count: number) => Promise<number>) | null = null;

/** Opens a fresh store and listens to main, as the app does. */
async function listen(prefix: string): Promise<void> {
  const bridge = createBridge(window.vigie);
  const databases = await openDatabases(prefix);
  const opened = openProgress(prefix);
  const progress: typeof opened = { ...opened, save: timed('save', opened.save) };
  const { storageInstance } = databases.mirror.messages;
  storageInstance.bulkWrite = timed('write', storageInstance.bulkWrite.bind(storageInstance));
  waits = { take: 0, write: 0, save: 0, ack: 0 };
  let stored = 0;
  let wanted = Infinity;
  let done: (at: number) => void = () => undefined;
  const sizes = new Map<number, number>();
  const counting: typeof bridge = {
    ...bridge,
    streams: {
      ...bridge.streams,
      take: timed('take', async (args) => {
        const taken = await bridge.streams.take(args);
        if (taken.tag === 'ok' && taken.value !== null)
          sizes.set(taken.value.number, taken.value.rows.length);
        return taken;
      }),
      // A row counts once main has been told that it is stored.
      ack: timed('ack', async (args) => {
        const answer = await bridge.streams.ack(args);
        stored = [...sizes].reduce((sum, [number, rows]) => sum + (number <= args.number ? rows : 0), 0);
        if (stored >= wanted) done(Date.now());
        return answer;
      }),
    },
  };
  const consumer = createDownStreamConsumer({
    bridge: counting,
    databases,
    progress,
    trouble: () => undefined,
  });
  waitForRows = (count) => {
    wanted = count;
    return new Promise((resolve) => {
      done = resolve;
    });
  };
  await consumer.start();
}

/** Epoch ms at which so many rows were stored and acknowledged. */
const acknowledged = (count: number): Promise<number> => {
  if (waitForRows === null) throw new Error('nothing listens');
  return waitForRows(count);
};

/** The same rows with RxDB's own bulk writes and nothing else; milliseconds. */
async function plain(prefix: string, count: number): Promise<number> {
  const databases = await openDatabases(prefix);
  const now = Date.now();
  const accounts = accountsOf(['client-a', 'client-b'] as unknown as readonly WorkspaceId[], now);
  const started = performance.now();
  for (const indexes of batchesOf(count, 200)) {
    const rows: Message[] = indexes.map((index) => makeMessage(accounts, index, now));
    const { error } = await databases.mirror.messages.bulkInsert(rows);
    if (error.length > 0) throw new Error('a row was refused');
  }
  return performance.now() - started;
}

const actions = { seed, listen, acknowledged, plain, waits: () => waits };
Object.defineProperty(window, 'vigieBenchPage', { value: actions });
