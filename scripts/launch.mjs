import { _electron } from '@playwright/test';
import { electronPath, playwrightArgs } from './runtime.mjs';
import { root } from './setup/places.mjs';

/**
 * Starts the built app under Playwright, on a profile of its own.
 *
 * @param {object} options
 * @param {string} options.profile folder that holds everything the app keeps
 * @param {Record<string, string>} [options.env] added to this process's environment
 * @param {readonly string[]} [options.args] switches for the app itself
 * @param {string} [options.executablePath] a packaged app, instead of the runtime on the repository
 */
export async function launchApp({ profile, env = {}, args = [], executablePath }) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  return _electron.launch({
    executablePath: executablePath ?? electronPath(),
    args: executablePath ? [...args] : [...playwrightArgs(), root, ...args],
    cwd: root,
    env: { ...inheritedEnvironment(), VIGIE_PROFILE: profile, ...env },
    // Playwright switches the sandbox off by default; the product's is on, and so is it here wherever it can be.
    chromiumSandbox: !asRoot,
    timeout: 60_000,
  });
}

/** Ours without what would change the meaning of a launch. */
function inheritedEnvironment() {
  const { ELECTRON_RUN_AS_NODE: _, NODE_OPTIONS: __, ...rest } = process.env;
  return Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
