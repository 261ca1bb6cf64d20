import fs from 'node:fs';
import path from 'node:path';
import type { Played } from './row.ts';

/** One finished seed. */
export interface Finished extends Played {
  readonly seed: number;
  /** The sources that it was played with. */
  readonly commit: string;
  readonly network: string | null;
}

export interface Results {
  readonly finished: readonly Finished[];
  add(result: Finished): void;
}

/** The finished seeds of a row, one JSON line each, so that a campaign that was stopped goes on where it was. */
export function openResults(file: string): Results {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const finished: Finished[] = fs.existsSync(file)
    ? fs
        .readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line) => {
          try {
            return [JSON.parse(line) as Finished];
          } catch {
            // The line that was being written when the campaign was stopped.
            return [];
          }
        })
    : [];
  return {
    finished,
    add: (result) => {
      finished.push(result);
      fs.appendFileSync(file, `${JSON.stringify(result)}\n`);
    },
  };
}

/** The last word on each seed, in the order in which they were first played. */
export const latestOf = (finished: readonly Finished[]): readonly Finished[] => [
  ...new Map(finished.map((one) => [`${String(one.network)} ${String(one.seed)}`, one])).values(),
];

/** Figures of many seeds, added up by name. */
export function sum(results: readonly Played[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const { figures } of results)
    for (const [name, count] of Object.entries(figures)) total[name] = (total[name] ?? 0) + count;
  return total;
}
