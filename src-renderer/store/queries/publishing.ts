import * as v from 'valibot';
import { publishingSchema, usualPublishing, type Publishing } from '../../../src-shared/domain/publishing.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import type { RecordRow } from '../collections/records/schema.ts';
import type { Databases } from '../databases.ts';
import { createLiveTable, type LiveTable } from '../live-table.ts';

const kind = 'publishing';
const recordOf = (client: WorkspaceId): string => `publishing:${client}`;

/** What each client asks of those who publish for it. */
export function livePublishing(databases: Databases): LiveTable<RecordRow> {
  return createLiveTable(
    databases.authored.records,
    (a, b) => (a.id < b.id ? -1 : 1),
    (row) => row.kind === kind,
  );
}

/** Of one client; the usual where nothing was said, or where it cannot be read. */
export function publishingOf(rows: readonly RecordRow[], client: WorkspaceId): Publishing {
  const row = rows.find(({ id }) => id === recordOf(client));
  const parsed = v.safeParse(publishingSchema, row?.data ?? {});
  return parsed.success ? parsed.output : usualPublishing;
}

export async function changePublishing(
  databases: Databases,
  client: WorkspaceId,
  change: Partial<Publishing>,
  now: number,
): Promise<void> {
  const { records } = databases.authored;
  const known = await records.findOne(recordOf(client)).exec();
  await records.incrementalUpsert({
    id: recordOf(client),
    workspaceId: client,
    kind,
    data: { ...usualPublishing, ...known?.toMutableJSON().data, ...change },
    updatedAt: now,
  });
}
