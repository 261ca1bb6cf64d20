import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { catchLinks, openBrowser } from './browser.ts';
import { expect, type Running } from './fixtures.ts';
import { composer, connectForm, quitDialog, rowSaying, threadPanel, type Screen } from './hands.ts';
import { activate, arrowTo, expectFocusSeen, pressPair, tabTo } from './keyboard.ts';

const letters: { readonly [S in Screen]: string } = { Boîte: 'b', Calendrier: 'c', 'Boîte d’envoi': 'e' };

/** More than the deck of any test has rows. */
const mostRows = 40;

/**
 * What `hands.ts` does, with keys and nothing else; at every stop the focus must be seen.
 *
 * @param look is called whenever something new is on the screen: a form, a panel, a dialog
 */
export function createKeyboardHands(look: (page: Page) => Promise<void>) {
  /** A surface has opened, and has taken the focus. */
  const shown = async (page: Page, surface: Locator): Promise<void> => {
    await expect(surface).toBeVisible();
    await expectFocusSeen(page);
    await look(page);
  };
  const hidden = async (page: Page, surface: Locator, timeout?: number): Promise<void> => {
    await expect(surface).toBeHidden(timeout === undefined ? {} : { timeout });
    await expectFocusSeen(page);
  };
  /** Single keys are letters in a field: out of it first, and of the conversation with it. */
  const leavePanel = async (page: Page): Promise<void> => {
    const conversation = page.getByRole('complementary', { name: /^Conversation avec / });
    if (!(await conversation.isVisible())) return;
    await page.keyboard.press('Escape');
    await hidden(page, conversation);
  };
  const segment = async (
    page: Page,
    dialog: Locator,
    name: RegExp,
    digits: string,
    options: { readonly back?: boolean } = {},
  ): Promise<void> => {
    await tabTo(page, dialog.getByRole('spinbutton', { name }), options);
    await page.keyboard.type(digits);
  };

  /** To a row of the first column. */
  const reachRow = async (page: Page, words: string): Promise<void> => {
    await leavePanel(page);
    const row = rowSaying(page, words).first();
    await expect(row).toBeVisible();
    await page.keyboard.press('1');
    await expectFocusSeen(page);
    await page.keyboard.press('Home');
    for (let rows = 0; rows < mostRows; rows += 1) {
      if (await row.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press('j');
      await expectFocusSeen(page);
    }
    throw new Error(`no row with "${words}" in the first column`);
  };

  const makeFirstClient = async (page: Page, name: string): Promise<void> => {
    await look(page);
    await tabTo(page, page.getByRole('textbox', { name: 'Nom du client' }));
    await page.keyboard.type(name);
    await page.keyboard.press('Enter');
    await shown(page, connectForm(page));
  };

  const goTo = async (page: Page, screen: Screen): Promise<void> => {
    await leavePanel(page);
    await pressPair(page, letters[screen], page.getByRole('heading', { level: 1, name: screen }));
    await look(page);
  };

  const compose = async (page: Page): Promise<Locator> => {
    await leavePanel(page);
    await page.keyboard.press('n');
    const text = composer(page).getByRole('textbox', { name: 'Texte du post' });
    await expect(text).toBeFocused();
    await expectFocusSeen(page);
    return text;
  };

  const addImage = async (
    page: Page,
    image: { readonly file: string; readonly alt: string },
  ): Promise<void> => {
    const sheet = composer(page);
    const chooser = page.waitForEvent('filechooser');
    await activate(page, sheet.getByRole('button', { name: 'Ajouter des images' }));
    await (await chooser).setFiles(image.file);
    await activate(page, sheet.getByRole('list', { name: 'Images' }).getByRole('button').first(), {
      back: true,
    });
    const dialog = page.getByRole('dialog', { name: /image 1/i });
    await expect(dialog.getByRole('textbox', { name: 'Texte alternatif' })).toBeFocused();
    await page.keyboard.type(image.alt);
    await look(page);
    await activate(page, dialog.getByRole('button', { name: 'Terminé' }));
    await hidden(page, dialog);
  };

  return {
    goTo,
    makeFirstClient,

    openConnectForm: async (page: Page): Promise<void> => {
      await leavePanel(page);
      const connect = page.getByRole('main').getByRole('button', { name: 'Connecter un compte' }).first();
      await pressPair(page, 'a', connect);
      await activate(page, connect);
      await shown(page, connectForm(page));
    },

    connectBluesky: async (
      page: Page,
      account: { readonly handle: string; readonly password: string; readonly server: string },
    ): Promise<void> => {
      const form = connectForm(page);
      await tabTo(page, form.getByRole('textbox', { name: 'Identifiant' }));
      await page.keyboard.type(account.handle);
      await tabTo(page, form.getByRole('textbox', { name: 'Mot de passe d’application' }));
      await page.keyboard.type(account.password);
      await activate(page, form.getByRole('button', { name: 'Autres champs' }));
      await expect(form.getByRole('textbox', { name: /^Serveur/ })).toBeFocused();
      await page.keyboard.type(account.server);
      await look(page);
      await page.keyboard.press('Enter');
      await hidden(page, form, 30_000);
    },

    /** The server's own pages are in a browser, which is no part of the app. */
    connectMastodon: async (
      app: ElectronApplication,
      page: Page,
      account: { readonly login: string; readonly password: string; readonly server: string },
    ): Promise<void> => {
      const links = await catchLinks(app);
      const form = connectForm(page);
      const networks = form.getByRole('radio');
      await tabTo(page, networks);
      await arrowTo(page, form.getByRole('radio', { name: /^Mastodon/ }));
      await expect(form.getByRole('radio', { name: /^Mastodon/ })).toBeChecked();
      await tabTo(page, form.getByRole('textbox', { name: 'Serveur' }));
      await page.keyboard.type(account.server);
      await look(page);
      await page.keyboard.press('Enter');
      await expect.poll(links, { timeout: 20_000 }).toHaveLength(1);
      const [address = ''] = await links();
      const browser = await openBrowser(address);
      await browser.page.getByLabel(/e-mail/i).fill(account.login);
      await browser.page.getByLabel(/mot de passe|password/i).fill(account.password);
      await browser.page.getByRole('button').first().press('Enter');
      await browser.page.getByRole('button', { name: /autoriser|authorize/i }).press('Enter');
      await hidden(page, form, 30_000);
      await browser.close();
    },

    reachRow,

    answer: async (page: Page, words: string, reply: string): Promise<void> => {
      await reachRow(page, words);
      await page.keyboard.press('Enter');
      const panel = threadPanel(page);
      await shown(page, panel);
      await page.keyboard.press('r');
      await expect(panel.getByRole('textbox')).toBeFocused();
      await expectFocusSeen(page);
      await page.keyboard.type(reply);
      await activate(page, panel.getByRole('button', { name: /^(Répondre|Envoyer) · / }));
      await expectFocusSeen(page);
    },

    like: async (page: Page, words: string): Promise<void> => {
      await reachRow(page, words);
      await page.keyboard.press('l');
    },

    write: async (
      page: Page,
      post: {
        readonly text: string;
        readonly accounts: readonly string[];
        readonly image?: { readonly file: string; readonly alt: string };
      },
    ): Promise<void> => {
      await compose(page);
      await page.keyboard.type(post.text);
      const chips = composer(page).getByRole('group', { name: 'Comptes' }).getByRole('button');
      for (const handle of post.accounts)
        await expect(chips.filter({ hasText: handle }).first()).toBeVisible();
      for (const chip of await chips.all()) {
        const name = (await chip.getAttribute('aria-label')) ?? (await chip.innerText());
        const wanted = String(post.accounts.some((handle) => name.includes(handle)));
        if ((await chip.getAttribute('aria-pressed')) === wanted) continue;
        await tabTo(page, chip, { back: true });
        await page.keyboard.press('Space');
        await expect(chip).toHaveAttribute('aria-pressed', wanted);
      }
      if (post.image) await addImage(page, post.image);
      await look(page);
    },

    closeComposer: async (page: Page): Promise<void> => {
      await page.keyboard.press('Escape');
      await hidden(page, composer(page));
    },

    openDraft: async (page: Page, words: string): Promise<void> => {
      await compose(page);
      await activate(page, composer(page).getByRole('button', { name: 'Brouillons' }), { back: true });
      const dialog = page.getByRole('dialog', { name: 'Brouillons' });
      await shown(page, dialog);
      await activate(page, dialog.getByRole('button', { name: `Ouvrir le brouillon : ${words}` }));
      await hidden(page, dialog);
    },

    publishNow: async (page: Page): Promise<void> => {
      await activate(page, composer(page).getByRole('button', { name: /^Publier/ }));
      await hidden(page, composer(page));
    },

    /** `wall`: answers `2026-11-26T09:00`, on the client's clock, once it can be written down. */
    schedule: async (page: Page, wall: () => string): Promise<void> => {
      const sheet = composer(page);
      await activate(page, sheet.getByRole('button', { name: 'Programmer…' }));
      const picker = page.getByRole('dialog', { name: 'Choisir le moment du départ' });
      await shown(page, picker);
      const [year = '', month = '', day = '', hour = '', minute = ''] = wall().split(/\D/u);
      // The day last: it may be none of the month that is there first.
      await segment(page, picker, /^année, /, year);
      await segment(page, picker, /^mois, /, month, { back: true });
      await segment(page, picker, /^jour, /, day, { back: true });
      await segment(page, picker, /^heure, /, `${hour}${minute}`);
      await activate(page, picker.getByRole('button', { name: 'Choisir cette heure' }));
      await hidden(page, picker);
      await look(page);
      await activate(page, sheet.getByRole('button', { name: /^Programmer / }).last());
      await hidden(page, sheet);
    },

    /** Through the palette and the list of clients. `label`: as the list says it, "30 minutes". */
    tolerate: async (page: Page, client: string, label: string): Promise<void> => {
      await leavePanel(page);
      await page.keyboard.press('Control+k');
      const palette = page.getByRole('dialog', { name: 'Chercher ou agir' });
      await shown(page, palette);
      await page.keyboard.type('gerer');
      await expect(palette.getByRole('menuitem')).toHaveCount(1);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      const manage = page.getByRole('dialog', { name: 'Gérer les clients' });
      await shown(page, manage);
      await activate(page, manage.getByRole('button', { name: `Actions pour ${client}` }));
      await arrowTo(page, page.getByRole('menuitem', { name: 'Modifier…' }));
      await look(page);
      await page.keyboard.press('Enter');
      const form = page.getByRole('dialog', { name: `Modifier ${client}` });
      await shown(page, form);
      await activate(page, form.getByRole('button', { name: /Retard toléré/ }));
      await arrowTo(page, page.getByRole('option', { name: label, exact: true }));
      await look(page);
      await page.keyboard.press('Enter');
      await activate(page, form.getByRole('button', { name: 'Enregistrer' }));
      await hidden(page, form);
      for (const open of await page.getByRole('dialog').all())
        if (await open.isVisible()) await page.keyboard.press('Escape');
    },

    quitAnyway: async (running: Running): Promise<void> => {
      const closed = running.app.waitForEvent('close');
      await running.app.evaluate(({ app }) => app.quit());
      const dialog = quitDialog(running.page);
      await shown(running.page, dialog);
      await activate(running.page, dialog.getByRole('button', { name: 'Quitter quand même' }));
      await closed;
    },
  };
}
