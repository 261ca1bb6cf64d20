import fc from 'fast-check';
import { createRxDatabase, type RxCollection, type RxJsonSchema } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createLiveList, type ListSpec, type LiveList } from '../../src-renderer/store/live-list.ts';

/**
 * A list is at any moment the beginning of what the store holds, in order and thinned out as it was asked for: whatever
 * is written, moved or removed while its pages are read.
 */
interface Row {
  readonly id: string;
  readonly box: string;
  readonly at: number;
  readonly isLoud: boolean;
}

const schema: RxJsonSchema<Row> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 10 },
    box: { type: 'string' },
    at: { type: 'number' },
    isLoud: { type: 'boolean' },
  },
  required: ['id', 'box', 'at', 'isLoud'],
};

let rows: RxCollection<Row>;
let end: () => Promise<unknown>;

beforeAll(async () => {
  const database = await createRxDatabase({ name: 'live-list', storage: getRxStorageMemory() });
  ({ rows } = await database.addCollections({ rows: { schema } }));
  end = () => database.close();
});
afterAll(() => end());

const before = (a: Row, b: Row): boolean => a.at < b.at || (a.at === b.at && a.id < b.id);
const inOrder = (some: readonly Row[]): Row[] => some.toSorted((a, b) => (before(a, b) ? -1 : 1));
const stored = async (): Promise<Row[]> => inOrder((await rows.find().exec()).map((one) => one.toJSON()));

/** What the store's indexes answer, of a store that has none. */
const read: NonNullable<ListSpec<Row>['read']> = async (_, wanted) => {
  const all = await stored();
  return wanted.map(({ range: { prefix, after }, limit }) =>
    all
      .filter((row) => row.box === prefix[0])
      .filter((row) => after === undefined || before({ ...row, at: Number(after.value), id: after.id }, row))
      .slice(0, limit),
  );
};

const shown = new Set(['open', 'held']);
const row = fc.record({
  id: fc.integer({ min: 0, max: 30 }).map(String),
  box: fc.constantFrom('open', 'held', 'gone'),
  at: fc.integer({ min: 0, max: 12 }),
  isLoud: fc.boolean(),
});
const change = fc.oneof(
  { weight: 6, arbitrary: row },
  { weight: 1, arbitrary: fc.record({ remove: fc.integer({ min: 0, max: 30 }).map(String) }) },
  // What is changed stays where it is.
  { weight: 3, arbitrary: fc.record({ flip: fc.integer({ min: 0, max: 30 }).map(String) }) },
  { weight: 2, arbitrary: fc.constant('grow' as const) },
  // The page is still being read when the next change comes.
  { weight: 1, arbitrary: fc.constant('grow meanwhile' as const) },
);

it.each([
  ['everything', undefined],
  ['some of it', (row: Row): boolean => row.isLoud],
] as const)('is the beginning of what the store holds: %s', async (_, keeps) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 40 }),
      fc.array(change, { maxLength: 40 }),
      async (first, changes) => {
        await rows.find().remove();
        for (const one of first) await rows.upsert(one);
        const list = createLiveList<Row>({
          collection: rows,
          ranges: [...shown].map((box) => ({ index: ['box', 'at'], prefix: [box] })),
          key: (row) => row.at,
          matches: (row) => shown.has(row.box),
          ...(keeps && { keeps }),
          pageSize: 4,
          everyMs: 0,
          read,
        });
        const holds = async (): Promise<void> => {
          const wanted = (await stored()).filter((row) => shown.has(row.box) && (keeps?.(row) ?? true));
          // Changes are told a moment later.
          await vi.waitFor(
            () => {
              const snapshot = list.snapshot();
              expect(snapshot.rows.map(({ id }) => id)).toEqual(
                wanted.slice(0, snapshot.rows.length).map(({ id }) => id),
              );
              expect(snapshot.rows).toMatchObject(wanted.slice(0, snapshot.rows.length));
              if (!snapshot.more) expect(snapshot.rows).toHaveLength(wanted.length);
            },
            { interval: 1, timeout: 300 },
          );
        };
        await list.grow();
        let reading: Promise<void> = Promise.resolve();
        for (const one of changes) {
          if (one === 'grow meanwhile') {
            reading = list.grow();
            continue;
          }
          if (one === 'grow') await list.grow();
          else if ('remove' in one) await rows.findOne(one.remove).remove();
          else if ('flip' in one) {
            const found = await rows.findOne(one.flip).exec();
            if (found !== null) await rows.upsert({ ...found.toJSON(), isLoud: !found.isLoud });
          } else await rows.upsert(one);
          // Not while a page is read: the changes that come meanwhile wait for it.
          if (one !== 'grow') await reading;
          await holds();
        }
        await reading;
        // What was read is read again by whoever turns the page.
        for (let turns = 0; list.snapshot().more && turns < 20; turns += 1) await list.grow();
        await holds();
        list.close();
      },
    ),
    { numRuns: 100 },
  );
});

it('what goes from one list to another is in one of them whenever either tells', async () => {
  await rows.find().remove();
  await rows.upsert({ id: '1', box: 'open', at: 1, isLoud: false });
  const listOf = (box: string): LiveList<Row> =>
    createLiveList<Row>({
      collection: rows,
      ranges: [{ index: ['box', 'at'], prefix: [box] }],
      key: (one) => one.at,
      matches: (one) => one.box === box,
      pageSize: 4,
      read,
    });
  const lists = [listOf('open'), listOf('held')];
  for (const list of lists) await list.grow();
  const seen: number[] = [];
  for (const list of lists)
    list.subscribe(() => seen.push(lists.flatMap(({ snapshot }) => snapshot().rows).length));
  await rows.upsert({ id: '1', box: 'held', at: 1, isLoud: false });
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  await rows.upsert({ id: '1', box: 'open', at: 1, isLoud: false });
  await vi.waitFor(() => expect(seen).toHaveLength(4));
  expect(seen).toEqual([1, 1, 1, 1]);
  for (const list of lists) list.close();
});
