import type { RxCollection } from 'rxdb';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';
import { deleteNatively } from '../ranges.ts';

/**
 * Deletes a client and everything that was written for it, words and all: rows are blanked in an update, so that open
 * lists let go of them, then deleted from the table itself, because `remove()` keeps the text behind a flag. Only a
 * client without connected accounts is forgotten; the second copy in main follows each deletion.
 */
export async function forgetWorkspace(databases: Databases, id: WorkspaceId): Promise<void> {
  const { posts, intents, triage, records, media, workspaces } = databases.authored;
  await purge(posts, id, { base: emptyContent, variants: {}, target: null });
  await purge(intents, id, {});
  await purge(triage, id, {});
  await purge(records, id, { data: {} });
  await purge(media, id, {});
  const own = await workspaces.findOne(id).exec();
  await own?.incrementalPatch({ name: '' });
  await workspaces.bulkRemove([id]);
  await deleteNatively(workspaces, [id]);
}

const pageRows = 500;

async function purge<Row extends { readonly workspaceId: string }>(
  collection: RxCollection<Row>,
  workspaceId: WorkspaceId,
  blank: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (;;) {
    // Some of these have no index that begins with the client: the scan is paid once, when a person asks for it.
    const page = await collection.find({ selector: { workspaceId } as never, limit: pageRows }).exec();
    if (page.length === 0) return;
    for (const document of page) await document.incrementalPatch(blank as never);
    const ids = page.map((document) => document.primary);
    await collection.bulkRemove(ids);
    await deleteNatively(collection, ids);
  }
}
