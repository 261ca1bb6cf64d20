/**
 * Makes sure that the real Bluesky network can run here: `node tests/servers/bluesky/install.mjs`.
 *
 * Installs this folder's packages (once for a lock file and a Node ABI) and, as root on Debian or Ubuntu, the missing
 * system packages. Says what it does on standard error and ends with one JSON line on standard output:
 * `{"ready":true}` or `{"unavailable":"why, in one line"}`. Any number of processes may run it at once.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findProgram, findRedis } from './tools.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const cache = join(folder, '..', '..', '..', '.cache', 'bluesky-network');
const stampFile = join(folder, 'node_modules', '.installed-for');
const lockFile = join(cache, 'install.lock');
const failureFile = join(cache, 'install-failure.txt');
/** So long one failed download counts for the other test files of the same run, which then need not wait for it too. */
const FAILURE_MS = 5 * 60_000;
const LOCK_MS = 15 * 60_000;

const tell = (text) => process.stderr.write(`Bluesky network: ${text}\n`);
const isRoot = process.getuid?.() === 0;
const canUseApt = () => isRoot && findProgram('apt-get') !== undefined;

/** Runs a command, its output on standard error; the end of its error output in `said`. */
function run(command, args, options = {}) {
  const result = spawnSync(command, args, {
    cwd: folder,
    stdio: ['ignore', 2, 'pipe'],
    encoding: 'utf8',
    ...options,
  });
  process.stderr.write(result.stderr ?? '');
  return { ok: result.status === 0, said: (result.error?.message ?? result.stderr ?? '').trim().slice(-600) };
}

/** Debian's packages, as root. The package lists of a new machine may be missing: then they are fetched. */
function aptInstall(packages) {
  tell(`installing ${packages.join(' ')} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => run('apt-get', ['-y', '-o', 'DPkg::Lock::Timeout=300', ...args], { env }).ok;
  const install = () => apt('install', '--no-install-recommends', ...packages);
  return install() || (apt('update') && install());
}

/**
 * Node's headers, where they lie beside its executable: then the compiler needs no download.
 * @returns {string | undefined} the folder for npm_config_nodedir
 */
function localNodeHeaders() {
  const prefix = dirname(dirname(process.execPath));
  try {
    const version = readFileSync(join(prefix, 'include', 'node', 'node_version.h'), 'utf8');
    const parts = ['MAJOR', 'MINOR', 'PATCH'].map(
      (part) => new RegExp(`NODE_${part}_VERSION (\\d+)`, 'u').exec(version)?.[1],
    );
    return parts.join('.') === process.versions.node ? prefix : undefined;
  } catch {
    return undefined;
  }
}

/** What the installed packages were built for: another lock file or another Node ABI needs another installation. */
function wantedStamp() {
  const lock = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  return `${lock} ${process.platform}-${process.arch} abi ${process.versions.modules}`;
}

const isInstalled = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();

/** Removes the lock of a process that is no more (or of one that hangs). */
function dropStaleLock() {
  try {
    const isOld = Date.now() - statSync(lockFile).mtimeMs > LOCK_MS;
    if (!isOld) process.kill(Number(readFileSync(lockFile, 'utf8')), 0);
    else rmSync(lockFile, { force: true });
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(lockFile, { force: true });
  }
}

/** Runs `work` while no other process does; they wait for it. */
async function withLock(work) {
  mkdirSync(cache, { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockFile, `${process.pid}`, { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      dropStaleLock();
      await wait(250);
    }
  }
  try {
    return work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** @returns {string | undefined} why it can't be had */
function installRedis() {
  if (findRedis() !== undefined) return undefined;
  if (canUseApt() && aptInstall(['redis-tools']) && findRedis() !== undefined) return undefined;
  return 'no redis-server (on Debian or Ubuntu: sudo apt-get install redis-server)';
}

/** @returns {string | undefined} why they can't be had */
function installPackages() {
  if (isInstalled()) return undefined;
  if (existsSync(failureFile) && Date.now() - statSync(failureFile).mtimeMs < FAILURE_MS) {
    return readFileSync(failureFile, 'utf8');
  }
  const hasCompiler = () => ['g++', 'make', 'python3'].every((name) => findProgram(name) !== undefined);
  if (!hasCompiler() && canUseApt()) aptInstall(['build-essential', 'python3']);

  tell('installing its packages (about two minutes, once)');
  const env = { ...process.env };
  const headers = localNodeHeaders();
  if (headers !== undefined) env.npm_config_nodedir ??= headers;
  const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];
  const npm = run('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', ...retries], { env });
  // The one module that is compiled: an installation without scripts succeeds and leaves it out.
  const probe = npm.ok ? run(process.execPath, ['-e', "require('better-sqlite3')(':memory:').close()"]) : npm;
  if (probe.ok) {
    writeFileSync(stampFile, wantedStamp());
    rmSync(failureFile, { force: true });
    return undefined;
  }
  const cause = probe.said.split('\n').find((line) => /err|fail|cannot/iu.test(line)) ?? probe.said;
  const reason = hasCompiler()
    ? `npm ci failed: ${cause}`
    : `no C++ compiler (g++, make, python3), and: ${cause}`;
  writeFileSync(failureFile, reason);
  return reason;
}

/** @returns {Promise<string | undefined>} why the network can't be had here */
async function install() {
  if (process.platform !== 'linux') return `needs Linux, this is ${process.platform}`;
  if (!['x64', 'arm64'].includes(process.arch)) return `no PostgreSQL package for ${process.arch}`;
  if (process.report.getReport().header.glibcVersionRuntime === undefined)
    return 'no PostgreSQL package for musl';
  if (isInstalled() && findRedis() !== undefined) return undefined;
  return withLock(() => installRedis() ?? installPackages());
}

const reason = await install().catch((error) => `its installation failed: ${error.message}`);
process.stdout.write(`${JSON.stringify(reason === undefined ? { ready: true } : { unavailable: reason })}\n`);
