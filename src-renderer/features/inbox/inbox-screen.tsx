import { Columns3, Plus } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Column as ColumnRecord } from '../../../src-shared/domain/column.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { afterPaint } from '../../state/after-paint.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import {
  useAccounts,
  useAccountsOf,
  useColumns,
  useLiveTable,
  useNow,
  useWorkspaces,
} from '../../state/use-live.ts';
import { addDefaultColumns } from '../../store/queries/columns.ts';
import { readMessage } from '../../store/queries/messages.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { Deck } from '../../ui/lists/deck.tsx';
import type { VirtualListHandle } from '../../ui/lists/virtual-list.tsx';
import { VisuallyHidden } from '../../ui/visually-hidden.tsx';
import { accountsOfColumn } from '../../state/column-accounts.ts';
import { ColumnDialog } from './column-dialog.tsx';
import { InboxColumn } from './inbox-column.tsx';
import styles from './inbox.module.css';
import { useInbox } from './inbox-state.ts';
import {
  conversationKey,
  deletionKey,
  nothingOutgoing,
  outgoingByMessage,
  type RowOutgoing,
  likeOf,
} from './outgoing.ts';
import { useColumnEdits } from './use-column-edits.ts';
import { useColumnMenu } from './use-column-menu.ts';
import { useDeckKeys } from './use-deck-keys.ts';
import { useHistory } from './use-history.ts';
import { canLike, useMessageActions } from './use-message-actions.ts';
import { useOutgoing } from './use-outgoing.ts';

type Editing = { readonly tag: 'new' } | { readonly tag: 'edit'; readonly column: ColumnRecord };
const none: readonly never[] = [];
/** A first column that does not come must not keep the others away. */
const longestHoldMs = 500;

/** The deck of columns of the shown client, or of every client. */
export function InboxScreen() {
  const { databases, tables, now } = useRealm();
  const { t } = useText();
  const deck = useNavigation((state) => state.client);
  const connect = useNavigation((state) => state.connect);
  const thread = useNavigation((state) => state.thread);
  const allAccounts = useAccounts();
  const accounts = useAccountsOf(deck);
  const workspaces = useWorkspaces();
  const columns = useColumns(deck);
  const columnRows = useLiveTable(tables.columns);
  const accountRows = useLiveTable(tables.steadyAccounts);
  const isRead = columnRows !== null && accountRows !== null;
  const time = useNow();
  const history = useHistory();
  const actions = useMessageActions();
  const edits = useColumnEdits(deck, columns);
  const [editing, setEditing] = useState<Editing | null>(null);
  const menuOf = useColumnMenu(edits, (column) => setEditing({ tag: 'edit', column }));
  const focused = useInbox((state) => state.column);
  const focusedIndex = Math.max(
    0,
    columns.findIndex((column) => column.id === focused),
  );
  const lists = useRef(new Map<string, VirtualListHandle>());
  const slots = useRef(new Map<string, HTMLDivElement>());

  // A deck gets its first columns when there is something to show in them, once.
  const isBare = isRead && columns.length === 0 && accounts.length > 0;
  useEffect(() => {
    if (isBare) void addDefaultColumns(databases, deck, now());
  }, [isBare, databases, deck, now]);

  // What is on its way is read after the first rows are on the screen: they must not wait for it.
  const [isPainted, setPainted] = useState(false);
  const onPainted = useCallback(
    () =>
      afterPaint(() => {
        setPainted(true);
        useInbox.getState().begin();
      }),
    [],
  );
  const hasBegun = useInbox((state) => state.hasBegun);
  useEffect(() => {
    const timer = setTimeout(useInbox.getState().begin, longestHoldMs);
    return () => clearTimeout(timer);
  }, []);
  /** At the start the first column is there sooner when the others wait for it. */
  const isHeld = (index: number): boolean => !hasBegun && index > 0;
  const clients = useMemo(() => [...new Set(accounts.map((one) => one.workspaceId))], [accounts]);
  const outgoing = useOutgoing(isPainted ? clients : none);
  const outgoingOf = useOutgoingOf(useMemo(() => outgoingByMessage(outgoing), [outgoing]));

  const colours = useMemo(
    () =>
      new Map<string, (typeof workspaces)[number]['colour']>(workspaces.map((one) => [one.id, one.colour])),
    [workspaces],
  );

  const focusColumn = (index: number): void => {
    const column = columns[index];
    if (!column) return;
    useInbox.getState().focusColumn(column.id);
    slots.current.get(column.id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // An empty column has no row to put the keyboard on; the next key still acts in it.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    lists.current.get(column.id)?.focus();
  };
  const listOf = (index: number): VirtualListHandle | undefined => {
    const column = columns[index];
    return column && lists.current.get(column.id);
  };

  // Closing the conversation gives the keyboard back to the list that it was opened from.
  const wasOpen = useRef(false);
  useEffect(() => {
    if (wasOpen.current && thread === null && document.activeElement === document.body)
      listOf(focusedIndex)?.focus();
    wasOpen.current = thread !== null;
  });

  /** The message that single keys act on: the selected one of the focused column, or the one that the keyboard is on. */
  const withSelected = (act: (message: Message) => void): void => {
    const column = columns[focusedIndex];
    if (column === undefined) return;
    const id = useInbox.getState().selected[column.id] ?? listOf(focusedIndex)?.focusedKey() ?? null;
    if (id === null) return;
    void readMessage(databases, id).then((message) => {
      if (message) act(message);
    });
  };
  useDeckKeys({
    column: focusColumn,
    beside: (delta) => focusColumn(Math.min(columns.length - 1, Math.max(0, focusedIndex + delta))),
    move: (delta) => listOf(focusedIndex)?.move(delta),
    open: () => withSelected(actions.open),
    reply: () =>
      withSelected((message) => {
        actions.open(message);
        useInbox.getState().wantReply();
      }),
    like: () =>
      withSelected((message) => {
        const account = allAccounts.find((one) => one.id === message.accountId);
        if (!account || !canLike(message, account)) return;
        const { isLiked, pending } = likeOf(message, outgoingOf(message), outgoing);
        actions.setLiked(message, !isLiked, pending);
      }),
    done: () => withSelected((message) => actions.setDone(message, message.state !== 'done')),
    unread: () => withSelected(actions.setUnread),
  });

  const workspaceToConnect = deck === 'all' ? workspaces[0]?.id : deck;
  return (
    <div className={styles.screen}>
      <VisuallyHidden elementType="h1">{t('shell.inbox')}</VisuallyHidden>
      {isRead && accounts.length === 0 ? (
        <div className={styles.nothing}>
          <EmptyState
            icon={Columns3}
            title={t('inbox.noAccount')}
            {...(workspaceToConnect !== undefined && {
              actions: (
                <Button
                  tone="primary"
                  onPress={() => connect({ workspaceId: workspaceToConnect, reconnect: null })}
                >
                  {t('inbox.connectAccount')}
                </Button>
              ),
            })}
          >
            {t('inbox.noAccountHint')}
          </EmptyState>
        </div>
      ) : isRead && columns.length === 0 ? (
        <div className={styles.nothing}>
          <EmptyState
            icon={Columns3}
            title={t('inbox.noColumn')}
            actions={
              <Button tone="primary" icon={Plus} onPress={() => setEditing({ tag: 'new' })}>
                {t('inbox.addColumn')}
              </Button>
            }
          >
            {t('inbox.noColumnHint')}
          </EmptyState>
        </div>
      ) : (
        <Deck label={t('inbox.columns')}>
          {columns.map((column, index) => {
            const own = accountsOfColumn(column, accounts, allAccounts);
            const filling = own.filter((one) => history.has(one.id));
            return (
              <div
                key={column.id}
                className={styles.slot}
                {...(isHeld(index) && { style: { width: column.width } })}
                ref={(element) => {
                  if (element) slots.current.set(column.id, element);
                  else slots.current.delete(column.id);
                }}
              >
                {isHeld(index) ? null : (
                  <InboxColumn
                    column={column}
                    accounts={own}
                    colours={colours}
                    outgoingOf={outgoingOf}
                    filling={
                      filling.length === 0
                        ? null
                        : filling.reduce((sum, one) => sum + (history.get(one.id) ?? 0), 0)
                    }
                    now={time}
                    isFocused={index === focusedIndex}
                    menu={menuOf({ column, accounts: own, index, isLast: index === columns.length - 1 })}
                    onEdit={() => setEditing({ tag: 'edit', column })}
                    onOpen={actions.open}
                    onChange={(change) => edits.change(column.id, change)}
                    onMove={(delta) => edits.place(column.id, index + delta)}
                    onTakePlace={(moved) => edits.place(moved, index)}
                    onPainted={onPainted}
                    listRef={(handle) => {
                      if (handle) lists.current.set(column.id, handle);
                      else lists.current.delete(column.id);
                    }}
                  />
                )}
              </div>
            );
          })}
          {isRead && (
            <div className={styles.add}>
              <IconButton
                icon={Plus}
                label={t('inbox.addColumn')}
                look="outlined"
                onPress={() => setEditing({ tag: 'new' })}
              />
            </div>
          )}
        </Deck>
      )}
      {editing !== null && (
        <ColumnDialog
          column={editing.tag === 'edit' ? editing.column : null}
          accounts={accounts}
          onSave={(draft) => {
            if (editing.tag === 'edit') edits.change(editing.column.id, draft);
            else edits.add(draft);
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}

/** What a row shows of what is on its way from it. Equal answers are the same object, so that rows stay as they are. */
function useOutgoingOf(rows: ReadonlyMap<string, RowOutgoing>): (message: Message) => RowOutgoing {
  const [known] = useState(() => new Map<string, RowOutgoing>());
  return useCallback(
    (message) => {
      const own = rows.get(
        message.box === 'private' ? conversationKey(message.accountId, message.conversationId) : message.id,
      );
      const deletion = rows.get(deletionKey(message.accountId, message.remoteId))?.deletion ?? null;
      if (own === undefined && deletion === null) return nothingOutgoing;
      const next = { ...(own ?? nothingOutgoing), deletion };
      const key = JSON.stringify(next);
      const before = known.get(key);
      if (before) return before;
      known.set(key, next);
      return next;
    },
    [rows, known],
  );
}
