import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlaywrightSummary, readVitestSummary } from '../../../scripts/testing/summary.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
let folder: string;
let report: string;

beforeEach(async () => {
  // Inside the repository, so that the tests in it find their runner.
  await mkdir(path.join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(path.join(root, '.cache', 'reports-'));
  report = path.join(folder, 'report.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs a tool of node_modules on the folder. */
function run(tool: string, args: readonly string[], env: Readonly<Record<string, string>>): number | null {
  const script = path.join(root, 'node_modules', tool);
  return spawnSync(process.execPath, [script, ...args], { cwd: folder, env: { ...process.env, ...env } })
    .status;
}

describe('vitest’s account', () => {
  const vitest = (): number | null =>
    run(
      'vitest/vitest.mjs',
      ['run', '--root', folder, `--reporter=${path.join(root, 'scripts/testing/vitest-summary.mjs')}`],
      { VIGIE_TEST_SUMMARY: report },
    );

  it('counts passes, failures and skips with their reasons', async () => {
    await writeFile(path.join(folder, 'vitest.config.mjs'), 'export default {};');
    await writeFile(
      path.join(folder, 'a.test.mjs'),
      `import { expect, it } from 'vitest';
       it('passes', () => {});
       it('fails', () => expect(1).toBe(2));
       it('is skipped', (context) => context.skip('no server here'));
       it.todo('is to come');`,
    );
    expect(vitest()).toBe(1);
    expect(readVitestSummary(report)).toEqual({
      passed: 1,
      failed: 1,
      skipped: [
        { name: 'a.test.mjs > is skipped', reason: 'no server here' },
        { name: 'a.test.mjs > is to come', reason: '' },
      ],
      failures: [
        {
          name: 'a.test.mjs > fails',
          reason: expect.stringMatching(/^expected 1 to be 2[^]* at [^]*a\.test\.mjs:3/),
        },
      ],
    });
  });

  it('counts what fails outside of tests', async () => {
    await writeFile(path.join(folder, 'vitest.config.mjs'), 'export default {};');
    await writeFile(path.join(folder, 'load.test.mjs'), "throw new Error('cannot be loaded');");
    await writeFile(
      path.join(folder, 'hook.test.mjs'),
      `import { beforeAll, describe, it } from 'vitest';
       describe('a suite', () => {
         beforeAll(() => { throw new Error('no server'); });
         it('never runs', () => {});
       });`,
    );
    await writeFile(
      path.join(folder, 'late.test.mjs'),
      `import { it } from 'vitest';
       it('passes and leaves a rejection', () => { void Promise.reject(new Error('nobody waits')); });`,
    );
    expect(vitest()).toBe(1);
    const summary = readVitestSummary(report);
    expect(summary).toMatchObject({ passed: 1, failed: 3 });
    const reasons = summary?.failures.map(({ name, reason }) => `${name}: ${reason.split('\n')[0] ?? ''}`);
    expect(reasons?.toSorted()).toEqual([
      'hook.test.mjs > a suite: no server',
      'load.test.mjs: cannot be loaded',
      'outside of tests: nobody waits',
    ]);
  });
});

describe('Playwright’s account', () => {
  const playwright = (): number | null => run('@playwright/test/cli.js', ['test'], {});

  beforeEach(async () => {
    await writeFile(
      path.join(folder, 'playwright.config.mjs'),
      `export default { testDir: '.', workers: 1, reporter: [['json', { outputFile: ${JSON.stringify(report)} }]] };`,
    );
  });

  it('counts passes, failures and skips with their reasons', async () => {
    await writeFile(
      path.join(folder, 'a.spec.mjs'),
      `import { expect, test } from '@playwright/test';
       test('passes', () => {});
       test('fails', () => expect(1).toBe(2));
       test.describe('inside', () => {
         test('is skipped', () => { test.skip(true, 'no keychain here'); });
       });`,
    );
    expect(playwright()).toBe(1);
    expect(readPlaywrightSummary(report)).toEqual({
      passed: 1,
      failed: 1,
      skipped: [{ name: 'a.spec.mjs > inside > is skipped', reason: 'no keychain here' }],
      failures: [{ name: 'a.spec.mjs > fails', reason: expect.stringMatching(/Received[^]*a\.spec\.mjs:3/) }],
    });
  });

  it('counts a file that cannot be loaded', async () => {
    await writeFile(path.join(folder, 'load.spec.mjs'), "throw new Error('cannot be loaded');");
    expect(playwright()).toBe(1);
    const summary = readPlaywrightSummary(report);
    expect(summary?.failed).toBeGreaterThan(0);
    expect(summary?.failures[0]?.reason).toContain('cannot be loaded');
  });
});
