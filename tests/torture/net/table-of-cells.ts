import type { Finished } from '../results.ts';
import { sum } from '../results.ts';
import { cellOf, networks, type Cell } from './cells.ts';

const columns = [
  'intents',
  'attempts',
  'published',
  'lost',
  'duplicated',
  'doubts',
  'told',
  'wrong time',
  'kills',
] as const;

/** One line a network and kind of fault, then one a network: runs, and what they came to. */
export function tableOfCells(cells: readonly Cell[], finished: readonly Finished[]): string {
  const lineOf = (head: string, some: readonly Finished[]): string => {
    const total = sum(some);
    const violated = some.filter(({ violations }) => violations.length > 0).length;
    const figures = [some.length, violated, ...columns.map((name) => total[name] ?? 0)];
    return `   ${head.padEnd(28)}${figures.map((figure) => String(figure).padStart(11)).join('')}`;
  };
  const of = (fits: (cell: Cell) => boolean): readonly Finished[] =>
    finished.filter(({ seed }) => {
      const cell = cellOf(seed, cells);
      return cell !== null && fits(cell);
    });
  const played = networks.filter((network) => cells.some((cell) => cell.network === network));
  return [
    `   ${''.padEnd(28)}${['runs', 'violated', ...columns].map((name) => name.padStart(11)).join('')}`,
    ...played.flatMap((network) =>
      cells
        .filter((cell) => cell.network === network)
        .map(({ fault }) =>
          lineOf(
            `${network} ${fault.name}`,
            of((cell) => cell.network === network && cell.fault === fault),
          ),
        ),
    ),
    ...played.map((network) =>
      lineOf(
        `${network}, all`,
        of((cell) => cell.network === network),
      ),
    ),
  ].join('\n');
}
