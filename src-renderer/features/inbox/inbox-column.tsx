import { AtSign, Inbox, Mail, PenLine } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState, type Ref } from 'react';
import { answerTime, type AnswerTime } from '../../../src-shared/departure/windows.ts';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Column as ColumnRecord } from '../../../src-shared/domain/column.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import type { ClientColour } from '../../../src-shared/domain/workspace.ts';
import { lookOf, markOf } from '../../previews/index.ts';
import { useLongerWindows } from '../../state/longer-windows.ts';
import { networkName } from '../../state/network-text.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveList } from '../../state/use-live.ts';
import { liveColumn, mostUnread } from '../../store/queries/messages.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { LiveRegion } from '../../ui/feedback/live-region.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { Column } from '../../ui/lists/column.tsx';
import { VirtualList, type VirtualListHandle } from '../../ui/lists/virtual-list.tsx';
import type { MenuEntry } from '../../ui/overlays/menu-entry.ts';
import { AccountTrouble } from './account-trouble.tsx';
import { columnTitle, handleOf } from '../../state/column-accounts.ts';
import { conversationHeads, type Heads } from './conversation-heads.ts';
import styles from './inbox.module.css';
import { useInbox } from './inbox-state.ts';
import { MessageItem, rowName } from './message-item.tsx';
import type { RowOutgoing } from './outgoing.ts';
import { useColumnWidth } from './use-column-width.ts';
import { useUnread } from './use-unread.ts';
import type { WindowTimes } from './window-badge.tsx';

export interface InboxColumnProps {
  readonly column: ColumnRecord;
  readonly accounts: readonly Account[];
  readonly colours: ReadonlyMap<string, ClientColour>;
  readonly outgoingOf: (message: Message) => RowOutgoing;
  /** Items of the past that came so far, while they come; null: all is here. */
  readonly filling: number | null;
  readonly now: number;
  readonly isFocused: boolean;
  readonly menu: readonly MenuEntry[];
  readonly onEdit: () => void;
  readonly onOpen: (message: Message) => void;
  readonly onChange: (change: Partial<Pick<ColumnRecord, 'width' | 'filter'>>) => void;
  readonly onMove: (delta: -1 | 1) => void;
  readonly onTakePlace: (movedId: string) => void;
  /** Its first page is on the screen. */
  readonly onPainted: () => void;
  readonly listRef: Ref<VirtualListHandle>;
}

const filters = ['all', 'unread', 'open', 'done'] as const;
const none: readonly never[] = [];
const keyOf = (message: Message): string => message.id;

/** A column: what these accounts received in these boxes, live, newest first. */
export function InboxColumn(props: InboxColumnProps) {
  const { column, accounts, colours, outgoingOf, filling, now, isFocused, onOpen, onPainted } = props;
  const realm = useRealm();
  const { databases, bridge } = realm;
  const text = useText();
  const { t } = text;
  const accountsKey = accounts.map((one) => one.id).join(' ');
  const list = useLiveList(
    () => liveColumn(databases, accounts, column.boxes, column.filter),
    `${column.boxes.join(' ')} ${column.filter} ${accountsKey}`,
    // An account that comes, goes or is allowed more makes the column longer or shorter, not empty.
    `${column.id} ${column.boxes.join(' ')} ${column.filter}`,
  );
  const { ready, more, grow } = list;
  const [heads, setHeads] = useState<{ readonly from: unknown; readonly heads: Heads } | null>(null);
  if (heads?.from !== list.rows)
    setHeads({ from: list.rows, heads: conversationHeads(list.rows, heads?.heads ?? null) });
  const rows = heads?.heads.rows ?? none;
  const longer = useLongerWindows();
  const unread = useUnread(accounts, column.boxes, ready);
  const selected = useInbox((state) => state.selected[column.id] ?? null);
  const select = useInbox((state) => state.select);
  const focusColumn = useInbox((state) => state.focusColumn);
  const onSelect = useCallback((key: string) => select(column.id, key), [select, column.id]);
  useKeptSelection(rows, selected, onSelect);

  useEffect(() => {
    if (ready) onPainted();
  }, [ready, onPainted]);

  // What came while the reader was further down: rows above the one that was first when the top was left.
  const [left, setLeft] = useState<Message | null>(null);
  const hasScrolled = useRef(false);
  const top = rows[0] ?? null;
  const onTop = useCallback(
    (isAtTop: boolean) => {
      if (!isAtTop) hasScrolled.current = true;
      setLeft(isAtTop ? null : top);
    },
    [top],
  );
  const fresh = left === null ? 0 : countAbove(rows, left);
  const news = useMemo(
    () =>
      fresh === 0 ? null : { label: t('words.newItems', { count: fresh }), onShow: () => setLeft(null) },
    [fresh, t],
  );

  // Beyond what is here lies what the network still has: asked for once the reader comes to the end by scrolling.
  const [readingOlder, setReadingOlder] = useState(false);
  const noOlder = useRef('');
  const onNearEnd = useCallback(() => {
    if (more) return grow();
    if (!hasScrolled.current || noOlder.current === accountsKey || column.filter !== 'all') return;
    noOlder.current = accountsKey;
    setReadingOlder(true);
    void Promise.all(accounts.map((account) => bridge.sync.older({ accountId: account.id }))).then(
      (answers) => {
        setReadingOlder(false);
        // Offline or refused counts as "not now": the end is asked about again when it is reached again.
        if (answers.some((one) => one.tag === 'err' || one.value.more)) noOlder.current = '';
      },
    );
    // The accounts are what their ids are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [more, grow, accountsKey, bridge, column.filter]);

  const byId = useMemo(() => new Map<string, Message>(rows.map((row) => [row.id, row])), [rows]);
  const open = (key: string): void => {
    const message = byId.get(key);
    if (message) onOpen(message);
  };
  // Accounts change at every synchronisation; what is shown of them here does not.
  const shownOfAccounts = accounts.map(({ id, network, handle }) => `${id} ${network} ${handle}`).join('\n');
  const accountOf = useMemo(
    () => new Map<string, Account>(accounts.map((one) => [one.id, one])),
    // Only network and handle are read of them below, and the key says both.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [shownOfAccounts],
  );
  const marks = useMemo(() => {
    const found = new Map<string, NonNullable<React.ComponentProps<typeof Column>['marks']>[number]>();
    for (const { network } of accountOf.values())
      found.set(network, { mark: lookOf(network).mark, label: networkName(realm, network) });
    return found;
  }, [accountOf, realm]);
  const markLabels = useMemo(
    () =>
      new Map(
        [...accountOf.values()].map((one) => [
          one.id as string,
          { mark: markOf(one), label: `${one.manifest.name} · ${handleOf(one)}` },
        ]),
      ),
    [accountOf],
  );

  const { onChange } = props;
  const [width, setWidth] = useColumnWidth(
    column.width,
    useCallback((next: number) => onChange({ width: next }), [onChange]),
  );

  const timeOf = (message: Message): AnswerTime | null => {
    const manifest = accounts.find(({ id }) => id === message.accountId)?.manifest;
    if (manifest === undefined || message.mine) return null;
    const kind = message.box === 'private' ? 'private' : 'public';
    return answerTime(manifest, kind, message.createdAt, longer.has(message.accountId));
  };

  const title = columnTitle(column, accounts, text);
  const filterName = t(`inbox.filter.${column.filter}`);
  const handleAt = ({ accountId }: Message): string | null =>
    accounts.find(({ id }) => id === accountId)?.handle ?? null;
  return (
    <Column
      id={column.id}
      title={title}
      count={unread === null || unread === 0 ? null : text.capped(unread, mostUnread - 1)}
      marks={[...marks.values()]}
      labels={{
        filter:
          column.filter === 'all' ? t('inbox.filter') : t('inbox.columnWithFilter', { filter: filterName }),
        menu: t('inbox.columnMenu', { title }),
        move: t('words.moveColumn', { title }),
        resize: t('words.columnWidth', { title }),
      }}
      width={width}
      onResize={setWidth}
      isFocused={isFocused}
      onFocus={() => focusColumn(column.id)}
      isFiltered={column.filter !== 'all'}
      filterMenu={[
        {
          tag: 'choice',
          id: 'filter',
          label: t('inbox.filter'),
          mode: 'single',
          chosen: [column.filter],
          entries: filters.map((id) => ({ tag: 'action', id, label: t(`inbox.filter.${id}`) })),
          onChange: ([chosen]) => {
            const filter = filters.find((one) => one === chosen);
            if (filter !== undefined) props.onChange({ filter });
          },
        },
      ]}
      menu={props.menu}
      onMove={props.onMove}
      onTakePlace={props.onTakePlace}
    >
      <div className={styles.body}>
        <AccountTrouble accounts={accounts} />
        {filling !== null && (
          <div className={styles.progress}>
            <ProgressBar label={t('inbox.stillFilling', { count: filling })} value={null} />
          </div>
        )}
        <VirtualList
          ref={props.listRef}
          label={title}
          items={rows}
          keyOf={keyOf}
          nameOf={(message) =>
            rowName(
              message,
              handleAt(message),
              accounts.length > 1,
              heads?.heads.of.get(message.id) ?? null,
              now,
              text,
            )
          }
          selected={selected}
          onSelect={onSelect}
          onOpen={open}
          onTop={onTop}
          onNearEnd={onNearEnd}
          total={more ? -1 : rows.length}
          isBusy={!ready || readingOlder}
          news={news}
          empty={
            !ready ? null : accounts.length === 0 ? (
              <EmptyState
                icon={Inbox}
                title={t('inbox.accountsGone')}
                actions={<Button onPress={props.onEdit}>{t('inbox.editColumn')}</Button>}
              />
            ) : (
              <NothingHere column={column} onChange={props.onChange} />
            )
          }
        >
          {(message) => (
            <MessageItem
              message={message}
              {...windowTimes(timeOf(message))}
              handle={handleAt(message)}
              head={heads?.heads.of.get(message.id) ?? null}
              outgoing={outgoingOf(message)}
              client={colours.get(message.workspaceId) ?? 'ardoise'}
              mark={accounts.length > 1 ? (markLabels.get(message.accountId) ?? null) : null}
              now={now}
            />
          )}
        </VirtualList>
        {readingOlder && (
          <p className={styles.older} role="status">
            {t('inbox.readOlder')}
          </p>
        )}
        <LiveRegion message={isFocused && fresh > 0 ? t('words.newItems', { count: fresh }) : ''} />
      </div>
    </Column>
  );
}

const windowTimes = (time: AnswerTime | null): WindowTimes => ({
  freeUntil: time?.freeUntil ?? null,
  until: time?.until ?? null,
  permission: time?.longer?.permission ?? null,
});

function countAbove(rows: readonly Message[], left: Message): number {
  const at = rows.findIndex(
    (row) => row.order > left.order || (row.order === left.order && row.id >= left.id),
  );
  return at < 0 ? rows.length : at;
}

/** When the selected row leaves the list (it was read, handled, deleted), the one that took its place is selected. */
function useKeptSelection(
  rows: readonly Message[],
  selected: string | null,
  onSelect: (key: string) => void,
): void {
  const place = useRef(-1);
  useEffect(() => {
    if (selected === null) {
      place.current = -1;
      return;
    }
    const at = rows.findIndex((row) => row.id === selected);
    if (at >= 0) {
      place.current = at;
      return;
    }
    const next = place.current < 0 ? undefined : rows[Math.min(place.current, rows.length - 1)];
    if (next) onSelect(next.id);
  }, [rows, selected, onSelect]);
}

const emptyIcons = { public: AtSign, private: Mail, own: PenLine, activity: Inbox } as const;

function NothingHere({
  column,
  onChange,
}: {
  readonly column: ColumnRecord;
  readonly onChange: InboxColumnProps['onChange'];
}) {
  const { t } = useText();
  if (column.filter !== 'all')
    return (
      <EmptyState
        icon={Inbox}
        title={t('inbox.empty.filtered')}
        actions={<Button onPress={() => onChange({ filter: 'all' })}>{t('inbox.showAll')}</Button>}
      />
    );
  const [first] = column.boxes;
  const box = first === undefined || first === 'context' ? 'public' : first;
  return (
    <EmptyState icon={emptyIcons[box]} title={t(`inbox.empty.${box}`)}>
      {t('inbox.empty.hint')}
    </EmptyState>
  );
}
