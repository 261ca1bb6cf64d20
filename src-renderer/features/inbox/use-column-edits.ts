import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { Column } from '../../../src-shared/domain/column.ts';
import { useRealm } from '../../state/realm.ts';
import {
  addColumn,
  changeColumn,
  orderColumns,
  putColumn,
  removeColumn,
} from '../../store/queries/columns.ts';
import { useText } from '../../text/text-context.tsx';

export type ColumnDraft = Pick<Column, 'accountIds' | 'boxes' | 'title'>;

export interface ColumnEdits {
  readonly add: (draft: ColumnDraft) => void;
  readonly change: (id: string, change: Partial<Omit<Column, 'id' | 'deck'>>) => void;
  readonly duplicate: (column: Column) => void;
  readonly remove: (column: Column) => void;
  /** Puts a column at a place of the deck, the first being 0. */
  readonly place: (id: string, index: number) => void;
}

/** Changes of a deck, each written to the store at once. */
export function useColumnEdits(deck: Column['deck'], columns: readonly Column[]): ColumnEdits {
  const { databases, now, toasts } = useRealm();
  const { t } = useText();
  const current = useRef(columns);
  useEffect(() => {
    current.current = columns;
  });
  const order = useCallback(
    (next: readonly Column[]) => {
      void orderColumns(databases, next, now());
    },
    [databases, now],
  );
  return useMemo(
    () => ({
      add: (draft) => {
        const position = Math.max(-1, ...current.current.map((one) => one.position)) + 1;
        void addColumn(databases, { ...draft, deck, position }, now());
      },
      change: (id, change) => void changeColumn(databases, id, change, now()),
      duplicate: (column) => {
        const next = current.current.find((one) => one.position > column.position);
        // Between the two, so that no other column has to be written.
        const position = next ? (column.position + next.position) / 2 : column.position + 1;
        void addColumn(databases, { ...column, deck, position }, now());
      },
      remove: (column) => {
        void removeColumn(databases, column.id).then(() => {
          toasts.show({
            text: t('inbox.removed'),
            action: {
              label: t('words.undo'),
              onPress: () => void putColumn(databases, column, now()),
            },
          });
        });
      },
      place: (id, index) => {
        const moved = current.current.find((one) => one.id === id);
        if (!moved) return;
        const others = current.current.filter((one) => one.id !== id);
        const at = Math.min(others.length, Math.max(0, index));
        order([...others.slice(0, at), moved, ...others.slice(at)]);
      },
    }),
    [databases, deck, now, order, t, toasts],
  );
}
