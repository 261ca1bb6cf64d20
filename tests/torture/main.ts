import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { latestOf, openResults, sum, type Finished } from './results.ts';
import type { Row } from './row.ts';
import { rows } from './rows/index.ts';
import { tableOf } from './table.ts';

/**
 * Plays campaigns: each seed of a row until there are as many as were asked for. Finished seeds of the same commit are
 * kept and not played again; `--again` plays them anyway and keeps the latest, `--mixed` leaves out those that held with any commit.
 */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      row: { type: 'string' },
      runs: { type: 'string' },
      seed: { type: 'string' },
      network: { type: 'string' },
      commit: { type: 'string', default: 'unknown' },
      results: { type: 'string', default: '.cache/torture/results' },
      minutes: { type: 'string' },
      short: { type: 'boolean', default: false },
      again: { type: 'boolean', default: false },
      mixed: { type: 'boolean', default: false },
      jobs: { type: 'string' },
      table: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
    },
  });
  const wanted = values.row?.split(',') ?? rows.map((row) => row.id);
  const unknown = wanted.filter((id) => !rows.some((row) => row.id === id));
  if (unknown.length > 0) {
    console.error(`no such row: ${unknown.join(', ')} (there are ${rows.map((row) => row.id).join(', ')})`);
    return 2;
  }
  if (values.table) {
    console.log(
      tableOf(
        rows.filter((one) => wanted.includes(one.id)),
        values.results,
      ),
    );
    return 0;
  }
  const until = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000;
  let failed = 0;
  for (const row of rows.filter((one) => wanted.includes(one.id)))
    if (!(await campaign(row, { ...values, until }))) failed += 1;
  console.log(`\n${wanted.length - failed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

interface Asked {
  readonly runs?: string;
  readonly seed?: string;
  readonly network?: string;
  readonly commit: string;
  readonly results: string;
  readonly until: number;
  readonly short: boolean;
  readonly again: boolean;
  readonly mixed: boolean;
  readonly jobs?: string;
  readonly quiet: boolean;
}

/** Where a file costs no wait for a disk. */
const memory = '/dev/shm';

/** Answers whether the row held. */
async function campaign(row: Row, asked: Asked): Promise<boolean> {
  const network = asked.network ?? null;
  const first = Number(asked.seed ?? 1);
  const runs = Number(asked.runs ?? (asked.short ? row.runs.short : row.runs.full));
  const range = Array.from({ length: runs }, (_, index) => first + index);
  const isChosen = asked.runs !== undefined || asked.seed !== undefined;
  const all = new Set([...range, ...(asked.short && !isChosen ? (row.kept ?? []) : [])]);
  const count = all.size;
  const results = openResults(`${asked.results}/${row.id}${asked.short ? '-short' : ''}.jsonl`);
  const isOurs = (one: Finished): boolean => one.network === network && all.has(one.seed);
  const isKept = (seed: number): boolean =>
    // A short form is played anew each time: it is a test of the sources as they are.
    !asked.again &&
    !asked.short &&
    results.finished.some(
      (one) =>
        isOurs(one) &&
        one.seed === seed &&
        (one.commit === asked.commit || (asked.mixed && one.violations.length === 0)),
    );
  console.log(`\n━━ ${row.id}  ${row.title}\n   target: ${row.target}`);

  const seeds = [...all].filter((seed) => !isKept(seed));
  if (seeds.length < count) console.log(`   ${count - seeds.length} of ${count} seeds are kept from before`);
  const started = Date.now();
  const usual = tmpdir();
  if (row.onDisk === undefined && fs.existsSync(memory)) process.env['TMPDIR'] = memory;
  const opened = await row.open({ network, isShort: asked.short });
  try {
    const lane = async (): Promise<void> => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        if (Date.now() > asked.until) return;
        const played = await opened.play(seed).catch((error: unknown) => ({
          figures: {},
          violations: [`threw: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
        }));
        results.add({ seed, commit: asked.commit, network, ...played });
        if (!asked.quiet || played.violations.length > 0) console.log(line(`seed ${seed}`, played.figures));
        for (const violation of played.violations) console.log(`     VIOLATED ${violation}`);
        if (played.violations.length > 0)
          console.log(`     again: npm run torture -- --row ${row.id} --seed ${seed} --runs 1 --again`);
      }
    };
    await Promise.all(Array.from({ length: Number(asked.jobs ?? row.jobs ?? 1) }, lane));
    const latest = latestOf(
      results.finished.filter((one) => isOurs(one) && (!asked.short || one.commit === asked.commit)),
    );
    const total = sum(latest);
    const bad = latest.filter((one) => one.violations.length > 0);
    const commits = [...new Set(latest.map((one) => one.commit))];
    console.log(line(`${latest.length} of ${count} seeds`, total));
    if (opened.report !== undefined && !asked.short) console.log(opened.report(latest));
    console.log(
      `   ${bad.length} violated${bad.length === 0 ? '' : ` (${bad.map((one) => one.seed).join(', ')})`}; ` +
        `commits ${commits.join(', ')}; ${((Date.now() - started) / 1000).toFixed(0)} s`,
    );
    const judged = latest.length === 0 ? 'no seed was played' : (opened.judge?.(total) ?? null);
    if (judged !== null) console.log(`   MISSED ${judged}`);
    return bad.length === 0 && judged === null && latest.length === count;
  } finally {
    await opened.close();
    process.env['TMPDIR'] = usual;
  }
}

const line = (head: string, figures: Readonly<Record<string, number>>): string =>
  `   ${[head, ...Object.entries(figures).map(([name, value]) => `${name} ${Number.isInteger(value) ? value : value.toFixed(1)}`)].join('  ')}`;

process.exitCode = await main();
