/**
 * Outlives the test network and clears away after it, however it died: `node guard.mjs TEMP_DIR`.
 *
 * Standard input is a pipe whose other end only the network holds, so the kernel closes it even after a SIGKILL.
 * Then every process that still works inside the temporary directory (PostgreSQL and Redis both change into their
 * data directory) is ended, and the directory is removed. Linux only: it reads /proc.
 */
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const directory = process.argv[2];
if (directory === undefined) throw new Error('usage: node guard.mjs TEMP_DIR');

const survivors = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .filter((pid) => {
      try {
        return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${directory}/`);
      } catch {
        return false; // gone meanwhile, or somebody else's
      }
    })
    .map(Number);

const signal = (pids, name) => {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // gone meanwhile
    }
  }
};

// A Ctrl-C in the terminal is for the tests: what this process waits for is the end of the network.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
process.stdin.resume();
process.stdin.on('error', () => {});
process.stdin.on('close', () => void clear());

async function clear() {
  // SIGINT is "stop now, but in order" for both PostgreSQL and Redis.
  signal(survivors(), 'SIGINT');
  for (let tries = 0; tries < 50 && survivors().length > 0; tries += 1) await wait(100);
  signal(survivors(), 'SIGKILL');
  rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}
