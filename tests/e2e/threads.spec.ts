import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './axe.ts';
import { ask, composer, connectBoth, goTo, inEnglish, leaveAtOnce, publishNow, write } from './hands.ts';
import { expect, test } from './world.ts';

/** Pictures for whoever looks at the screens; made only when a folder for them is named. */
async function pictured(page: Page, name: string): Promise<void> {
  const folder = process.env['VIGIE_PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  const taken = async (of: string): Promise<void> => {
    for (const theme of ['light', 'dark']) {
      await ask(page, 'app.saveSettings', { theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.screenshot({ path: path.join(folder, `${name}-${of}-${theme}.png`) });
    }
  };
  await taken('fr');
  await inEnglish(page, () => taken('en'));
  await ask(page, 'app.saveSettings', { theme: 'light' });
}

const sentences = [
  'Samedi, l’atelier ouvre ses portes de dix heures à midi pour montrer comment une bougie se coule, du choix de la cire au parfum.',
  'Chacun repart avec celle qu’il a faite, et avec la liste des parfums de l’hiver, dont deux qui n’existent nulle part ailleurs.',
  'Il reste huit places, sur inscription, et les enfants sont les bienvenus à partir de sept ans avec un adulte à leurs côtés.',
];

test('a long text becomes a thread, leaves part by part across a death of the app, and can be stopped', async ({
  world,
  running,
}) => {
  test.setTimeout(300_000);
  const { bluesky, mastodon } = world;
  await leaveAtOnce(running.page);
  const accounts = await connectBoth(running, world, 'Atelier Lumière');
  const handles = [accounts.bluesky.handle, accounts.mastodon.handle];
  await goTo(running.page, 'Boîte');
  const { page } = running;

  // Too long for one of the two networks: the keyboard makes a thread of it.
  await write(page, { text: sentences.join(' '), accounts: handles });
  const sheet = composer(page);
  await sheet.getByRole('button', { name: 'Découper en fil' }).press('Enter');
  const second = sheet.getByRole('textbox', { name: 'Texte de la partie 2' });
  await expect(second).toHaveValue(sentences[2] ?? '');
  await sheet.getByRole('button', { name: 'Ajouter une partie' }).press('Enter');
  const third = sheet.getByRole('textbox', { name: 'Texte de la partie 3' });
  await expect(third).toBeFocused();
  await page.keyboard.type('À samedi !');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(second).toHaveValue('À samedi !');
  await expect(second).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(third).toHaveValue('À samedi !');
  const opening = sheet.getByRole('textbox', { name: 'Texte du post' });
  await opening.focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(opening).toHaveValue(sentences[2] ?? '');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(second).toHaveValue(sentences[2] ?? '');
  await sheet.getByRole('button', { name: 'Premier commentaire' }).press('Enter');
  await expect(sheet.getByRole('textbox', { name: 'Premier commentaire' })).toBeFocused();
  await page.keyboard.type('Le lien pour réserver est dans notre profil.');
  await expect(sheet.getByRole('list', { name: 'Suite du fil' }).getByRole('listitem')).toHaveCount(2);
  await expect(
    sheet.getByRole('region', { name: /^Aperçu, Bluesky/ }).getByText('Partie 3 sur 3'),
  ).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await pictured(page, 'composer');

  // It dies once the first part stands on both; what is missing leaves afterwards, and nothing twice.
  await publishNow(page);
  const posts = (of: Pick<typeof mastodon, 'control'>): number => of.control.ledger.effects('post').length;
  for (const { control } of [mastodon, bluesky])
    await control.ledger.waitFor((entry) => entry.effects.some(({ kind }) => kind === 'post'));
  await running.kill();
  await running.restart();
  const again = running.page;
  // A part whose request was cut by the death is looked for twice before it is sent again.
  const patience = { timeout: 150_000 };
  await expect.poll(() => posts(mastodon), patience).toBe(4);
  await expect.poll(() => posts(bluesky), patience).toBe(4);
  await goTo(again, 'Boîte d’envoi');
  const sent = again.getByRole('listitem').filter({ hasText: 'Samedi, l’atelier ouvre' });
  await expect(sent.filter({ hasText: 'Parti' })).toHaveCount(2);
  await expect(sent.first()).toContainText('3 parties. Parti');

  // The network asks to wait after the first part: the person sees how far it is, and stops it there.
  await write(again, { text: 'Un second fil.', accounts: [accounts.bluesky.handle] });
  await composer(again).getByRole('button', { name: 'Ajouter une partie' }).click();
  await expect(composer(again).getByRole('textbox', { name: 'Texte de la partie 2' })).toBeFocused();
  await again.keyboard.type('Sa suite.');
  bluesky.control.faults.set({
    fault: { tag: 'rate-limit', ms: 3_600_000 },
    operation: 'com.atproto.repo.createRecord',
    skip: 1,
  });
  await publishNow(again);
  await expect.poll(() => posts(bluesky)).toBe(5);
  const half = again.getByRole('listitem').filter({ hasText: 'Un second fil.' });
  await expect(half).toContainText('1 partie publiée sur 2');
  await expect(half).toContainText('quota');
  await half.click();
  const panel = again.getByRole('complementary', { name: 'Détails de l’envoi' });
  await expect(panel).toContainText('Partie 2 sur 2 · pas encore publiée');
  expect(await violations(again)).toEqual([]);
  await pictured(again, 'half-sent');
  await panel.getByRole('button', { name: 'Arrêter ici' }).press('Enter');
  const sure = again.getByRole('alertdialog', { name: 'Arrêter ce fil ici ?' });
  await expect(sure).toContainText('1 partie publiée sur 2');
  await sure.getByRole('button', { name: 'Arrêter ici' }).press('Enter');
  await expect(half).toContainText('Arrêté ici');
  await again
    .getByRole('navigation', { name: 'Écrans' })
    .getByRole('button', { name: 'Calendrier', exact: true })
    .click();
  await expect(again.getByText('(3 parties)').first()).toBeVisible();
  expect(posts(bluesky)).toBe(5);
});
