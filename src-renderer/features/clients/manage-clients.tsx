import { ArchiveRestore, ArrowDown, ArrowUp, GraduationCap, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { keyLabels } from '../../state/key-labels.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { LiveRegion } from '../../ui/feedback/live-region.tsx';
import { ClientDisc } from '../../ui/identity/client-disc.tsx';
import { GroupHeading } from '../../ui/lists/group-heading.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { IconMenuButton } from '../../ui/overlays/menu-button.tsx';
import { useClientChanges } from './use-client-changes.ts';
import { useClientMenu } from './use-client-menu.ts';
import styles from './clients.module.css';

/** Every client in the order of the rail, and those that are put away. */
export function ManageClients() {
  const { t } = useText();
  const { info } = useRealm();
  const show = useShell((shell) => shell.show);
  const workspaces = useWorkspaces();
  const { move, canMove, unarchive } = useClientChanges();
  const menuOf = useClientMenu();
  const [said, setSaid] = useState('');
  const shown = workspaces.filter((one) => one.archivedAt === null);
  const archived = workspaces.filter((one) => one.archivedAt !== null);
  const moveAndSay = (client: Workspace, by: -1 | 1): void => {
    move(client, by);
    setSaid(t('clients.moved', { name: client.name, place: shown.indexOf(client) + 1 + by }));
  };

  return (
    <Dialog
      isOpen
      onClose={() => show(null)}
      title={t('clients.manage')}
      closeLabel={t('words.close')}
      size="wide"
      actions={
        <>
          <Button icon={Plus} onPress={() => show({ tag: 'client-form', id: null })}>
            {t('clients.new')}
          </Button>
          <Button tone="primary" onPress={() => show(null)}>
            {t('words.done')}
          </Button>
        </>
      }
    >
      <p className={styles.hint}>
        {t('clients.manageHint', { keys: `${keyLabels(info.platform).mod} 1…9` })}
      </p>
      {shown.length === 0 && <p className={styles.hint}>{t('clients.none')}</p>}
      <ul className={styles.lines}>
        {shown.map((client) => (
          <li key={client.id} className={styles.line}>
            <Who client={client} />
            <IconButton
              icon={ArrowUp}
              label={t('clients.moveUpOne', { name: client.name })}
              isDisabled={!canMove(client, -1)}
              onPress={() => moveAndSay(client, -1)}
            />
            <IconButton
              icon={ArrowDown}
              label={t('clients.moveDownOne', { name: client.name })}
              isDisabled={!canMove(client, 1)}
              onPress={() => moveAndSay(client, 1)}
            />
            <IconMenuButton
              label={t('clients.actions', { name: client.name })}
              entries={menuOf(client)}
              placement="bottom end"
            />
          </li>
        ))}
      </ul>
      {archived.length > 0 && (
        <>
          <GroupHeading count={String(archived.length)} level={3}>
            {t('clients.archived')}
          </GroupHeading>
          <ul className={styles.lines}>
            {archived.map((client) => (
              <li key={client.id} className={styles.line}>
                <Who client={client} />
                <Button size="small" icon={ArchiveRestore} onPress={() => unarchive(client)}>
                  {t('clients.unarchive')}
                </Button>
                <Button
                  size="small"
                  tone="quiet"
                  onPress={() => show({ tag: 'client-removal', id: client.id })}
                >
                  {t('clients.remove')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles.hint}>{t('clients.archiveHint')}</p>
      <LiveRegion message={said} />
    </Dialog>
  );
}

function Who({ client }: { readonly client: Workspace }) {
  const { t } = useText();
  const count = useAccounts().filter(
    (one) => one.workspaceId === client.id && one.health.tag !== 'disconnected',
  ).length;
  return (
    <div className={styles.who}>
      <ClientDisc name={client.name} colour={client.colour} />
      <div className={styles.words}>
        <span className={styles.name}>{client.name}</span>
        <span className={styles.detail}>
          {count === 0 ? t('clients.noAccount') : t('clients.accounts', { count })} ·{' '}
          {client.zone.replaceAll('_', ' ')}
        </span>
      </div>
      {client.training && <Badge icon={GraduationCap}>{t('clients.training')}</Badge>}
    </div>
  );
}
