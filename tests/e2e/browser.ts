import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronPath, playwrightArgs } from '../../scripts/runtime.mjs';
import { root } from '../../scripts/setup/places.mjs';

/**
 * A person's browser: Chromium in a process of its own, that knows nothing of the app. The floor runtime's own is
 * used, so that no other browser has to be installed.
 */
export async function openBrowser(
  address: string,
): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> {
  const profile = await mkdtemp(path.join(tmpdir(), 'vigie-browser-'));
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const browser = await _electron.launch({
    executablePath: electronPath(),
    args: [...playwrightArgs(), path.join(root, 'tests/fixtures/bare-window'), `--user-data-dir=${profile}`],
    env: { ...environment(), VIGIE_ADDRESS: address },
    chromiumSandbox: !asRoot,
    timeout: 60_000,
  });
  return {
    page: await browser.firstWindow(),
    close: async () => {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

const environment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || name === 'ELECTRON_RUN_AS_NODE' || name === 'NODE_OPTIONS'
        ? []
        : [[name, value]],
    ),
  );

/** From here on, links that the app opens in the system's browser are only written down. */
export async function catchLinks(app: ElectronApplication): Promise<() => Promise<readonly string[]>> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'openedLinks', opened);
    shell.openExternal = (url) => {
      opened.push(url);
      return Promise.resolve();
    };
  });
  return () =>
    app.evaluate(() => {
      const opened: unknown = Reflect.get(globalThis, 'openedLinks');
      return Array.isArray(opened) ? opened.map(String) : [];
    });
}
