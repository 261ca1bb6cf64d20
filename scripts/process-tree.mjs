import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Kills a process, everything it started and everything in its process group with SIGKILL, and comes back only when
 * none of them is left.
 *
 * @param {number} pid
 * @param {{ patienceMs?: number }} [options]
 * @throws when one survives: a later start on the same profile would prove nothing
 */
export async function killTree(pid, { patienceMs = 10_000 } = {}) {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/PID', String(pid), '/T', '/F'], { stdio: 'ignore' });
    await until(
      () => !isAlive(pid),
      patienceMs,
      () => `process ${pid} survives`,
    );
    return;
  }
  const doomed = new Set([pid]);
  const strike = () => {
    for (const one of relatives(doomed)) doomed.add(one);
    for (const one of doomed) signal(one);
  };
  // Stopped first, so that it cannot start a child between our look at the table and the kill.
  signal(pid, 'SIGSTOP');
  strike();
  const isOver = () => {
    const left = relatives(doomed).size > 0 || [...doomed].some(isAlive);
    if (left) strike();
    return !left;
  };
  await until(isOver, patienceMs, () => `processes ${[...doomed].filter(isAlive).join(', ')} survive`);
}

/**
 * Living processes that descend from one of these or share a process group that one of these leads.
 *
 * @param {ReadonlySet<number>} known
 * @returns {Set<number>}
 */
function relatives(known) {
  const table = processTable();
  const found = new Set(known);
  for (let grew = true; grew;) {
    grew = false;
    for (const { pid, ppid, pgid } of table) {
      if (found.has(pid) || pid === process.pid || !(found.has(ppid) || found.has(pgid))) continue;
      found.add(pid);
      grew = true;
    }
  }
  return new Set([...found].filter((pid) => table.some((row) => row.pid === pid)));
}

/**
 * Living processes that this one started, they and theirs.
 *
 * @param {number} pid
 * @returns {number[]}
 */
export function descendants(pid) {
  return [...relatives(new Set([pid]))].filter((one) => one !== pid);
}

/** All processes but zombies, which hold no file and no lock any more. */
function processTable() {
  const listing = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' });
  if (listing.status !== 0) throw new Error(`ps failed: ${listing.stderr || listing.error}`);
  return listing.stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => state !== undefined && !state.startsWith('Z'))
    .map(([pid, ppid, pgid]) => ({ pid: Number(pid), ppid: Number(ppid), pgid: Number(pgid) }));
}

/** @param {number} pid */
function isAlive(pid) {
  if (process.platform !== 'win32') return processTable().some((row) => row.pid === pid);
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} [name]
 */
function signal(pid, name = 'SIGKILL') {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already, which is what we want.
  }
}

/**
 * @param {() => boolean} condition
 * @param {number} patienceMs
 * @param {() => string} complaint
 */
async function until(condition, patienceMs, complaint) {
  const deadline = Date.now() + patienceMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(complaint());
    await pause(20);
  }
}
