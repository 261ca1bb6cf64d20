#!/usr/bin/env node
/**
 * Runs every check and every test, and ends with one line: `N passed, N failed` (`, N skipped`).
 *   npm test                          everything
 *   npm test -- unit integration      only these steps (format lint boundaries types build unit integration e2e torture
 *                                     bench;
 *                                     "check" stands for the first four)
 *   npm test -- e2e outbox            what follows the names goes to the runner
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { killTree } from './process-tree.mjs';
import { root } from './setup/places.mjs';
import { groups, steps } from './testing/steps.mjs';
import { closingLine, judge, oneFailed, onePassed, sum, toldAgain } from './testing/summary.mjs';

/** @typedef {import('./testing/summary.mjs').Summary} Summary */

const { chosen, rest } = choose(process.argv.slice(2));
/** @type {{ name: string, summary: Summary, seconds: number }[]} */
const results = [];
for (const together of batches(chosen)) {
  const isAlone = together.length === 1;
  if (isAlone) console.log(`\n━━ ${together[0]?.name}`);
  const ended = together.map(async (step) => {
    const started = performance.now();
    const { summary, said } = await run(step, isAlone);
    return { name: step.name, summary, said, seconds: (performance.now() - started) / 1000 };
  });
  for (const one of ended) {
    const { said, ...result } = await one;
    if (!isAlone) console.log(`\n━━ ${result.name}`);
    if (said !== '') console.log(said);
    results.push(result);
  }
}

console.log('');
const total = sum(results.map(({ summary }) => summary));
for (const { name, reason } of total.skipped) console.log(`skipped: ${name}${reason && ` (${reason})`}`);
for (const failure of total.failures) console.log(toldAgain(failure));
for (const { name, summary, seconds } of results)
  console.log(`${name.padEnd(12)} ${closingLine(summary)}  (${seconds.toFixed(1)} s)`);
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(closingLine(total));

/**
 * Steps that follow one another and bear company run at the same time: each has one thread of its own for the most part.
 *
 * @param {readonly import('./testing/steps.mjs').Step[]} all
 */
function batches(all) {
  /** @type {import('./testing/steps.mjs').Step[][]} */
  const made = [];
  for (const step of all) {
    const last = made.at(-1);
    if (step.isSociable && last?.[0]?.isSociable) last.push(step);
    else made.push([step]);
  }
  return made;
}

/**
 * @param {import('./testing/steps.mjs').Step} step
 * @param {boolean} isAlone says what it has to say at once; otherwise that is kept until the end
 * @returns {Promise<{ summary: Summary, said: string }>}
 */
async function run(step, isAlone) {
  if (step.needsBuild && !buildIfStale()) return { summary: oneFailed, said: '' };
  const { report } = step;
  if (report) {
    fs.mkdirSync(path.dirname(report.file), { recursive: true });
    fs.rmSync(report.file, { force: true });
  }
  try {
    const { exitCode, said } = await execute(step, isAlone);
    if (!report) return { summary: exitCode === 0 ? onePassed : oneFailed, said };
    const reported = report.read(report.file);
    const judged = judge(reported, exitCode);
    if (reported === undefined) console.log(`${step.name}: the runner ended (${exitCode}) without a report`);
    else if (judged.failed > reported.failed)
      console.log(`${step.name}: no test failed, but the runner found none or exited with ${exitCode}`);
    return { summary: judged, said };
  } catch (error) {
    return {
      summary: oneFailed,
      said: `${step.name}: ${error instanceof Error ? error.message : String(error)}`,
    };
  } finally {
    if (report) fs.rmSync(report.file, { force: true });
  }
}

/**
 * @param {import('./testing/steps.mjs').Step} step
 * @param {boolean} isAlone
 * @returns {Promise<{ exitCode: number | null, said: string }>}
 */
function execute(step, isAlone) {
  const [command = '', ...args] = [...step.command(), ...(step.report ? rest : [])];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...(step.report && { [step.report.variable]: step.report.file }) };
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: isAlone ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (piece) => (said += piece));
    const hanging = setTimeout(() => {
      console.log(`${step.name}: still running after ${step.patienceMs / 60_000} minutes, killed`);
      if (child.pid !== undefined) void killTree(child.pid);
    }, step.patienceMs);
    const stop = () => {
      if (child.pid !== undefined) void killTree(child.pid).finally(() => process.exit(130));
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearTimeout(hanging);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve({ exitCode, said });
    });
  });
}

/**
 * Leading words that name steps or groups choose them; the rest is for the runners.
 *
 * @param {readonly string[]} args
 */
function choose(args) {
  const names = new Set(steps.map((step) => step.name));
  const expand = (/** @type {string} */ word) =>
    Object.entries(groups).find(([name]) => name === word)?.[1] ?? (names.has(word) ? [word] : []);
  const firstOther = args.findIndex((word) => expand(word).length === 0);
  const leading = firstOther === -1 ? args : args.slice(0, firstOther);
  if (leading.length === 0 && args.length > 0) {
    console.error(`no such step: ${args[0]} (there are ${[...names, ...Object.keys(groups)].join(', ')})`);
    process.exit(2);
  }
  const wanted = new Set(leading.flatMap(expand));
  return {
    chosen: wanted.size === 0 ? steps : steps.filter((step) => wanted.has(step.name)),
    rest: firstOther === -1 ? [] : args.slice(firstOther),
  };
}
