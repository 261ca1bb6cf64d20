import type { Account } from '../../../src-shared/domain/account.ts';
import type { Column } from '../../../src-shared/domain/column.ts';
import { useRealm } from '../../state/realm.ts';
import { readUnread, setMessageState } from '../../store/queries/messages.ts';
import { useText } from '../../text/text-context.tsx';
import type { MenuEntry } from '../../ui/overlays/menu-entry.ts';
import type { ColumnEdits } from './use-column-edits.ts';

export interface ColumnPlace {
  readonly column: Column;
  readonly accounts: readonly Account[];
  readonly index: number;
  readonly isLast: boolean;
}

/** What can be done with a column. */
export function useColumnMenu(
  edits: ColumnEdits,
  onEdit: (column: Column) => void,
): (place: ColumnPlace) => readonly MenuEntry[] {
  const { t } = useText();
  const markAllRead = useMarkAllRead();
  return ({ column, accounts, index, isLast }) => [
    {
      tag: 'action',
      id: 'read',
      label: t('inbox.markAllRead'),
      onAction: () => void markAllRead(column, accounts),
    },
    { tag: 'separator', id: 'line-1' },
    { tag: 'action', id: 'edit', label: t('inbox.editColumn'), onAction: () => onEdit(column) },
    {
      tag: 'action',
      id: 'duplicate',
      label: t('inbox.duplicateColumn'),
      onAction: () => edits.duplicate(column),
    },
    {
      tag: 'action',
      id: 'left',
      label: t('words.moveLeft'),
      isDisabled: index === 0,
      onAction: () => edits.place(column.id, index - 1),
    },
    {
      tag: 'action',
      id: 'right',
      label: t('words.moveRight'),
      isDisabled: isLast,
      onAction: () => edits.place(column.id, index + 1),
    },
    { tag: 'separator', id: 'line-2' },
    {
      tag: 'action',
      id: 'remove',
      label: t('inbox.removeColumn'),
      tone: 'danger',
      onAction: () => edits.remove(column),
    },
  ];
}

/** Everything unread of a column, whether it is on the screen or not, with one undo for all of it. */
function useMarkAllRead(): (column: Column, accounts: readonly Account[]) => Promise<void> {
  const { databases, now, toasts } = useRealm();
  const { t } = useText();
  return async (column, accounts) => {
    const unread = await readUnread(databases, accounts, column.boxes);
    if (unread.length === 0) {
      toasts.show({ text: t('inbox.nothingUnread') });
      return;
    }
    await setMessageState(databases, unread, 'open', now());
    const read = unread.map((one) => ({ ...one, state: 'open' as const }));
    toasts.show({
      text: t('inbox.markedRead', { count: unread.length }),
      action: {
        label: t('words.undo'),
        onPress: () => void setMessageState(databases, read, 'unread', now()),
      },
    });
  };
}
