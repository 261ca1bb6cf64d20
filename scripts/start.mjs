#!/usr/bin/env node
/**
 * Opens the app: builds it when its sources changed and runs it in this machine's Electron. Where nobody could see
 * a window, it goes through the tour on a virtual display instead and says where the pictures are.
 *   npm start                       npm start -- --any-switch-for-the-app
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { electronArgs, electronPath, ensureDisplay, hasDisplay, keychainPrefix } from './runtime.mjs';
import { root } from './setup/places.mjs';

if (!buildIfStale()) {
  console.error('The app could not be built; the reason is above.');
  process.exit(1);
}

const [command = '', ...args] = hasDisplay()
  ? [electronPath(), ...electronArgs(), root, ...process.argv.slice(2)]
  : [...keychainPrefix(), ...ensureDisplay(), process.execPath, path.join(root, 'scripts/tour.mjs')];
if (!hasDisplay()) console.log('There is no display here: the tour runs on a virtual one.');

// ELECTRON_RUN_AS_NODE, inherited from an editor that is itself an Electron app, would start a bare Node.
const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
const child = spawn(command, args, { cwd: root, stdio: 'inherit', env });
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`${command} cannot be started: ${error.message}`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
