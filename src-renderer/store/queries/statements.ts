import { ulid } from 'ulid';
import * as v from 'valibot';
import {
  statementSchema,
  type Statement,
  type StatementWords,
} from '../../../src-shared/domain/statement.ts';
import { workspaceIdSchema, type WorkspaceId } from '../../../src-shared/ids.ts';
import type { RecordRow } from '../collections/records/schema.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';

const kind = 'statement';

/** Every client's holding statements, in the order in which they were written first. */
export const liveStatements = (databases: Databases): LiveTable<RecordRow> =>
  createLiveTable(
    databases.authored.records,
    (a, b) => (a.id < b.id ? -1 : 1),
    (row) => row.kind === kind,
  );

/** What cannot be parsed (a newer version's) is left alone. */
export function parseStatements(rows: readonly RecordRow[]): readonly Statement[] {
  return rows.flatMap((row) => {
    const words = v.safeParse(statementSchema, row.data);
    const client = v.safeParse(workspaceIdSchema, row.workspaceId);
    return words.success && client.success
      ? [{ ...words.output, id: row.id, workspaceId: client.output }]
      : [];
  });
}

export const newStatementId = (now: number): string => `statement:${ulid(now)}`;

/** Writes one, or writes it anew. */
export async function saveStatement(
  databases: Databases,
  { id, workspaceId, ...words }: StatementWords & { readonly id: string; readonly workspaceId: WorkspaceId },
  now: number,
): Promise<void> {
  const { name, text, language } = words;
  await databases.authored.records.incrementalUpsert({
    id,
    workspaceId,
    kind,
    data: { name, text, language },
    updatedAt: now,
  });
}

export async function removeStatement(databases: Databases, id: string): Promise<void> {
  await databases.authored.records.bulkRemove([id]);
}
