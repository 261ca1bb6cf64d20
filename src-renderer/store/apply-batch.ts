import type { RxCollection } from 'rxdb';
import type { Delivery } from '../../src-shared/domain/delivery.ts';
import type { Message } from '../../src-shared/domain/message.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import type { Batch, StreamRow } from '../../src-shared/sync/stream-row.ts';
import { bulkUpsert } from './bulk-upsert.ts';
import type { Databases } from './databases.ts';
import { forgetAccount } from './forget-account.ts';

/**
 * Stores a batch of the down stream. May be repeated whole: every row is an upsert by id, and a repeat changes
 * nothing. Rejects when anything was not stored; the batch is then not acknowledged and comes again.
 */
export async function applyBatch(databases: Databases, batch: Batch): Promise<void> {
  for (const run of runs(batch.rows)) await applyRun(databases, run);
}

/** Neighbours of one kind are written together; the order between kinds is kept. */
function runs(rows: readonly StreamRow[]): readonly (readonly StreamRow[])[] {
  const all: StreamRow[][] = [];
  for (const row of rows) {
    const open = all.at(-1);
    if (open?.[0]?.tag === row.tag) open.push(row);
    else all.push([row]);
  }
  return all;
}

const take = <T extends StreamRow['tag']>(
  rows: readonly StreamRow[],
  tag: T,
): readonly Extract<StreamRow, { tag: T }>[] =>
  rows.filter((row): row is Extract<StreamRow, { tag: T }> => row.tag === tag);

async function applyRun(databases: Databases, rows: readonly StreamRow[]): Promise<void> {
  const { mirror } = databases;
  const tag = rows[0]?.tag;
  switch (tag) {
    case undefined:
      return;
    case 'account':
      return bulkUpsert(
        mirror.accounts,
        take(rows, tag).map(({ row }) => row),
        newer,
      );
    case 'account-removed':
      return removeAll(
        mirror.accounts,
        take(rows, tag).map(({ id }) => id),
      );
    case 'message':
      return applyMessages(
        databases,
        take(rows, tag).map(({ row }) => row),
      );
    case 'message-gone':
      return patchAll(mirror.messages, take(rows, tag), (stored, { at }) => ({
        ...stored,
        goneAt: stored.goneAt ?? at,
      }));
    case 'conversation':
      return bulkUpsert(
        mirror.conversations,
        take(rows, tag).map(({ row }) => row),
        newer,
      );
    case 'person':
      return bulkUpsert(
        mirror.people,
        take(rows, tag).map(({ row }) => row),
        newer,
      );
    case 'metric':
      return bulkUpsert(
        mirror.metrics,
        take(rows, tag).map(({ row }) => row),
        newer,
      );
    case 'delivery':
      return bulkUpsert(
        mirror.deliveries,
        take(rows, tag).map(({ row }) => row),
        laterSequence,
      );
    case 'reaction':
      return patchAll(mirror.messages, take(rows, tag), (stored, { liked, likeRemoteId }) => ({
        ...stored,
        liked,
        likeRemoteId,
      }));
    case 'visibility':
      return patchAll(mirror.messages, take(rows, tag), (stored, { visibility }) => ({
        ...stored,
        visibility,
      }));
    case 'forget-account':
      for (const { id } of take(rows, tag)) await forgetAccount(databases, id);
      return;
    default:
      return exhaustive(tag);
  }
}

const newer = <Row>(_stored: Row, fetched: Row): Row => fetched;

/** A delivery only moves forward: a batch that comes again must not bring an old state back. */
const laterSequence = (stored: Delivery, fetched: Delivery): Delivery | null =>
  fetched.sequence > stored.sequence ? fetched : null;

/** A fetched row never overwrites what people decided about it, nor does a thread's context hide it from its list. */
const keepOurs = (stored: Message, fetched: Message): Message => ({
  ...fetched,
  state: stored.state,
  goneAt: stored.goneAt,
  receivedAt: stored.receivedAt,
  ...(fetched.box === 'context' && stored.box !== 'context' ? { box: stored.box, kind: stored.kind } : {}),
  parent: fetched.parent
    ? { ...fetched.parent, excerpt: fetched.parent.excerpt ?? stored.parent?.excerpt ?? null }
    : stored.parent,
});

async function applyMessages(databases: Databases, rows: readonly Message[]): Promise<void> {
  // The store may have lost the row and kept what was decided about it.
  const states = await databases.decisions.of(rows);
  const fetched = rows.map((row) => {
    const state = states.get(row.id);
    return state === undefined ? row : { ...row, state };
  });
  await bulkUpsert(databases.mirror.messages, fetched, keepOurs);
}

async function patchAll<Row extends { readonly id: string }, P extends { readonly id: string }>(
  collection: RxCollection<Row>,
  patches: readonly P[],
  apply: (stored: Row, patch: P) => Row,
): Promise<void> {
  const stored = await collection.findByIds(patches.map(({ id }) => id)).exec();
  for (const patch of patches) {
    await stored.get(patch.id)?.incrementalModify((row) => apply(row as unknown as Row, patch) as typeof row);
  }
}

async function removeAll<Row>(collection: RxCollection<Row>, ids: readonly string[]): Promise<void> {
  const { error } = await collection.bulkRemove([...ids]);
  if (error.length > 0) throw new Error(`a row of ${collection.name} could not be removed`);
}
