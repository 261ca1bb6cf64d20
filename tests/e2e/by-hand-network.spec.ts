import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { violations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { composer, connectForm, goTo, makeFirstClient, outboxGroup, publishNow, write } from './hands.ts';

/** A network that nobody has heard of, described in a form, published on by hand, told like any other. */
test('a forum is described, written for within its limits, and published by hand with its link', async ({
  running: { page, app, profile },
}) => {
  await app.evaluate(({ shell, clipboard }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url: string) => {
      opened.push(url);
      return Promise.resolve();
    };
    clipboard.clear();
  });
  await makeFirstClient(page, 'Atelier Lumière');
  const form = connectForm(page);

  await test.step('the form says what it does not understand, at its field', async () => {
    await form.locator('label', { hasText: 'Un autre réseau' }).click();
    await form.getByRole('textbox', { name: 'Nom du réseau' }).fill('Forum des photographes');
    await form.getByRole('textbox', { name: 'Nom du compte' }).fill('Atelier Lumière');
    await form.getByRole('textbox', { name: /^Adresse de la page/ }).fill('forum');
    await form.getByRole('textbox', { name: /^Longueur maximale/ }).fill('80');
    await expect(form.getByText('Une adresse complète', { exact: false })).toBeVisible();
    await form.getByRole('textbox', { name: /^Adresse de la page/ }).fill('https://forum.exemple.fr/nouveau');
    expect(await violations(page)).toEqual([]);
    await form.getByRole('button', { name: 'Connecter', exact: true }).click();
    await expect(form).toHaveCount(0);
  });

  await test.step('the composer counts as it was told', async () => {
    await write(page, { text: 'x'.repeat(90), accounts: ['Atelier Lumière'] });
    await expect(
      composer(page)
        .getByText(/\b10\b.*trop|trop.*\b10\b/)
        .first(),
    ).toBeVisible();
    await composer(page)
      .getByRole('textbox', { name: 'Texte du post' })
      .fill('Sortie photo samedi, rendez-vous à 9 h.');
    expect(await violations(page)).toEqual([]);
    await publishNow(page);
  });

  await test.step('it is handed to the person, with everything ready', async () => {
    await goTo(page, 'Boîte d’envoi');
    const row = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: 'Sortie photo samedi' })
      .first();
    await expect(row).toBeVisible({ timeout: 20_000 });
    await row.click();
    const details = page.getByRole('complementary', { name: 'Détails de l’envoi' });
    await details.getByRole('button', { name: 'Copier le texte' }).click();
    await expect
      .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
      .toBe('Sortie photo samedi, rendez-vous à 9 h.');
    await details.getByRole('button', { name: 'Ouvrir la page de Forum des photographes' }).click();
    await expect
      .poll(() => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
      .toEqual(['https://forum.exemple.fr/nouveau']);
    await details.getByRole('textbox', { name: /lien/i }).fill('https://ailleurs.exemple.org/1');
    await details.getByRole('button', { name: 'C’est publié' }).click();
    await expect(details.getByText('ailleurs.exemple.org', { exact: false }).first()).toBeVisible();
    await details.getByRole('textbox', { name: /lien/i }).fill('https://forum.exemple.fr/sujet/42');
    await details.getByRole('button', { name: 'C’est publié' }).click();
    await expect(outboxGroup(page, 'Partis récemment')).toContainText('Sortie photo samedi');
    expect(await violations(page)).toEqual([]);
  });

  await test.step('its description goes to a file and comes back, and a damaged one is told about', async () => {
    const saved = path.join(profile, 'forum.json');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, saved);
    await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
    await page.getByRole('button', { name: 'Enregistrer la description…' }).click();
    await expect(page.getByText('Description de Forum des photographes enregistrée')).toBeVisible();
    const text = await readFile(saved, 'utf8');
    await page.getByRole('button', { name: 'Connecter un compte' }).first().click();
    await form.locator('label', { hasText: 'Un autre réseau' }).click();
    const picker = form.locator('input[type="file"]');
    await picker.setInputFiles({
      name: 'abîmé.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text.replace('"limit": 80', '"limite": 80').replace('https://', 'http://')),
    });
    const told = form.getByRole('alert');
    await expect(told).toContainText('abîmé.json n’est pas repris.');
    await expect(told.getByRole('listitem')).toHaveText([
      /^L’adresse de la page doit être complète/,
      /^Il manque\s: longueur maximale d’un post\.$/,
      /ne connaît pas le champ «\s*limite\s*»/,
    ]);
    expect(await violations(page)).toEqual([]);
    await picker.setInputFiles(saved);
    await expect(form.getByRole('status')).toContainText('déjà décrit ici de la même façon');
    await expect(form.getByRole('textbox', { name: 'Nom du réseau' })).toHaveValue('Forum des photographes');
    await expect(form.getByRole('textbox', { name: /^Longueur maximale/ })).toHaveValue('80');
    await form.getByRole('button', { name: 'Annuler' }).click();
  });

  await test.step('the matrix says what each network allows, and why not', async () => {
    await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
    const open = page.getByRole('button', { name: 'Ce que permet chaque réseau' });
    await open.focus();
    await open.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Ce que permet chaque réseau' });
    await expect(dialog.getByRole('row', { name: /^publier/ }).first()).toContainText('À la main');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
});
