import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect } from '@playwright/test';
import { picture } from './picture.mjs';

/**
 * @typedef {object} Stage
 * @property {import('@playwright/test').ElectronApplication} app
 * @property {import('@playwright/test').Page} page
 * @property {string} folder a place for files
 * @property {(quit: () => Promise<void>) => Promise<void>} restart ends the app by `quit` and opens it again
 *
 * @typedef {object} TourStep
 * @property {string} name of its picture
 * @property {(stage: Stage) => Promise<string>} play answers what was done, in a sentence
 */

const patience = { timeout: 60_000 };
const scheduled = 'Dédicace de Lola Lafon samedi à 15 h, entrée libre.';

/** @type {readonly TourStep[]} */
export const steps = [
  {
    name: 'first-run',
    play: async ({ page }) => {
      await expect(page.getByRole('heading', { name: 'Bienvenue dans Vigie' })).toBeVisible(patience);
      return 'Opened on an empty profile: the first run offers a client of one’s own, or the training workspace.';
    },
  },
  {
    name: 'training',
    play: async ({ page }) => {
      await page.getByRole('button', { name: 'Ouvrir l’espace d’entraînement' }).click();
      await expect(page.getByRole('article').first()).toBeVisible(patience);
      await client(page, 'Atelier Lumière');
      return 'Started the simulated networks, connected two fictitious clients with an account on each of them, and read what people wrote to them.';
    },
  },
  {
    name: 'conversation',
    play: async ({ page }) => {
      await page.getByRole('article').filter({ hasText: '?' }).first().click();
      await expect(panel(page).getByRole('textbox')).toBeVisible(patience);
      await panel(page).getByRole('button', { name: 'Aimer', exact: true }).click();
      return `Opened ${await panel(page).getByRole('heading').first().innerText()}’s question beside the deck, and liked it.`;
    },
  },
  {
    name: 'answer',
    play: async ({ page }) => {
      const box = panel(page).getByRole('textbox');
      await box.fill(
        `${await box.inputValue()}Bonjour, merci de votre message : nous regardons tout de suite.`,
      );
      await panel(page)
        .getByRole('button', { name: /^(Répondre|Envoyer) · / })
        .click();
      await expect(page.getByRole('alertdialog', { name: /Réponse à/ })).toBeVisible(patience);
      return 'Answered; for ten seconds the answer can be taken back.';
    },
  },
  {
    name: 'writing',
    play: async ({ page, folder }) => {
      await screen(page, 'Rédiger').click();
      const chips = page.getByRole('group', { name: 'Comptes' }).getByRole('button');
      await expect(chips.first()).toBeVisible(patience);
      for (const chip of await chips.all()) {
        const isWanted = /^(?:Bluesky|Mastodon)/.test((await chip.getAttribute('aria-label')) ?? '');
        if (((await chip.getAttribute('aria-pressed')) === 'true') !== isWanted) await chip.click();
      }
      await page
        .getByRole('textbox', { name: 'Texte du post' })
        .fill('La vitrine d’hiver est prête. Passez la voir avant samedi ! #atelier');
      const file = path.join(folder, 'vitrine.png');
      fs.writeFileSync(file, picture(1200, 800));
      await page.locator('input[type="file"]').setInputFiles(file);
      await page
        .getByRole('button', { name: /décrire/i })
        .first()
        .click();
      const dialog = page.getByRole('dialog', { name: /image 1/i });
      await dialog.getByRole('textbox', { name: 'Texte alternatif' }).fill('Une vitrine éclairée, le soir.');
      await dialog.getByRole('button', { name: 'Terminé' }).click();
      return 'Wrote a post for two accounts, with an image and its description; each network counts and shows it its own way.';
    },
  },
  {
    name: 'published',
    play: async ({ page }) => {
      await page.getByRole('button', { name: /^Publier/ }).click();
      await screen(page, 'Boîte d’envoi').click();
      const gone = page.getByRole('region', { name: 'Partis récemment' }).getByRole('listitem');
      await expect(gone.filter({ hasText: 'vitrine' })).toHaveCount(2, patience);
      return 'Published: after the grace, it left once for each account, and the outbox says so.';
    },
  },
  {
    name: 'scheduling',
    play: async ({ page }) => {
      await screen(page, 'Rédiger').click();
      const chips = page.getByRole('group', { name: 'Comptes' }).getByRole('button');
      await expect(chips.first()).toBeVisible(patience);
      for (const chip of await chips.all()) {
        const isWanted = ((await chip.getAttribute('aria-label')) ?? '').startsWith('Mastodon');
        if (((await chip.getAttribute('aria-pressed')) === 'true') !== isWanted) await chip.click();
      }
      await page.getByRole('textbox', { name: 'Texte du post' }).fill(scheduled);
      await page.getByRole('button', { name: 'Programmer…' }).click();
      const picker = page.getByRole('dialog', { name: 'Choisir le moment du départ' });
      await picker.getByRole('button', { name: /^Demain matin/ }).click();
      const take = picker.getByRole('button', { name: 'Choisir cette heure' });
      if (await take.isVisible()) await take.click();
      return 'Chose tomorrow at nine, in the client’s time zone; the network itself can hold the post.';
    },
  },
  {
    name: 'held-by-the-network',
    play: async ({ page }) => {
      await page.getByRole('button', { name: /^Programmer sur/ }).click();
      await screen(page, 'Boîte d’envoi').click();
      await expect(
        page.getByRole('region', { name: 'Tenus par le réseau' }).getByRole('listitem'),
      ).toContainText('Dédicace', patience);
      return 'Scheduled: the network holds it, so it leaves even with this computer asleep.';
    },
  },
  {
    name: 'calendar',
    play: async ({ page }) => {
      await screen(page, 'Calendrier').click();
      await expect(page.getByText(/Dédicace/).first()).toBeVisible(patience);
      return 'Saw it in the calendar, marked as held by the network.';
    },
  },
  {
    name: 'offline',
    play: async ({ app, page }) => {
      await screen(page, 'Boîte').click();
      await stopNetworks(app);
      await expect(page.getByText(/^Hors ligne/).first()).toBeVisible(patience);
      return 'Lost the network: everything is still there to read, and the status bar says since when.';
    },
  },
  {
    name: 'answer-offline',
    play: async ({ page }) => {
      await page
        .getByRole('region', { name: 'Commentaires et mentions' })
        .getByRole('article')
        // X takes answers from applications only where somebody asked for one.
        .filter({ has: page.getByRole('img', { name: /^(?:Bluesky|Mastodon) / }) })
        .nth(1)
        .click();
      const box = panel(page).getByRole('textbox');
      await box.fill(`${await box.inputValue()}Oui, jusqu’à 19 h ce soir.`);
      await panel(page)
        .getByRole('button', { name: /^(Répondre|Envoyer) · / })
        .click();
      await screen(page, 'Boîte d’envoi').click();
      await expect(
        page
          .getByRole('main')
          .getByText(/19 h ce soir/)
          .first(),
      ).toBeVisible(patience);
      return 'Answered without a network: the outbox says that it waits, and for what.';
    },
  },
  {
    name: 'quitting',
    play: async ({ app, page }) => {
      await app.evaluate((electron) => electron.app.quit());
      await expect(page.getByRole('button', { name: 'Quitter quand même' })).toBeVisible(patience);
      return 'Asked to quit: Vigie names what leaves only if it runs on this computer.';
    },
  },
  {
    name: 'back',
    play: async (stage) => {
      await stage.restart(() => stage.page.getByRole('button', { name: 'Quitter quand même' }).click());
      await screen(stage.page, 'Boîte d’envoi').click();
      const gone = stage.page.getByRole('region', { name: 'Partis récemment' }).getByRole('listitem');
      await expect(gone.filter({ hasText: '19 h ce soir' })).toHaveCount(1, patience);
      return 'Closed the app, opened it again with the network back: what had waited left, once.';
    },
  },
  {
    name: 'settings',
    play: async ({ page }) => {
      await page
        .getByRole('navigation', { name: 'Clients' })
        .getByRole('button', { name: 'Réglages' })
        .click();
      await page.getByRole('tab', { name: 'Diagnostic' }).click();
      return 'Looked at the diagnostics: a local log without anybody’s words; nothing is ever sent.';
    },
  },
];

/** @param {import('@playwright/test').Page} page @param {string} name */
const screen = (page, name) =>
  page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name, exact: true });

/** @param {import('@playwright/test').Page} page */
const panel = (page) => page.getByRole('complementary');

/** @param {import('@playwright/test').Page} page @param {string} name */
const client = (page, name) =>
  page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name }).click();

/**
 * Ends the process of the simulated networks, as a cut line would: connections are refused until they run again.
 *
 * @param {import('@playwright/test').ElectronApplication} app
 */
async function stopNetworks(app) {
  const pids = await app.evaluate((electron) =>
    electron.app
      .getAppMetrics()
      .filter((one) => one.type === 'Utility' && one.name === 'Vigie training networks')
      .map((one) => one.pid),
  );
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}
