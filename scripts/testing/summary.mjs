import fs from 'node:fs';

/**
 * @typedef {object} Summary what one runner did
 * @property {number} passed
 * @property {number} failed tests, and errors outside of tests
 * @property {readonly { readonly name: string, readonly reason: string }[]} skipped reason '': none was given
 */

/** @type {Summary} */
export const onePassed = { passed: 1, failed: 0, skipped: [] };
/** @type {Summary} */
export const oneFailed = { passed: 0, failed: 1, skipped: [] };

/**
 * What a runner's report and exit code say together. A runner that crashed, wrote no report, found no test, or
 * exits non-zero although every test passed, counts as one failure.
 *
 * @param {Summary | undefined} reported undefined: no report was written
 * @param {number | null} exitCode null: ended by a signal
 * @returns {Summary}
 */
export function judge(reported, exitCode) {
  if (reported === undefined) return oneFailed;
  const nothingRan = reported.passed + reported.failed + reported.skipped.length === 0;
  if (nothingRan || (exitCode !== 0 && reported.failed === 0))
    return { ...reported, failed: reported.failed + 1 };
  return reported;
}

/**
 * @param {readonly Summary[]} summaries
 * @returns {Summary}
 */
export function sum(summaries) {
  return {
    passed: summaries.reduce((total, one) => total + one.passed, 0),
    failed: summaries.reduce((total, one) => total + one.failed, 0),
    skipped: summaries.flatMap((one) => one.skipped),
  };
}

/**
 * The line that ends `npm test`.
 *
 * @param {Summary} total
 */
export function closingLine({ passed, failed, skipped }) {
  const start = `${passed} passed, ${failed} failed`;
  return skipped.length === 0 ? start : `${start}, ${skipped.length} skipped`;
}

/**
 * @param {string} file written by vitest-summary.mjs
 * @returns {Summary | undefined}
 */
export function readVitestSummary(file) {
  return readJson(file);
}

/**
 * @param {string} file Playwright's JSON report
 * @returns {Summary | undefined}
 */
export function readPlaywrightSummary(file) {
  /** @type {{ suites: readonly Suite[], errors: readonly unknown[] } | undefined} */
  const report = readJson(file);
  if (report === undefined) return undefined;
  const tests = report.suites.flatMap((suite) => testsIn(suite, ''));
  return {
    passed: tests.filter((test) => test.status === 'expected').length,
    // "flaky" cannot happen without retries; were it to, it is not a pass.
    failed:
      report.errors.length + tests.filter((test) => ['unexpected', 'flaky'].includes(test.status)).length,
    skipped: tests.filter((test) => test.status === 'skipped').map(({ name, reason }) => ({ name, reason })),
  };
}

/**
 * @typedef {{ readonly type: string, readonly description?: string }} Annotation
 * @typedef {{ readonly status: string, readonly annotations: readonly Annotation[] }} SpecTest
 * @typedef {{ readonly title: string, readonly tests: readonly SpecTest[] }} Spec
 * @typedef {{ readonly title: string, readonly specs: readonly Spec[], readonly suites?: readonly Suite[] }} Suite
 */

/**
 * @param {Suite} suite
 * @param {string} prefix
 * @returns {{ name: string, status: string, reason: string }[]}
 */
function testsIn(suite, prefix) {
  const path = prefix === '' ? suite.title : `${prefix} > ${suite.title}`;
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map((test) => ({
      name: `${path} > ${spec.title}`,
      status: test.status,
      reason: test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? '',
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsIn(inner, path))];
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
