#!/usr/bin/env node
/**
 * Plays the main job in the real app, on the simulated networks, as a person would: reads, answers, publishes,
 * schedules, moves, loses the network, and finds that what had to leave has left. Says what each step did, and leaves
 * one numbered picture a step. Used by `npm start` where there is no display; by hand:
 *   npm run tour -- [folder for the pictures]
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { launchApp } from './launch.mjs';
import { killTree } from './process-tree.mjs';
import { cache } from './setup/places.mjs';
import { steps } from './tour/steps.mjs';

const pictures = path.resolve(process.argv[2] ?? path.join(cache, 'tour'));
if (!buildIfStale()) process.exit(1);
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'vigie-tour-'));
fs.rmSync(pictures, { recursive: true, force: true });
fs.mkdirSync(pictures, { recursive: true });

const french = { LANG: 'fr_FR.UTF-8', LANGUAGE: 'fr', TZ: 'Europe/Paris' };
/** @type {import('./tour/steps.mjs').Stage} */
const stage = {
  app: await launchApp({ profile, env: french }),
  page: /** @type {any} */ (undefined),
  folder: profile,
  restart: async (quit) => {
    await Promise.all([stage.app.waitForEvent('close'), quit()]);
    stage.app = await launchApp({ profile, env: french });
    await open();
  },
};

async function open() {
  stage.page = await stage.app.firstWindow();
  // The answer of a starting app gets lost when its memory is cleared just then; a size is the same when it is set again.
  await size().catch((error) => {
    if (!/was garbage collected/.test(String(error))) throw error;
    return size();
  });
  await stage.page.waitForLoadState('load');
}

const size = () =>
  stage.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900);
  });

try {
  await open();
  for (const [index, { name, play }] of steps.entries()) {
    const number = String(index + 1).padStart(2, '0');
    const did = await play(stage);
    await settle();
    await stage.page.screenshot({ path: path.join(pictures, `${number}-${name}.png`) });
    console.log(`${number}  ${did}`);
  }
  console.log(`The pictures are in ${pictures}`);
} catch (error) {
  await stage.page?.screenshot({ path: path.join(pictures, 'stopped-here.png') }).catch(() => undefined);
  console.error(error);
  process.exitCode = 1;
} finally {
  const child = stage.app.process();
  // A tour that stopped half-way may leave a question open: it is not waited for.
  if (process.exitCode && child.pid !== undefined) await killTree(child.pid);
  else await stage.app.close();
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Waits until fonts and pictures are there and what moves has come to rest. */
async function settle() {
  await stage.page.evaluate(async () => {
    await document.fonts.ready;
    const shown = [...document.images].filter((image) => image.complete);
    await Promise.all(shown.map((image) => image.decode().catch(() => undefined)));
    // What turns for ever says that something is under way: it has no end to wait for.
    const ending = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)));
  });
}
