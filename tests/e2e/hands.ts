import { expect, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import type { Running } from './running-app.ts';
import type { World } from './open-world.ts';
import { catchLinks, openBrowser } from './browser.ts';

/** What a person does with the app, by the roles and French names that a screen reader would say. */

/**
 * Ticks a box, chooses one of several, turns a switch: by what is seen of it, once it no longer moves. The element that
 * holds the state is hidden, and a forced click falls where it was before the form grew.
 */
export async function tick(control: Locator, isOn = true): Promise<void> {
  await expect(control).toBeAttached();
  if ((await control.isChecked()) !== isOn) await control.locator('xpath=ancestor::label[1]').click();
  await expect(control).toBeChecked({ checked: isOn });
}

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

/** First run: opens the training workspace, with everybody's messages in the deck. */
export async function openTraining(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ouvrir l’espace d’entraînement' }).click();
  const clients = page.getByRole('navigation', { name: 'Clients' });
  await expect(clients.getByRole('button', { name: /^Atelier Lumière/ })).toBeVisible({ timeout: 60_000 });
}

export interface BlueskyLogin {
  readonly handle: string;
  readonly password: string;
  readonly server: string;
}

/** Fills the connection form for Bluesky and sends it, whatever comes of it. */
export async function sendBlueskyForm(page: Page, login: BlueskyLogin): Promise<void> {
  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: /^Bluesky/ }));
  await form.getByRole('textbox', { name: 'Identifiant', exact: true }).fill(login.handle);
  await form.getByRole('textbox', { name: 'Mot de passe d’application' }).fill(login.password);
  const server = form.getByRole('textbox', { name: /^Serveur/ });
  if (!(await server.isVisible())) await form.getByRole('button', { name: 'Autres champs' }).click();
  await server.fill(login.server);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
}

export async function connectBluesky(page: Page, login: BlueskyLogin): Promise<void> {
  await sendBlueskyForm(page, login);
  await expect(connectForm(page)).toBeHidden({ timeout: 30_000 });
}

/** Connects through the server's own pages, in a browser of its own. */
export async function connectMastodon(
  app: ElectronApplication,
  page: Page,
  account: { readonly login: string; readonly password: string; readonly server: string },
): Promise<void> {
  const links = await catchLinks(app);
  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: /^Mastodon/ }));
  await form
    .getByRole('combobox', { name: 'Serveur' })
    .or(form.getByRole('textbox', { name: 'Serveur' }))
    .fill(account.server);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  await agreeInBrowser(links, account, () => expect(form).toBeHidden({ timeout: 30_000 }));
}

/** Connects through the person's own app, as the guide has it, and the network's pages in a browser of its own. */
export async function connectTwitter(
  app: ElectronApplication,
  page: Page,
  account: {
    readonly login: string;
    readonly password: string;
    readonly server: string;
    readonly client: string;
    readonly port: string;
  },
): Promise<void> {
  const links = await catchLinks(app);
  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: /^X \(Twitter\)/ }));
  await form.getByRole('textbox', { name: 'Identifiant client' }).fill(account.client);
  await form.getByRole('textbox', { name: 'Port de retour' }).fill(account.port);
  const server = form.getByRole('textbox', { name: /^Serveur d’essai/ });
  if (!(await server.isVisible())) await form.getByRole('button', { name: 'Autres champs' }).click();
  await server.fill(account.server);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  await agreeInBrowser(links, account, () => expect(form).toBeHidden({ timeout: 30_000 }));
}

interface FacebookLogin {
  readonly login: string;
  readonly password: string;
  readonly server: string;
  readonly appId: string;
  readonly appSecret: string;
}

/**
 * Signs in to Facebook through the person's own app: the dialog in a browser of its own, and the address at which it ends
 * pasted back. Answers the pages that the login reaches, to choose among.
 */
export async function signInToFacebook(
  app: ElectronApplication,
  page: Page,
  account: FacebookLogin,
): Promise<Locator> {
  const links = await catchLinks(app);
  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: /^Facebook/ }));
  await form.getByRole('textbox', { name: 'Identifiant de l’application' }).fill(account.appId);
  await form.getByLabel('Clé secrète de l’application').fill(account.appSecret);
  const server = form.getByRole('textbox', { name: /^Serveur d’essai/ });
  if (!(await server.isVisible())) await form.getByRole('button', { name: 'Autres champs' }).click();
  await server.fill(account.server);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  await expect.poll(links, { timeout: 20_000 }).toHaveLength(1);
  const [address = ''] = await links();
  const browser = await openBrowser(address);
  await browser.page.getByLabel(/e-?mail/i).fill(account.login);
  await browser.page.getByLabel(/mot de passe|password/i).fill(account.password);
  await browser.page.getByRole('button').first().click();
  await browser.page.getByRole('button', { name: /continuer|continue/i }).click();
  await browser.page.waitForURL(/login_success/);
  const landed = browser.page.url();
  await browser.close();
  await form.getByRole('textbox', { name: 'Adresse de la page d’arrivée' }).fill(landed);
  await form.getByRole('button', { name: 'Continuer' }).click();
  return form.getByRole('checkbox');
}

/** Connects the first client's Facebook page through the person's own app. */
export async function connectFacebook(
  app: ElectronApplication,
  page: Page,
  account: FacebookLogin & { readonly name: string },
): Promise<void> {
  const form = connectForm(page);
  await signInToFacebook(app, page, account);
  await tick(form.getByRole('checkbox', { name: `${account.name} @` }));
  await form.getByRole('button', { name: 'Connecter ce compte' }).click();
  await expect(form).toBeHidden({ timeout: 30_000 });
}

/** Renews an account through the server's own pages, from the form that asks for it. */
export async function reconnectMastodon(
  app: ElectronApplication,
  page: Page,
  account: { readonly login: string; readonly password: string },
): Promise<void> {
  const links = await catchLinks(app);
  const form = page.getByRole('dialog', { name: /^Reconnecter/ });
  await form.getByRole('button', { name: 'Reconnecter', exact: true }).click();
  await agreeInBrowser(links, account, () => expect(form).toBeHidden({ timeout: 30_000 }));
}

/** Signs in and agrees on the page that the app has opened: the next one after so many. */
export async function agreeInBrowser(
  links: () => Promise<readonly string[]>,
  account: { readonly login: string; readonly password: string },
  until: () => Promise<void>,
  opened = 0,
): Promise<void> {
  await expect.poll(links, { timeout: 20_000 }).toHaveLength(opened + 1);
  const address = (await links())[opened] ?? '';
  const browser = await openBrowser(address);
  await browser.page.getByLabel(/e-mail/i).fill(account.login);
  await browser.page.getByLabel(/mot de passe|password/i).fill(account.password);
  await browser.page.getByRole('button').first().click();
  await browser.page.getByRole('button', { name: /autoriser|authorize/i }).click();
  await until();
  await browser.close();
}

/** A client with the first account of each simulated network. */
export async function connectBoth(
  { app, page }: Pick<Running, 'app' | 'page'>,
  { bluesky, mastodon }: World,
  client: string,
) {
  const accounts = { bluesky: bluesky.accounts[0]!, mastodon: mastodon.accounts[0]! };
  await makeFirstClient(page, client);
  await connectBluesky(page, { ...accounts.bluesky, server: bluesky.baseUrl });
  await openConnectForm(page);
  await connectMastodon(app, page, { ...accounts.mastodon, server: mastodon.baseUrl });
  return accounts;
}

/** The same in English; French again afterwards. */
export async function inEnglish(page: Page, look: () => Promise<void>): Promise<void> {
  await speak(page, 'en');
  await look();
  await speak(page, 'fr');
}

/** Asked until it is taken: a full disk may refuse it. */
export async function speak(page: Page, locale: 'fr' | 'en'): Promise<void> {
  await expect
    .poll(async () => {
      await ask(page, 'app.saveSettings', { locale });
      return page.locator('html').getAttribute('lang');
    })
    .toBe(locale);
}

/** A question to main over the bridge, as the interface asks it: for what no person does or sees. */
export const ask = (page: Page, call: string, args: unknown): Promise<unknown> =>
  page.evaluate(
    ([name, given]) => {
      const port = Reflect.get(globalThis, 'vigie') as {
        call(name: string, args: unknown): Promise<unknown>;
      };
      return port.call(name, given);
    },
    [call, args] as const,
  );

/** Without the pause in which a departure can be undone: for tests that are about what comes after it. */
export async function leaveAtOnce(page: Page): Promise<void> {
  await ask(page, 'app.saveSettings', { undoSeconds: 0 });
}

export type Screen = 'Boîte' | 'Calendrier' | 'Boîte d’envoi';

export async function goTo(page: Page, screen: Screen): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Écrans' })
    .getByRole('button', { name: screen, exact: true })
    .click();
  await expect(page.getByRole('heading', { level: 1, name: screen })).toBeAttached();
}

/** A part of the outbox, by its heading. */
export const outboxGroup = (page: Page, name: string) => page.getByRole('main').getByRole('region', { name });

/** A row of the deck, by a part of what it says. */
export const rowSaying = (page: Page, words: string) =>
  page.getByRole('main').getByRole('article', { name: words });

export const threadPanel = (page: Page) => page.getByRole('complementary');

/** Opens a message and answers it. */
export async function answer(page: Page, words: string, reply: string): Promise<void> {
  await rowSaying(page, words).first().click();
  const panel = threadPanel(page);
  const box = panel.getByRole('textbox');
  await expect(box).toBeEnabled();
  // Some networks need the author's name at the beginning: it is there, and stays.
  await box.fill((await box.inputValue()) + reply);
  await panel.getByRole('button', { name: /^(Répondre|Envoyer) · / }).click();
}

/** Likes a message, in its conversation. */
export async function like(page: Page, words: string): Promise<void> {
  await rowSaying(page, words).first().click();
  await threadPanel(page).getByRole('button', { name: 'Aimer', exact: true }).click();
}

export const composer = (page: Page) =>
  page.getByRole('region', { name: /^(Nouveau post|Post|Brouillon) pour/ });

/** Opens the composer on a new post, for the accounts whose handles are given, and writes. */
export async function write(
  page: Page,
  post: {
    readonly text: string;
    readonly accounts: readonly string[];
    readonly image?: { readonly file: string; readonly alt: string };
  },
): Promise<void> {
  await page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
  const sheet = composer(page);
  const chips = sheet.getByRole('group', { name: 'Comptes' }).getByRole('button');
  for (const handle of post.accounts) await expect(chips.filter({ hasText: handle }).first()).toBeVisible();
  for (const chip of await chips.all()) {
    const name = (await chip.getAttribute('aria-label')) ?? (await chip.innerText());
    const wanted = String(post.accounts.some((handle) => name.includes(handle)));
    if ((await chip.getAttribute('aria-pressed')) !== wanted) await chip.click();
    await expect(chip).toHaveAttribute('aria-pressed', wanted);
  }
  await sheet.getByRole('textbox', { name: 'Texte du post' }).fill(post.text);
  if (post.image) {
    await sheet.locator('input[type="file"]').setInputFiles(post.image.file);
    await describeImage(page, post.image.alt);
  }
}

async function describeImage(page: Page, alt: string): Promise<void> {
  await composer(page)
    .getByRole('button', { name: /décrire/i })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: /image 1/i });
  await dialog.getByRole('textbox', { name: 'Texte alternatif' }).fill(alt);
  await dialog.getByRole('button', { name: 'Terminé' }).click();
  await expect(dialog).toBeHidden();
}

/** Closes the composer, which keeps what is in it. */
export async function closeComposer(page: Page): Promise<void> {
  await composer(page).getByRole('button', { name: 'Fermer, le brouillon est gardé' }).click();
  await expect(composer(page)).toBeHidden();
}

/** Opens a kept draft, from the composer's list of them. */
export async function openDraft(page: Page, words: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
  await composer(page).getByRole('button', { name: 'Brouillons' }).click();
  await page
    .getByRole('dialog', { name: 'Brouillons' })
    .getByRole('button', { name: `Ouvrir le brouillon : ${words}` })
    .click();
}

/** Changes how late a client's posts may leave. `label`: as the list says it, "30 minutes". */
export async function tolerate(page: Page, client: string, label: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Clients' })
    .getByRole('button', { name: client })
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Modifier…' }).click();
  const form = page.getByRole('dialog', { name: `Modifier ${client}` });
  await form.getByRole('button', { name: /Retard toléré/ }).click();
  await page.getByRole('option', { name: label, exact: true }).click();
  await form.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(form).toBeHidden();
}

export const quitDialog = (page: Page) => page.getByRole('dialog', { name: 'Quitter Vigie ?' });

/** Asks the program to end, and insists when it names what needs it. */
export async function quitAnyway(running: Running): Promise<void> {
  const closed = running.app.waitForEvent('close');
  await running.app.evaluate(({ app }) => app.quit());
  await quitDialog(running.page).getByRole('button', { name: 'Quitter quand même' }).click();
  await closed;
}

/** Publishes what is in the composer. */
export async function publishNow(page: Page): Promise<void> {
  await composer(page)
    .getByRole('button', { name: /^Publier/ })
    .click();
  await expect(composer(page)).toBeHidden();
}

/** A month of March that begins in more than a month: `2027-03`. */
export const spring = springAfter(Date.now() + 40 * 24 * 3_600_000);

function springAfter(at: number): string {
  const year = new Date(at).getUTCFullYear();
  return `${String(at < Date.UTC(year, 2, 1) ? year : year + 1)}-03`;
}

/**
 * Schedules what is in the composer.
 *
 * @param given `2026-11-26T09:00` in the client's zone; a function is asked once the picker is there
 */
export async function schedule(
  page: Page,
  given: string | (() => string),
  options: { readonly byNetwork?: boolean } = {},
): Promise<void> {
  const sheet = composer(page);
  await sheet.getByRole('button', { name: 'Programmer…' }).click();
  const picker = page.getByRole('dialog', { name: 'Choisir le moment du départ' });
  await expect(picker).toBeVisible();
  const [year = '', month = '', day = '', hour = '', minute = ''] = (
    typeof given === 'string' ? given : given()
  ).split(/\D/u);
  // The day last: it may be none of the month that is there first.
  const segments = [
    [/^année, /, year],
    [/^mois, /, month],
    [/^jour, /, day],
    [/^heure, /, hour],
    [/^minute, /, minute],
  ] as const;
  for (const [name, digits] of segments) {
    await picker.getByRole('spinbutton', { name }).focus();
    await page.keyboard.type(digits);
  }
  const who = picker.getByRole('radio', {
    name: options.byNetwork === false ? /^Cet ordinateur/ : /^Le réseau/,
  });
  // The choice appears once the moment is one that a network takes.
  if (options.byNetwork !== undefined) await tick(who);
  await picker.getByRole('button', { name: 'Choisir cette heure' }).click();
  await sheet
    .getByRole('button', { name: /^Programmer sur|^Programmer pour|^Programmer/ })
    .last()
    .click();
  await expect(sheet).toBeHidden();
}
