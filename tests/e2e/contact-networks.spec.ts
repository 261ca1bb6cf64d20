import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { root } from '../../scripts/setup/places.mjs';
import { createText, type Text } from '../../src-renderer/text/create-text.ts';
import { settled, violations } from './axe.ts';
import { lay, resize, sizes } from './contact-pictures.ts';
import { expect, test } from './fixtures.ts';
import { ask, openTraining } from './hands.ts';

/**
 * The screens that many networks brought, in both themes and both languages, in French also in a small window, looked at by
 * axe, walked by keyboard once, and kept as pictures in test-results/contact-networks, for a person to judge.
 */
const folder = path.join(root, 'test-results/contact-networks');

interface Screen {
  readonly name: string;
  /** Opens it, and answers what is walked by keyboard. */
  readonly open: (page: Page, text: Text) => Promise<Locator>;
  readonly leave: (page: Page, text: Text) => Promise<void>;
}

const escape = async (page: Page): Promise<void> => {
  // The name of a button that has the focus is shown: the first press ends that.
  if (await page.getByRole('tooltip').isVisible()) await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
};
const place = (page: Page, text: Text, key: 'inbox' | 'composer') =>
  page
    .getByRole('navigation', { name: text.t('shell.screens') })
    .getByRole('button', { name: text.t(`shell.${key}`), exact: true })
    .click();
const accounts = (page: Page, text: Text) =>
  page
    .getByRole('navigation', { name: text.t('shell.clients') })
    .getByRole('button', { name: text.t('shell.accounts'), exact: true })
    .click();

/** The connection form on one network, on one of its ways. */
const connecting = (network: string, name: RegExp, way?: string): Screen => ({
  name: way === undefined ? `connect-${network}` : `connect-${network}-${way}`,
  open: async (page, text) => {
    await accounts(page, text);
    await page
      .getByRole('main')
      .getByRole('button', { name: text.t('accounts.connectOne') })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name }).check({ force: true });
    if (way === 'by-hand')
      await dialog
        .getByRole('radio', { name: text.t('accounts.way.by-hand'), exact: true })
        .check({ force: true });
    if (way === 'damaged') {
      await dialog.locator('input[type="file"]').setInputFiles({
        name: 'forum.json',
        mimeType: 'application/json',
        buffer: Buffer.from('{"format":"vigie-network","version":1,"name":"Forum","limit":0,"hashtags":3}'),
      });
      await expect(dialog.getByRole('alert')).toBeVisible();
    }
    return dialog;
  },
  leave: escape,
});

const screens: readonly Screen[] = [
  connecting('facebook', /^Facebook/),
  connecting('instagram', /^Instagram/),
  connecting('linkedin', /^LinkedIn/),
  connecting('twitter', /^X \(Twitter\)/),
  connecting('linkedin', /^LinkedIn/, 'by-hand'),
  connecting('handmade', /^(Un autre réseau|Another network)/, 'damaged'),
  {
    name: 'matrix',
    open: async (page, text) => {
      await accounts(page, text);
      await page.getByRole('button', { name: text.t('accounts.matrix') }).click();
      return page.getByRole('dialog');
    },
    leave: escape,
  },
  {
    name: 'account-twitter',
    open: async (page, text) => {
      await accounts(page, text);
      await page
        .getByRole('main')
        .getByRole('listitem')
        .filter({ has: page.getByRole('img', { name: 'X (Twitter)' }) })
        .first()
        .click();
      const panel = page.getByRole('complementary');
      await panel.getByRole('region', { name: text.t('health.spending') }).scrollIntoViewIfNeeded();
      return panel;
    },
    leave: () => Promise.resolve(),
  },
  {
    name: 'comment-privately',
    open: async (page, text) => {
      await place(page, text, 'inbox');
      await page
        .getByRole('article')
        .filter({ has: page.getByLabel(/^Facebook/) })
        .first()
        .click();
      const panel = page.getByRole('complementary');
      await panel.getByRole('radio', { name: text.t('inbox.answer.private') }).click();
      return panel;
    },
    leave: async (page, text) => {
      await page.getByRole('button', { name: text.t('inbox.closeThread') }).click();
    },
  },
  {
    name: 'composer',
    open: async (page, text) => {
      await place(page, text, 'composer');
      const words =
        text.locale === 'fr'
          ? 'Samedi, on ouvre l’atelier de 10 h à 17 h. #atelier https://atelier-lumiere.example/samedi'
          : 'The workshop is open on Saturday from 10 to 5. #workshop https://atelier-lumiere.example/saturday';
      await page.getByRole('textbox').first().fill(words);
      const chips = page.getByRole('group', { name: text.t('composer.accounts') }).getByRole('button');
      for (const chip of await chips.all())
        if ((await chip.getAttribute('aria-pressed')) === 'false') await chip.click();
      return page.getByRole('main');
    },
    leave: async (page, text) => {
      await page.getByRole('button', { name: text.t('composer.close') }).click();
    },
  },
];

const looks = (['light', 'dark'] as const).flatMap((theme) =>
  (['fr', 'en'] as const).map((locale) => ({ theme, locale })),
);

test('the screens of many networks, in both themes and languages, by keyboard, without a fault', async ({
  app,
  page,
}) => {
  test.setTimeout(300_000);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await openTraining(page);
  await page
    .getByRole('navigation', { name: 'Clients' })
    .getByRole('button', { name: 'Atelier Lumière' })
    .click();
  const faults: string[] = [];
  for (const { theme, locale } of looks) {
    const text = createText(locale);
    await ask(page, 'app.saveSettings', { theme, locale });
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    for (const screen of screens) {
      const name = `${screen.name}-${theme}-${locale}`;
      const walked = await screen.open(page, text);
      await page.mouse.move(2, 2);
      // French words are the longer ones: what fits in the small window in French does so in English.
      for (const size of locale === 'fr' && theme === 'light' ? [sizes[1], sizes[0]] : [sizes[0]]) {
        await resize(app, page, size);
        await settled(page);
        await page.screenshot({ path: path.join(folder, `${name}-${String(size.width)}.png`) });
      }
      for (const fault of await violations(page)) faults.push(`${name}: ${fault}`);
      if (locale === 'fr' && theme === 'light') faults.push(...(await lost(page, walked, name)));
      await screen.leave(page, text);
    }
  }
  await lay(
    folder,
    screens.map(({ name }) => ({
      name,
      pictures: looks.map(({ theme, locale }) => `${name}-${theme}-${locale}-1440`),
    })),
  );
  expect(faults).toEqual([]);
});

/** Where the keyboard gets lost: on nothing at all, or on something that is not on the screen. */
async function lost(page: Page, walked: Locator, name: string): Promise<readonly string[]> {
  const stops = await walked.locator('button, input, a[href], textarea, [tabindex="0"]').count();
  await walked.locator('button').first().focus();
  const found: string[] = [];
  for (let at = 0; at < Math.min(stops, 25); at += 1) {
    await page.keyboard.press('Tab');
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
