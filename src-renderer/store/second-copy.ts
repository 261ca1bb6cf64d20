import type { RxCollection } from 'rxdb';
import { authoredNames, type AuthoredRow } from '../../src-shared/bridge/authored.ts';
import type { BridgeClient } from '../../src-shared/bridge/index.ts';
import type { Databases } from './databases.ts';

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

/** Fills a blank store from main's copy. Answers how many rows came back. */
export async function restoreAuthored(bridge: BridgeClient, databases: Databases): Promise<number> {
  const collections = new Map(collectionsOf(databases));
  let after: string | null = null;
  let restored = 0;
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
      const written = await collections.get(name)?.bulkUpsert(rows);
      if (written && written.error.length > 0) throw new Error(`a restored row of ${name} was refused`);
      restored += rows.length;
    }
    if (page.value.next === null) return restored;
    after = page.value.next;
  }
}

/**
 * Sends each authored row to main as it is written, the latest state of a row once. Main being busy or its disk
 * full loses nothing: the rows stay in line and in the store.
 */
export function keepSecondCopy(bridge: BridgeClient, databases: Databases): () => void {
  const waiting = new Map<string, AuthoredRow>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending = false;
  let failures = 0;

  const send = async (): Promise<void> => {
    timer = undefined;
    if (sending) return;
    sending = true;
    const batch = [...waiting.entries()].slice(0, batchRows);
    const kept = await bridge.authored.keep({ rows: batch.map(([, row]) => row) });
    sending = false;
    failures = kept.tag === 'ok' ? 0 : failures + 1;
    if (kept.tag === 'ok') for (const [key, row] of batch) if (waiting.get(key) === row) waiting.delete(key);
    if (waiting.size > 0) schedule();
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => void send(), failures === 0 ? 100 : Math.min(1_000 * 2 ** failures, 60_000));
  };

  const subscriptions = collectionsOf(databases).map(([collection, source]) =>
    source.eventBulks$.subscribe((bulk) => {
      for (const event of bulk.events) {
        const { _deleted, _attachments, _meta, _rev, ...row } = event.documentData;
        void [_attachments, _meta, _rev];
        const gone = event.operation === 'DELETE' || _deleted;
        waiting.set(`${collection}/${event.documentId}`, {
          collection,
          id: event.documentId,
          row: gone ? null : { ...row },
        });
      }
      schedule();
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}
