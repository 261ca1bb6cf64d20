import { useCallback } from 'react';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { createPost, latestPost } from '../../store/queries/posts.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';

/**
 * Opens an empty post: for the client that is shown, or the first one while everybody is. It goes to the accounts that
 * the client's latest post was for, or to the client's first.
 */
export function useComposeNew(): () => Promise<void> {
  const { databases, tables, now } = useRealm();
  return useCallback(async () => {
    const { client, compose } = useNavigation.getState();
    const workspaces = (tables.workspaces.snapshot() ?? []).filter((one) => one.archivedAt === null);
    const workspaceId: WorkspaceId | undefined =
      workspaces.find((one) => one.id === client)?.id ?? workspaces[0]?.id;
    if (workspaceId === undefined) return;
    const own = (tables.accounts.snapshot() ?? [])
      .filter((account) => account.workspaceId === workspaceId && account.health.tag !== 'disconnected')
      .map((account) => account.id);
    const before = (await latestPost(databases, workspaceId))?.accountIds ?? [];
    const again = own.filter((id) => before.includes(id));
    const post = await createPost(
      databases,
      { workspaceId, accountIds: again.length > 0 ? again : own.slice(0, 1), target: null },
      now(),
    );
    compose(post.id);
  }, [databases, tables, now]);
}
