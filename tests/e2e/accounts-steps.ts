import type { Page } from '@playwright/test';
import { startBlueskySim, type BlueskySim } from '../../src-simulator/bluesky/start.ts';
import { createRealClock } from '../../src-simulator/core/clock.ts';
import { expect, test as base } from './fixtures.ts';

/** A test beside a simulated network of its own, on real sockets. */
export const test = base.extend<{ readonly sim: BlueskySim }>({
  sim: async ({}, use) => {
    const sim = await startBlueskySim({ clock: createRealClock() });
    await use(sim);
    await sim.close();
  },
});

/** The account that the tests connect. */
export function accountOf(sim: BlueskySim): BlueskySim['accounts'][number] {
  const account = sim.accounts[0];
  if (account === undefined) throw new Error('the simulator has no account');
  return account;
}

/** First run, in French, up to the connection form of a new client. */
export async function beginClient(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name: 'Français' }).click();
  await page.getByRole('textbox', { name: 'Nom du client' }).fill(name);
  await page.getByRole('button', { name: 'Créer et connecter un compte' }).click();
  await expect(page.getByRole('dialog', { name: 'Connecter un compte' })).toBeVisible();
}

/** Fills the form with this password and sends it. */
export async function sendForm(page: Page, sim: BlueskySim, password: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Connecter un compte' });
  await dialog.getByRole('textbox', { name: 'Identifiant', exact: true }).fill(accountOf(sim).login);
  await dialog.getByRole('textbox', { name: 'Mot de passe d’application' }).fill(password);
  const server = dialog.getByRole('textbox', { name: /^Serveur/ });
  if (!(await server.isVisible())) await dialog.getByRole('button', { name: 'Autres champs' }).click();
  await server.fill(sim.baseUrl);
  await dialog.getByRole('button', { name: 'Connecter', exact: true }).click();
}

/** A client with the simulator's account connected to it. */
export async function connectClient(page: Page, sim: BlueskySim, name: string): Promise<void> {
  await beginClient(page, name);
  await sendForm(page, sim, accountOf(sim).password);
  await expect(page.getByRole('dialog')).toBeHidden();
}
