import { describe, expect, it } from 'vitest';
import { closingLine, judge, sum, toldAgain, type Summary } from '../../../scripts/testing/summary.mjs';

const green: Summary = { passed: 3, failed: 0, skipped: [], failures: [] };
const skipped = [{ name: 'a test', reason: 'no server' }];

describe('what a runner counts for', () => {
  it('is what it reported when it ended well', () => {
    expect(judge(green, 0)).toEqual(green);
  });

  it('is what it reported when tests failed', () => {
    expect(judge({ passed: 1, failed: 2, skipped: [], failures: [] }, 1)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [],
      failures: [],
    });
  });

  it.each([
    ['wrote no report', undefined, 0],
    ['crashed before its report', undefined, 1],
    ['was killed', undefined, null],
  ])('is one failure when it %s', (_what, reported, exitCode) => {
    expect(judge(reported, exitCode)).toEqual({ passed: 0, failed: 1, skipped: [], failures: [] });
  });

  it.each([1, null])('has a failure more when all tests passed and yet it exits with %s', (exitCode) => {
    expect(judge(green, exitCode).failed).toBe(1);
  });

  it('is a failure when no test was found: nothing has been shown', () => {
    expect(judge({ passed: 0, failed: 0, skipped: [], failures: [] }, 0).failed).toBe(1);
  });

  it('is no failure when every test was skipped', () => {
    expect(judge({ passed: 0, failed: 0, skipped, failures: [] }, 0).failed).toBe(0);
  });
});

describe('the closing line', () => {
  it('adds every runner up', () => {
    expect(closingLine(sum([green, { passed: 1, failed: 2, skipped: [], failures: [] }]))).toBe(
      '4 passed, 2 failed',
    );
  });

  it('speaks of skipped tests only when there are', () => {
    expect(closingLine(sum([green, { passed: 0, failed: 0, skipped, failures: [] }]))).toBe(
      '3 passed, 0 failed, 1 skipped',
    );
  });
});

describe('a failure, said again at the end', () => {
  it('has its name and its reason, without colours and empty lines', () => {
    expect(
      toldAgain({ name: 'a.test.ts > fails', reason: '\u001b[31mexpected 1\u001b[39m\n\n  to be 2' }),
    ).toBe('failed: a.test.ts > fails\n  expected 1\n    to be 2');
  });

  it('keeps the beginning of a long reason, and says how much is left out', () => {
    const lines = toldAgain({
      name: 'a',
      reason: Array.from({ length: 40 }, (_, at) => String(at)).join('\n'),
    }).split('\n');
    expect(lines.slice(-2)).toEqual(['  24', '  … 15 more lines']);
  });
});
