import {
  getDefaultRevision,
  getDefaultRxDocumentMeta,
  type BulkWriteRow,
  type RxCollection,
  type RxDocumentData,
} from 'rxdb';

/**
 * Upserts rows by id in one write: one read of what is there, one transaction, one bulk of events. RxDB's own
 * `bulkUpsert` goes document by document for each row that exists. `merge` decides what a stored row becomes.
 */
export async function bulkUpsert<Row extends { readonly id: string }>(
  collection: RxCollection<Row>,
  rows: readonly Row[],
  merge: (stored: Row, fetched: Row) => Row | null,
): Promise<void> {
  // A batch may hold a row twice: the later one is the newer.
  let waiting: readonly Row[] = [...new Map(rows.map((row) => [row.id, row])).values()];
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round > 20) throw new Error(`rows of ${collection.name} keep changing under the stream`);
    const storage = collection.storageInstance;
    const stored = await storage.findDocumentsById(
      waiting.map((row) => row.id),
      true,
    );
    const known = new Map(stored.map((row) => [idOf(row), row]));
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
    const { error } = await storage.bulkWrite(writes, 'vigie-stream');
    const real = error.find((one) => one.status !== 409);
    if (real) throw new Error(`a row of ${collection.name} was refused (${String(real.status)})`);
    // A conflict means that somebody else wrote the row in between: read it again.
    const conflicts = new Set(error.map((one) => one.documentId));
    waiting = waiting.filter((row) => conflicts.has(row.id));
  }
}

const idOf = (row: object): string => ('id' in row ? String(row.id) : '');

function plain<Row>(row: RxDocumentData<Row>): Row {
  const { _deleted, _attachments, _meta, _rev, ...fields } = row;
  void [_deleted, _attachments, _meta, _rev];
  return fields as unknown as Row;
}
