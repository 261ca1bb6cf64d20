import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { killTree } from '../process-tree.mjs';
import { ensureDisplay } from '../runtime.mjs';

const patienceMs = 30_000;
const nobody = '65534';

/**
 * Starts a packaged app on an empty profile and waits until its window shows a page of its own. As root it runs as
 * nobody, from a copy that nobody can read: Chromium's sandbox stays on, as it is for a user.
 *
 * @param {string} folder of the packaged app
 * @param {string} executable path inside it
 * @returns {Promise<string[]>} complaints
 */
export async function checkStart(folder, executable) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'vigie-package-'));
  try {
    const app = asRoot ? path.join(home, 'app') : folder;
    if (asRoot) {
      fs.cpSync(folder, app, { recursive: true });
      own(home, Number(nobody));
    }
    const dropped = asRoot ? ['setpriv', '--reuid', nobody, '--regid', nobody, '--clear-groups'] : [];
    const [command, ...args] = [
      ...dropped,
      ...ensureDisplay({ virtual: true }),
      path.join(app, executable),
      '--remote-debugging-port=0',
    ];
    const child = spawn(command, args, {
      env: { ...process.env, HOME: home, TMPDIR: home, VIGIE_PROFILE: path.join(home, 'profile') },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    let written = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (piece) => (written += String(piece)));
    try {
      const page = await firstPage(
        () => written,
        () => child.exitCode !== null,
      );
      return page === undefined
        ? [`it shows no page of its own within ${patienceMs / 1000} s; it wrote:\n${written}`]
        : [];
    } finally {
      if (child.pid !== undefined) await killTree(child.pid);
    }
  } finally {
    fs.rmSync(home, { recursive: true, force: true });
  }
}

/**
 * @param {() => string} written what the app wrote so far: Chromium says there where its debugging port is
 * @param {() => boolean} hasEnded
 * @returns {Promise<string | undefined>} the address of the first page served by the app itself
 */
async function firstPage(written, hasEnded) {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline && !hasEnded()) {
    const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(written())?.[1];
    if (port !== undefined) {
      const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
      /** @type {{ type: string, url: string, title: string }[]} */
      const pages = await answer.json();
      const own = pages.find(
        ({ type, url, title }) => type === 'page' && url.startsWith('app:') && title !== '',
      );
      if (own) return own.url;
    }
    await pause(100);
  }
  return undefined;
}

/**
 * Hands a folder with everything in it to another user.
 *
 * @param {string} place
 * @param {number} user
 */
function own(place, user) {
  fs.lchownSync(place, user, user);
  if (!fs.lstatSync(place).isDirectory()) return;
  for (const name of fs.readdirSync(place)) own(path.join(place, name), user);
}
