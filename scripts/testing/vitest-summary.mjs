import fs from 'node:fs';
import path from 'node:path';

/**
 * A vitest reporter that writes what `npm test` needs: counts, what failed and why, and the tests that were skipped with
 * the reason that `context.skip('reason')` gave (vitest's own JSON report leaves the reason out).
 */
export default class SummaryReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} errors outside of any test
   */
  onTestRunEnd(modules, errors) {
    let passed = 0;
    /** @type {import('./summary.mjs').Told[]} */
    const failures = [];
    /** @type {import('./summary.mjs').Told[]} */
    const skipped = [];
    /**
     * @param {string} name
     * @param {readonly unknown[]} faults
     */
    const fail = (name, faults) => failures.push(...faults.map((fault) => ({ name, reason: said(fault) })));
    fail('outside of tests', errors);
    for (const module of modules) {
      // A file that cannot be loaded, or whose suite hooks throw, has errors but no failed test.
      fail(module.relativeModuleId, module.errors());
      for (const suite of module.children.allSuites())
        fail(`${module.relativeModuleId} > ${suite.fullName}`, suite.errors());
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'failed')
          failures.push({ name, reason: result.errors.map(said).join('\n') });
        else {
          const reason = result.state === 'skipped' ? result.note : undefined;
          skipped.push({ name, reason: reason ?? '' });
        }
      }
    }
    /** @type {import('./summary.mjs').Summary} */
    const summary = { passed, failed: failures.length, skipped, failures };
    const target = process.env['VIGIE_TEST_SUMMARY'];
    if (target === undefined) throw new Error('VIGIE_TEST_SUMMARY names no file');
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, JSON.stringify(summary));
  }
}

/**
 * The message of what was thrown, with where in this project when that is known.
 *
 * @param {unknown} fault
 */
function said(fault) {
  if (typeof fault !== 'object' || fault === null) return String(fault);
  const { message, diff, stack } = /** @type {{ message?: unknown, diff?: unknown, stack?: unknown }} */ (
    fault
  );
  const place =
    typeof stack === 'string' ? stack.split('\n').find((line) => /^\s+at /.test(line)) : undefined;
  return [message, diff, place].filter((part) => typeof part === 'string').join('\n');
}
