import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/setup/places.mjs';
import { addDays } from '../../src-shared/calendar/grid.ts';
import { dayOf } from '../../src-shared/calendar/moment.ts';
import type { MediaHash } from '../../src-shared/ids.ts';
import { settled, violations } from './axe.ts';
import { setScene, type ScenePost } from './calendar-scene.ts';
import { lay, resize, sizes } from './contact-pictures.ts';
import { expect, test } from './fixtures.ts';
import { ask, outboxGroup, tick } from './hands.ts';
import { activate, expectFocusSeen, pressPair, tabTo, watchPointer } from './keyboard.ts';
import { layRows, readAccounts } from './stream-rows.ts';

/** The weather of the queue in the real app: every kind of trouble seeded once, told, and mended from there. */

const folder = path.join(root, 'test-results/contact-forecast');
const zone = 'Europe/Paris';

/** A file that was on this machine once. */
const lost = {
  hash: 'c'.repeat(64) as MediaHash,
  mime: 'image/png',
  bytes: 48_000,
  width: 800,
  height: 600,
  name: 'catalogue.png',
  alt: 'La couverture du catalogue',
  decorative: false,
};

const scene = (now: number): readonly ScenePost[] => {
  const on = (days: number, time: string) => ({
    client: 0,
    wall: `${addDays(dayOf(now, zone), days)}T${time}`,
  });
  return [
    { ...on(1, '09:00'), text: 'Ondine revient, en laiton brossé.', accounts: 2, executor: 'native' },
    { ...on(2, '10:00'), text: 'Portes ouvertes samedi : trois démonstrations.', accounts: 0, isDraft: true },
    { ...on(3, '09:00'), text: 'Question de la semaine : abat-jour ou globe ?', accounts: 1 },
    { ...on(3, '09:05'), text: 'Les coulisses de la tournée, en images.', accounts: 1 },
    { ...on(4, '18:00'), text: 'Direct depuis l’atelier : le polissage.', accounts: 1, executor: 'assisted' },
    { ...on(5, '12:00'), text: 'Le nouveau catalogue est arrivé.', accounts: 1, media: [lost] },
    { ...on(7, '09:00'), text: 'Ondine revient, en laiton brossé ! ✨', accounts: 1 },
    { ...on(6, '08:30'), client: 1, text: 'Pneus neige : quand les monter ?', accounts: 2 },
  ];
};

const group = (page: Page, name: string) => page.getByRole('main').getByRole('region', { name, exact: true });
const risk = (page: Page, name: string, words: RegExp) =>
  group(page, name).getByRole('listitem').filter({ hasText: words });
const days = (page: Page) => page.getByRole('radiogroup', { name: 'Les quatorze jours' });

test('each risk is told with its fix, by keyboard; the lid is closed in thought', async ({ running }) => {
  test.setTimeout(150_000);
  await setScene(running.page, scene);
  // Main has taken them: what is not handed over is a risk of its own.
  await running.page.getByRole('button', { name: 'Boîte d’envoi', exact: true }).click();
  for (const name of ['Programmés sur cet ordinateur', 'Tenus par le réseau'])
    await expect(outboxGroup(running.page, name)).toBeVisible({ timeout: 30_000 });
  await expect(outboxGroup(running.page, 'À confier')).toBeHidden();
  await running.kill();
  const found = (await readAccounts(running.profile)).find(
    ({ handle, network }) => handle.startsWith('velo') && network === 'bluesky',
  );
  if (found === undefined) throw new Error('no account');
  const refused = { ...found, health: { tag: 'refused' as const, since: Date.now() } };
  await layRows(
    running.profile,
    [{ tag: 'account', row: refused }],
    [{ tag: 'put', key: `account/${refused.id}`, value: refused }],
  );
  await running.restart();
  const { page, app } = running;
  const pointers = await watchPointer(page);

  await test.step('the key leads there, and every risk is there once', async () => {
    await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible();
    await pressPair(page, 'p', page.getByRole('heading', { level: 1, name: 'Météo de la file' }));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Météo de la file');
    await expect(days(page).getByRole('radio')).toHaveCount(14);
    const stops = group(page, 'Ne partiront pas').getByRole('listitem');
    await expect(stops).toHaveCount(3, { timeout: 20_000 });
    await expect(risk(page, 'Ne partiront pas', /accès refusé par le réseau, 1 post/)).toContainText(
      'Pneus neige',
    );
    await expect(risk(page, 'Ne partiront pas', /Brouillon planifié/)).toContainText('Portes ouvertes');
    await expect(risk(page, 'Ne partiront pas', /image n’est plus sur cet ordinateur/)).toContainText(
      'catalogue',
    );
    await expect(risk(page, 'Il faut être là', /1 post à publier vous-même à/)).toContainText(
      'Direct depuis',
    );
    await expect(risk(page, 'À regarder', /2 posts de .* se suivent, à 5 min/)).toContainText('Question');
    await expect(risk(page, 'À regarder', /même texte qu’un autre post/)).toContainText('✨');
    await expect(group(page, 'À regarder').getByRole('listitem')).toHaveCount(2);
    await expect(group(page, 'Incertains')).toBeHidden();
    await expect(page.getByRole('radio', { name: 'Météo 3 risques à traiter' })).toBeChecked();
    await expect(page.getByText(/départs regardés, jusqu’au/)).toContainText('réponses des serveurs');
    expect(await violations(page)).toEqual([]);
  });

  await test.step('a day alone: its risks, and what leaves on it by whose hand', async () => {
    await tabTo(page, days(page).getByRole('radio'));
    for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('ArrowRight');
    await expectFocusSeen(page);
    await page.keyboard.press('Space');
    await expect(days(page).getByRole('radio', { checked: true })).toHaveAccessibleName(
      /2 par cet ordinateur.*à assurer/,
    );
    await expect(group(page, 'Ne partiront pas')).toBeHidden();
    await expect(
      page.getByRole('button', { name: /^Atelier Lumière Bluesky .*Les coulisses/ }).last(),
    ).toBeVisible();
    await activate(page, page.getByRole('button', { name: 'Toute la quinzaine' }));
    await expect(group(page, 'Ne partiront pas')).toBeVisible();
  });

  await test.step('the lid closed: what the network holds leaves, the rest waits or is missed', async () => {
    const lid = page.getByRole('switch', { name: 'Ordinateur fermé' });
    await tabTo(page, lid);
    await page.keyboard.press('Space');
    await expect(lid).toBeChecked();
    const fate = (words: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: words });
    await expect(fate('Ondine revient, en laiton brossé.').filter({ hasText: 'Part sans vous' })).toHaveCount(
      1,
    );
    await expect(fate('Ondine revient, en laiton brossé.').filter({ hasText: 'Manqué' })).toHaveCount(1);
    await expect(fate('Portes ouvertes')).toContainText('Ne part pas');
    await expect(fate('Direct depuis')).toContainText('Vous attend');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Space');
  });

  await test.step('each fix leads to where it is done, or does it', async () => {
    await activate(page, page.getByRole('button', { name: /^Reconnecter : / }));
    await expect(page.getByRole('dialog', { name: `Reconnecter ${refused.handle}` })).toBeVisible();
    await page.keyboard.press('Escape');
    await activate(page, page.getByRole('button', { name: /^Déplacer : .*même texte/ }));
    await expect(page.getByRole('dialog', { name: 'Déplacer le post' })).toContainText('✨');
    await page.keyboard.press('Escape');
    // At the account's own text, which is the one that does not leave.
    const sheet = (title: string) => page.getByRole('region', { name: `${title} pour Atelier Lumière` });
    await activate(page, page.getByRole('button', { name: /^Remplacer l’image : / }));
    const planned = sheet('Post programmé').getByRole('textbox', { name: 'Texte pour Bluesky' });
    await expect(planned).toHaveValue(/catalogue/);
    await page.keyboard.press('Escape');
    await expect(planned).toBeHidden();
    await activate(page, page.getByRole('button', { name: /^Ouvrir pour programmer : / }));
    const draft = sheet('Nouveau post').getByRole('textbox', { name: 'Texte du post' });
    await expect(draft).toHaveValue(/Portes ouvertes/);
    await page.keyboard.press('Escape');
    await expect(draft).toBeHidden();
  });

  await test.step('given to the network from there, a post leaves with the lid closed', async () => {
    await activate(page, page.getByRole('button', { name: /^Confier au réseau : / }));
    const given = days(page).getByRole('radio', { name: /1 tenu par le réseau et 1 que personne ne tient/ });
    await expect(given).toBeVisible({ timeout: 20_000 });
    await expect(page.getByRole('button', { name: /^Confier au réseau : / })).toBeHidden();
    const lid = page.getByRole('switch', { name: 'Ordinateur fermé' });
    await tabTo(page, lid, { back: true });
    await page.keyboard.press('Space');
    const fate = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Pneus neige' });
    await expect(fate.filter({ hasText: 'Part sans vous' })).toHaveCount(1);
    await expect(fate.filter({ hasText: 'Ne part pas' })).toHaveCount(1);
    await page.keyboard.press('Space');
  });
  expect(await pointers()).toEqual([]);

  await test.step('in both languages and themes, for a person to judge', async () => {
    // Some go by themselves meanwhile.
    const notices = page.getByRole('alertdialog');
    await expect(async () => {
      if ((await notices.count()) > 0)
        await notices.first().getByRole('button', { name: 'Fermer' }).click({ timeout: 1_000 });
      expect(await notices.count()).toBe(0);
    }).toPass();
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const lines: { name: string; pictures: string[] }[] = [];
    for (const locale of ['fr', 'en'] as const) {
      await ask(page, 'app.saveSettings', { locale });
      await expect(page.locator('html')).toHaveAttribute('lang', locale);
      for (const isAsleep of [false, true]) {
        const name = `${isAsleep ? 'lid' : 'forecast'}-${locale}`;
        const lid = page.getByRole('main').getByRole('switch').last();
        await tick(lid, isAsleep);
        const pictures: string[] = [];
        for (const [theme, size] of [
          ['light', sizes[0]],
          ['dark', sizes[1]],
        ] as const) {
          await ask(page, 'app.saveSettings', { theme });
          await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
          await resize(app, page, size);
          await settled(page);
          pictures.push(`${name}-${theme}`);
          await page.screenshot({ path: path.join(folder, `${name}-${theme}.png`) });
          expect(await violations(page)).toEqual([]);
        }
        lines.push({ name, pictures });
      }
    }
    // A day alone, one that has nothing, and the month with its counter.
    const more = ['day', 'calm', 'month'].map((name) => ({ name, pictures: [name] }));
    const cards = page.getByRole('main').getByRole('radiogroup').last().getByRole('radio');
    await tick(page.getByRole('main').getByRole('switch').last(), false);
    await resize(app, page, sizes[0]);
    for (const [name, open] of [
      ['day', () => cards.nth(3).click()],
      ['calm', () => cards.nth(9).click()],
      ['month', () => page.getByRole('radio', { name: 'Month' }).click()],
    ] as const) {
      await open();
      await settled(page);
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
      expect(await violations(page)).toEqual([]);
    }
    await lay(folder, [...lines, ...more]);
  });
  await running.kill();
});
