import { defineConfig } from '@playwright/test';

/** The built app, end to end. One worker: windows, the keychain and the clipboard belong to one app at a time. */
export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  workers: 1,
  fullyParallel: false,
  // A test that passes only when tried again has failed.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  // Many times what a step needs: a machine may have other work. Nothing waits for these but a failure.
  timeout: 120_000,
  globalTimeout: 40 * 60_000,
  expect: { timeout: 20_000 },
  use: { trace: 'off', actionTimeout: 20_000, navigationTimeout: 40_000 },
  reporter: [['line'], ['json', { outputFile: process.env['VIGIE_E2E_REPORT'] ?? 'test-results/e2e.json' }]],
});
