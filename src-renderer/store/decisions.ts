import type { RxCollection } from 'rxdb';
import type { Message } from '../../src-shared/domain/message.ts';
import type { Triage } from '../../src-shared/domain/triage.ts';
import { rowId } from '../../src-shared/ids.ts';

/** What people decided about messages, as the stream asks for it before it writes fetched rows. */
export interface Decisions {
  /** By id of the row; rows about which nothing was decided are absent. */
  of(
    rows: readonly Pick<Message, 'id' | 'workspaceId' | 'accountId'>[],
  ): Promise<ReadonlyMap<string, Triage['state']>>;
}

/**
 * Looking up every id of a flood doubles its reads, and a flood is mostly what a new account brings: that nothing was
 * ever decided about an account is found out once and remembered until something is.
 */
export function createDecisions(triage: RxCollection<Triage>): Decisions {
  const undecided = new Set<string>();
  let changes = 0;
  triage.eventBulks$.subscribe((bulk) => {
    changes += 1;
    for (const event of bulk.events) undecided.delete(event.documentData.accountId);
  });

  const isUndecided = async ({
    workspaceId,
    accountId,
  }: Pick<Message, 'workspaceId' | 'accountId'>): Promise<boolean> => {
    if (undecided.has(accountId)) return true;
    const before = changes;
    const from = rowId(workspaceId, accountId, '');
    const found = await triage
      .find({ selector: { id: { $gte: from, $lt: `${from}\uffff` } }, limit: 1 })
      .exec();
    if (found.length > 0) return false;
    if (changes === before) undecided.add(accountId);
    return true;
  };

  return {
    of: async (rows) => {
      const accounts = new Map(rows.map((row) => [row.accountId, row]));
      const decided = new Set<string>();
      for (const [id, row] of accounts) if (!(await isUndecided(row))) decided.add(id);
      const ids = rows.filter((row) => decided.has(row.accountId)).map((row) => row.id);
      if (ids.length === 0) return new Map();
      const found = await triage.storageInstance.findDocumentsById(ids, false);
      return new Map(found.map(({ id, state }) => [id, state]));
    },
  };
}
