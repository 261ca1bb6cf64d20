#!/usr/bin/env node
/**
 * Opens the built app on an empty, throw-away profile, goes through its main views by the navigation that a person
 * would use, and leaves one picture a view. Used by `npm start` where there is no display; by hand:
 *   npm run tour -- [folder for the pictures]
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildIfStale } from './build.mjs';
import { launchApp } from './launch.mjs';
import { cache } from './setup/places.mjs';

const pictures = path.resolve(process.argv[2] ?? path.join(cache, 'tour'));
const size = { width: 1440, height: 900 };

if (!buildIfStale()) process.exit(1);
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'vigie-tour-'));
fs.rmSync(pictures, { recursive: true, force: true });
fs.mkdirSync(pictures, { recursive: true });

const app = await launchApp({ profile });
try {
  const page = await app.firstWindow();
  await app.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  await page.waitForLoadState('load');

  let taken = 0;
  /** @param {string} name */
  const takePicture = async (name) => {
    taken += 1;
    const slug = name
      .toLowerCase()
      .normalize('NFD')
      .replaceAll(/\p{M}/gu, '')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '');
    await settle(page);
    await page.screenshot({ path: path.join(pictures, `${String(taken).padStart(2, '0')}-${slug}.png`) });
  };

  await takePicture('start');
  const navigation = page.getByRole('navigation').first();
  await navigation.waitFor();
  const views = navigation
    .getByRole('link')
    .or(navigation.getByRole('tab'))
    .or(navigation.getByRole('button'));
  for (let index = 0; index < (await views.count()); index += 1) {
    const view = views.nth(index);
    if (!(await view.isVisible()) || !(await view.isEnabled())) continue;
    const name = (await view.getAttribute('aria-label')) ?? (await view.innerText());
    await view.click();
    await takePicture(name);
    await page.keyboard.press('Escape');
  }
  console.log(`The tour took ${taken} pictures:`);
  for (const file of fs.readdirSync(pictures)) console.log(`  ${path.join(pictures, file)}`);
} finally {
  await app.close();
  fs.rmSync(profile, { recursive: true, force: true });
}

/**
 * Waits until the view has stopped changing: fonts are there, and two frames in a row look the same.
 *
 * @param {import('@playwright/test').Page} page
 */
async function settle(page) {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  let before = await page.screenshot();
  for (let look = 0; look < 20; look += 1) {
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    const now = await page.screenshot();
    if (now.equals(before)) return;
    before = now;
  }
}
