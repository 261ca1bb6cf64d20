#!/usr/bin/env node
/**
 * Packages the app for this machine as a plain folder under release/, from the runtime that setup found, and looks at
 * the result. To look at only: a release is built from official Electron by .github/workflows/release.yml.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { electronRuntime } from './runtime.mjs';
import { root } from './setup/places.mjs';

const platform = process.platform === 'darwin' ? '--mac' : process.platform === 'win32' ? '--win' : '--linux';
const { dist, version } = electronRuntime();

run('node_modules/electron-builder/cli.js', [
  platform,
  'dir',
  `-c.electronDist=${dist}`,
  `-c.electronVersion=${version}`,
  '-c.mac.identity=null',
]);
run('scripts/check-package.mjs', []);

/**
 * @param {string} script
 * @param {readonly string[]} args
 */
function run(script, args) {
  if (!buildIfStale()) process.exit(1);
  const { status } = spawnSync(process.execPath, [path.join(root, script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}
