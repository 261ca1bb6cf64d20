import { defineConfig } from '@playwright/test';
import { canSeatSeveral } from './scripts/testing/seat.mjs';

/** These wait for minutes of the clock to pass, and leave the processor to others meanwhile. */
const waiting = ['**/offline.spec.ts', '**/main-job-bluesky.spec.ts'];

/**
 * The built app, end to end. Three workers where each can have a display and a keychain of its own; elsewhere one:
 * the focus, the clipboard and the keychain belong to one app at a time. Much of a test is waiting: on two cores all of
 * them take 1,290 s with two workers and 900 with three, of which what waits for the clock begins first.
 */
export default defineConfig({
  testDir: 'tests/e2e',
  // In this order: what waits longest begins first.
  projects: [
    { name: 'waiting', testMatch: waiting },
    { name: 'app', testMatch: '**/*.spec.ts', testIgnore: waiting },
  ],
  outputDir: 'test-results/e2e',
  workers: canSeatSeveral() ? 3 : 1,
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
