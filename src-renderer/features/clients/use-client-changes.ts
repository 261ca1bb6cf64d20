import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useWorkspaces } from '../../state/use-live.ts';
import { changeWorkspace } from '../../store/queries/workspaces.ts';
import { useText } from '../../text/text-context.tsx';

export interface ClientChanges {
  /** -1: towards the top of the rail; 1: towards its end. Archived clients are not counted. */
  canMove(client: Workspace, by: -1 | 1): boolean;
  move(client: Workspace, by: -1 | 1): void;
  /** Puts a client away, with a note that can undo it. */
  archive(client: Workspace): void;
  unarchive(client: Workspace): void;
}

/** What changes a client besides its form. */
export function useClientChanges(): ClientChanges {
  const { databases, now, toasts } = useRealm();
  const { t } = useText();
  const shown = useWorkspaces().filter((one) => one.archivedAt === null);
  const at = (client: Workspace): number => shown.findIndex((one) => one.id === client.id);

  const unarchive = (client: Workspace): void => {
    void changeWorkspace(databases, client.id, { archivedAt: null }, now()).then(() =>
      toasts.show({ text: t('clients.isBack', { name: client.name }) }),
    );
  };
  return {
    canMove: (client, by) => at(client) >= 0 && shown[at(client) + by] !== undefined,
    move: (client, by) => {
      const place = at(client) + by;
      if (place < 0 || place >= shown.length) return;
      const order = shown.filter((one) => one.id !== client.id).toSpliced(place, 0, client);
      // Every position is written again: two clients may have come to share one.
      void Promise.all(
        order.map(async (one, position) => {
          if (one.position !== position) await changeWorkspace(databases, one.id, { position }, now());
        }),
      );
    },
    archive: (client) => {
      const navigation = useNavigation.getState();
      if (navigation.client === client.id) navigation.showClient('all');
      void changeWorkspace(databases, client.id, { archivedAt: now() }, now()).then(() =>
        toasts.show({
          text: t('clients.isArchived', { name: client.name }),
          action: { label: t('words.undo'), onPress: () => unarchive(client) },
        }),
      );
    },
    unarchive,
  };
}
