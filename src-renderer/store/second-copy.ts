import type { RxCollection } from 'rxdb';
import { authoredNames, type AuthoredRow } from '../../src-shared/bridge/authored.ts';
import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import { canonicalJson } from '../../src-shared/canonical-json.ts';
import { RowRefused } from './bulk-upsert.ts';
import type { Databases } from './databases.ts';
import { mayBeOfARow } from './refused-rows.ts';

const batchRows = 200;

type AnyCollection = RxCollection<{ readonly id: string }>;

const collectionsOf = (
  databases: Databases,
): readonly (readonly [AuthoredRow['collection'], AnyCollection])[] =>
  // Six collections of six row types, seen here only as rows with an id.
  authoredNames.map((name) => [name, databases.authored[name] as unknown as AnyCollection]);

/** Whether the store holds nothing that a person wrote. */
export async function isBlank(databases: Databases): Promise<boolean> {
  for (const [, collection] of collectionsOf(databases))
    if ((await collection.find({ limit: 1 }).exec()).length > 0) return false;
  return true;
}

/** How many rows came back, by collection. */
export type Returned = Readonly<Partial<Record<AuthoredRow['collection'], number>>>;

export const countOf = (returned: Returned): number =>
  Object.values(returned).reduce((sum, rows) => sum + rows, 0);

export const together = (one: Returned, other: Returned): Returned =>
  Object.fromEntries(authoredNames.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));

/** Fills a blank store from main's copy. */
export async function restoreAuthored(bridge: BridgeClient, databases: Databases): Promise<Returned> {
  const collections = new Map(collectionsOf(databases));
  let after: string | null = null;
  const restored: Partial<Record<AuthoredRow['collection'], number>> = {};
  for (;;) {
    const page: Awaited<ReturnType<BridgeClient['authored']['restore']>> = await bridge.authored.restore({
      after,
    });
    if (page.tag === 'err') throw new Error(`nothing could be restored: ${page.error.code}`);
    for (const name of authoredNames) {
      const rows = page.value.rows.flatMap((one) =>
        one.collection === name && one.row !== null ? [{ ...one.row, id: one.id }] : [],
      );
      if (rows.length === 0) continue;
      const collection = collections.get(name);
      if (collection === undefined) continue;
      restored[name] = (restored[name] ?? 0) + (await takeBack(bridge, collection, rows));
    }
    if (page.value.next === null) return restored;
    after = page.value.next;
  }
}

/**
 * Answers how many went in. One that the store refuses stays in the copy, which has it, and is offered again at the
 * next start.
 */
async function takeBack(
  bridge: BridgeClient,
  collection: AnyCollection,
  rows: readonly { readonly id: string }[],
): Promise<number> {
  const refused = await upsertApart(collection, rows);
  if (refused.length > 0) void bridge.diagnostics.note({ kind: 'store', code: 'copy-row-refused' });
  return rows.length - refused.length;
}

/**
 * Upserts rows so that one that the store refuses for what it is keeps back no other. Answers those that it refuses.
 * Rejects when none of several goes in: then it is the store.
 */
export async function upsertApart<Row extends { readonly id: string }>(
  collection: AnyCollection,
  rows: readonly Row[],
): Promise<readonly Row[]> {
  try {
    const { error } = await collection.bulkUpsert([...rows]);
    if (error.length === 0) return [];
  } catch (error) {
    if (!mayBeOfARow(error)) throw error;
  }
  const refused: Row[] = [];
  let refusal: unknown = null;
  for (const row of rows)
    try {
      const { error } = await collection.bulkUpsert([row]);
      if (error.length === 0) continue;
      refusal = new RowRefused(collection.name, error[0]?.status ?? 0);
      refused.push(row);
    } catch (error) {
      if (!mayBeOfARow(error)) throw error;
      refusal = error;
      refused.push(row);
    }
  if (refused.length === rows.length && rows.length > 1) throw refusal;
  return refused;
}

/** Main's copy follows the store for as long as this lives. */
export interface SecondCopy {
  /**
   * Compares the copy with the store, page by page: what the copy misses is sent, what only the copy still has (or has
   * newer, after the store's last writes were lost) comes back to the store. A crash may have come between a write and
   * its copy, or damage to either. Answers what came back; `pause` is awaited before each page.
   */
  compare(pause: () => Promise<void>): Promise<Returned>;
  /** Whether a comparison has come to its end: main told all of its copy, and the store has what was newer in it. */
  isCompared(): boolean;
  /** Sends now what is in line. Resolves to whether main has all that was written before this was asked. */
  settled(): Promise<boolean>;
  stop(): void;
}

/**
 * Sends each authored row to main as it is written, the latest state of a row once. Main being busy or its disk
 * full loses nothing: the rows stay in line and in the store.
 */
export function keepSecondCopy(bridge: BridgeClient, databases: Databases): SecondCopy {
  const waiting = new Map<string, AuthoredRow>();
  /** Rows that were written while a comparison runs: what it has read of them is old. */
  let touched: Set<string> | null = null;
  let isCompared = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<boolean> | null = null;
  let failures = 0;

  const sendBatch = async (): Promise<boolean> => {
    const batch = [...waiting.entries()].slice(0, batchRows);
    const done = (rows: typeof batch): void => {
      for (const [key, row] of rows) if (waiting.get(key) === row) waiting.delete(key);
    };
    const kept = await bridge.authored.keep({ rows: batch.map(([, row]) => row) });
    if (kept.tag === 'ok') {
      failures = 0;
      done(batch);
      return true;
    }
    failures += 1;
    // One row that main cannot read must not keep the others from it. It stays in the store, which has it.
    if (kept.error.code === 'bad-arguments')
      for (const one of batch) {
        const alone = await bridge.authored.keep({ rows: [one[1]] });
        if (alone.tag === 'ok' || alone.error.code === 'bad-arguments') done([one]);
        if (alone.tag === 'err') void bridge.diagnostics.note({ kind: 'store', code: 'copy-row-unreadable' });
      }
    return false;
  };
  const send = (): Promise<boolean> => {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendBatch().finally(() => {
      sending = null;
      if (waiting.size > 0) schedule();
    });
    return sending;
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => void send(), failures === 0 ? 100 : Math.min(1_000 * 2 ** failures, 60_000));
  };

  const subscriptions = collectionsOf(databases).map(([collection, source]) =>
    source.eventBulks$.subscribe((bulk) => {
      for (const event of bulk.events) {
        const key = `${collection}/${event.documentId}`;
        touched?.add(key);
        const gone = event.operation === 'DELETE' || event.documentData._deleted;
        waiting.set(key, {
          collection,
          id: event.documentId,
          row: gone ? null : fieldsOf(event.documentData),
        });
      }
      schedule();
    }),
  );

  const compare = async (pause: () => Promise<void>): Promise<Returned> => {
    const moved = new Set<string>();
    touched = moved;
    const collections = new Map(collectionsOf(databases));
    const seen = new Set<string>();
    const owe = (name: AuthoredRow['collection'], id: string, row: AuthoredRow['row']): void => {
      const key = `${name}/${id}`;
      if (moved.has(key)) return;
      waiting.set(key, { collection: name, id, row });
      schedule();
    };
    const back: Partial<Record<AuthoredRow['collection'], number>> = {};
    let after: string | null = null;
    do {
      await pause();
      const page: Awaited<ReturnType<BridgeClient['authored']['restore']>> = await bridge.authored.restore({
        after,
      });
      if (page.tag === 'err') return back;
      for (const [name, collection] of collections) {
        const copies = page.value.rows.filter((one) => one.collection === name);
        if (copies.length === 0) continue;
        const ids = copies.map(({ id }) => id);
        const stored = new Map(
          (await collection.storageInstance.findDocumentsById(ids, true)).map((row) => [row.id, row]),
        );
        const lost: { readonly id: string }[] = [];
        for (const { id, row } of copies) {
          seen.add(`${name}/${id}`);
          const own = stored.get(id);
          if (own?._deleted) owe(name, id, null);
          else if (row === null || (own !== undefined && !isNewer(row, own))) {
            const fields = own && fieldsOf(own);
            if (fields && canonicalJson(fields) !== canonicalJson(row)) owe(name, id, fields);
          } else if (!moved.has(`${name}/${id}`)) lost.push({ ...row, id });
        }
        if (lost.length === 0) continue;
        // Upserts tell the subscriptions above, and the copy takes what it has once more.
        back[name] = (back[name] ?? 0) + (await takeBack(bridge, collection, lost));
      }
      after = page.value.next;
    } while (after !== null);

    for (const [name, collection] of collections) {
      let last = '';
      for (;;) {
        await pause();
        const page = await collection
          .find({ selector: { id: { $gt: last } }, sort: [{ id: 'asc' }], limit: batchRows })
          .exec();
        for (const row of page) if (!seen.has(`${name}/${row.id}`)) owe(name, row.id, fieldsOf(row.toJSON()));
        const end = page.at(-1);
        if (end === undefined || page.length < batchRows) break;
        last = end.id;
      }
    }
    isCompared = true;
    return back;
  };

  return {
    isCompared: () => isCompared,
    compare: (pause) =>
      compare(pause).finally(() => {
        touched = null;
      }),
    settled: async () => {
      while (waiting.size > 0) if (!(await send())) return false;
      return true;
    },
    stop: () => {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.unsubscribe();
    },
  };
}

/** A row without what RxDB adds to it. */
export function fieldsOf(document: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(document).filter(
      ([name]) => !['_deleted', '_attachments', '_meta', '_rev'].includes(name),
    ),
  );
}

/** Whether the first was written after the second. Rows that never change carry no such moment. */
function isNewer(one: object, other: object): boolean {
  const at = (row: object): number =>
    'updatedAt' in row && typeof row.updatedAt === 'number' ? row.updatedAt : 0;
  return at(one) > at(other);
}
