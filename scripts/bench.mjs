#!/usr/bin/env node
/**
 * How fast it is, as ratios that mean the same on any machine:
 *   (a) start → first column painted, with 100,000 messages, over a bare window of the same Electron
 *   (b) opening the deck at 100,000 messages over the same at 1,000
 *   (c) messages a second through the whole path over plain bulk writes in the same page
 * `--short`: 2,000 messages and fewer repetitions, under a minute, for every run of the tests: it judges by the best of
 * each, which a busy machine moves least, and by limits that only something twice as slow passes.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bundleBench } from './bench/bundle.mjs';
import { isMet, spreadOf, table, written, writtenParts } from './bench/figures.mjs';
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
  ? { many: 2_000, few: 200, starts: 3, openings: 4, turns: 2, rows: 2_000, streams: 2 }
  : { many: 100_000, few: 1_000, starts: 7, openings: 9, turns: 3, rows: 10_000, streams: 5 };

const targets = isShort
  ? { start: 3.5, opening: 2, throughput: 0.45 }
  : { start: 2, opening: 1.2, throughput: 0.8 };

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
  /** @type {Awaited<ReturnType<typeof startOfApp>>[]} */ const app = [];
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
  /** @type {Record<string, number>[]} */ const partsAtMany = [];
  /** @type {Record<string, number>[]} */ const partsAtFew = [];
  // By turns, so that whatever else the machine does weighs on both.
  for (let turn = 0; turn < size.turns; turn += 1) {
    for (const { total, parts } of await openingOfColumns(many, size.openings)) {
      atMany.push(total);
      partsAtMany.push(parts);
    }
    for (const { total, parts } of await openingOfColumns(few, size.openings)) {
      atFew.push(total);
      partsAtFew.push(parts);
    }
  }
  console.log('Streaming messages …');
  const { whole, plain, waits } = await throughput(size.rows, size.streams);

  const [bareStart, appStart] = [spreadOf(bare), spreadOf(app.map(({ total }) => total))];
  const [manyOpen, fewOpen] = [spreadOf(atMany), spreadOf(atFew)];
  const [wholeRate, plainRate] = [spreadOf(whole), spreadOf(plain)];
  /** @type {readonly import('./bench/figures.mjs').Figure[]} */
  const figures = [
    {
      name: `(a) start to first column with ${size.many} messages ÷ a bare window`,
      ratio: isShort ? appStart.low / bareStart.low : appStart.median / bareStart.median,
      sense: 'at most',
      target: targets.start,
      parts: `${written(appStart, 'ms')} ÷ ${written(bareStart, 'ms')}`,
      limit: `${writtenParts(app.map(({ parts }) => parts))}; last of the three: ${lastOf(app)}`,
    },
    {
      name: `(b) opening the deck at ${size.many} messages ÷ at ${size.few}`,
      ratio: isShort ? manyOpen.low / fewOpen.low : manyOpen.median / fewOpen.median,
      sense: 'at most',
      target: targets.opening,
      parts: `${written(manyOpen, 'ms')} ÷ ${written(fewOpen, 'ms')}`,
      limit: `at ${size.many}: ${writtenParts(partsAtMany)}; at ${size.few}: ${writtenParts(partsAtFew)}`,
    },
    {
      name: `(c) messages a second through the whole path ÷ plain bulk writes (${size.rows} messages)`,
      ratio: isShort ? wholeRate.high / plainRate.high : wholeRate.median / plainRate.median,
      sense: 'at least',
      target: targets.throughput,
      parts: `${written(wholeRate, '/s')} ÷ ${written(plainRate, '/s')}`,
      limit: `${writtenParts(waits)}, waited for side by side`,
    },
  ];
  console.log(`\n${table(figures)}\n`);
  return figures.every(isMet) ? 0 : 1;
}

/**
 * What most starts waited for longest, of what goes on side by side.
 *
 * @param {readonly { readonly last: string }[]} starts
 */
function lastOf(starts) {
  const times = new Map();
  for (const { last } of starts) times.set(last, (times.get(last) ?? 0) + 1);
  return [...times]
    .toSorted((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} (${count})`)
    .join(', ');
}
