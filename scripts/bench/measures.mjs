import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { _electron } from '@playwright/test';
import { electronPath, playwrightArgs } from '../runtime.mjs';
import { cache, root } from '../setup/places.mjs';
import { benchApp } from './bundle.mjs';
import { launchPage } from './cdp.mjs';

const bareWindow = path.join(root, 'tests', 'fixtures', 'bare-window');

/** Epoch ms of something in the page's own timeline, waited for: a paint by its name, an element by its `elementtiming`. */
const timed = (/** @type {string} */ entry, /** @type {string} */ name) => `new Promise((resolve) => {
  const look = (list) => {
    const found = list.getEntries().find((one) => (one.identifier ?? one.name) === '${name}');
    if (found) resolve(performance.timeOrigin + found.startTime);
  };
  new PerformanceObserver(look).observe({ type: '${entry}', buffered: true });
})`;

/** Start of a process with one empty page → its first paint, ms. */
export async function startOfBareWindow() {
  const page = path.join(cache, 'bench', 'bare.html');
  fs.writeFileSync(page, '<!doctype html><title>bare</title><p>bare</p>');
  const app = await launchPage(bareWindow, 'file:', { VIGIE_ADDRESS: pathToFileURL(page).href });
  try {
    return (await app.evaluate(timed('paint', 'first-contentful-paint'))) - app.startedAt;
  } finally {
    await app.close();
  }
}

/**
 * Start of the app on a filled profile → the first column's rows on the screen, ms; and where that time went, in the
 * order of what was waited for.
 *
 * @param {string} profile
 */
export async function startOfApp(profile) {
  const app = await launchPage(root, 'app:', { VIGIE_PROFILE: profile });
  try {
    const at = await app.evaluate(timed('element', 'row'));
    const rows = await app.evaluate(`document.querySelectorAll('[role=feed] [data-index]').length`);
    if (rows === 0) throw new Error('the deck is there without a row');
    /** @type {Record<string, number>} */
    const marks = await app.evaluate(`Object.fromEntries([['origin', performance.timeOrigin],
      ...performance.getEntriesByType('mark').map((one) => [one.name, performance.timeOrigin + one.startTime])])`);
    const since = (/** @type {string} */ name) => (marks[name] ?? NaN) - app.startedAt;
    const ready = since('vigie:started');
    return {
      total: at - app.startedAt,
      parts: {
        window: since('origin'),
        'code of the page': since('vigie:page') - since('origin'),
        'store, main and interface': ready - since('vigie:page'),
        'first rows': at - app.startedAt - ready,
      },
      /** Which of the three that go on side by side came last. */
      last: /** @type {const} */ ([
        ['the store', 'vigie:store'],
        ['main’s answer', 'vigie:main'],
        ['the code of the interface', 'vigie:interface'],
      ]).reduce((a, b) => (since(b[1]) > since(a[1]) ? b : a))[0],
    };
  } finally {
    await app.close();
  }
}

/**
 * Goes to the calendar and back to the deck, so many times: the deck's click → every row that the window shows is in
 * the page and painted, ms each.
 *
 * @param {string} profile
 * @param {number} times
 * @returns {Promise<readonly { readonly total: number, readonly parts: Record<string, number> }[]>}
 */
export async function openingOfColumns(profile, times) {
  const app = await launchPage(root, 'app:', { VIGIE_PROFILE: profile });
  try {
    await app.evaluate(timed('element', 'row'));
    return await app.evaluate(`(async () => {
      const pause = (ms) => new Promise((done) => setTimeout(done, ms));
      const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
      const until = async (fits) => { while (!fits()) await painted(); await painted(); };
      const screens = () => [...document.querySelectorAll('header nav li button')];
      const rows = () => document.querySelectorAll('[role=feed] [data-index]').length;
      // All that the window shows once it has settled: so many rows make an opening, whatever the size.
      let settled = 0;
      while (settled === 0 || rows() !== settled) { settled = rows(); await pause(500); }
      const taken = [];
      for (let time = 0; time <= ${times}; time += 1) {
        screens()[1].click();
        await until(() => rows() === 0);
        await pause(150);
        const started = performance.now();
        screens()[0].click();
        while (rows() === 0) await painted();
        const first = performance.now();
        await until(() => rows() >= settled);
        const ended = performance.now();
        // The first one reads the calendar's code.
        if (time > 0)
          taken.push({
            total: ended - started,
            parts: { 'read and first rows': first - started, 'all rows': ended - first },
          });
      }
      return taken;
    })()`);
  } finally {
    await app.close();
  }
}

/**
 * A profile whose store holds so many messages, made once and kept.
 *
 * @param {number} count
 */
export async function filledProfile(count) {
  const profile = path.join(cache, 'bench', `profile-${count}`);
  const done = path.join(profile, '.filled');
  if (fs.existsSync(done)) return profile;
  fs.rmSync(profile, { recursive: true, force: true });
  fs.mkdirSync(profile, { recursive: true });
  const stored = await inBenchPage(profile, (page) => page.evaluate(`vigieBenchPage.seed(${count})`));
  if (stored !== count) throw new Error(`${stored} of ${count} messages were stored`);
  // Main meets this store for the first time once, before anything is measured.
  await startOfApp(profile);
  fs.writeFileSync(done, '');
  return profile;
}

/**
 * Messages a second: through the whole path, and with plain bulk writes in the same page.
 *
 * @param {number} count
 * @param {number} times
 */
export async function throughput(count, times) {
  /** @type {number[]} */ const whole = [];
  /** @type {number[]} */ const plain = [];
  /** @type {Record<string, number>[]} */ const waits = [];
  for (let time = 0; time < times; time += 1) {
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'vigie-bench-'));
    try {
      await inBenchPage(profile, async (page, app) => {
        await page.evaluate(`vigieBenchPage.listen('path-')`);
        const [ended, began] = await Promise.all([
          page.evaluate(`vigieBenchPage.acknowledged(${count})`),
          app.evaluate(`vigieBench.push(${count})`),
        ]);
        whole.push((count / (ended - Number(began))) * 1_000);
        waits.push({ whole: ended - Number(began), ...(await page.evaluate(`vigieBenchPage.waits()`)) });
        // A page of its own: RxDB counts the collections of a page.
        await page.reload();
        plain.push((count / (await page.evaluate(`vigieBenchPage.plain('plain-', ${count})`))) * 1_000);
      });
    } finally {
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  }
  return { whole, plain, waits };
}

/**
 * @template T
 * @param {string} profile
 * @param {(page: import('@playwright/test').Page, app: import('@playwright/test').ElectronApplication) => Promise<T>} act
 */
async function inBenchPage(profile, act) {
  const { NODE_OPTIONS: _, ELECTRON_RUN_AS_NODE: __, ...env } = process.env;
  const app = await _electron.launch({
    executablePath: electronPath(),
    args: [...playwrightArgs(), benchApp],
    env: { .../** @type {Record<string, string>} */ (env), VIGIE_PROFILE: profile },
    chromiumSandbox: process.getuid?.() !== 0,
  });
  try {
    const page = await app.firstWindow();
    await page.waitForLoadState('load');
    return await act(page, app);
  } finally {
    await app.close();
  }
}
