import { latestOf, openResults, sum, type Finished } from './results.ts';
import type { Row } from './row.ts';

/**
 * What has been played so far, row by row, with the commits that it was played with. A seed counts once, as it ended
 * when it was last played; seeds of one network alone are left out.
 */
export function tableOf(rows: readonly Row[], folder: string): string {
  return rows.map((row) => lines(row, openResults(`${folder}/${row.id}.jsonl`).finished)).join('\n');
}

function lines(row: Row, finished: readonly Finished[]): string {
  const whole = finished.filter(({ network, seed }) => network === null && seed <= row.runs.full);
  const latest = latestOf(whole);
  const figures = sum(latest);
  const { figure, full } = row.counted ?? { figure: 'seeds', full: row.runs.full };
  const counted = row.counted === undefined ? latest.length : (figures[figure] ?? 0);
  const bad = latest.filter(({ violations }) => violations.length > 0);
  const mended = latestOf(whole.filter(({ violations }) => violations.length > 0)).filter(
    ({ seed }) => !bad.some((one) => one.seed === seed),
  );
  const commits = new Map<string, number>();
  for (const { commit } of latest) commits.set(commit, (commits.get(commit) ?? 0) + 1);
  const said = (count: number): string => count.toLocaleString('en', { maximumFractionDigits: 1 });
  const share = Math.floor((100 * counted) / full);
  return [
    `${row.id.padEnd(5)} ${said(counted)} of ${said(full)} ${figure} (${String(share)} %), ${String(bad.length)} seeds violated` +
      seeds(': ', bad) +
      seeds('; violated once, clean when played again: ', mended),
    ...(latest.length === 0
      ? []
      : [
          `      ${Object.entries(figures)
            .map(([name, count]) => `${name} ${said(count)}`)
            .join('  ')}`,
          `      ${commits.size > 1 ? 'mixed commits: ' : 'commit '}${[...commits].map(([commit, count]) => `${commit} (${String(count)} seeds)`).join(', ')}`,
        ]),
  ].join('\n');
}

const seeds = (before: string, some: readonly Finished[]): string =>
  some.length === 0
    ? ''
    : `${before}${some.map(({ seed, commit }) => `${String(seed)} (${commit})`).join(', ')}`;
