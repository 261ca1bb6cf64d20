import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { killTree } from '../../../scripts/process-tree.mjs';

const started: number[] = [];

afterEach(() => {
  for (const pid of started.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

/**
 * A process with a child and a grandchild, the latter in a session of its own; all ignore SIGTERM.
 *
 * @returns the three process ids
 */
async function family(): Promise<readonly [number, number, number]> {
  const patient = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
  const grandchild = `${patient} console.log(process.pid);`;
  const child = `
    const { spawn } = require('node:child_process');
    const own = spawn(process.execPath, ['-e', ${JSON.stringify(grandchild)}], { detached: true });
    own.stdout.on('data', (pid) => console.log(process.pid + ' ' + String(pid).trim()));
    ${patient}`;
  const top = `
    const { spawn } = require('node:child_process');
    spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'inherit', 'inherit'] });
    ${patient}`;
  const first = spawn(process.execPath, ['-e', top], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(first.stdout, 'data')) as [Buffer];
  const [second = 0, third = 0] = line.toString().trim().split(' ').map(Number);
  const pids = [first.pid ?? 0, second, third] as const;
  started.push(...pids);
  return pids;
}

/** A zombie counts as dead: who adopts orphans may be slow to bury them, but it holds nothing any more. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

it.skipIf(process.platform === 'win32')('kills a whole family, detached grandchildren too', async () => {
  const [first, second, third] = await family();
  expect([first, second, third].every(isAlive)).toBe(true);
  await killTree(first);
  expect(started.filter(isAlive)).toEqual([]);
});

it.skipIf(process.platform === 'win32')('touches nobody else', async () => {
  const [first] = await family();
  const others = await family();
  await killTree(first);
  expect(others.every(isAlive)).toBe(true);
});

it.skipIf(process.platform === 'win32')('is content with a process that is gone already', async () => {
  const [first] = await family();
  await killTree(first);
  await expect(killTree(first)).resolves.toBeUndefined();
});
