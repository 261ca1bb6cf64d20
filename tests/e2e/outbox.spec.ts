import type { Page } from '@playwright/test';
import type { BlueskySim } from '../../src-simulator/bluesky/start.ts';
import { accountOf, connectClient, test } from './accounts-steps.ts';
import { violations } from './axe.ts';
import { expect } from './fixtures.ts';
import { ask } from './hands.ts';

const client = 'Librairie du Port';
const words = 'La librairie rouvre samedi, avec du thé.';

async function publish(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Rédiger' }).click();
  await page.getByRole('textbox', { name: /^Texte/ }).fill(text);
  await page.getByRole('button', { name: /^Publier sur/ }).click();
}
const openOutbox = (page: Page) => page.getByRole('button', { name: 'Boîte d’envoi', exact: true }).click();
const group = (page: Page, name: string) => page.getByRole('region', { name });
const posts = (sim: BlueskySim) =>
  sim.control.ledger
    .entries({ account: accountOf(sim).id })
    .flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'post')).length;

test('what is leaving can be cancelled with a key, put back, and leaves once', async ({ page, sim }) => {
  // Time enough to look at it on the slowest machine.
  await ask(page, 'app.saveSettings', { undoSeconds: 25 });
  await connectClient(page, sim, client);
  await publish(page, words);
  await openOutbox(page);
  const leaving = group(page, 'En train de partir').getByRole('listitem');
  await expect(leaving).toContainText(words);
  await leaving.click();
  await expect(page.getByRole('complementary', { name: 'Détails de l’envoi' })).toContainText(
    'Vous pouvez encore annuler',
  );

  await leaving.focus();
  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog', { name: /Envoi annulé/ }).hover();
  await expect(group(page, 'Annulés récemment').getByRole('listitem')).toContainText(words);
  expect(posts(sim)).toBe(0);

  await page
    .getByRole('alertdialog', { name: /Envoi annulé/ })
    .getByRole('button', { name: 'Annuler' })
    .click();
  await expect(group(page, 'Partis récemment').getByRole('listitem')).toContainText(words, {
    timeout: 90_000,
  });
  expect(posts(sim)).toBe(1);
  // Looked at now and not before: neither the pause nor the note with its undo waits for it.
  expect(await violations(page)).toEqual([]);
});

test('without a network it says why it waits, in the bar too, and leaves by itself on return', async ({
  page,
  sim,
}) => {
  await connectClient(page, sim, client);
  const fault = sim.control.faults.set({ fault: { tag: 'offline' } });
  await publish(page, words);
  await openOutbox(page);
  await expect(group(page, 'En attente').getByRole('listitem')).toContainText('Hors ligne', {
    timeout: 40_000,
  });
  const bar = page.getByRole('group', { name: 'État' });
  await expect(bar).toContainText(/1 (en attente|action partira au retour)/);
  expect(posts(sim)).toBe(0);
  await group(page, 'En attente').getByRole('listitem').focus();

  sim.control.faults.clear(fault);
  const gone = group(page, 'Partis récemment').getByRole('listitem');
  await expect(gone).toContainText(words, { timeout: 60_000 });
  expect(posts(sim)).toBe(1);
  // The keyboard went along with it, from group to group.
  await expect(gone).toBeFocused();
});

test('a planned post is said to need this machine, takes another hour, and is taken back', async ({
  page,
  sim,
}) => {
  await connectClient(page, sim, client);
  await page.getByRole('button', { name: 'Rédiger' }).click();
  await page.getByRole('textbox', { name: /^Texte/ }).fill(words);
  await page.getByRole('button', { name: 'Programmer…' }).click();
  await page.getByRole('button', { name: 'Choisir cette heure' }).click();
  await page.getByRole('button', { name: /^Programmer sur/ }).click();
  await openOutbox(page);
  const row = group(page, 'Programmés sur cet ordinateur').getByRole('listitem');
  await expect(row).toContainText('Cet ordinateur doit être allumé');
  await row.click();
  const panel = page.getByRole('complementary', { name: 'Détails de l’envoi' });
  await panel.getByRole('button', { name: 'Changer l’heure…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Changer l’heure de départ' });
  const year = dialog.getByRole('spinbutton', { name: /année/ });
  await year.focus();
  const wanted = Number(await year.getAttribute('aria-valuenow')) + 1;
  await page.keyboard.press('ArrowUp');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Changer l’heure', exact: true }).click();
  await expect(panel).toContainText(String(wanted));
  await expect(panel.getByRole('list').last()).toContainText('heure changée');

  await panel.getByRole('button', { name: 'Annuler l’envoi' }).click();
  await expect(group(page, 'Annulés récemment').getByRole('listitem')).toContainText(words);
  expect(posts(sim)).toBe(0);
});
