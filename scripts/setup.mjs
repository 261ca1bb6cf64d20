#!/usr/bin/env node
/**
 * Makes a fresh checkout able to start and to test the app: npm packages, an Electron runtime and, on Debian
 * and its relatives, the system libraries. Runs by itself before `npm start` and `npm test`; a second run finds
 * nothing to do and ends at once. Only Node's own modules are imported before `npm ci` has run.
 */
import { ensureNpmPackages } from './setup/npm-packages.mjs';
import { ensureElectronRuntime } from './setup/electron-runtime.mjs';
import { ensureSystemPackages } from './setup/system-packages.mjs';
import { withSetupLock } from './setup/lock.mjs';
import { SetupError, say } from './setup/report.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const purpose = process.env.npm_lifecycle_event === 'prestart' ? 'start' : 'test';

try {
  if (major < 20 || (major === 20 && minor < 19))
    throw new SetupError(`Node 20.19 or newer is needed; this is ${process.version}`);
  await withSetupLock(async () => {
    await ensureNpmPackages();
    ensureSystemPackages(purpose);
    await ensureElectronRuntime();
  });
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
