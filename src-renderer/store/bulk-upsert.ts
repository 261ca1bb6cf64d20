import {
  getDefaultRevision,
  getDefaultRxDocumentMeta,
  type BulkWriteRow,
  type RxCollection,
  type RxDocumentData,
} from 'rxdb';

/** The storage does not take a row as it is. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
  constructor(collection: string, status: number) {
    super(`a row of ${collection} was refused (${String(status)})`);
  }
}

/**
 * Upserts rows by id, each time in one transaction with one bulk of events. RxDB's own `bulkUpsert` goes document by
 * document for each row that exists. Rows are first written as new ones, which most are: the storage looks for each id
 * anyhow, and answers with what it holds where there is something. `merge` decides what that becomes.
 */
export async function bulkUpsert<Row extends { readonly id: string }>(
  collection: RxCollection<Row>,
  rows: readonly Row[],
  merge: (stored: Row, fetched: Row) => Row | null,
): Promise<void> {
  // A batch may hold a row twice: the later one is the newer.
  let waiting: readonly Row[] = [...new Map(rows.map((row) => [row.id, row])).values()];
  let known: ReadonlyMap<string, RxDocumentData<Row>> = new Map();
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round > 20) throw new Error(`rows of ${collection.name} keep changing under the stream`);
    const writes: BulkWriteRow<Row>[] = [];
    for (const row of waiting) {
      const previous = known.get(row.id);
      const next = previous && !previous._deleted ? merge(plain(previous), row) : row;
      if (next === null) continue;
      const document = {
        ...next,
        _deleted: false,
        _attachments: {},
        _meta: previous ? { ...previous._meta } : getDefaultRxDocumentMeta(),
        _rev: previous ? previous._rev : getDefaultRevision(),
      } as unknown as RxDocumentData<Row>;
      writes.push(previous ? { previous, document } : { document });
    }
    if (writes.length === 0) return;
    const { error } = await collection.storageInstance.bulkWrite(writes, 'vigie-stream');
    const real = error.find((one) => one.status !== 409);
    if (real) throw new RowRefused(collection.name, real.status);
    // A conflict says what is there: an older copy, or what somebody else wrote in between.
    const conflicts = new Map<string, RxDocumentData<Row>>();
    for (const one of error) if (one.status === 409) conflicts.set(one.documentId, one.documentInDb);
    known = conflicts;
    waiting = waiting.filter((row) => conflicts.has(row.id));
  }
}

function plain<Row>(row: RxDocumentData<Row>): Row {
  const { _deleted, _attachments, _meta, _rev, ...fields } = row;
  void [_deleted, _attachments, _meta, _rev];
  return fields as unknown as Row;
}
