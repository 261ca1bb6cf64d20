import { useEffect, useMemo, useState } from 'react';
import type { Column } from '../../../src-shared/domain/column.ts';
import type { Box } from '../../../src-shared/domain/message.ts';
import { accountsOfColumn, columnTitle } from '../../state/column-accounts.ts';
import { useRealm } from '../../state/realm.ts';
import { accountsOf, useAccounts, useLiveTable, useWorkspaces } from '../../state/use-live.ts';
import { parseColumns } from '../../store/queries/columns.ts';
import { countArrived } from '../../store/queries/departures.ts';
import { mostUnread, watchMessages } from '../../store/queries/messages.ts';
import { useText } from '../../text/text-context.tsx';

/** What came in a column during an absence. */
export interface Arrived {
  readonly column: Column;
  /** "Atelier Lumière · Public". */
  readonly title: string;
  /** Counted no further than `mostUnread`. */
  readonly count: number;
}

/** One's own posts are no news. */
const heard: readonly Box[] = ['public', 'private', 'activity'];

/** Messages that others wrote within `(from, to]`, by column, of the decks in their order; empty ones are left out. */
export function useArrived(from: number, to: number): readonly Arrived[] | null {
  const text = useText();
  const { databases, tables } = useRealm();
  const rows = useLiveTable(tables.columns);
  const workspaces = useWorkspaces();
  const accounts = useAccounts();
  const [arrived, setArrived] = useState<readonly Arrived[] | null>(null);
  const accountKey = accounts.map(({ id }) => id).join(' ');
  const columns = useMemo(() => parseColumns(rows ?? []), [rows]);
  useEffect(() => {
    let isWanted = true;
    // A client's own deck says the same as the one of everybody: only where it is alone, or has columns of its own.
    const decks = workspaces.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id as string);
    const order = decks.length === 1 ? decks : ['all', ...decks];
    const count = async (): Promise<void> => {
      const found: Arrived[] = [];
      for (const deck of order) {
        const shown = accountsOf(deck, workspaces, accounts);
        const name =
          deck === 'all'
            ? text.t('departure.everybody')
            : (workspaces.find(({ id }) => id === deck)?.name ?? '');
        for (const column of columns.filter((one) => one.deck === deck)) {
          const boxes = column.boxes.filter((box) => heard.includes(box));
          const own = accountsOfColumn(column, shown, accounts);
          if (boxes.length === 0 || own.length === 0) continue;
          const total = await countArrived(databases, own, boxes, from, to, mostUnread);
          if (total > 0)
            found.push({
              column,
              title: text.t('departure.column', { deck: name, column: columnTitle(column, own, text) }),
              count: total,
            });
        }
      }
      if (isWanted) setArrived(found);
    };
    void count();
    const stop = watchMessages(databases, accounts, () => void count(), 1_000);
    return () => {
      isWanted = false;
      stop();
    };
    // Accounts change with every fetch; which exist changes seldom.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [databases, columns, workspaces, accountKey, from, to, text]);
  return arrived;
}
