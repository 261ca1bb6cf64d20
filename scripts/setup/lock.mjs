import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cache } from './places.mjs';
import { SetupError, say } from './report.mjs';

const lockFile = path.join(cache, 'setup.lock');
const patienceMs = 15 * 60_000;

/**
 * Runs `work` while no other set-up runs in this checkout: two `npm ci` at once destroy each other's node_modules.
 * A lock left by a process that is gone is taken over.
 *
 * @param {() => Promise<void>} work
 */
export async function withSetupLock(work) {
  fs.mkdirSync(cache, { recursive: true });
  const deadline = Date.now() + patienceMs;
  let told = false;
  while (!tryToLock()) {
    if (Date.now() > deadline)
      throw new SetupError(`another set-up seems stuck; delete ${lockFile} if none runs`);
    if (!told) say('waiting for another set-up of this checkout to end');
    told = true;
    await pause(250);
  }
  try {
    await work();
  } finally {
    fs.rmSync(lockFile, { force: true });
  }
}

function tryToLock() {
  try {
    fs.writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (!ownerIsGone()) return false;
  fs.rmSync(lockFile, { force: true });
  return false;
}

function ownerIsGone() {
  try {
    const owner = Number(fs.readFileSync(lockFile, 'utf8'));
    // An empty file is a lock whose owner has not written its number yet.
    if (!Number.isInteger(owner) || owner <= 0) return Date.now() - fs.statSync(lockFile).mtimeMs > 5_000;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
