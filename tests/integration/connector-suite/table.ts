import type { Offering } from './offering.ts';

/**
 * The table network × case. Pure: what is wrong with it is a function of the cells, so that a cell that is missing
 * fails the suite whatever became of its test.
 */
export type Cell =
  | { readonly tag: 'passed'; readonly what: string }
  | { readonly tag: 'failed'; readonly why: string }
  | Extract<Offering, { readonly tag: 'not-offered' }>;

export interface Row {
  readonly name: string;
  /** A fault is played on every network: where one operation is not offered, on another. */
  readonly kind: 'capability' | 'fault';
}

export interface Table {
  readonly set: (network: string, row: string, cell: Cell) => void;
  readonly get: (network: string, row: string) => Cell | undefined;
}

export function createTable(): Table {
  const cells = new Map<string, Cell>();
  const keyOf = (network: string, row: string): string => JSON.stringify([network, row]);
  return {
    set: (network, row, cell) => void cells.set(keyOf(network, row), cell),
    get: (network, row) => cells.get(keyOf(network, row)),
  };
}

/** What keeps the table from being whole: one line a cell. Empty: every cell is filled, and rightly. */
export function problemsOf(
  networks: readonly string[],
  rows: readonly Row[],
  table: Table,
): readonly string[] {
  if (networks.length === 0 || rows.length === 0) return ['the table has no cells'];
  return rows.flatMap((row) =>
    networks.flatMap((network) => {
      const problem = problemOf(row, table.get(network, row.name));
      return problem === null ? [] : [`${network} × ${row.name}: ${problem}`];
    }),
  );
}

function problemOf({ kind }: Row, cell: Cell | undefined): string | null {
  if (cell === undefined) return 'empty';
  switch (cell.tag) {
    case 'failed':
      return `failed, ${cell.why}`;
    case 'passed':
      return cell.what.trim() === '' ? 'passed, and nobody knows what the network did' : null;
    case 'not-offered':
      if (kind === 'fault') return `a fault was skipped (${cell.reason})`;
      return cell.reason.trim() === '' ? 'not offered, and nobody knows why' : null;
  }
}

const wordsOf = (cell: Cell | undefined): string => {
  if (cell === undefined) return 'EMPTY';
  switch (cell.tag) {
    case 'passed':
      return `passed: ${cell.what}`;
    case 'failed':
      return `FAILED: ${cell.why}`;
    case 'not-offered':
      return `not offered: ${cell.reason}`;
  }
};

/** The table as text: a case a paragraph, a network a line. */
export function printed(networks: readonly string[], rows: readonly Row[], table: Table): string {
  const width = Math.max(...networks.map(({ length }) => length));
  return rows
    .flatMap((row) => [
      row.name,
      ...networks.map((network) => `  ${network.padEnd(width)}  ${wordsOf(table.get(network, row.name))}`),
    ])
    .join('\n');
}
