import { spawn } from 'node:child_process';
import { WebSocket } from 'ws';
import { electronArgs, electronPath } from '../runtime.mjs';
import { killTree } from '../process-tree.mjs';

/**
 * Starts Electron on a folder as a person's click would, without Playwright's own steps in between, and speaks to its
 * first page through Chromium's debugging port.
 *
 * @param {string} folder
 * @param {string} scheme what the page's address begins with
 * @param {Record<string, string>} env
 */
export async function launchPage(folder, scheme, env) {
  const startedAt = Date.now();
  const { NODE_OPTIONS: _, ELECTRON_RUN_AS_NODE: __, ...inherited } = process.env;
  const child = spawn(electronPath(), [...electronArgs(), '--remote-debugging-port=0', folder], {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const socket = await connect(child, scheme).catch(async (error) => {
    await killTree(/** @type {number} */ (child.pid));
    throw error;
  });
  let last = 0;
  /** @type {Map<number, (answer: any) => void>} */
  const waiting = new Map();
  socket.on('message', (data) => {
    const answer = JSON.parse(/** @type {Buffer} */ (data).toString('utf8'));
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  /**
   * The value of an expression in the page; a promise is waited for.
   *
   * @param {string} expression
   * @returns {Promise<any>}
   */
  const evaluate = async (expression) => {
    const params = { expression, awaitPromise: true, returnByValue: true };
    for (let attempt = 0; ; attempt += 1) {
      const id = (last += 1);
      const answered = new Promise((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params }));
      const { result, error } = await answered;
      // The page is still on its way: it has no place to evaluate in, or loses it to the document that comes.
      if (error && /context|navigated|collected/.test(error.message) && attempt < 500) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        continue;
      }
      if (error || result.exceptionDetails)
        throw new Error(JSON.stringify(error ?? result.exceptionDetails.exception?.description ?? result));
      return result.result.value;
    }
  };
  return {
    startedAt,
    pid: child.pid,
    evaluate,
    close: async () => {
      socket.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const patience = setTimeout(() => void killTree(/** @type {number} */ (child.pid)), 10_000);
      await ended;
      clearTimeout(patience);
    },
  };
}

/**
 * The debugging address of the first page, as soon as there is one.
 *
 * @param {string} port
 * @param {string} scheme
 * @returns {Promise<string>}
 */
async function pageOf(port, scheme) {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    const targets = /** @type {{ type: string, url: string, webSocketDebuggerUrl: string }[]} */ (
      await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()
    );
    const page = targets.find((target) => target.type === 'page' && target.url.startsWith(scheme));
    if (page) return page.webSocketDebuggerUrl;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no page came');
}

/**
 * @param {import('node:child_process').ChildProcessByStdio<null, null, import('node:stream').Readable>} child
 * @param {string} scheme
 */
async function connect(child, scheme) {
  const port = await new Promise((resolve, reject) => {
    let written = '';
    child.stderr.on('data', (piece) => {
      written += String(piece);
      const found = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(written);
      if (found) resolve(found[1]);
    });
    child.once('exit', () => reject(new Error(`Electron ended:\n${written}`)));
  });
  const address = await pageOf(port, scheme);
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}
