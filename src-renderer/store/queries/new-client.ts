import type { WorkspaceId } from '../../../src-shared/ids.ts';
import type { Databases } from '../databases.ts';
import { addDefaultColumns } from './columns.ts';
import { createWorkspace } from './workspaces.ts';

/**
 * A client with a deck that shows something as soon as an account is connected: its columns name no account, so that
 * they show every account it will ever have. The deck of everybody gets its columns with the first client.
 */
export async function createClient(
  databases: Databases,
  input: Parameters<typeof createWorkspace>[1],
  now: number,
): Promise<WorkspaceId> {
  const id = await createWorkspace(databases, input, now);
  await addDefaultColumns(databases, id, now);
  await addDefaultColumns(databases, 'all', now);
  return id;
}
