import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as afterwards } from 'node:timers/promises';
import { test as base, type ElectronApplication, type Page, type TestInfo } from '@playwright/test';
import { launchApp } from '../../scripts/launch.mjs';
import { killTree } from '../../scripts/process-tree.mjs';

export { expect } from '@playwright/test';

export interface LaunchOptions {
  /** Folder of everything the app keeps; a fresh one when left out. */
  readonly profile?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Switches for the app itself. */
  readonly args?: readonly string[];
}

/** A running app. `app` and `page` are those of the latest start: read them anew after `restart`. */
export interface Running {
  readonly app: ElectronApplication;
  /** The main window. */
  readonly page: Page;
  readonly profile: string;
  /** What the main process wrote to its standard output and error, over all starts. */
  readonly output: () => string;
  /** Uncaught exceptions of the interface, over all starts. The fixture fails the test when one is left here. */
  readonly pageErrors: Error[];
  /** Starts again on the same profile: after a regular quit when it still runs, after `kill` at once. */
  readonly restart: (options?: Pick<LaunchOptions, 'env' | 'args'>) => Promise<void>;
  /** SIGKILL of the whole process tree; comes back when every process of it is gone. */
  readonly kill: () => Promise<void>;
  /** A regular quit, by force when it takes longer than 15 s. */
  readonly quit: () => Promise<void>;
}

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

/** The machine of a person in Paris. */
const french = { TZ: 'Europe/Paris', LANG: 'fr_FR.UTF-8', LANGUAGE: 'fr' };

const quitPatienceMs = 15_000;

export const test = base.extend<Fixtures>({
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
      const running = await start({ ...options, profile: options.profile ?? (await freshProfile()) });
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

async function start(options: LaunchOptions & { readonly profile: string }): Promise<Running> {
  const { profile } = options;
  const written: string[] = [];
  const pageErrors: Error[] = [];
  let current:
    { readonly app: ElectronApplication; readonly page: Page; readonly closed: Promise<void> } | undefined;

  const open = async (env: LaunchOptions['env'], args: LaunchOptions['args']): Promise<void> => {
    const app = await launchApp({ profile, env: { ...french, ...env }, args: args ?? [] });
    const child = app.process();
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (piece: Buffer) => written.push(piece.toString('utf8')));
    const closed = new Promise<void>((resolve) => app.once('close', () => resolve()));
    try {
      const page = await app.firstWindow();
      page.on('pageerror', (error) => pageErrors.push(error));
      await page.waitForLoadState('load');
      const opened = { app, page, closed };
      current = opened;
      // It may also end by itself: a test asked it to, in its own way.
      void closed.then(() => {
        if (current === opened) current = undefined;
      });
    } catch (error) {
      if (child.pid !== undefined) await killTree(child.pid);
      throw new Error(`the app shows no window; it wrote:\n${written.join('')}`, { cause: error });
    }
  };

  /** Hands the running app over: whoever ends it does so once. */
  const take = (): typeof current => {
    const taken = current;
    current = undefined;
    return taken;
  };

  const kill = async (): Promise<void> => {
    const taken = take();
    const pid = taken?.app.process().pid;
    if (taken === undefined || pid === undefined) return;
    await killTree(pid);
    await taken.closed;
  };

  const quit = async (): Promise<void> => {
    const taken = take();
    const pid = taken?.app.process().pid;
    if (taken === undefined || pid === undefined) return;
    // Playwright's close() is the app's own quit, with no limit of time.
    await Promise.race([taken.app.close(), afterwards(quitPatienceMs, undefined, { ref: false })]);
    await killTree(pid);
  };

  const live = (): { readonly app: ElectronApplication; readonly page: Page } => {
    if (current === undefined) throw new Error('the app does not run: it was quit or killed');
    return current;
  };

  await open(options.env, options.args);
  return {
    profile,
    pageErrors,
    kill,
    quit,
    output: () => written.join(''),
    get app() {
      return live().app;
    },
    get page() {
      return live().page;
    },
    restart: async (changed = {}) => {
      await quit();
      await open({ ...options.env, ...changed.env }, changed.args ?? options.args);
    },
  };
}

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
