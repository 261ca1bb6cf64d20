import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, type ElectronApplication, type TestInfo } from '@playwright/test';
import { takeSeat } from '../../scripts/testing/seat.mjs';
import { startApp, type LaunchOptions, type Running } from './running-app.ts';

export { expect } from '@playwright/test';
export type { LaunchOptions, Running } from './running-app.ts';

/** What a test starts with: fixtures of this project beside Playwright's own. */
export interface Fixtures {
  /** Options of the app that `running`, `app` and `page` start: `test.use({ appOptions: { env: … } })`. */
  readonly appOptions: LaunchOptions;
  /** A new empty folder, deleted after the test. */
  readonly freshProfile: () => Promise<string>;
  /** Starts one more app; it is quit after the test. */
  readonly launch: (options?: LaunchOptions) => Promise<Running>;
  readonly running: Running;
  readonly app: ElectronApplication;
}

export const test = base.extend<Fixtures, { readonly seat: undefined }>({
  // Every app and helper that this worker starts takes the seat over with the environment.
  seat: [
    async ({}, use) => {
      const { env, leave } = await takeSeat();
      Object.assign(process.env, env);
      await use(undefined);
      await leave();
    },
    { scope: 'worker', auto: true },
  ],

  appOptions: [{}, { option: true }],

  freshProfile: async ({}, use) => {
    const made: string[] = [];
    await use(async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'vigie-e2e-'));
      made.push(folder);
      return folder;
    });
    // Chromium's last writes may race with the deletion of what its processes have just let go.
    for (const folder of made)
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },

  launch: async ({ freshProfile }, use, testInfo) => {
    const all: Running[] = [];
    await use(async (options = {}) => {
      const running = await startApp({ ...options, profile: options.profile ?? (await freshProfile()) });
      all.push(running);
      return running;
    });
    const failed = testInfo.status !== testInfo.expectedStatus;
    for (const [index, running] of all.entries()) {
      if (failed) await attachEvidence(running, index, testInfo);
      await running.quit();
    }
    const uncaught = all.flatMap((running) => running.pageErrors);
    if (uncaught.length > 0)
      throw new AggregateError(uncaught, `uncaught in the interface: ${uncaught.join('; ')}`);
  },

  running: async ({ launch, appOptions }, use) => {
    await use(await launch(appOptions));
  },

  app: async ({ running }, use) => {
    await use(running.app);
  },

  page: async ({ running }, use) => {
    await use(running.page);
  },
});

/** A picture and the main process's words beside a failed test. */
async function attachEvidence(running: Running, index: number, testInfo: TestInfo): Promise<void> {
  await testInfo.attach(`main-${index}.txt`, { body: running.output(), contentType: 'text/plain' });
  try {
    const body = await running.page.screenshot({ timeout: 5_000 });
    await testInfo.attach(`window-${index}.png`, { body, contentType: 'image/png' });
  } catch {
    // The window is gone, or hangs: its picture is not worth losing the test's own error.
  }
}
