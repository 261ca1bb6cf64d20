import fs from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Summary what one runner did
 * @property {number} passed
 * @property {number} failed tests, and errors outside of tests
 * @property {readonly Told[]} skipped reason '': none was given
 * @property {readonly Told[]} failures what is known of those that failed: a runner that died tells nothing
 *
 * @typedef {{ readonly name: string, readonly reason: string }} Told
 */

/** @type {Summary} */
export const onePassed = { passed: 1, failed: 0, skipped: [], failures: [] };
/** @type {Summary} */
export const oneFailed = { passed: 0, failed: 1, skipped: [], failures: [] };

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
    failures: summaries.flatMap((one) => one.failures),
  };
}

/** Of one failure, for all to be read together at the end. */
const linesOfFailure = 25;

/**
 * What is said again of a failure at the end, where whoever has only the end of a long account finds it.
 *
 * @param {Told} failure
 * @returns {string} several lines
 */
export function toldAgain({ name, reason }) {
  const lines = stripVTControlCharacters(reason)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  const kept = lines.slice(0, linesOfFailure);
  if (kept.length < lines.length) kept.push(`… ${lines.length - kept.length} more lines`);
  return [`failed: ${name}`, ...kept.map((line) => `  ${line}`)].join('\n');
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
  /** @type {{ suites: readonly Suite[], errors: readonly Fault[] } | undefined} */
  const report = readJson(file);
  if (report === undefined) return undefined;
  const tests = report.suites.flatMap((suite) => testsIn(suite, ''));
  return {
    passed: tests.filter((test) => test.status === 'expected').length,
    // "flaky" cannot happen without retries; were it to, it is not a pass.
    failed:
      report.errors.length + tests.filter((test) => ['unexpected', 'flaky'].includes(test.status)).length,
    skipped: tests.filter((test) => test.status === 'skipped').map(({ name, reason }) => ({ name, reason })),
    failures: [
      ...report.errors.map((error) => ({ name: 'outside of tests', reason: error.message ?? '' })),
      ...tests
        .filter((test) => ['unexpected', 'flaky'].includes(test.status))
        .map(({ name, errors }) => ({ name, reason: errors.join('\n') })),
    ],
  };
}

/**
 * @typedef {{ readonly type: string, readonly description?: string }} Annotation
 * @typedef {{ readonly message?: string }} Fault
 * @typedef {{ readonly errors?: readonly Fault[] }} Attempt
 * @typedef {{ readonly status: string, readonly annotations: readonly Annotation[],
 *   readonly results: readonly Attempt[] }} SpecTest
 * @typedef {{ readonly title: string, readonly tests: readonly SpecTest[] }} Spec
 * @typedef {{ readonly title: string, readonly specs: readonly Spec[], readonly suites?: readonly Suite[] }} Suite
 */

/**
 * @param {Suite} suite
 * @param {string} prefix
 * @returns {{ name: string, status: string, reason: string, errors: readonly string[] }[]}
 */
function testsIn(suite, prefix) {
  const path = prefix === '' ? suite.title : `${prefix} > ${suite.title}`;
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map((test) => ({
      name: `${path} > ${spec.title}`,
      status: test.status,
      reason: test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description ?? '',
      errors: test.results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message)),
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
