import type { ElectronApplication, Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { catchLinks, openBrowser } from './browser.ts';

/** What a person does with the app, by the roles and French names that a screen reader would say. */

/** First run: makes a client and opens the connection form. */
export async function makeFirstClient(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Nom du client' }).fill(name);
  await page.getByRole('button', { name: 'Créer et connecter un compte' }).click();
  await expect(connectForm(page)).toBeVisible();
}

export const connectForm = (page: Page) => page.getByRole('dialog', { name: 'Connecter un compte' });

export async function openConnectForm(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Connecter un compte' }).first().click();
  await expect(connectForm(page)).toBeVisible();
}

export async function connectBluesky(
  page: Page,
  account: { readonly handle: string; readonly password: string; readonly server: string },
): Promise<void> {
  const form = connectForm(page);
  await form.getByRole('radio', { name: /^Bluesky/ }).check({ force: true });
  await form.getByRole('textbox', { name: 'Identifiant' }).fill(account.handle);
  await form.getByRole('textbox', { name: 'Mot de passe d’application' }).fill(account.password);
  await form.getByRole('button', { name: 'Autres champs' }).click();
  await form.getByRole('textbox', { name: /^Serveur/ }).fill(account.server);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  await expect(form).toBeHidden({ timeout: 30_000 });
}

/** Connects through the server's own pages, in a browser of its own. */
export async function connectMastodon(
  app: ElectronApplication,
  page: Page,
  account: { readonly login: string; readonly password: string; readonly server: string },
): Promise<void> {
  const links = await catchLinks(app);
  const form = connectForm(page);
  await form.getByRole('radio', { name: /^Mastodon/ }).check({ force: true });
  await form.getByRole('combobox', { name: 'Serveur' }).or(form.getByRole('textbox', { name: 'Serveur' })).fill(account.server);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  await expect.poll(links, { timeout: 20_000 }).toHaveLength(1);
  const [address = ''] = await links();
  const browser = await openBrowser(address);
  await browser.page.getByLabel(/e-mail/i).fill(account.login);
  await browser.page.getByLabel(/mot de passe|password/i).fill(account.password);
  await browser.page.getByRole('button').first().click();
  await browser.page.getByRole('button', { name: /autoriser|authorize/i }).click();
  await expect(form).toBeHidden({ timeout: 30_000 });
  await browser.close();
}
