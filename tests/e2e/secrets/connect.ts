import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { signIn } from '../../../src-main/training/robot-browser.ts';
import { catchLinks } from '../browser.ts';
import { connectForm, tick } from '../hands.ts';

/** How a connection is made, by the names that the form shows. */
export interface Connection {
  readonly network: RegExp;
  readonly way?: RegExp;
  /** By label. */
  readonly fields: Readonly<Record<string, string>>;
  readonly server: string;
  /** Who signs in where the browser is opened; absent: it is not. */
  readonly person?: { readonly login: string; readonly password: string };
  /** The browser ends at the app itself, where nothing is pasted. */
  readonly returns?: boolean;
  /** Which of the accounts that the login reaches. */
  readonly choice?: RegExp;
}

/** Fills the form and sends it, signs in where the network asks, and brings the address at which that ends. */
async function send(app: ElectronApplication, page: Page, connection: Connection): Promise<void> {
  const links = await catchLinks(app);
  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: connection.network }));
  if (connection.way !== undefined) await tick(form.getByRole('radio', { name: connection.way }));
  const more = form.getByRole('button', { name: 'Autres champs' });
  if (await more.isVisible()) await more.click();
  for (const [label, value] of Object.entries(connection.fields))
    await form.getByLabel(label).and(form.locator('input:not([type="radio"])')).first().fill(value);
  await form
    .getByRole('combobox', { name: 'Serveur' })
    .or(form.getByRole('textbox', { name: /^Serveur/ }))
    .fill(connection.server);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  if (connection.person === undefined) return;
  await expect.poll(links, { timeout: 20_000 }).toHaveLength(1);
  const [address = ''] = await links();
  const redirect = new URL(address).searchParams.get('redirect_uri') ?? '';
  const query = await signIn(address, redirect, connection.person);
  if (query.tag === 'err') throw new Error(`nobody could sign in: ${query.error.code}`);
  const landed = `${redirect}?${query.value.toString()}`;
  if (connection.returns === true) return void (await fetch(landed));
  await form.getByRole('textbox', { name: 'Adresse de la page d’arrivée' }).fill(landed);
  await form.getByRole('button', { name: 'Continuer' }).click();
}

/** Connects one account. */
export async function connect(app: ElectronApplication, page: Page, connection: Connection): Promise<void> {
  await send(app, page, connection);
  const form = connectForm(page);
  if (connection.choice !== undefined) {
    await tick(form.getByRole('checkbox', { name: connection.choice }));
    await form.getByRole('button', { name: 'Connecter ce compte' }).click();
  }
  await expect(form).toBeHidden({ timeout: 30_000 });
}

/** Tries to connect and is refused; the form stays, with what was typed. */
export async function refusedConnection(
  app: ElectronApplication,
  page: Page,
  connection: Connection,
): Promise<void> {
  await send(app, page, connection);
  const form = connectForm(page);
  await expect(form.getByRole('button', { name: 'Connecter', exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(form.getByRole('alert').or(form.locator('[aria-invalid="true"]')).first()).toBeVisible();
}
