import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './places.mjs';
import { SetupError, say } from './report.mjs';

const lockfile = path.join(root, 'package-lock.json');
const installed = path.join(root, 'node_modules');
const stampFile = path.join(installed, '.vigie-setup');

/** Runs `npm ci` unless node_modules already is what package-lock.json describes. */
export async function ensureNpmPackages() {
  const stamp = stampOf(lockfile);
  if (readOr(stampFile, '') === stamp) return;
  if (!matchesLockfile()) {
    say('installing npm packages');
    npm(['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error']);
  }
  fs.writeFileSync(stampFile, stamp);
}

/**
 * Runs npm with its output shown.
 *
 * @param {readonly string[]} args
 * @param {{ cwd?: string }} [options]
 */
export function npm(args, options = {}) {
  // npm_execpath is set when npm started us; a bare `npm` serves `node scripts/setup.mjs`.
  const cli = process.env.npm_execpath;
  const result = cli?.endsWith('.js')
    ? spawnSync(process.execPath, [cli, ...args], { cwd: options.cwd ?? root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, {
        cwd: options.cwd ?? root,
        stdio: ['ignore', 2, 2],
        shell: process.platform === 'win32',
      });
  if (result.status !== 0) throw new SetupError(`npm ${args[0]} failed (its own words are above)`);
}

/**
 * The stamp also names Node's ABI and the platform: native modules of another machine must not be reused when
 * a checkout is copied.
 *
 * @param {string} file
 */
function stampOf(file) {
  const hash = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  return `${hash} ${process.platform}-${process.arch} abi${process.versions.modules}\n`;
}

/**
 * Whether npm's own account of what it installed agrees with the lockfile: true right after a developer's
 * `npm install`, which has no stamp of ours yet and must not be undone.
 */
function matchesLockfile() {
  const wanted = packagesIn(lockfile);
  const present = packagesIn(path.join(installed, '.package-lock.json'));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === '') return true;
    const found = present[where];
    if (!found) return entry.optional === true || entry.peer === true;
    return found.version === entry.version && fs.existsSync(path.join(root, where, 'package.json'));
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, peer?: boolean }> | undefined}
 */
function packagesIn(file) {
  const text = readOr(file, '');
  return text === '' ? undefined : JSON.parse(text).packages;
}

/**
 * @param {string} file
 * @param {string} otherwise
 */
function readOr(file, otherwise) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
