import { useRef, useState } from 'react';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { forgetWorkspace } from '../../store/queries/forget-workspace.ts';
import { createClient } from '../../store/queries/new-client.ts';
import { nextColour } from '../../store/queries/workspaces.ts';
import { useText } from '../../text/text-context.tsx';
import { newClient } from './client-choice.tsx';

/** To whom the account that is being connected belongs: a client that exists, or one that is made for it. */
export function useChosenClient(wanted: WorkspaceId): {
  readonly clients: readonly Workspace[];
  readonly client: string;
  readonly choose: (id: string) => void;
  readonly name: string;
  readonly setName: (name: string) => void;
  /** What is wrong with the new client's name. */
  readonly error: string | null;
  /** Says what is wrong; true: nothing. */
  readonly check: () => boolean;
  /** The client, made if it must be. */
  readonly resolve: () => Promise<WorkspaceId>;
  /** An account came: a client that was made for it stays. */
  readonly keep: () => void;
  /** None came: a client that was only made for it goes. */
  readonly drop: () => void;
} {
  const realm = useRealm();
  const { databases, now, info } = realm;
  const settings = useLiveStatus((live) => live.settings) ?? realm.settings;
  const { t } = useText();
  const clients = useWorkspaces().filter(({ archivedAt }) => archivedAt === null);
  const accounts = useAccounts();
  const [client, choose] = useState<string>(clients.some(({ id }) => id === wanted) ? wanted : newClient);
  const [name, setName] = useState('');
  const [error, setError] = useState<string | null>(null);
  const created = useRef<WorkspaceId | null>(null);
  return {
    clients,
    client,
    choose,
    name,
    setName,
    error,
    check: () => {
      const needsName = client === newClient && name.trim() === '';
      setError(needsName ? t('accounts.newClientNeeded') : null);
      return !needsName;
    },
    resolve: async () => {
      const chosen = clients.find(({ id }) => id === client);
      if (chosen) return chosen.id;
      const made = await createClient(
        databases,
        {
          name,
          colour: nextColour(clients),
          zone: settings.clientZone ?? info.zone,
          toleranceMs: settings.clientToleranceMs,
        },
        now(),
      );
      created.current = made;
      choose(made);
      return made;
    },
    keep: () => {
      created.current = null;
    },
    drop: () => {
      const made = created.current;
      if (made !== null && !accounts.some(({ workspaceId }) => workspaceId === made))
        void forgetWorkspace(databases, made);
    },
  };
}
