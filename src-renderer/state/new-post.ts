import { useCallback } from 'react';
import type { Moment } from '../../src-shared/domain/post.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import { changePost, createPost, findBlankDraft, latestPost } from '../store/queries/posts.ts';
import { useNavigation } from './navigation.ts';
import { useRealm } from './realm.ts';
import { useShell } from './shell.ts';

/**
 * Opens the composer on a new draft for this client, or for the one that is shown. With every client on the screen it
 * asks which one: nobody's words may start out as somebody else's. A new draft goes to the accounts that the client's
 * latest post was for, or to the client's first. `planned`: for when it is meant, as the calendar asks.
 */
export function useNewPost(): (client?: WorkspaceId, planned?: Moment) => void {
  const { databases, tables, now } = useRealm();
  return useCallback(
    (client, planned) => {
      const shown = useNavigation.getState().client;
      const open = (tables.workspaces.snapshot() ?? []).filter((one) => one.archivedAt === null);
      const only = open.length === 1 ? open[0]?.id : undefined;
      const workspaceId = client ?? (shown === 'all' ? only : shown);
      if (workspaceId === undefined) {
        const { show } = useShell.getState();
        show(open.length === 0 ? { tag: 'client-form', id: null } : { tag: 'compose-for' });
        return;
      }
      const own = (tables.accounts.snapshot() ?? [])
        .filter((one) => one.workspaceId === workspaceId && one.health.tag !== 'disconnected')
        .map((one) => one.id);
      void (async () => {
        const blank = await findBlankDraft(databases, workspaceId);
        const before = (await latestPost(databases, workspaceId))?.accountIds ?? [];
        const again = own.filter((id) => before.includes(id));
        const accountIds = again.length > 0 ? again : own.slice(0, 1);
        const draft =
          blank ??
          (await createPost(
            databases,
            { workspaceId, accountIds, target: null, ...(planned && { planned }) },
            now(),
          ));
        if (blank !== null && planned !== undefined)
          await changePost(databases, draft.id, { planned }, now());
        useNavigation.getState().compose(draft.id);
      })();
    },
    [databases, tables, now],
  );
}
