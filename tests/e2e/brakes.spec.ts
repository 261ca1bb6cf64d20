import type { Page } from '@playwright/test';
import { violations } from './axe.ts';
import {
  composer,
  connectMastodon,
  goTo,
  inEnglish,
  leaveAtOnce,
  makeFirstClient,
  outboxGroup,
  schedule,
  write,
} from './hands.ts';
import { activate, arrowTo, expectFocusSeen, tabTo, watchPointer } from './keyboard.ts';
import { expect, test } from './world.ts';

const client = 'Librairie du Port';
const held = 'Dédicace samedi à 15 h.';
const planned = 'Inventaire : la librairie ferme lundi.';
const written = 'La devanture de Noël est prête.';

const banner = (page: Page) => page.getByRole('region', { name: 'Envois gelés' });
const writesOf = (entries: readonly { readonly operation: string }[]): readonly string[] =>
  entries
    .map(({ operation }) => operation)
    .filter((operation) => operation === 'scheduled.cancel' || operation === 'statuses.create');

/** Nine o'clock, some days from now. */
const wallIn = (days: number): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T09:00`;

/** Makes the only account, whose panel is open, one that asks before anything leaves. */
async function askToConfirm(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
  const setting = page.getByRole('switch', { name: /^Demander confirmation/ });
  await setting.focus();
  await page.keyboard.press('Space');
  await expect(setting).toBeChecked();
}

/** Chooses for one line of the guided resume, with keys alone. */
async function choose(page: Page, line: string, choice: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^Reprendre/ });
  await tabTo(page, dialog.getByRole('button', { name: new RegExp(`Que faire de .*${line.slice(0, 10)}`) }));
  await page.keyboard.press('Enter');
  const option = page.getByRole('option', { name: choice, exact: true });
  await arrowTo(page, option);
  await page.keyboard.press('Enter');
  await expect(option).toBeHidden();
}

test('frozen offline with keys alone, through a kill; recalled first on return; resumed by choice', async ({
  world,
  app,
  page,
  running,
}) => {
  test.setTimeout(120_000);
  const { mastodon } = world;
  const { ledger } = mastodon.control;
  const account = mastodon.accounts[0]!;
  await leaveAtOnce(page);
  await makeFirstClient(page, client);
  await connectMastodon(app, page, { ...account, server: mastodon.baseUrl });
  for (const [text, wall, byNetwork] of [
    [held, wallIn(3), true],
    [planned, wallIn(4), false],
  ] as const) {
    await write(page, { text, accounts: [account.handle] });
    await schedule(page, wall, { byNetwork });
  }
  await expect.poll(() => ledger.effects('scheduled').length).toBe(1);

  await askToConfirm(page);
  await write(page, { text: `${held} !`, accounts: [account.handle] });
  await expect(composer(page).getByRole('group', { name: 'À vérifier' })).toContainText(
    'Le même texte y est déjà',
  );
  await composer(page)
    .getByRole('button', { name: /^Publier/ })
    .click();
  const second = page.getByRole('alertdialog', { name: `Relire avant d’envoyer pour ${client}` });
  await expect(second).toContainText(held);
  await expect(second).toContainText(account.handle);
  expect(await violations(page)).toEqual([]);
  await second.getByRole('button', { name: 'Revenir au texte' }).click();
  expect(ledger.effects('post').length).toBe(0);
  await composer(page).getByRole('button', { name: 'Voir l’autre post' }).click();
  await expect(page.getByRole('complementary', { name: 'Détails de l’envoi' })).toContainText(held);

  world.goAway();
  const pointer = await watchPointer(page);
  const before = (await pointer()).length;
  await page.keyboard.press('Control+Shift+G');
  const dialog = page.getByRole('dialog', { name: 'Geler les envois' });
  const confirm = dialog.getByRole('button', { name: /^Geler/ });
  await expect(confirm).toBeFocused();
  await expect(dialog).toContainText('2 envois seront gelés.');
  await expect(dialog).toContainText('Le réseau en garde 1');
  await expect(dialog).toContainText('Les réponses aux gens sont gelées aussi.');
  expect(await violations(page)).toEqual([]);
  await inEnglish(page, async () => {
    await expect(page.getByRole('dialog', { name: 'Freeze departures' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
  await tabTo(page, dialog.getByRole('textbox', { name: 'Qui gèle' }));
  await page.keyboard.type('Camille');
  await tabTo(page, dialog.getByRole('textbox', { name: 'Pourquoi' }));
  await page.keyboard.type('accident au port');
  await activate(page, confirm);
  await expect(dialog).toBeHidden();
  await expectFocusSeen(page);
  expect((await pointer()).length).toBe(before);
  await expect(banner(page)).toContainText('par Camille : accident au port.');
  await expect(banner(page)).toContainText('1 post à rappeler chez le réseau');

  // The person's word is kept: a kill, and a start without a network, change nothing.
  await running.kill();
  await running.restart();
  const again = running.page;
  await expect(banner(again)).toContainText('par Camille : accident au port.');
  await write(again, { text: written, accounts: [account.handle] });
  await expect(composer(again)).toContainText('ce post sera gardé ici, gelé');
  await composer(again)
    .getByRole('button', { name: /^Publier/ })
    .click();
  await again
    .getByRole('alertdialog', { name: /^Relire avant d’envoyer/ })
    .getByRole('button', { name: /^Publier/ })
    .click();
  await expect(composer(again)).toBeHidden();
  await expect(again.getByRole('alertdialog', { name: /Gardé, gelé/ })).toBeVisible();
  await goTo(again, 'Boîte d’envoi');
  await expect(again.getByRole('listitem').filter({ hasText: planned })).toContainText('Gelé');
  await expect(outboxGroup(again, 'Programmés sur cet ordinateur')).toBeHidden();

  ledger.clear();
  world.comeBack();
  await expect(banner(again)).toContainText('3 envois gelés', { timeout: 60_000 });
  await expect.poll(() => ledger.effects('unscheduled').length, { timeout: 60_000 }).toBe(1);
  await expect(banner(again)).not.toContainText('à rappeler');
  expect(writesOf(ledger.entries({}))).toEqual(['scheduled.cancel']);

  const pointerAgain = await watchPointer(again);
  await again.keyboard.press('Control+Shift+G');
  const resume = again.getByRole('dialog', { name: /^Reprendre/ });
  await expect(resume.getByRole('listitem').filter({ hasText: held }).first()).toContainText('rappelé');
  await choose(again, planned, 'Abandonner');
  await expect(resume).toContainText('1 sera abandonné.');
  expect(await violations(again)).toEqual([]);
  await inEnglish(again, async () => {
    await expect(again.getByRole('dialog', { name: /^Resume/ })).toContainText('1 will be dropped.');
    expect(await violations(again)).toEqual([]);
  });
  await activate(again, resume.getByRole('button', { name: 'Reprendre les envois', exact: true }));
  await expect(resume).toBeHidden();
  await expect(banner(again)).toBeHidden();
  expect(await pointerAgain()).toEqual([]);

  await expect.poll(() => ledger.effects('post').length, { timeout: 60_000 }).toBe(1);
  // The network holds its post again; what was given up is gone.
  await expect.poll(() => ledger.effects('scheduled').length).toBe(1);
  await expect(outboxGroup(again, 'Annulés récemment').getByRole('listitem')).toContainText(planned);
});
