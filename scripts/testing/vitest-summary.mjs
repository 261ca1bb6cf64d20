import fs from 'node:fs';
import path from 'node:path';

/**
 * A vitest reporter that writes what `npm test` needs: counts, and the tests that were skipped with the
 * reason that `context.skip('reason')` gave (vitest's own JSON report leaves the reason out).
 */
export default class SummaryReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} errors outside of any test
   */
  onTestRunEnd(modules, errors) {
    let passed = 0;
    let failed = errors.length;
    /** @type {{ name: string, reason: string }[]} */
    const skipped = [];
    for (const module of modules) {
      // A file that cannot be loaded, or whose suite hooks throw, has errors but no failed test.
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'passed') passed += 1;
        else if (result.state === 'failed') failed += 1;
        else {
          const reason = result.state === 'skipped' ? result.note : undefined;
          skipped.push({ name: `${module.relativeModuleId} > ${test.fullName}`, reason: reason ?? '' });
        }
      }
    }
    /** @type {import('./summary.mjs').Summary} */
    const summary = { passed, failed, skipped };
    const target = process.env['VIGIE_TEST_SUMMARY'];
    if (target === undefined) throw new Error('VIGIE_TEST_SUMMARY names no file');
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, JSON.stringify(summary));
  }
}
