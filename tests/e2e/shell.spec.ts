import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ask, connectForm, makeFirstClient } from './hands.ts';
import { pressPair } from './keyboard.ts';

/** The window itself, by keyboard and by name: first run, clients, palette, settings, ways of leaving. */

async function firstClient(page: Page, name: string): Promise<void> {
  await makeFirstClient(page, name);
  // It leads straight to the account; one can also look around first.
  await page.keyboard.press('Escape');
  await expect(connectForm(page)).toBeHidden();
}

async function byPalette(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('searchbox');
  await field.fill(words);
  await expect(page.getByRole('dialog', { name: 'Chercher ou agir' }).getByRole('menuitem')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toBeHidden();
}

const rail = (page: Page) => page.getByRole('navigation', { name: 'Clients' });

test('says what Vigie is, refuses a client without a name, and leads to its first account', async ({
  page,
}) => {
  // The language is chosen there and then, and the words follow.
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.getByRole('radio', { name: 'Français' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bienvenue dans Vigie' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Créer et connecter un compte' }).click();
  await expect(page.getByText('Donnez un nom à ce client.')).toBeVisible();
  await page.getByLabel('Nom du client').fill('Librairie du Port');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /compte/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rail(page).getByRole('button', { name: 'Librairie du Port' })).toHaveAttribute(
    'aria-current',
    'true',
  );
});

test('keeps the language and the clients for the next start', async ({ page, running }) => {
  await firstClient(page, 'Librairie du Port');
  await running.restart();
  await expect(rail(running.page).getByRole('button', { name: 'Librairie du Port' })).toBeVisible();
  await expect(running.page.locator('html')).toHaveAttribute('lang', 'fr');
});

test('creates, orders, archives and deletes a client without a pointer', async ({ page }) => {
  await firstClient(page, 'Librairie du Port');
  await byPalette(page, 'creer client');
  const form = page.getByRole('dialog', { name: 'Nouveau client' });
  await expect(form).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await form.getByLabel('Nom du client').fill('librairie du port');
  await page.keyboard.press('Enter');
  await expect(form.getByText('Un client porte déjà ce nom.')).toBeVisible();
  await form.getByLabel('Nom du client').fill('Maison Nori');
  await page.keyboard.press('Enter');
  await expect(form).toBeHidden();
  const second = rail(page).getByRole('button', { name: 'Maison Nori' });
  await expect(second).toHaveAttribute('aria-current', 'true');

  await page.keyboard.press('Control+1');
  await expect(rail(page).getByRole('button', { name: 'Librairie du Port' })).toHaveAttribute(
    'aria-current',
    'true',
  );

  await byPalette(page, 'gerer');
  const manage = page.getByRole('dialog', { name: 'Gérer les clients' });
  await manage.getByRole('button', { name: 'Monter Maison Nori' }).press('Enter');
  await expect(rail(page).getByRole('listitem').first()).toContainText('Maison Nori');
  expect(await violations(page)).toEqual([]);

  await manage.getByRole('button', { name: 'Actions pour Maison Nori' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Archiver' }).press('Enter');
  await expect(second).toHaveCount(0);
  await manage.getByRole('button', { name: 'Supprimer…' }).press('Enter');
  const asked = page.getByRole('alertdialog', { name: 'Supprimer Maison Nori ?' });
  await expect(asked).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await asked.getByRole('button', { name: 'Supprimer le client' }).press('Enter');
  await expect(asked).toBeHidden();
  const certificate = page.getByRole('dialog', { name: 'Certificat d’effacement' });
  await expect(certificate.getByRole('row', { name: /^Base : client/ })).toBeVisible();
  await certificate.getByRole('button', { name: 'Fermer' }).last().press('Enter');
  await expect(certificate).toBeHidden();
  await byPalette(page, 'gerer');
  await expect(manage.getByText('Maison Nori')).toHaveCount(0);
  await expect(manage.getByText('Librairie du Port')).toBeVisible();
});

test('goes everywhere by keys, and keeps them from whoever writes', async ({ page }) => {
  await firstClient(page, 'Librairie du Port');
  await pressPair(page, 'r', page.getByRole('heading', { level: 1, name: 'Réglages' }));
  for (const tab of [
    'Apparence',
    'Fenêtre et départs',
    'Clients',
    'Entraînement',
    'Diagnostic',
    'À propos',
  ]) {
    await page.getByRole('tab', { name: tab }).press('Enter');
    await expect(page.getByRole('heading', { level: 2, name: tab })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  }
  await page.keyboard.press('Shift+?');
  await expect(page.getByRole('dialog', { name: 'Raccourcis clavier' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').pressSequentially('n?g');
  await expect(page.getByRole('searchbox')).toHaveValue('n?g');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  // The settings are nobody's: asking for a client leads to its deck.
  await page.keyboard.press('Control+1');
  await expect(page.getByRole('heading', { level: 1, name: 'Réglages' })).toBeHidden();
  await byPalette(page, 'theme sombre');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('asks what closing means, and obeys', async ({ app, page }) => {
  await firstClient(page, 'Librairie du Port');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  const asked = page.getByRole('dialog', { name: 'Fermer la fenêtre' });
  await expect(asked).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(asked).toBeHidden();
  expect(app.windows()).toHaveLength(1);
  await expect(rail(page)).toBeVisible();
});

test('shows its log without a word that anybody wrote', async ({ page }) => {
  const secretName = 'Cabinet Zéphyrine';
  await firstClient(page, secretName);
  await byPalette(page, 'ouvrir diagnostic');
  await expect(page.getByText('Rien n’est jamais envoyé.')).toBeVisible();
  const log = page.getByRole('table', { name: 'Journal local' });
  await expect(log.getByRole('row').nth(1)).toBeVisible();
  await expect(log).not.toContainText('Zéphyrine');
  await page.getByRole('button', { name: 'Copier un rapport' }).press('Enter');
  await expect(page.getByText('Le rapport est dans le presse-papiers')).toBeVisible();
});

test('opens the training workspace, and erases it', async ({ page }) => {
  test.slow();
  await page.getByRole('button', { name: 'Ouvrir l’espace d’entraînement' }).press('Enter');
  const first = rail(page).getByRole('button', { name: /Atelier Lumière, entraînement/ });
  await expect(first).toBeVisible({ timeout: 60_000 });
  await expect(rail(page).getByRole('button', { name: /Vélo & Co, entraînement, \d+ non lu/ })).toBeVisible({
    timeout: 60_000,
  });
  await first.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Supprimer…' }).press('Enter');
  await expect(page.getByRole('alertdialog', { name: 'Supprimer Atelier Lumière ?' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Entraînement' }).press('Enter');
  await expect(page.getByText('Réseaux simulés en marche')).toBeVisible();
  await page.getByRole('button', { name: 'Quitter l’entraînement…' }).press('Enter');
  await page.getByRole('button', { name: 'Effacer l’entraînement' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Bienvenue dans Vigie' })).toBeVisible({
    timeout: 60_000,
  });
});

test('does not open a store of a newer Vigie, and exports what was written in it', async ({
  page,
  running,
}) => {
  await firstClient(page, 'Librairie du Port');
  // Main's copy follows within a moment; what it holds is what can be exported.
  await expect
    .poll(async () => JSON.stringify(await ask(page, 'authored.restore', { after: null })))
    .toContain('Librairie du Port');
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('vigie-store');
        opening.onerror = () => reject(new Error('the store’s facts cannot be opened'));
        opening.onsuccess = () => {
          const writing = opening.result.transaction('facts', 'readwrite', { durability: 'strict' });
          writing.objectStore('facts').put({ name: 'version', value: 99 });
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
  await running.restart();
  const { app, page: again } = running;
  await expect(again.getByRole('heading', { level: 1 })).toHaveText(
    'Ces données viennent d’une version plus récente',
  );
  await expect(again.getByText('format 99')).toBeVisible();
  expect(await violations(again)).toEqual([]);
  const file = path.join(running.profile, 'export.json');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await again.getByRole('button', { name: 'Exporter ce que j’ai écrit…' }).press('Enter');
  await expect(again.getByText(/éléments? exportés?\./)).toBeVisible();
  const exported: unknown = JSON.parse(await readFile(file, 'utf8'));
  expect(JSON.stringify(exported)).toContain('Librairie du Port');
});

test('says when no keychain answers, and what that means', async ({ launch }) => {
  const { page } = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' } });
  await firstClient(page, 'Librairie du Port');
  const warnings = page.getByRole('region', { name: 'Avertissements' });
  await expect(warnings).toContainText('Aucun trousseau ne répond.');
  await expect(warnings).toContainText('il faudra reconnecter ensuite');
  expect(await violations(page)).toEqual([]);
  await warnings.getByRole('button', { name: 'Masquer cet avertissement' }).press('Enter');
  await expect(warnings).toHaveCount(0);
});
