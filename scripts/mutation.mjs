#!/usr/bin/env node
/**
 * Changes one small thing after another in what decides about departures, moments and merging, and counts which changes a
 * test notices (R22). The operators are those of StrykerJS; see docs/decisions for why it is not StrykerJS itself.
 *   npm run mutation                              goes on where it stopped; what was judged stays judged until its file changes
 *   npm run mutation -- --fresh                   from the beginning
 *   npm run mutation -- --only src-shared/sync    the mutants of these files
 *   npm run mutation -- --tests unit              judged by the unit tests alone
 *   npm run mutation -- --quick                   judged by the tests that take no seconds
 *   npm run mutation -- --report                  prints what is known, runs nothing
 *   npm run mutation -- --sample 200              so many, chosen by a fixed seed, kept apart
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { judgeBy } from './mutation/judge.mjs';
import { openResults } from './mutation/results.mjs';
import { print } from './mutation/report.mjs';
import { digest, plan } from './mutation/scope.mjs';
import { testFiles } from './mutation/tests.mjs';
import { cache } from './setup/places.mjs';

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    tests: { type: 'string', default: '' },
    quick: { type: 'boolean', default: false },
    sample: { type: 'string' },
    workers: { type: 'string', default: '2' },
    'property-ms': { type: 'string', default: '1000' },
  },
});

const folder = path.join(cache, 'mutation', values.sample === undefined ? 'whole' : 'sample');
if (values.fresh || values.sample !== undefined) fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });

const { files, mutants } = plan();
const wanted = chosen(mutants.filter(({ file }) => file.startsWith(values.only)));
const results = openResults(folder, wanted);
const all = testFiles();
results.believe(all);
const tests = all.filter(({ file, quick }) => file.includes(values.tests) && (quick || !values.quick));

let isWhole = true;
if (!values.report) {
  const waiting = [...tests];
  await Promise.all(
    Array.from({ length: Number(values.workers) }, async () => {
      for (let test = waiting.shift(); test; test = waiting.shift()) {
        const open = results.openFor(test);
        if (open.length === 0) continue;
        try {
          const started = performance.now();
          const counts = await judgeBy({
            test,
            open,
            files,
            count: mutants.length,
            results,
            propertyMs: Number(values['property-ms']),
          });
          console.log(
            `${test.file}  ${counts.killed} killed, ${counts.timeout} timed out, ${counts.survived} survived  (${((performance.now() - started) / 1000).toFixed(0)} s)`,
          );
        } catch (error) {
          isWhole = false;
          console.log(`${test.file}  ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    }),
  );
}
process.exitCode = print(wanted, results) && isWhole ? 0 : 1;

/**
 * @param {readonly import('./mutation/scope.mjs').PlannedMutant[]} all
 * @returns {readonly import('./mutation/scope.mjs').PlannedMutant[]}
 */
function chosen(all) {
  if (values.sample === undefined) return all;
  return [...all]
    .sort((a, b) => (digest(`sample ${a.key}`) < digest(`sample ${b.key}`) ? -1 : 1))
    .slice(0, Number(values.sample));
}
