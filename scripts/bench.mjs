#!/usr/bin/env node
/**
 * How fast it is, as ratios that mean the same on any machine:
 *   (a) start → first column painted, with 100,000 messages, over a bare window of the same Electron
 *   (b) opening the deck at 100,000 messages over the same at 1,000
 *   (c) messages a second through the whole path over plain bulk writes in the same page
 * and, in milliseconds because people feel those:
 *   (d) departures, keys, start and memory with ten thousand deliveries queued and a million messages in the store
 * `--short`: 2,000 messages and fewer repetitions, under a minute, for every run of the tests: it judges by the best of
 * each, which a busy machine moves least, and by limits that only something twice as slow passes.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleBench, outboxBench } from './bench/bundle.mjs';
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
  ? {
      many: 2_000,
      few: 200,
      starts: 3,
      openings: 4,
      turns: 2,
      rows: 2_000,
      streams: 2,
      load: { deliveries: 200, accounts: 4, due: 20, overSeconds: 10, starts: 1, messages: 2_000 },
    }
  : {
      many: 100_000,
      few: 1_000,
      starts: 7,
      openings: 9,
      turns: 3,
      rows: 10_000,
      streams: 5,
      load: { deliveries: 10_000, accounts: 50, due: 300, overSeconds: 60, starts: 5, messages: 1_000_000 },
    };

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
  console.log(`Queueing ${size.load.deliveries} deliveries over ${size.load.accounts} accounts …`);
  /** @type {{ outboxUnderLoad: (order: typeof size.load & { filled?: string }) => Promise<OutboxLoad> }} */
  const { outboxUnderLoad } = await import(pathToFileURL(outboxBench).href);
  const filled = size.load.messages === 0 ? {} : { filled: await filledProfile(size.load.messages) };
  const load = await outboxUnderLoad({ ...size.load, ...filled });

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
  console.log(`\n${table(figures)}\n\n${loadTable(load)}\n`);
  return figures.every(isMet) && isOnTime(load) ? 0 : 1;
}

/**
 * @typedef {object} OutboxLoad what `tests/bench/outbox.ts` measures
 * @property {readonly number[]} departures
 * @property {{ full: readonly number[], empty: readonly number[] }} answer
 * @property {{ full: number, empty: number }} memory
 * @property {readonly number[]} keys
 * @property {number} submitted
 */

/** Departures within 2 s of their moment, and keys on the screen within 50 ms (in the short form: five times that). */
function isOnTime(/** @type {OutboxLoad} */ { departures, keys }) {
  const slack = isShort ? 5 : 1;
  const isQuick = share(keys, 0.98) <= 50 * slack && Math.max(...keys) <= 200 * slack;
  return share(departures, 0.99) <= 2_000 * slack && isQuick;
}

function loadTable(/** @type {OutboxLoad} */ load) {
  const { departures, keys, answer, memory, submitted } = load;
  const ms = (/** @type {number} */ value) => `${value.toFixed(0)} ms`;
  const { deliveries, accounts, due, overSeconds, messages } = size.load;
  return [
    `(d) ${deliveries} deliveries queued over ${accounts} accounts; ${due} fall due within ${overSeconds} s while somebody types, ${messages} messages in the store`,
    `  due → request at the server: median ${ms(share(departures, 0.5))}, p99 ${ms(share(departures, 0.99))}, latest ${ms(Math.max(...departures))}   target: p99 at most 2000 ms`,
    `  key → on the screen meanwhile: p98 ${ms(share(keys, 0.98))}, worst ${ms(Math.max(...keys))} of ${keys.length}   target: p98 at most 50 ms, none over 200`,
    `  start, page → main's first answer: ${ms(share(answer.full, 0.5))}, with an empty journal ${ms(share(answer.empty, 0.5))}`,
    `  memory of main: ${memory.full.toFixed(0)} MB, with an empty journal ${memory.empty.toFixed(0)} MB`,
    `  handed over: ${submitted.toFixed(0)} a second   ${isOnTime(load) ? 'ok' : 'MISSED'}`,
  ].join('\n');
}

/** The value below which this share of them lies. */
function share(/** @type {readonly number[]} */ values, /** @type {number} */ part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
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
