import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import * as v from 'valibot';
import { createText, type Text } from '../../src-renderer/text/create-text.ts';
import { violations } from './axe.ts';
import { agreeInBrowser, ask, leaveAtOnce, rowSaying, threadPanel } from './hands.ts';
import { catchLinks } from './browser.ts';
import { activate, arrowTo, expectFocusSeen, pressPair, tabTo, watchPointer } from './keyboard.ts';
import { expect, test } from './world.ts';

/**
 * The screens that many networks brought, worked without a pointer: in French and in light, then in English and in dark, with
 * other accounts of the same networks. Whatever opens is looked at by axe.
 */

const listSchema = v.object({ data: v.array(v.object({ id: v.string() })) });

/** One language's walk: with each network's account of this place. */
interface Walk {
  readonly text: Text;
  readonly theme: 'light' | 'dark';
  readonly place: number;
}
const walks: readonly Walk[] = [
  { text: createText('fr'), theme: 'light', place: 0 },
  { text: createText('en'), theme: 'dark', place: 1 },
];

/** To a row of a list of lines, which the arrows move through. */
async function reachLine(page: Page, lines: Locator, wanted: Locator): Promise<void> {
  await tabTo(page, lines);
  await page.keyboard.press('Home');
  await arrowTo(page, wanted);
}

/** Away from what was typed in: what is written next takes its place. */
async function write(page: Page, field: Locator, words: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('Control+a');
  await page.keyboard.type(words);
}

test('the screens of many networks without a pointer, in French and in English', async ({
  world,
  app,
  page,
  running,
}) => {
  test.setTimeout(300_000);
  const { facebook, linkedin, twitter } = world;
  const links = await catchLinks(app);
  await leaveAtOnce(page);
  const pointer = await watchPointer(page);
  const faults: string[] = [];
  const look = async (where: string): Promise<void> => {
    for (const fault of await violations(page)) faults.push(`${where}: ${fault}`);
  };
  const shown = async (surface: Locator, where: string): Promise<void> => {
    await expect(surface).toBeVisible();
    await expectFocusSeen(page);
    await look(where);
  };

  await tabTo(page, page.getByRole('textbox', { name: 'Nom du client' }));
  await page.keyboard.type('Atelier Lumière');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Connecter un compte' })).toBeVisible();
  await page.keyboard.press('Escape');

  for (const { text, theme, place } of walks) {
    const { t } = text;
    const said = (name: string): string => `${text.locale}: ${name}`;
    const main = page.getByRole('main');
    const panel = page.getByRole('complementary');
    const form = page.getByRole('dialog', { name: t('accounts.connectTitle') });
    const go = async (key: 'a' | 'b' | 'e'): Promise<void> => {
      const name = t(key === 'a' ? 'accounts.title' : key === 'b' ? 'shell.inbox' : 'shell.outbox');
      await pressPair(page, key, page.getByRole('heading', { level: 1, name }));
      await expectFocusSeen(page);
    };
    const openForm = async (network: RegExp): Promise<void> => {
      await go('a');
      await activate(page, main.getByRole('button', { name: t('accounts.connectOne') }).first());
      await expect(form).toBeVisible();
      const networks = form.getByRole('radiogroup', { name: t('accounts.network') }).getByRole('radio');
      await tabTo(page, networks);
      await arrowTo(page, form.getByRole('radio', { name: network }));
    };
    const chooseWay = async (name: string): Promise<void> => {
      const ways = form.getByRole('radiogroup', { name: t('accounts.way') }).getByRole('radio');
      await tabTo(page, ways);
      await arrowTo(page, ways.and(form.getByRole('radio', { name })));
    };
    const typeServer = async (name: string, address: string): Promise<void> => {
      const field = form.getByRole('textbox', { name: new RegExp(`^${name}`, 'u') });
      if (!(await field.isVisible()))
        await activate(page, form.getByRole('button', { name: t('accounts.moreFields') }));
      await write(page, field, address);
    };
    const connected = async (): Promise<void> => {
      await page.keyboard.press('Enter');
      await expect(form).toBeHidden({ timeout: 30_000 });
      await expectFocusSeen(page);
    };

    await ask(page, 'app.saveSettings', { theme, locale: text.locale });
    await expect(page.locator('html')).toHaveAttribute('lang', text.locale);
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);

    await test.step(said('the matrix, which one press of Escape closes'), async () => {
      await go('a');
      await activate(page, main.getByRole('button', { name: t('accounts.matrix') }).first());
      const matrix = page.getByRole('dialog', { name: t('accounts.matrix') });
      await shown(matrix, said('matrix'));
      await tabTo(page, matrix.getByRole('group', { name: t('accounts.matrix') }));
      await page.keyboard.press('End');
      await tabTo(page, matrix.getByRole('button', { name: t('words.close') }));
      await page.keyboard.press('Escape');
      await expect(matrix).toBeHidden();
      await expectFocusSeen(page);
    });

    await test.step(said('an own app, with its guide'), async () => {
      const account = twitter.accounts[place]!;
      await openForm(/^X \(Twitter\)/u);
      await expect(
        form.getByRole('list', { name: t('accounts.guide', { network: 'X (Twitter)' }) }),
      ).toBeVisible();
      await look(said('guide'));
      const client = form.getByRole('textbox', {
        name: text.find('networks.twitter.auth.client') ?? '',
        exact: true,
      });
      await write(page, client, 'x');
      await page.keyboard.press('Tab');
      await expect(
        form.getByText(text.find('networks.twitter.auth.client.wrong') ?? t('accounts.fieldMisshapen')),
      ).toBeVisible();
      await look(said('a field that is wrong'));
      await page.keyboard.press('Shift+Tab');
      await write(page, client, account.form?.['client'] ?? '');
      await write(
        page,
        form.getByRole('textbox', { name: text.find('networks.twitter.auth.port') ?? '' }),
        account.form?.['port'] ?? '',
      );
      await typeServer(text.find('networks.twitter.auth.server') ?? '', twitter.baseUrl);
      await page.keyboard.press('Enter');
      // The first walk opened the forum's page as well.
      await agreeInBrowser(
        links,
        account,
        async () => {
          await expect(form).toBeHidden({ timeout: 30_000 });
          await expectFocusSeen(page);
        },
        place * 2,
      );
    });

    await test.step(said('a pasted token'), async () => {
      await openForm(/^Facebook/u);
      await chooseWay(text.find('networks.facebook.way.token') ?? '');
      await look(said('the form of a token'));
      await write(
        page,
        form.getByLabel(text.find('networks.facebook.auth.token') ?? '', { exact: true }),
        facebook.accounts[place]!.token,
      );
      await typeServer(text.find('networks.facebook.auth.server') ?? '', facebook.baseUrl);
      await connected();
    });

    await test.step(said('a choice of pages'), async () => {
      await openForm(/^LinkedIn/u);
      await write(
        page,
        form.getByLabel(text.find('networks.linkedin.auth.token') ?? '', { exact: true }),
        linkedin.accounts[0]!.token,
      );
      await typeServer(text.find('networks.linkedin.auth.server') ?? '', linkedin.baseUrl);
      await page.keyboard.press('Enter');
      const pages = form.getByRole('group', { name: t('accounts.chooseAccounts', { network: 'LinkedIn' }) });
      await expect(pages).toBeVisible({ timeout: 20_000 });
      await look(said('choice of pages'));
      const one = pages.getByRole('checkbox').nth(place);
      await tabTo(page, one);
      await page.keyboard.press('Space');
      await expect(one).toBeChecked();
      await tabTo(page, form.getByRole('button', { name: t('accounts.connectChosen', { count: 1 }) }));
      await connected();
    });

    const forum = `Forum ${text.locale}`;
    const person = `Lumière ${text.locale}`;
    await test.step(said('a described network: from a file, and into one'), async () => {
      await openForm(new RegExp(`^${text.find('networks.handmade.name') ?? ''}`, 'u'));
      const chooser = page.waitForEvent('filechooser');
      await activate(page, form.getByRole('button', { name: t('accounts.described.import') }));
      await (
        await chooser
      ).setFiles({
        name: 'forum.json',
        mimeType: 'application/json',
        buffer: Buffer.from(
          JSON.stringify({
            format: 'vigie-network',
            version: 1,
            name: forum,
            page: 'https://forum.exemple.fr/nouveau',
            limit: 400,
            images: 2,
            colour: 'olive',
          }),
        ),
      });
      await expect(form.getByRole('status').first()).toBeVisible();
      await look(said('described'));
      await write(
        page,
        form.getByRole('textbox', { name: text.find('networks.auth.account') ?? '', exact: true }),
        person,
      );
      await connected();
      const saved = path.join(running.profile, `${text.locale}.json`);
      await app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
      }, saved);
      await go('a');
      const lines = main
        .getByRole('list', { name: t('accounts.list', { client: 'Atelier Lumière' }) })
        .getByRole('listitem');
      await reachLine(page, lines, lines.filter({ hasText: person }));
      await activate(page, panel.getByRole('button', { name: t('accounts.described.export') }));
      await expect(page.getByText(t('accounts.described.exported', { name: forum }))).toBeVisible();
    });

    await test.step(said('a budget, and its gauge'), async () => {
      await go('a');
      const lines = main
        .getByRole('list', { name: t('accounts.list', { client: 'Atelier Lumière' }) })
        .getByRole('listitem');
      await reachLine(
        page,
        lines,
        lines.filter({ has: page.getByRole('img', { name: 'X (Twitter)' }) }).nth(place),
      );
      const spending = panel.getByRole('region', { name: t('health.spending') });
      await activate(page, spending.getByRole('button', { name: t('health.budgetSet') }));
      await expect(spending.getByRole('progressbar')).toBeVisible();
      await write(page, spending.getByRole('textbox', { name: t('health.budget') }), '25');
      await page.keyboard.press('Enter');
      await expect(spending.getByText(/^(sur|of)\s\D*25/u)).toBeVisible();
      await expectFocusSeen(page);
      await look(said('budget'));
      await activate(page, spending.getByRole('button', { name: t('health.budgetNone') }));
      await expect(spending.getByRole('progressbar')).toHaveCount(0);
    });

    await test.step(said('a departure by hand, with its link'), async () => {
      const words = `À lire sur le forum (${text.locale}).`;
      await page.keyboard.press('n');
      const sheet = page.getByRole('region', {
        name: t('composer.sheet', { title: t('composer.newPost'), client: 'Atelier Lumière' }),
      });
      await expect(sheet.getByRole('textbox', { name: t('composer.text') })).toBeFocused();
      await page.keyboard.type(words);
      const chips = sheet.getByRole('group', { name: t('composer.accounts') }).getByRole('button');
      for (const chip of await chips.all()) {
        const name = (await chip.getAttribute('aria-label')) ?? (await chip.innerText());
        const wanted = String(name.includes(person));
        if ((await chip.getAttribute('aria-pressed')) === wanted) continue;
        await tabTo(page, chip, { back: true });
        await page.keyboard.press('Space');
        await expect(chip).toHaveAttribute('aria-pressed', wanted);
      }
      await look(said('composer'));
      await page.keyboard.press('Control+Enter');
      await expect(sheet).toBeHidden();
      await go('e');
      const row = main.getByRole('listitem').filter({ hasText: words }).first();
      // Until main gives it to the person it is on its way, in a list further down.
      await expect(row).toContainText(t('outbox.why.assisted'), { timeout: 20_000 });
      await reachLine(page, main.getByRole('listitem'), row);
      await page.keyboard.press('Enter');
      await activate(page, panel.getByRole('button', { name: t('outbox.copyText') }));
      await activate(page, panel.getByRole('button', { name: t('outbox.hand.open', { network: forum }) }));
      await expect.poll(links).toContain('https://forum.exemple.fr/nouveau');
      const link = panel.getByRole('textbox', { name: t('outbox.hand.link') });
      await write(page, link, 'https://ailleurs.exemple.org/1');
      await page.keyboard.press('Enter');
      await expect(panel.getByText('ailleurs.exemple.org').first()).toBeVisible();
      await look(said('a link that leads elsewhere'));
      await write(page, link, `https://forum.exemple.fr/sujet/${String(place)}`);
      await page.keyboard.press('Enter');
      await expect(page.getByText(t('outbox.hand.noted'))).toBeVisible();
      // While the field is there, keys are letters.
      await expect(link).toBeHidden();
    });

    await test.step(said('a comment: answered in private, then deleted'), async () => {
      const { id, token } = facebook.accounts[place]!;
      const posts = await fetch(`${facebook.baseUrl}/v26.0/${id}/published_posts?fields=id`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const [newest] = v.parse(listSchema, await posts.json()).data;
      const words = `Livrez-vous à Grenoble (${text.locale}) ?`;
      await facebook.control.audience.say({
        kind: 'reply',
        person: 'theo_marchand',
        post: newest?.id ?? '',
        text: words,
      });
      await go('b');
      // What comes while the reader is further down a column waits above it.
      await page.keyboard.press('1');
      await page.keyboard.press('Home');
      const row = rowSaying(page, words).first();
      // A fetch that was under way before somebody said it does not bring it.
      await expect(async () => {
        await ask(page, 'sync.refresh', { accountId: null });
        await expect(row).toBeVisible({ timeout: 5_000 });
      }).toPass({ timeout: 60_000 });
      await page.keyboard.press('1');
      await page.keyboard.press('Home');
      await expectFocusSeen(page);
      await reachRow(page, row);
      await page.keyboard.press('Enter');
      const thread = threadPanel(page);
      const modes = thread.getByRole('radio');
      await tabTo(page, modes);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Space');
      await expect(thread.getByRole('radio', { name: t('inbox.answer.private') })).toBeChecked();
      await write(page, thread.getByRole('textbox'), 'Je vous écris pour l’adresse.');
      await look(said('private answer'));
      await page.keyboard.press('Control+Enter');
      await expect
        .poll(() => facebook.control.ledger.effects('private-reply').length, { timeout: 30_000 })
        .toBe(place + 1);
      await expect(thread.getByText(t('inbox.answer.sent', { network: 'Facebook' }))).toBeVisible();
      await activate(page, thread.getByRole('button', { name: t('words.more') }));
      await arrowTo(page, page.getByRole('menuitem', { name: t('inbox.deleteComment') }));
      await page.keyboard.press('Enter');
      // A message that goes by itself is one, too.
      const sure = page
        .getByRole('alertdialog')
        .filter({ has: page.getByRole('button', { name: t('inbox.deleteComment') }) });
      await shown(sure, said('delete a comment'));
      await activate(page, sure.getByRole('button', { name: t('inbox.deleteComment') }));
      await expect(thread.getByText(t('inbox.goneByUs')).first()).toBeVisible({ timeout: 30_000 });
      await page.keyboard.press('Escape');
    });
  }
  expect(await pointer()).toEqual([]);
  expect(faults).toEqual([]);
});

/** To a row of the column that has the focus. */
async function reachRow(page: Page, row: Locator, most = 40): Promise<void> {
  for (let rows = 0; rows < most; rows += 1) {
    if (await row.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('j');
    await expectFocusSeen(page);
  }
  throw new Error(`${String(most)} rows do not lead to ${String(row)}`);
}
