import { expect } from './fixtures.ts';
import { accountOf, connectClient, sendForm, test } from './accounts-steps.ts';
import { violations } from './axe.ts';
import { makeFirstClient, tick } from './hands.ts';

const client = 'Librairie du Port';

test('a wrong password is said at its field, what was typed stays, and the right one connects', async ({
  page,
  sim,
}) => {
  await makeFirstClient(page, client);
  expect(await violations(page)).toEqual([]);
  await sendForm(page, sim, 'not-the-password');

  const dialog = page.getByRole('dialog', { name: 'Connecter un compte' });
  await expect(dialog.getByText(/Mot de passe refusé/)).toBeVisible();
  const password = dialog.getByRole('textbox', { name: 'Mot de passe d’application' });
  await expect(password).toBeFocused();
  await expect(dialog.getByRole('textbox', { name: 'Identifiant', exact: true })).toHaveValue(
    accountOf(sim).login,
  );
  await expect(dialog.getByRole('textbox', { name: /^Serveur/ })).toHaveValue(sim.baseUrl);
  expect(await violations(page)).toEqual([]);

  await password.fill(accountOf(sim).password);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Comptes', exact: true }).click();
  const list = page.getByRole('list', { name: `Comptes de ${client}` });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list.getByText('Connecté', { exact: true })).toBeVisible();
});

test('an empty field is asked for, and a server of another kind is named', async ({ page, sim }) => {
  await makeFirstClient(page, client);
  const dialog = page.getByRole('dialog', { name: 'Connecter un compte' });
  await dialog.getByRole('button', { name: 'Connecter', exact: true }).click();
  await expect(dialog.getByText('Ce champ est nécessaire.')).toHaveCount(2);
  await expect(dialog.getByRole('textbox', { name: 'Identifiant', exact: true })).toBeFocused();

  await tick(dialog.getByRole('radio', { name: /Mastodon/ }));
  const server = dialog.getByRole('textbox', { name: 'Serveur', exact: true });
  await server.fill(sim.baseUrl);
  await dialog.getByRole('button', { name: 'Connecter', exact: true }).click();
  await expect(dialog.getByText(/n’est pas un serveur de ce réseau/)).toBeVisible();
  await expect(server).toHaveValue(sim.baseUrl);
});

test('a client made in the form for an account that never came is not kept', async ({ page, sim }) => {
  await connectClient(page, sim, client);
  await page.getByRole('button', { name: 'Comptes', exact: true }).click();
  await page.getByRole('button', { name: 'Connecter un compte' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Connecter un compte' });
  await dialog.getByRole('button', { name: `${client} Client` }).click();
  await page.getByRole('option', { name: 'Nouveau client…' }).click();
  await dialog.getByRole('textbox', { name: 'Nom du nouveau client' }).fill('Quincaillerie Morel');
  await sendForm(page, sim, 'not-the-password');
  await expect(dialog.getByText(/Mot de passe refusé/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Quincaillerie Morel Client' })).toBeVisible();

  await dialog.getByRole('button', { name: 'Annuler' }).click();
  await expect(dialog).toBeHidden();
  const clients = page.getByRole('navigation', { name: 'Clients' });
  await expect(clients.getByRole('button', { name: client })).toBeVisible();
  await expect(clients.getByRole('button', { name: 'Quincaillerie Morel' })).toBeHidden();
});

test('an account says what it allows, is ended with its history kept, and comes back', async ({
  page,
  sim,
}) => {
  await connectClient(page, sim, client);
  await page.getByRole('button', { name: 'Comptes', exact: true }).click();
  const panel = page.getByRole('complementary', { name: `Compte ${accountOf(sim).login}` });
  // A figure has its date; what the network does not say is not 0.
  await expect(panel.getByRole('term').filter({ hasText: 'Abonnés' }).locator('..')).toContainText(/\d+ · /, {
    timeout: 30_000,
  });
  await expect(panel.getByText('Tout va bien.')).toBeVisible();
  await expect(panel.getByText(/^300 caractères/)).toBeVisible();
  await expect(panel.getByRole('table', { name: 'Façons de publier' })).toContainText(
    'vérifié sur le vrai logiciel',
  );
  await expect(panel.getByText('Envoi répété sans risque')).toBeVisible();
  // What it does not do has its reason, and what was proved otherwise says so.
  await expect(panel.getByRole('listitem').filter({ hasText: 'modifier après publication' })).toContainText(
    'n’existe pas sur ce réseau',
  );
  await expect(panel.getByRole('listitem').filter({ hasText: /^messages privés/ })).toContainText(
    'vérifié sur la description officielle',
  );
  expect(await violations(page)).toEqual([]);

  await panel.getByRole('button', { name: 'Déconnecter…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Aucun envoi n’attend sur cet ordinateur.')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Déconnecter', exact: true }).click();
  await expect(dialog.getByText('Le réseau a confirmé qu’il oublie l’accès de Vigie.')).toBeVisible();
  await expect(dialog.getByText('L’historique est gardé.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Fermer' }).last().click();

  await expect(panel.getByText(/^Déconnecté depuis/)).toBeVisible();
  await expect(panel.getByText('effacé', { exact: true })).toBeVisible();
  await panel.getByRole('button', { name: 'Reconnecter' }).click();
  const again = page.getByRole('dialog', { name: `Reconnecter ${accountOf(sim).login}` });
  await again.getByRole('textbox', { name: 'Mot de passe d’application' }).fill(accountOf(sim).password);
  await again.getByRole('textbox', { name: /^Serveur/ }).fill(sim.baseUrl);
  await again.getByRole('button', { name: 'Reconnecter' }).click();
  await expect(again).toBeHidden();
  await expect(panel.getByText('Tout va bien.')).toBeVisible();
});
