import { setTimeout as afterwards } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { launchApp } from '../../scripts/launch.mjs';
import { killTree } from '../../scripts/process-tree.mjs';

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
  /** A regular quit, confirmed where the app asks, by force when it takes longer than 15 s. */
  readonly quit: () => Promise<void>;
}

/** The machine of a person in Paris. */
const french = { TZ: 'Europe/Paris', LANG: 'fr_FR.UTF-8', LANGUAGE: 'fr' };

const quitPatienceMs = 15_000;

/** Starts the built app on a profile, and waits until its window is there. Rejects, with nothing left, when none comes. */
export async function startApp(options: LaunchOptions & { readonly profile: string }): Promise<Running> {
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
    const sure = taken.page
      .getByRole('dialog', { name: /^(?:Quitter|Quit) Vigie/ })
      .getByRole('button', { name: /^(?:Quitter quand même|Quit anyway)$/ });
    // Playwright's close() is the app's own quit, with no limit of time. It asks only where something needs this machine.
    const closed = taken.app.close();
    sure.click({ timeout: quitPatienceMs }).catch(() => undefined);
    await Promise.race([closed, afterwards(quitPatienceMs, undefined, { ref: false })]);
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
