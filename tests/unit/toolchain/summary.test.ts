import { describe, expect, it } from 'vitest';
import { closingLine, judge, sum, type Summary } from '../../../scripts/testing/summary.mjs';

const green: Summary = { passed: 3, failed: 0, skipped: [] };
const skipped = [{ name: 'a test', reason: 'no server' }];

describe('what a runner counts for', () => {
  it('is what it reported when it ended well', () => {
    expect(judge(green, 0)).toEqual(green);
  });

  it('is what it reported when tests failed', () => {
    expect(judge({ passed: 1, failed: 2, skipped: [] }, 1)).toEqual({ passed: 1, failed: 2, skipped: [] });
  });

  it.each([
    ['wrote no report', undefined, 0],
    ['crashed before its report', undefined, 1],
    ['was killed', undefined, null],
  ])('is one failure when it %s', (_what, reported, exitCode) => {
    expect(judge(reported, exitCode)).toEqual({ passed: 0, failed: 1, skipped: [] });
  });

  it.each([1, null])('has a failure more when all tests passed and yet it exits with %s', (exitCode) => {
    expect(judge(green, exitCode).failed).toBe(1);
  });

  it('is a failure when no test was found: nothing has been shown', () => {
    expect(judge({ passed: 0, failed: 0, skipped: [] }, 0).failed).toBe(1);
  });

  it('is no failure when every test was skipped', () => {
    expect(judge({ passed: 0, failed: 0, skipped }, 0).failed).toBe(0);
  });
});

describe('the closing line', () => {
  it('adds every runner up', () => {
    expect(closingLine(sum([green, { passed: 1, failed: 2, skipped: [] }]))).toBe('4 passed, 2 failed');
  });

  it('speaks of skipped tests only when there are', () => {
    expect(closingLine(sum([green, { passed: 0, failed: 0, skipped }]))).toBe(
      '3 passed, 0 failed, 1 skipped',
    );
  });
});
