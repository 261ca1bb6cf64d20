import { useCallback, useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { Account } from '../../src-shared/domain/account.ts';
import type { Column } from '../../src-shared/domain/column.ts';
import type { Workspace } from '../../src-shared/domain/workspace.ts';
import type { ListSnapshot, LiveList } from '../store/live-list.ts';
import type { LiveTable } from '../store/live-table.ts';
import { parseColumns } from '../store/queries/columns.ts';
import { useRealm } from './realm.ts';

const nothing: ListSnapshot<never> = { rows: [], ready: false, more: true };

/**
 * A live list for as long as the component shows it; opened anew when `key` changes. `same`: what stays the same list to
 * the reader when `key` moves on (an hour that passed, an account that came): its rows stay until the new ones are read.
 */
export function useLiveList<Row>(
  open: () => LiveList<Row>,
  key: string,
  same = key,
): ListSnapshot<Row> & { readonly grow: () => void } {
  const [opened, setOpened] = useState<{ readonly list: LiveList<Row>; readonly key: string } | null>(null);
  // Before the frame: a list that was read ahead is in the first one.
  useLayoutEffect(() => {
    const list = open();
    setOpened({ list, key });
    return () => {
      setOpened(null);
      list.close();
    };
    // `open` is a new function at every render; `key` says when it means something else.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  const list = opened?.key === key ? opened.list : null;
  const { painted } = useRealm();
  const read = useSyncExternalStore(
    (listener) => list?.subscribe(listener) ?? (() => undefined),
    () => list?.snapshot() ?? nothing,
  );
  const [former, setFormer] = useState<{ readonly read: ListSnapshot<Row>; readonly same: string } | null>(
    null,
  );
  // At once, not in an effect: rows that left the page for a moment would take its scroll position with them.
  if (same !== key && read.ready && (former?.read !== read || former.same !== same))
    setFormer({ read, same });
  const snapshot = !read.ready && former?.same === same ? former.read : read;
  useEffect(() => {
    if (snapshot.ready) painted();
  }, [snapshot.ready, painted]);
  // The same function for as long as the list is open: rows that come must not look like another way to grow.
  const grow = useCallback(() => {
    void list?.grow();
  }, [list]);
  return useMemo(() => ({ ...snapshot, grow }), [snapshot, grow]);
}

/** A live table's rows, null until they were read. */
export function useLiveTable<Row>(table: LiveTable<Row>): readonly Row[] | null {
  return useSyncExternalStore(table.subscribe, table.snapshot);
}

export const useWorkspaces = (): readonly Workspace[] => useLiveTable(useRealm().tables.workspaces) ?? none;
/** Accounts; when each was last read may lie behind. */
export const useAccounts = (): readonly Account[] => useLiveTable(useRealm().tables.steadyAccounts) ?? none;
/** Accounts with the hour at which each was last read. */
const useReadAccounts = (): readonly Account[] => useLiveTable(useRealm().tables.accounts) ?? none;

/** Accounts of one client, or of every client that is not archived. */
export const useAccountsOf = (place: string): readonly Account[] => useShown(place, useAccounts());
/** The same with the hour at which each was last read. */
export const useReadAccountsOf = (place: string): readonly Account[] => useShown(place, useReadAccounts());

function useShown(place: string, accounts: readonly Account[]): readonly Account[] {
  const workspaces = useWorkspaces();
  return useMemo(() => accountsOf(place, workspaces, accounts), [accounts, workspaces, place]);
}

export function accountsOf(
  place: string,
  workspaces: readonly Workspace[],
  accounts: readonly Account[],
): readonly Account[] {
  const shown = new Set<string>(
    workspaces
      .filter((one) => (place === 'all' ? one.archivedAt === null : one.id === place))
      .map((one) => one.id),
  );
  return accounts.filter((account) => shown.has(account.workspaceId));
}

/** Columns of one deck, in order. */
export function useColumns(deck: string): readonly Column[] {
  const rows = useLiveTable(useRealm().tables.columns);
  return useMemo(() => parseColumns(rows ?? []).filter((column) => column.deck === deck), [rows, deck]);
}

/** The time, refreshed every `everyMs`, for ages and countdowns. */
export function useNow(everyMs = 30_000): number {
  const { now } = useRealm();
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), everyMs);
    return () => clearInterval(timer);
  }, [now, everyMs]);
  return time;
}

const none: readonly never[] = [];
