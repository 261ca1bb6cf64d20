import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { SetupError, say } from './report.mjs';

/**
 * Debian's packages by what needs them. `a|b`: either name will do (Debian 13 and Ubuntu 24.04 renamed some).
 * `needed` ones stop the set-up when they are missing and cannot be installed; without the others some tests skip
 * and say why, or show less.
 */
const groups = [
  {
    what: 'Electron',
    needed: true,
    when: () => true,
    packages: [
      'libgtk-3-0|libgtk-3-0t64',
      'libnss3',
      'libasound2|libasound2t64',
      'libgbm1',
      'libatk-bridge2.0-0|libatk-bridge2.0-0t64',
      'libdrm2',
      'libxss1',
      'libnotify4',
    ],
  },
  {
    what: 'a virtual display',
    needed: true,
    when: (/** @type {Purpose} */ purpose) => purpose === 'test' || !hasDisplay(),
    packages: ['xvfb', 'xauth'],
  },
  {
    what: 'a real keychain in the tests',
    needed: true,
    when: (/** @type {Purpose} */ purpose) => purpose === 'test',
    packages: ['dbus', 'gnome-keyring'],
  },
  {
    what: 'the tests against real servers',
    needed: false,
    when: (/** @type {Purpose} */ purpose) => purpose === 'test',
    packages: ['redis-server', 'build-essential', 'python3'],
  },
  {
    what: 'emoji in the pictures that the tests take',
    needed: false,
    when: (/** @type {Purpose} */ purpose) => purpose === 'test',
    packages: ['fonts-noto-color-emoji'],
  },
];

/** @typedef {'start' | 'test'} Purpose */

/**
 * Installs the missing Debian packages when we are root, otherwise says which command would and stops. Does nothing
 * on other systems: there the set-up cannot know the names, and Electron itself names a missing library.
 *
 * @param {Purpose} purpose
 */
export function ensureSystemPackages(purpose) {
  if (process.platform !== 'linux' || !commandExists('dpkg-query')) return;
  const known = installedPackages();
  const missing = groups
    .filter((group) => group.when(purpose))
    .map((group) => ({
      ...group,
      packages: group.packages.filter((names) => !names.split('|').some((name) => known.has(name))),
    }))
    .filter((group) => group.packages.length > 0);
  if (missing.length === 0) return;

  if (process.getuid?.() === 0) {
    install(missing.flatMap((group) => group.packages));
    return;
  }
  for (const group of missing) {
    const names = group.packages.map(servedName).join(' ');
    say(`${group.what} ${group.needed ? 'needs' : 'can use'} system packages that are missing: ${names}`);
  }
  const needed = missing.filter((group) => group.needed).flatMap((group) => group.packages);
  if (needed.length === 0) return;
  const names = needed.map(servedName).join(' ');
  throw new SetupError(`install them, then start again:\n\n  sudo apt-get install -y ${names}\n`);
}

/** @param {readonly string[]} wanted */
function install(wanted) {
  say(`installing system packages: ${wanted.join(' ')}`);
  aptGet(['update']);
  aptGet(['install', '-y', '--no-install-recommends', ...wanted.map(servedName)]);
}

/** @param {readonly string[]} args */
function aptGet(args) {
  const result = spawnSync('apt-get', ['-q', ...args], {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status !== 0) throw new SetupError(`apt-get ${args.join(' ')} failed (its own words are above)`);
}

/**
 * The one of a package's names that this system knows.
 *
 * @param {string} names
 */
function servedName(names) {
  const all = names.split('|');
  return all.find(isAvailable) ?? all[0] ?? names;
}

/** @param {string} name */
function isAvailable(name) {
  const policy = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' }).stdout ?? '';
  return /Candidate: (?!\(none\))/.test(policy);
}

function installedPackages() {
  const listing = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status} ${Package}\n'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  }).stdout;
  return new Set(
    listing
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
}

function hasDisplay() {
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @param {string} name */
function commandExists(name) {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}
