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
  input: Pick<Column, 'deck' | 'accountIds' | 'boxes' | 'title' | 'position'> &
    Partial<Pick<Column, 'width' | 'filter'>>,
  now: number,
): Promise<string> {
  const id = ulid(now);
  await putColumn(databases, { width: defaultWidth, filter: 'all', ...input, id }, now);
  return id;
}

/** Puts a column back as it was: undoes its removal. */
export async function putColumn(databases: Databases, column: Column, now: number): Promise<void> {
  await databases.authored.records.incrementalUpsert({
    id: column.id,
    workspaceId: column.deck,
    kind,
    data: { ...column },
    updatedAt: now,
  });
}

const deckKind = 'deck';
const deckRecord = (deck: string): string => `deck:${deck}`;

/**
 * The columns that a deck starts with: what people say in public, what they say in private, and what became of one's
 * own posts. Given once: a deck that its owner emptied stays empty.
 */
export async function addDefaultColumns(
  databases: Databases,
  deck: WorkspaceId | 'all',
  now: number,
): Promise<void> {
  const { records } = databases.authored;
  if ((await records.findOne(deckRecord(deck)).exec()) !== null) return;
  const own = { deck, accountIds: [], title: '', width: defaultWidth, filter: 'all' } as const;
  const starts: readonly Column[] = [
    { ...own, id: `${deck}:public`, boxes: ['public'], position: 0 },
    { ...own, id: `${deck}:private`, boxes: ['private'], position: 1 },
    { ...own, id: `${deck}:own`, boxes: ['own', 'activity'], position: 2 },
  ];
  for (const column of starts) await putColumn(databases, column, now);
  await records.incrementalUpsert({
    id: deckRecord(deck),
    workspaceId: deck,
    kind: deckKind,
    data: {},
    updatedAt: now,
  });
}

/** Writes the order of a deck: the places that changed, and no others. */
export async function orderColumns(
  databases: Databases,
  columns: readonly Column[],
  now: number,
): Promise<void> {
  for (const [position, column] of columns.entries())
    if (column.position !== position) await changeColumn(databases, column.id, { position }, now);
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
