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
import { closingLine, judge, oneFailed, onePassed, sum } from './testing/summary.mjs';

/** @typedef {import('./testing/summary.mjs').Summary} Summary */

const { chosen, rest } = choose(process.argv.slice(2));
/** @type {{ name: string, summary: Summary, seconds: number }[]} */
const results = [];
for (const step of chosen) {
  console.log(`\n━━ ${step.name}`);
  const started = performance.now();
  const summary = await run(step);
  results.push({ name: step.name, summary, seconds: (performance.now() - started) / 1000 });
}

console.log('');
const total = sum(results.map(({ summary }) => summary));
for (const { name, reason } of total.skipped) console.log(`skipped: ${name}${reason && ` (${reason})`}`);
for (const { name, summary, seconds } of results)
  console.log(`${name.padEnd(12)} ${closingLine(summary)}  (${seconds.toFixed(1)} s)`);
process.exitCode = total.failed > 0 ? 1 : 0;
console.log(closingLine(total));

/**
 * @param {import('./testing/steps.mjs').Step} step
 * @returns {Promise<Summary>}
 */
async function run(step) {
  if (step.needsBuild && !buildIfStale()) return oneFailed;
  const { report } = step;
  if (report) {
    fs.mkdirSync(path.dirname(report.file), { recursive: true });
    fs.rmSync(report.file, { force: true });
  }
  try {
    const exitCode = await execute(step);
    if (!report) return exitCode === 0 ? onePassed : oneFailed;
    const reported = report.read(report.file);
    const judged = judge(reported, exitCode);
    if (reported === undefined) console.log(`${step.name}: the runner ended (${exitCode}) without a report`);
    else if (judged.failed > reported.failed)
      console.log(`${step.name}: no test failed, but the runner found none or exited with ${exitCode}`);
    return judged;
  } catch (error) {
    console.log(`${step.name}: ${error instanceof Error ? error.message : String(error)}`);
    return oneFailed;
  } finally {
    if (report) fs.rmSync(report.file, { force: true });
  }
}

/**
 * @param {import('./testing/steps.mjs').Step} step
 * @returns {Promise<number | null>} its exit code
 */
function execute(step) {
  const [command = '', ...args] = [...step.command(), ...(step.report ? rest : [])];
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...(step.report && { [step.report.variable]: step.report.file }) };
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    const hanging = setTimeout(() => {
      console.log(`${step.name}: still running after ${step.patienceMs / 60_000} minutes, killed`);
      if (child.pid !== undefined) void killTree(child.pid);
    }, step.patienceMs);
    const stop = () => {
      if (child.pid !== undefined) void killTree(child.pid).finally(() => process.exit(130));
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(hanging);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      resolve(code);
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
