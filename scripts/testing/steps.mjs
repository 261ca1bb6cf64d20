import path from 'node:path';
import { cache, root } from '../setup/places.mjs';
import { readPlaywrightSummary, readVitestSummary } from './summary.mjs';

const minute = 60_000;

/**
 * @typedef {object} Step one command of `npm test`
 * @property {string} name what to call it on the command line
 * @property {() => readonly string[]} command
 * @property {number} patienceMs after which it is taken for hanging, killed, and failed
 * @property {{ file: string, variable: string, read: (file: string) => import('./summary.mjs').Summary | undefined }} [report]
 * where its counts are; without one the step counts as one test
 * @property {boolean} [needsBuild]
 * @property {boolean} [isSociable] may run beside other such steps: nothing in it is measured
 */

/** @type {readonly Step[]} */
export const steps = [
  {
    name: 'format',
    command: () => tool('prettier/bin/prettier.cjs', '--check', '.'),
    patienceMs: 10 * minute,
    isSociable: true,
  },
  { name: 'lint', command: () => tool('oxlint/bin/oxlint'), patienceMs: 10 * minute, isSociable: true },
  {
    name: 'boundaries',
    command: () => [process.execPath, 'scripts/check-boundaries.mjs'],
    patienceMs: 10 * minute,
    isSociable: true,
  },
  {
    name: 'types',
    command: () => tool('typescript/bin/tsc', '-b'),
    patienceMs: 10 * minute,
    isSociable: true,
  },
  { name: 'build', command: () => [process.execPath, 'scripts/build.mjs'], patienceMs: 10 * minute },
  vitest('unit', 20 * minute),
  vitest('integration', 40 * minute),
  {
    name: 'e2e',
    command: () => tool('@playwright/test/cli.js', 'test'),
    patienceMs: 45 * minute,
    report: { file: reportFile('e2e'), variable: 'VIGIE_E2E_REPORT', read: readPlaywrightSummary },
    needsBuild: true,
  },
  {
    name: 'torture',
    command: () => [process.execPath, 'scripts/torture.mjs', '--short', '--quiet'],
    patienceMs: 30 * minute,
    needsBuild: true,
  },
  {
    name: 'bench',
    command: () => [process.execPath, 'scripts/bench.mjs', '--short'],
    patienceMs: 10 * minute,
    needsBuild: true,
  },
];

/** Steps that one word stands for. */
export const groups = { check: ['format', 'lint', 'boundaries', 'types'] };

/**
 * @param {string} name of a project of vitest.config.ts
 * @param {number} patienceMs
 * @returns {Step}
 */
function vitest(name, patienceMs) {
  return {
    name,
    command: () =>
      tool(
        'vitest/vitest.mjs',
        'run',
        '--project',
        name,
        '--reporter=default',
        '--reporter=./scripts/testing/vitest-summary.mjs',
      ),
    patienceMs,
    report: { file: reportFile(name), variable: 'VIGIE_TEST_SUMMARY', read: readVitestSummary },
  };
}

/**
 * A tool of node_modules, run without npx: no shell, no look at the network.
 *
 * @param {string} script
 * @param {...string} args
 */
function tool(script, ...args) {
  return [process.execPath, path.join(root, 'node_modules', script), ...args];
}

/** @param {string} name */
function reportFile(name) {
  return path.join(cache, 'test-reports', `${name}-${process.pid}.json`);
}
