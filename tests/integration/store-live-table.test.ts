import { createRxDatabase, type RxCollection } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createLiveTable } from '../../src-renderer/store/live-table.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly readAt: number;
}

let rows: RxCollection<Row>;
let end: () => Promise<unknown>;

beforeAll(async () => {
  const database = await createRxDatabase({ name: 'live-table', storage: getRxStorageMemory() });
  const string = { type: 'string', maxLength: 10 } as const;
  ({ rows } = await database.addCollections({
    rows: {
      schema: {
        version: 0,
        primaryKey: 'id',
        type: 'object',
        properties: { id: string, name: string, readAt: { type: 'number' } },
        required: ['id', 'name', 'readAt'],
      },
    },
  }));
  end = () => database.close();
});
afterAll(() => end());

it('tells of what is news to its readers and of nothing else, and drops what went', async () => {
  await rows.bulkInsert([
    { id: 'a', name: 'Lumière', readAt: 1 },
    { id: 'b', name: 'Marée', readAt: 1 },
  ]);
  const byId = (one: Row, other: Row): number => (one.id < other.id ? -1 : 1);
  const all = createLiveTable(rows, byId);
  const steady = createLiveTable(
    rows,
    byId,
    () => true,
    (before, after) => before.name !== after.name,
  );
  await Promise.all([all.read, steady.read]);
  const told = vi.fn<() => void>();
  steady.subscribe(told);
  const before = steady.snapshot();

  await rows.upsert({ id: 'a', name: 'Lumière', readAt: 2 });
  await vi.waitFor(() => expect(all.snapshot()?.[0]?.readAt).toBe(2));
  expect(told).not.toHaveBeenCalled();
  expect(steady.snapshot()).toBe(before);

  await rows.upsert({ id: 'a', name: 'Atelier', readAt: 3 });
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  expect(steady.snapshot()?.map(({ name, readAt }) => [name, readAt])).toEqual([
    ['Atelier', 3],
    ['Marée', 1],
  ]);

  await (await rows.findOne('b').exec())?.remove();
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
  expect(steady.snapshot()?.map(({ id }) => id)).toEqual(['a']);
  all.close();
  steady.close();
});
