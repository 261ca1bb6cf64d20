import { violations } from './axe.ts';
import { composer, makeFirstClient } from './hands.ts';
import { expect, test } from './fixtures.ts';

test('what a draft said before is kept, compared word by word, and taken up again', async ({ running }) => {
  const { page } = running;
  await makeFirstClient(page, 'Atelier Lumière');
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
  const sheet = composer(page);
  const text = sheet.getByRole('textbox', { name: /^Texte/ });
  await text.fill('Atelier ouvert samedi de dix heures à midi, on vous attend nombreux.');
  await expect(sheet.getByText(/Enregistré \d/)).toBeVisible();
  // Everything is selected and typed over, as happens.
  await text.fill('Atelier fermé samedi.');
  await expect(sheet.getByText(/Enregistré \d/)).toBeVisible();

  const open = async () => {
    await sheet.getByRole('button', { name: 'Autres actions sur ce post' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Versions précédentes…' }).press('Enter');
  };
  await open();
  const dialog = page.getByRole('dialog', { name: 'Versions de ce texte' });
  await expect(dialog.getByRole('list', { name: '1 version' })).toBeVisible();
  await expect(dialog.getByRole('deletion').first()).toContainText('ouvert');
  await expect(dialog.getByRole('insertion').first()).toContainText('fermé');
  expect(await violations(page)).toEqual([]);

  await dialog.getByRole('button', { name: 'Reprendre cette version' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(text).toHaveValue('Atelier ouvert samedi de dix heures à midi, on vous attend nombreux.');
  // What it replaced is a version now, also after the death of the app.
  await expect(sheet.getByText(/Enregistré \d/)).toBeVisible();
  await running.kill();
  await running.restart();
  const again = running.page;
  await again.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
  await composer(again).getByRole('button', { name: 'Brouillons' }).click();
  await again.getByRole('button', { name: /^Ouvrir le brouillon : Atelier ouvert/ }).click();
  await composer(again).getByRole('button', { name: 'Autres actions sur ce post' }).press('Enter');
  await again.getByRole('menuitem', { name: 'Versions précédentes…' }).press('Enter');
  await expect(
    again.getByRole('dialog', { name: 'Versions de ce texte' }).getByRole('insertion'),
  ).not.toHaveCount(0);
  await expect(again.getByRole('dialog', { name: 'Versions de ce texte' })).toContainText('fermé');
});
