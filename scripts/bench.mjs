#!/usr/bin/env node
/**
 * How fast it is, as ratios that mean the same on any machine:
 *   (a) start → first column painted, with 100,000 messages, over a bare window of the same Electron
 *   (b) opening the deck at 100,000 messages over the same at 1,000
 *   (c) messages a second through the whole path over plain bulk writes in the same page
 * `--short`: 2,000 messages and fewer repetitions, under a minute.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundleBench } from './bench/bundle.mjs';
import { isMet, spreadOf, table, written } from './bench/figures.mjs';
import {
  filledProfile,
  openingOfColumns,
  startOfApp,
  startOfBareWindow,
  throughput,
} from './bench/measures.mjs';
import { buildIfStale } from './build.mjs';
import { ensureDisplay, keychainPrefix } from './runtime.mjs';

const isShort = process.argv.includes('--short');
const size = isShort
  ? { many: 2_000, few: 200, starts: 3, openings: 3, rows: 2_000, streams: 2 }
  : { many: 100_000, few: 1_000, starts: 7, openings: 9, rows: 10_000, streams: 5 };

if (process.env['VIGIE_BENCH'] === undefined) {
  const [command, ...args] = [
    ...keychainPrefix(),
    ...ensureDisplay({ virtual: true }),
    process.execPath,
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ];
  const ran = spawnSync(command ?? process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, VIGIE_BENCH: '1' },
  });
  process.exitCode = ran.status ?? 1;
} else {
  process.exitCode = await run();
}

async function run() {
  if (!buildIfStale()) return 1;
  await bundleBench();
  console.log(`Filling profiles with ${size.many} and ${size.few} messages (once) …`);
  const many = await filledProfile(size.many);
  const few = await filledProfile(size.few);

  console.log('Starting …');
  /** @type {number[]} */ const bare = [];
  /** @type {number[]} */ const app = [];
  for (let time = 0; time <= size.starts; time += 1) {
    const [one, other] = [await startOfBareWindow(), await startOfApp(many)];
    // The first of each fills the system's caches.
    if (time === 0) continue;
    bare.push(one);
    app.push(other);
  }
  console.log('Opening columns …');
  /** @type {number[]} */ const atMany = [];
  /** @type {number[]} */ const atFew = [];
  // By turns, so that whatever else the machine does weighs on both.
  for (let turn = 0; turn < 3; turn += 1) {
    atMany.push(...(await openingOfColumns(many, size.openings)));
    atFew.push(...(await openingOfColumns(few, size.openings)));
  }
  console.log('Streaming messages …');
  const { whole, plain } = await throughput(size.rows, size.streams);

  const [bareStart, appStart] = [spreadOf(bare), spreadOf(app)];
  const [manyOpen, fewOpen] = [spreadOf(atMany), spreadOf(atFew)];
  const [wholeRate, plainRate] = [spreadOf(whole), spreadOf(plain)];
  /** @type {readonly import('./bench/figures.mjs').Figure[]} */
  const figures = [
    {
      name: `(a) start to first column with ${size.many} messages ÷ a bare window`,
      ratio: appStart.median / bareStart.median,
      sense: 'at most',
      target: 2,
      parts: `${written(appStart, 'ms')} ÷ ${written(bareStart, 'ms')}`,
      limit: 'opening two databases of twelve collections, and the first bundle',
    },
    {
      name: `(b) opening the deck at ${size.many} messages ÷ at ${size.few}`,
      ratio: manyOpen.median / fewOpen.median,
      sense: 'at most',
      target: 1.2,
      parts: `${written(manyOpen, 'ms')} ÷ ${written(fewOpen, 'ms')}`,
      limit: 'rendering the rows that are seen: each range is one bounded read, whatever lies behind it',
    },
    {
      name: `(c) messages a second through the whole path ÷ plain bulk writes (${size.rows} messages)`,
      ratio: wholeRate.median / plainRate.median,
      sense: 'at least',
      target: 0.8,
      parts: `${written(wholeRate, '/s')} ÷ ${written(plainRate, '/s')}`,
      limit: 'one strict write and one fsynced acknowledgement for each 200 rows',
    },
  ];
  console.log(`\n${table(figures)}\n`);
  return figures.every(isMet) ? 0 : 1;
}
