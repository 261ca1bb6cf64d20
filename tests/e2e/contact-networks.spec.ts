import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { root } from '../../scripts/setup/places.mjs';
import { createText } from '../../src-renderer/text/create-text.ts';
import { settled, violations } from './axe.ts';
import { lay, resize, sizes } from './contact-pictures.ts';
import { ask, leaveAtOnce, openTraining } from './hands.ts';
import { networkScenes } from './network-scenes.ts';
import { french, isFirst, looks, networkScreens, type Look, type Screen } from './network-screens.ts';
import { expect, test } from './world.ts';

/**
 * The screens that many networks brought, in both themes and both languages, in French also in a small window, looked at by
 * axe, walked by keyboard once, and kept as pictures in test-results/contact-networks, for a person to judge.
 */
const folder = path.join(root, 'test-results/contact-networks');

test('the screens of many networks, in both themes and languages, by keyboard, without a fault', async ({
  world,
  app,
  page,
}) => {
  test.setTimeout(300_000);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await openTraining(page);
  await leaveAtOnce(page);
  await page
    .getByRole('navigation', { name: 'Clients' })
    .getByRole('button', { name: 'Atelier Lumière' })
    .click();
  const faults: string[] = [];
  const sheet: { readonly name: string; readonly pictures: readonly string[] }[] = [];
  const wear = async ({ theme, locale }: Look): Promise<void> => {
    await ask(page, 'app.saveSettings', { theme, locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  };
  /** What is open, in each look, without opening it anew: what was said in one language must not stay behind. */
  const picture = async (screen: Screen): Promise<void> => {
    const worn = screen.looks ?? looks;
    const pictures: string[] = [];
    for (const look of worn) {
      await wear(look);
      await page.mouse.move(2, 2);
      const name = `${screen.name}-${look.theme}-${look.locale}`;
      // French words are the longer ones: what fits in the small window in French does so in English.
      for (const size of isFirst(look) ? [sizes[1], sizes[0]] : [sizes[0]]) {
        await resize(app, page, size);
        await screen.shows?.(page, createText(look.locale)).scrollIntoViewIfNeeded();
        await settled(page);
        await page.screenshot({ path: path.join(folder, `${name}-${String(size.width)}.png`) });
      }
      pictures.push(`${name}-${String(sizes[0].width)}`);
      for (const fault of await violations(page)) faults.push(`${name}: ${fault}`);
    }
    await wear({ theme: 'light', locale: 'fr' });
    sheet.push({ name: screen.name, pictures });
  };
  for (const screen of [...networkScreens, ...networkScenes({ app, world })])
    await test.step(screen.name, async () => {
      const walked = await screen.open(page, french);
      await picture(screen);
      faults.push(...(await lost(page, walked, screen.name)));
      await screen.leave(page, french);
    });
  await lay(folder, sheet);
  expect(faults).toEqual([]);
});

/** Where the keyboard gets lost: on nothing at all, or on something that is not on the screen. */
async function lost(page: Page, walked: Locator, name: string): Promise<readonly string[]> {
  const stops = await walked.locator('button, input, a[href], textarea, [tabindex="0"]').count();
  await walked.locator('button').first().focus();
  const found: string[] = [];
  for (let at = 0; at < Math.min(stops, 25); at += 1) {
    await page.keyboard.press('Tab');
    // What held the focus may have been drawn anew: it is found a place within two frames.
    await expect
      .poll(() => page.evaluate(() => document.activeElement === document.body), { timeout: 2_000 })
      .toBe(false)
      .catch(() => undefined);
    const stop = await page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) return 'nothing';
      const { width, height } = activeElement.getBoundingClientRect();
      return width === 0 || height === 0 ? activeElement.outerHTML.slice(0, 80) : null;
    });
    if (stop !== null) found.push(`${name}: Tab ${String(at)} is on ${stop}`);
  }
  return found;
}
