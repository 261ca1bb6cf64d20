import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { authoredHandlers } from '../../src-main/bridge/handlers/authored.ts';
import { openJournal } from '../../src-main/journal/open-journal.ts';
import type { Databases } from '../../src-renderer/store/databases.ts';
import { changeWorkspace, createWorkspace } from '../../src-renderer/store/queries/workspaces.ts';
import { keepSecondCopy, type SecondCopy } from '../../src-renderer/store/second-copy.ts';
import { failure } from '../../src-shared/errors.ts';
import { err } from '../../src-shared/result.ts';
import type { AuthoredRow } from '../../src-shared/bridge/authored.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import { createPoints } from '../fixtures/death-and-faults.ts';
import { createDirectBridge } from '../fixtures/direct-bridge.ts';
import { createStoreDisk, type StoreDisk } from '../fixtures/memory-store.ts';
import { quiet, until } from '../fixtures/stream-ends.ts';

/** A page with its store, beside main's copy in a real journal. */
interface Life {
  readonly databases: Databases;
  readonly copy: SecondCopy;
  /** Rows that were sent to main, by name of client. */
  readonly sent: string[];
}

const points = createPoints({ tag: 'none' });
const noPause = (): Promise<void> => Promise.resolve();
let folder: string;
let handlers: ReturnType<typeof authoredHandlers>;
let closing: (() => unknown)[] = [];
let isFull = false;

beforeEach(async () => {
  isFull = false;
  folder = await mkdtemp(path.join(tmpdir(), 'vigie-copy-'));
  const opened = await openJournal({ folder, log: quiet, now: () => 0 });
  if (opened.tag === 'err') throw new Error(opened.error.code);
  const { journal } = opened.value;
  closing = [() => journal.close()];
  handlers = authoredHandlers(journal);
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
  await rm(folder, { recursive: true, force: true });
});

async function live(disk: StoreDisk): Promise<Life> {
  const { databases } = await disk.open(points);
  const sent: string[] = [];
  const bridge = createDirectBridge(
    () => ({
      authored: {
        restore: handlers.restore,
        keep: (args: Parameters<typeof handlers.keep>[0]) => {
          sent.push(...args.rows.map(nameIn));
          return isFull ? Promise.resolve(err(failure('disk-full'))) : handlers.keep(args);
        },
      },
    }),
    points,
  );
  const copy = keepSecondCopy(bridge.client, databases);
  closing.push(disk.release, copy.stop);
  return { databases, copy, sent };
}

function nameIn({ row }: AuthoredRow): string {
  const name = row?.['name'];
  return typeof name === 'string' ? name : 'gone';
}

const client = (databases: Databases, name: string): Promise<WorkspaceId> =>
  createWorkspace(databases, { name, colour: 'petrole', zone: 'Europe/Paris' }, 1_000);

/** Names of the clients in main's copy, sorted. */
async function copied(): Promise<readonly string[]> {
  const page = await handlers.restore({ after: null });
  if (page.tag === 'err') throw new Error(page.error.code);
  return page.value.rows.map(nameIn).toSorted();
}
const stored = async ({ databases }: Life): Promise<readonly string[]> =>
  (await databases.authored.workspaces.find().exec()).map(({ name }) => name).toSorted();

it('copies what a crash kept from the copy, and sends nothing that is already there', async () => {
  const disk = createStoreDisk();
  const first = await live(disk);
  const renamed = await client(first.databases, 'Renamed before');
  const gone = await client(first.databases, 'Gone');
  await client(first.databases, 'Unchanged');
  await until('the copy has three', async () => (await copied()).length === 3);
  // The page dies before these are sent.
  first.copy.stop();
  await client(first.databases, 'New');
  await changeWorkspace(first.databases, renamed, { name: 'Renamed after' }, 2_000);
  await first.databases.authored.workspaces.bulkRemove([gone]);
  expect(await copied()).toEqual(['Gone', 'Renamed before', 'Unchanged']);
  disk.release();

  const second = await live(disk);
  expect(await second.copy.compare(noPause)).toEqual({});
  await until('the copy follows', async () => (await copied()).includes('New'));
  expect(await copied()).toEqual(['New', 'Renamed after', 'Unchanged']);
  expect(second.sent.toSorted()).toEqual(['New', 'Renamed after', 'gone']);
});

it('brings back what a damaged store lost, and what it has only in an older state', async () => {
  const disk = createStoreDisk();
  const first = await live(disk);
  const renamed = await client(first.databases, 'Before');
  const before = await first.databases.authored.workspaces.findOne(renamed).exec(true);
  const old = before.toMutableJSON();
  await changeWorkspace(first.databases, renamed, { name: 'After' }, 2_000);
  await client(first.databases, 'Lost');
  await until('the copy has both', async () => (await copied()).join() === 'After,Lost');
  disk.release();

  // The store's last writes were lost with their log.
  const rest = createStoreDisk();
  await (await rest.open(points)).databases.authored.workspaces.insert(old);
  rest.release();
  const damaged = await live(rest);
  expect(await stored(damaged)).toEqual(['Before']);
  expect(await damaged.copy.compare(noPause)).toEqual({ workspaces: 2 });
  expect(await stored(damaged)).toEqual(['After', 'Lost']);
  expect(await copied()).toEqual(['After', 'Lost']);
});

it('lets what is written meanwhile win over what it has read', async () => {
  const disk = createStoreDisk();
  const first = await live(disk);
  const id = await client(first.databases, 'One');
  await until('the copy has it', async () => (await copied()).length === 1);
  first.copy.stop();
  await changeWorkspace(first.databases, id, { name: 'Two' }, 2_000);
  disk.release();

  const second = await live(disk);
  let pauses = 0;
  const writing = async (): Promise<void> => {
    pauses += 1;
    if (pauses === 1) await changeWorkspace(second.databases, id, { name: 'Three' }, 3_000);
  };
  await second.copy.compare(writing);
  await until('the copy has the last', async () => (await copied()).join() === 'Three');
  expect(second.sent).toEqual(['Three']);
  expect(await stored(second)).toEqual(['Three']);
});

it('has what was written when asked to settle, and says when main refuses it', async () => {
  const { databases, copy } = await live(createStoreDisk());
  await client(databases, 'One');
  // At once: not after the moment in which rows are gathered, nor after the pauses of many refusals.
  expect(await copy.settled()).toBe(true);
  expect(await copied()).toEqual(['One']);
  isFull = true;
  await client(databases, 'Two');
  for (let times = 0; times < 8; times += 1) expect(await copy.settled()).toBe(false);
  isFull = false;
  await client(databases, 'Three');
  expect(await copy.settled()).toBe(true);
  expect(await copied()).toEqual(['One', 'Three', 'Two']);
});
