import { Archive, ArrowDown, ArrowUp, PenLine, Plug, Settings2, SquarePen, Trash2 } from 'lucide-react';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useNewPost } from '../../state/new-post.ts';
import { useShell } from '../../state/shell.ts';
import { useText } from '../../text/text-context.tsx';
import type { MenuEntry } from '../../ui/overlays/menu-entry.ts';
import { useClientChanges } from './use-client-changes.ts';

/** What can be done to a client, for the menu of its disc and of its line. */
export function useClientMenu(): (client: Workspace) => readonly MenuEntry[] {
  const { t } = useText();
  const show = useShell((shell) => shell.show);
  const connect = useNavigation((navigation) => navigation.connect);
  const newPost = useNewPost();
  const { move, archive, canMove } = useClientChanges();
  return (client) => [
    {
      tag: 'action',
      id: 'compose',
      label: t('clients.compose'),
      icon: PenLine,
      onAction: () => newPost(client.id),
    },
    {
      tag: 'action',
      id: 'connect',
      label: t('clients.connect'),
      icon: Plug,
      isDisabled: client.training,
      onAction: () => connect({ workspaceId: client.id, reconnect: null }),
    },
    { tag: 'separator', id: 'first' },
    {
      tag: 'action',
      id: 'edit',
      label: t('clients.edit'),
      icon: SquarePen,
      onAction: () => show({ tag: 'client-form', id: client.id }),
    },
    {
      tag: 'action',
      id: 'up',
      label: t('clients.moveUp'),
      icon: ArrowUp,
      isDisabled: !canMove(client, -1),
      onAction: () => move(client, -1),
    },
    {
      tag: 'action',
      id: 'down',
      label: t('clients.moveDown'),
      icon: ArrowDown,
      isDisabled: !canMove(client, 1),
      onAction: () => move(client, 1),
    },
    {
      tag: 'action',
      id: 'manage',
      label: t('clients.manage'),
      icon: Settings2,
      onAction: () => show({ tag: 'clients' }),
    },
    { tag: 'separator', id: 'second' },
    {
      tag: 'action',
      id: 'archive',
      label: t('clients.archive'),
      icon: Archive,
      onAction: () => archive(client),
    },
    {
      tag: 'action',
      id: 'remove',
      label: t('clients.remove'),
      icon: Trash2,
      tone: 'danger',
      onAction: () => show({ tag: 'client-removal', id: client.id }),
    },
  ];
}
