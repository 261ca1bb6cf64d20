import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/setup/places.mjs';
import { picture } from '../fixtures/picture.ts';
import { settled, violations } from './axe.ts';
import { setScene, type ScenePost } from './calendar-scene.ts';
import { lay, resize, sizes } from './contact-pictures.ts';
import { expect, test } from './fixtures.ts';
import { ask, composer, goTo, rowSaying, threadPanel, write } from './hands.ts';
import { everyStanding, manyMessages, oddMessages } from './states-scene.ts';
import { layRows, readAccounts } from './stream-rows.ts';

/**
 * The screens on a bad day: messages that are hard to show, an outbox with one of each, a full month, a post that is
 * too much in every way. In test-results/contact-states (sheet.png shows them all), for a person to judge.
 */
const folder = path.join(root, 'test-results/contact-states');

/** The month after this one: nothing in it is late. */
const nextMonth = (now: Date): string =>
  new Date(Date.UTC(now.getFullYear(), now.getMonth() + 1, 15)).toISOString().slice(0, 7);

/** Some forty posts of two clients, nine of them on one day. */
function fullMonth(month: string): readonly ScenePost[] {
  const words = ['Les coulisses de la tournée', 'Question de la semaine', 'Météo vélo', 'Ondine, le retour'];
  const two = (n: number) => String(n).padStart(2, '0');
  return [
    ...Array.from({ length: 32 }, (_, at) => ({
      client: at % 2,
      text: words[at % words.length] ?? '',
      wall: `${month}-${two((at % 28) + 1)}T${two(8 + (at % 9))}:${at % 2 ? '30' : '00'}`,
      accounts: 1 + (at % 2),
      isDraft: at % 7 === 0,
    })),
    ...Array.from({ length: 9 }, (_, at) => ({
      client: at % 2,
      text: `Rendez-vous numéro ${String(at + 1)} de la journée portes ouvertes`,
      wall: `${month}-10T${at < 6 ? '09' : '14'}:${two((at * 7) % 60)}`,
      accounts: 2,
    })),
  ];
}

test('the screens on a bad day, without a fault of accessibility', async ({ running }) => {
  test.setTimeout(300_000);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await setScene(running.page, () => fullMonth(nextMonth(new Date())));
  await expect(running.page.getByRole('article').first()).toBeVisible({ timeout: 60_000 });
  await running.quit();

  const accounts = await readAccounts(running.profile);
  const now = Date.now();
  const of = (name: string, network: string) => {
    const found = accounts.find((one) => one.handle.startsWith(name) && one.network === network);
    if (found === undefined) throw new Error(`no ${network} account of ${name}`);
    return found;
  };
  const [mastodon, bluesky] = [of('atelier', 'mastodon'), of('atelier', 'bluesky')];
  const refused = { ...of('velo', 'bluesky'), health: { tag: 'refused' as const, since: now } };
  await layRows(
    running.profile,
    [
      ...oddMessages(mastodon, now),
      ...manyMessages(mastodon, 1_100, now),
      ...everyStanding(mastodon, bluesky, now),
      { tag: 'account', row: refused },
    ],
    [{ tag: 'put', key: `account/${refused.id}`, value: refused }],
  );
  await running.restart();

  const { app, page, profile } = running;
  const faults: string[] = [];
  const names: string[] = [];
  const look = async (name: string): Promise<void> => {
    names.push(name);
    await page.mouse.move(2, 2);
    for (const [theme, size] of [
      ['light', sizes[0]],
      ['dark', sizes[1]],
    ] as const) {
      await ask(page, 'app.saveSettings', { theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await resize(app, page, size);
      await settled(page);
      await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
      for (const fault of await violations(page)) faults.push(`${name} ${theme}: ${fault}`);
    }
    await resize(app, page, sizes[0]);
  };
  const client = (name: string) =>
    page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name }).click();

  await goTo(page, 'Boîte');
  await client('Atelier Lumière');
  const bar = page.getByRole('group', { name: 'État' });
  await expect(rowSaying(page, 'quatre lampes')).toBeVisible({ timeout: 60_000 });
  await expect(rowSaying(page, 'a aimé votre post').first()).toBeVisible({ timeout: 60_000 });
  // All that is laid has come in, and is said.
  await expect(page.getByRole('region', { name: 'Avertissements' })).toBeVisible();
  await expect(bar).toContainText('à vérifier');
  await look('deck');
  for (const [name, words] of [
    ['thread-images', 'quatre lampes'],
    ['thread-warning', 'Araignée'],
    ['thread-poll', 'mon bureau'],
    ['thread-arabic', 'مرحبا'],
  ] as const) {
    await rowSaying(page, words).first().click();
    await expect(threadPanel(page).getByRole('article').filter({ hasText: words }).first()).toBeVisible();
    await look(name);
  }
  await page.getByRole('button', { name: 'Fermer la conversation' }).click();

  await goTo(page, 'Boîte d’envoi');
  await page.getByRole('listitem').filter({ hasText: 'Samedi, on répare' }).click();
  await expect(page.getByRole('complementary', { name: 'Détails de l’envoi' })).toBeVisible();
  await look('outbox-decide');
  await page.getByRole('complementary').getByRole('button', { name: 'Fermer' }).click();
  await look('outbox');
  // What the small window's status bar has no room for is a menu, by keyboard: nothing of it is cut.
  await resize(app, page, sizes[1]);
  await bar.getByRole('button', { name: /^\d+ autres?$/ }).press('Enter');
  await expect(page.getByRole('menu', { name: /^\d+ autres?$/ }).getByRole('menuitem')).toContainText([
    /Synchro/,
  ]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect.poll(() => bar.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  await resize(app, page, sizes[0]);

  await client('Tous les clients');
  await openScreen(page, 'Calendrier');
  await page.getByRole('radio', { name: 'Mois' }).click();
  await page.getByRole('button', { name: 'Mois suivant' }).click();
  await look('calendar-month');
  await page.getByRole('radio', { name: 'Semaine' }).click();
  // The week of the full day, wherever the month's cursor was.
  const full = page.getByText(/^[a-z]+ 10$/);
  await expect(async () => {
    if (!(await full.isVisible())) await page.getByRole('button', { name: 'Semaine précédente' }).click();
    await expect(full).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
  await look('calendar-week');

  await client('Atelier Lumière');
  const sheet = composer(page);
  await write(page, {
    text: 'Ondine revient, en laiton brossé, pour une série de soixante pièces tournées une à une à l’atelier. ✨\n\nChaque pied est poli à la main par Inès, il faut quarante minutes. On vous montre le geste jeudi en direct, avec l’histoire de la toute première, celle de 1968, retrouvée dans un grenier de Saint-Étienne. #artisanat #luminaire',
    accounts: [bluesky.handle, mastodon.handle],
  });
  await look('composer-over');
  const files = await Promise.all(
    [800, 640, 400, 1_200].map(async (width, at) => {
      const file = path.join(profile, `photo-${String(at + 1)}.png`);
      // The last cannot be compressed: too heavy for one of the networks.
      await writeFile(file, picture(width, 500 + at * 90, at === 3));
      return file;
    }),
  );
  await sheet.locator('input[type="file"]').setInputFiles(files);
  await expect(sheet.getByRole('button', { name: /décrire/i })).toHaveCount(4, { timeout: 60_000 });
  await look('composer-images');

  await lay(
    folder,
    names.map((name) => ({ name, pictures: [`${name}-light`, `${name}-dark`] })),
  );
  expect(faults).toEqual([]);
});

const openScreen = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name, exact: true }).click();
