import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden';
import { classNames } from '../class-names.ts';
import { Icon } from '../icon.tsx';
import styles from './data-table.module.css';

export interface TableColumn<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** `end` for figures. */
  readonly align?: 'start' | 'end';
  readonly isSortable?: boolean;
  /** Names the row: one column of a table has it. */
  readonly isRowHeader?: boolean;
}

export interface TableSort<Id extends string> {
  readonly column: Id;
  readonly direction: 'ascending' | 'descending';
}

export interface DataTableProps<Row, Id extends string> {
  readonly caption: string;
  readonly isCaptionHidden?: boolean;
  readonly columns: readonly TableColumn<Id>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly children: (row: Row, column: Id) => ReactNode;
  readonly sort?: TableSort<Id>;
  /** The caller sorts. */
  readonly onSort?: (sort: TableSort<Id>) => void;
  readonly empty?: ReactNode;
}

/** Facts in rows: diagnostics, figures. Not for what is acted upon. */
export function DataTable<Row, Id extends string>({
  caption,
  isCaptionHidden = false,
  columns,
  rows,
  keyOf,
  children,
  sort,
  onSort,
  empty,
}: DataTableProps<Row, Id>) {
  return (
    <div className={styles.scroller} role="group" aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className={styles.caption}>
          {isCaptionHidden ? <VisuallyHidden elementType="span">{caption}</VisuallyHidden> : caption}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => {
              const sorted = sort?.column === column.id ? sort.direction : null;
              return (
                <th
                  key={column.id}
                  scope="col"
                  className={classNames(
                    styles.head,
                    column.isRowHeader && styles.corner,
                    column.align === 'end' && styles.end,
                  )}
                  {...(column.isSortable && { 'aria-sort': sorted ?? ('none' as const) })}
                >
                  {column.isSortable && onSort ? (
                    <AriaButton
                      className={styles.sort ?? ''}
                      onPress={() =>
                        onSort({
                          column: column.id,
                          direction: sorted === 'ascending' ? 'descending' : 'ascending',
                        })
                      }
                    >
                      {column.label}
                      {sorted !== null && (
                        <Icon of={sorted === 'ascending' ? ArrowUp : ArrowDown} size={12} />
                      )}
                    </AriaButton>
                  ) : (
                    column.label
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={styles.row}>
              {columns.map((column) => {
                const className = classNames(styles.cell, column.align === 'end' && styles.end);
                return column.isRowHeader ? (
                  <th key={column.id} scope="row" className={className}>
                    {children(row, column.id)}
                  </th>
                ) : (
                  <td key={column.id} className={className}>
                    {children(row, column.id)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && empty}
    </div>
  );
}
