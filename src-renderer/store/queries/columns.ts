import { ulid } from 'ulid';
import * as v from 'valibot';
import { columnSchema, type Column } from '../../../src-shared/domain/column.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import type { RecordRow } from '../collections/records/schema.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';

const kind = 'column';
const defaultWidth = 340;

/** The columns of every deck, in order. A record that cannot be parsed (a newer version's) is left alone. */
export function liveColumns(databases: Databases): LiveTable<RecordRow> {
  return createLiveTable(databases.authored.records, byPosition, (row) => row.kind === kind);
}

const byPosition = (a: RecordRow, b: RecordRow): number =>
  Number(a.data['position'] ?? 0) - Number(b.data['position'] ?? 0);

export const parseColumns = (rows: readonly RecordRow[]): readonly Column[] =>
  rows.flatMap((row) => {
    const parsed = v.safeParse(columnSchema, row.data);
    return parsed.success ? [parsed.output] : [];
  });

export async function addColumn(
  databases: Databases,
  input: Pick<Column, 'deck' | 'accountIds' | 'boxes' | 'title' | 'position'>,
  now: number,
): Promise<string> {
  const id = ulid(now);
  const column: Column = { ...input, id, width: defaultWidth, filter: 'all' };
  await databases.authored.records.insert({
    id,
    workspaceId: input.deck,
    kind,
    data: { ...column },
    updatedAt: now,
  });
  return id;
}

/** The columns that a new client starts with: what people say in public, and what they say in private. */
export async function addDefaultColumns(
  databases: Databases,
  deck: WorkspaceId | 'all',
  now: number,
): Promise<void> {
  await addColumn(databases, { deck, accountIds: [], boxes: ['public'], title: '', position: 0 }, now);
  await addColumn(databases, { deck, accountIds: [], boxes: ['private'], title: '', position: 1 }, now + 1);
  await addColumn(
    databases,
    { deck, accountIds: [], boxes: ['own', 'activity'], title: '', position: 2 },
    now + 2,
  );
}

/** Gives a deck its first columns; one that has any, whoever put them there, is left alone. */
export async function ensureDefaultColumns(
  databases: Databases,
  deck: WorkspaceId | 'all',
  now: number,
): Promise<void> {
  const there = await databases.authored.records
    .find({ selector: { workspaceId: deck, kind }, limit: 1 })
    .exec();
  if (there.length === 0) await addDefaultColumns(databases, deck, now);
}

export async function changeColumn(
  databases: Databases,
  id: string,
  change: Partial<Omit<Column, 'id' | 'deck'>>,
  now: number,
): Promise<void> {
  const document = await databases.authored.records.findOne(id).exec();
  await document?.incrementalModify((row) => ({ ...row, data: { ...row.data, ...change }, updatedAt: now }));
}

export async function removeColumn(databases: Databases, id: string): Promise<void> {
  await databases.authored.records.bulkRemove([id]);
}
