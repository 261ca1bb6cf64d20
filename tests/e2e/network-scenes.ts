import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { mp4 } from '../fixtures/media-files.ts';
import { picture } from '../fixtures/picture.ts';
import { expect } from './fixtures.ts';
import {
  ask,
  composer,
  connectForm,
  openConnectForm,
  rowSaying,
  signInToFacebook,
  threadPanel,
  tick,
} from './hands.ts';
import { chooseAccounts, goToPlace, opposite, type Screen } from './network-screens.ts';
import type { World } from './open-world.ts';

/** What is seen only while something happens on a network, each from where the one before it ended. In French. */
export function networkScenes({
  app,
  world: { facebook, folder },
}: {
  readonly app: ElectronApplication;
  readonly world: World;
}): readonly Screen[] {
  const owner = facebook.accounts[0]!;
  return [
    {
      name: 'choose-pages',
      open: async (page) => {
        await openConnectForm(page);
        const pages = await signInToFacebook(app, page, {
          login: owner.login,
          password: owner.password,
          server: facebook.baseUrl,
          appId: facebook.app.id,
          appSecret: facebook.app.secret,
        });
        await expect(pages).toHaveCount(2);
        for (const one of await pages.all()) await tick(one);
        return connectForm(page);
      },
      leave: async (page) => {
        const form = connectForm(page);
        await form.getByRole('button', { name: 'Connecter ces 2 comptes' }).click();
        await expect(form).toBeHidden({ timeout: 30_000 });
      },
    },
    {
      name: 'review',
      open: async (page, text) => {
        await facebook.recommend(
          'theo_marchand',
          owner.id,
          true,
          'Lampe réparée en une semaine, merci à toute l’équipe.',
        );
        await facebook.recommend(
          'jeanne_d',
          owner.id,
          false,
          'Deux mois d’attente, et personne ne répond au téléphone.',
        );
        await goToPlace(page, text, 'inbox');
        await ask(page, 'sync.refresh', { accountId: null });
        await expect(rowSaying(page, 'Lampe réparée')).toBeVisible({ timeout: 20_000 });
        await rowSaying(page, 'Deux mois d’attente').click();
        await expect(threadPanel(page).getByRole('textbox')).toBeVisible();
        return threadPanel(page);
      },
      leave: async (page, text) => {
        await page.getByRole('button', { name: text.t('inbox.closeThread') }).click();
      },
    },
    ...(['Facebook', 'Instagram', 'LinkedIn', 'X \\(Twitter\\)'] as const).map((network): Screen => ({
      name: `numbers-${network.slice(0, 2).trim().toLowerCase()}`,
      open: async (page, text) => {
        await goToPlace(page, text, 'inbox');
        const own = page
          .getByRole('main')
          .getByRole('region', { name: text.t('inbox.box.own') })
          .getByRole('article');
        const post = own
          .filter({ has: page.getByLabel(new RegExp(`^${network} · `, 'u')) })
          .and(page.getByRole('article', { name: new RegExp(`, ${text.t('inbox.kind.post')}( ·|,) `, 'u') }));
        // Below those who liked it: what is far down is not there before it is scrolled to.
        await expect(async () => {
          if ((await post.count()) === 0) await own.last().scrollIntoViewIfNeeded();
          expect(await post.count()).toBeGreaterThan(0);
          // Rows that come in meanwhile may take it out of what is drawn: then it is looked for again.
          await post.first().click({ timeout: 5_000 });
        }).toPass({ intervals: [50], timeout: 60_000 });
        const numbers = threadPanel(page).getByRole('region', { name: text.t('inbox.numbers') });
        await expect(numbers).toBeVisible({ timeout: 20_000 });
        await numbers.scrollIntoViewIfNeeded();
        return threadPanel(page);
      },
      leave: async (page, text) => {
        await page.getByRole('button', { name: text.t('inbox.closeThread') }).click();
      },
      looks: opposite,
    })),
    {
      name: 'film-verdicts',
      open: async (page, text) => {
        await goToPlace(page, text, 'composer');
        const sheet = composer(page);
        await sheet.getByRole('textbox', { name: 'Texte du post' }).fill('Le film de la rentrée.');
        await chooseAccounts(page, text, /./u);
        await sheet
          .locator('input[type="file"]')
          .first()
          .setInputFiles({
            name: 'vertical.mp4',
            mimeType: 'video/mp4',
            buffer: mp4({ video: 'vp09', seconds: 12, pictureBytes: 4_000 }),
          });
        const verdicts = sheet.getByRole('list', { name: 'Films et documents' });
        await expect(verdicts).toContainText('à reprendre');
        return sheet;
      },
      shows: (page, text) => page.getByRole('list', { name: text.t('composer.verdicts') }),
      leave: async (page, text) => {
        await page.getByRole('button', { name: text.t('composer.close') }).click();
      },
    },
    {
      name: 'upload',
      open: async (page, text) => {
        // The beginning and the first piece pass; the second piece is long on its way.
        facebook.control.faults.set({
          operation: 'videos.create',
          skip: 2,
          fault: { tag: 'slow', ms: 600_000 },
        });
        await goToPlace(page, text, 'composer');
        const sheet = composer(page);
        await sheet
          .getByRole('textbox', { name: 'Texte du post' })
          .fill('La visite de l’atelier, en vingt secondes.');
        await chooseAccounts(page, text, /^Facebook.*lyon/u);
        // Three pieces, from the disk: as bytes they would be minutes on their way to the window of a busy machine.
        const file = path.join(folder, 'visite.mp4');
        await writeFile(file, mp4({ width: 1280, height: 720, seconds: 20, pictureBytes: 16_000 }));
        await sheet.locator('input[type="file"]').first().setInputFiles(file);
        await expect(sheet.getByRole('list', { name: 'Films et documents' })).toContainText('accepté');
        await sheet
          .getByRole('region', { name: 'Départ' })
          .getByRole('button', { name: /^Publier sur/u })
          .click();
        await expect(sheet).toBeHidden();
        await goToPlace(page, text, 'outbox');
        const panel = await openLine(page, 'La visite de l’atelier');
        await expect(panel.getByRole('progressbar', { name: text.t('outbox.uploading') })).toBeVisible({
          timeout: 20_000,
        });
        return panel;
      },
      leave: async (page, text) => {
        const panel = page.getByRole('complementary');
        const pieces = (): number => facebook.control.ledger.entries({ operation: 'videos.create' }).length;
        const before = pieces();
        await panel.getByRole('button', { name: text.t('outbox.stopUpload') }).click();
        await expect(panel.getByText(text.t('outbox.state.cancelled')).first()).toBeVisible({
          timeout: 20_000,
        });
        await expect(panel.getByRole('progressbar')).toHaveCount(0);
        // The server would take them again: nothing more is sent to it, and nothing was published.
        facebook.control.faults.clear();
        await ask(page, 'sync.refresh', { accountId: null });
        expect(pieces()).toBe(before);
        expect(facebook.control.ledger.effects('video-finished')).toEqual([]);
        await panel.getByRole('button', { name: text.t('outbox.closePanel') }).click();
      },
    },
    {
      name: 'by-hand',
      open: async (page, text) => {
        await openConnectForm(page);
        const form = connectForm(page);
        await tick(form.getByRole('radio', { name: /^LinkedIn/u }));
        await tick(form.getByRole('radio', { name: text.t('accounts.way.by-hand'), exact: true }));
        await form.getByRole('textbox', { name: 'Nom du compte' }).fill('Lumière Pro');
        await form
          .getByRole('textbox', { name: /^Adresse de sa page/u })
          .fill('https://www.linkedin.com/company/lumiere-pro');
        await form.getByRole('button', { name: 'Connecter', exact: true }).click();
        await expect(form).toBeHidden({ timeout: 20_000 });
        await goToPlace(page, text, 'composer');
        const sheet = composer(page);
        await sheet
          .getByRole('textbox', { name: 'Texte du post' })
          .fill('Nous cherchons une monteuse ou un monteur.');
        await chooseAccounts(page, text, /Lumière Pro/u);
        await sheet
          .locator('input[type="file"]')
          .first()
          .setInputFiles({ name: 'atelier.png', mimeType: 'image/png', buffer: picture(640, 480) });
        await expect(sheet.getByRole('list', { name: 'Images' })).toBeVisible();
        await sheet
          .getByRole('region', { name: 'Départ' })
          .getByRole('button', { name: /^Publier|^Préparer|sur|main/u })
          .first()
          .click();
        await expect(sheet).toBeHidden();
        await goToPlace(page, text, 'outbox');
        const panel = await openLine(page, 'Nous cherchons');
        await panel.getByRole('textbox', { name: text.t('outbox.hand.link') }).fill('https://exemple.org/1');
        await panel.getByRole('button', { name: text.t('outbox.hand.done') }).click();
        await expect(panel.getByText(/exemple\.org/u).first()).toBeVisible();
        return panel;
      },
      leave: async (page, text) => {
        await page
          .getByRole('complementary')
          .getByRole('button', { name: text.t('outbox.closePanel') })
          .click();
      },
    },
  ];
}

/** Opens a line of the outbox, by its words; answers the panel beside it. */
async function openLine(page: Page, words: string): Promise<Locator> {
  await page.getByRole('main').getByRole('listitem').filter({ hasText: words }).first().click();
  return page.getByRole('complementary');
}
