import * as v from 'valibot';
import { authoredRowSchema } from '../../src-shared/bridge/authored.ts';
import { freezeSchema } from '../../src-shared/domain/freeze.ts';
import { clientOf, type BackupRow } from '../../src-shared/safety/backup.ts';
import type { Journal } from '../journal/journal.ts';

const pageRows = 500;
const plain = v.record(v.string(), v.unknown());

/** Where the rows lie: the engine's journal, and the second copy of what people wrote. */
export interface BackupStores {
  readonly journal: Pick<Journal, 'range'>;
  readonly copy: Pick<Journal, 'range'>;
}

/**
 * Everything that only this machine has, row by row, of one client or (null) of all: what people wrote, the outbox's
 * deliveries, the accounts without their secrets, the preferences; and what nothing here can read, as it is. Nothing else of the journal leaves through here.
 */
export async function* backupRows(
  { journal, copy }: BackupStores,
  client: string | null,
): AsyncGenerator<BackupRow> {
  const wanted = (row: BackupRow): boolean => client === null || clientOf(row) === client;
  for await (const { key, value } of table(copy, 'row/')) {
    const parsed = v.safeParse(authoredRowSchema, value);
    if (parsed.success && parsed.output.row === null) continue;
    const one: BackupRow =
      parsed.success && parsed.output.row !== null
        ? {
            tag: 'authored',
            collection: parsed.output.collection,
            id: parsed.output.id,
            row: parsed.output.row,
          }
        : { tag: 'opaque', place: 'copy', key, value };
    if (wanted(one)) yield one;
  }
  for await (const { key, value } of table(journal, 'account/')) {
    const parsed = v.safeParse(plain, value);
    // When it was last read changes every minute, and says nothing that is worth keeping.
    const one: BackupRow = parsed.success
      ? { tag: 'account', account: { ...parsed.output, lastSyncAt: null } }
      : { tag: 'opaque', place: 'journal', key, value };
    if (wanted(one)) yield one;
  }
  for await (const { key, value } of table(journal, 'outbox/')) {
    const parsed = v.safeParse(plain, value);
    const one: BackupRow = parsed.success
      ? { tag: 'delivery', record: parsed.output }
      : { tag: 'opaque', place: 'journal', key, value };
    if (wanted(one)) yield one;
  }
  // Set aside, or unread where it lies: the words of it may be the only ones.
  for (const name of ['freeze/', 'parked/'] as const)
    for await (const { key, value } of table(journal, name)) {
      if (name === 'freeze/' && v.is(freezeSchema, value)) continue;
      const one: BackupRow = { tag: 'opaque', place: 'journal', key, value };
      if (wanted(one)) yield one;
    }
  if (client !== null) return;
  for await (const { value } of table(journal, 'settings/app')) {
    const parsed = v.safeParse(plain, value);
    if (parsed.success) yield { tag: 'settings', settings: parsed.output };
  }
}

async function* table(
  { range }: Pick<Journal, 'range'>,
  prefix: string,
): AsyncGenerator<{ readonly key: string; readonly value: unknown }> {
  let from = prefix;
  for (;;) {
    const page = await range(from, `${prefix}~`, pageRows);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) return;
    from = `${last.key}\u0000`;
  }
}
