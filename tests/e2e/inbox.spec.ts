import type { Locator, Page } from '@playwright/test';
import { violations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ask, openTraining, tick } from './hands.ts';
import { storedMessages } from './stored-rows.ts';

/** The deck and the conversation beside it, on the training networks, by the names that a French reader hears. */

/** First run, through to a deck that has something in it. */
async function openDeck(page: Page): Promise<void> {
  await ask(page, 'app.saveSettings', { theme: 'light', undoSeconds: 5 });
  await openTraining(page);
  await expect(rows(page, 'Commentaires et mentions').nth(2)).toBeVisible({ timeout: 45_000 });
  await expect(rows(page, 'Messages privés').first()).toBeVisible({ timeout: 45_000 });
  await settled(page);
}

const column = (page: Page, name: string): Locator => page.getByRole('region', { name });
const rows = (page: Page, name: string): Locator => column(page, name).getByRole('feed').getByRole('article');

/** A row by what it says: the audience goes on writing meanwhile, and places change. */
async function rowAt(page: Page, name: string, index: number): Promise<Locator> {
  const said = (await rows(page, name).nth(index).getAttribute('aria-label')) ?? '';
  return rowSaid(page, name, said);
}

/** The first two, read at one moment: older and newer ones go on arriving. */
async function firstTwo(page: Page, name: string): Promise<readonly [Locator, Locator]> {
  const [first = '', second = ''] = await rows(page, name).evaluateAll((all) =>
    all.slice(0, 2).map((row) => row.getAttribute('aria-label') ?? ''),
  );
  return [rowSaid(page, name, first), rowSaid(page, name, second)];
}

/** The row whose name ends as `said` does: what comes before the words is its state, which changes. */
function rowSaid(page: Page, name: string, said: string): Locator {
  const words = said.split(/\s:\s/).slice(1).join(' : ').slice(-40).trim();
  expect(words, said).not.toBe('');
  return column(page, name).getByRole('feed').getByRole('article', { name: words }).first();
}
const panel = (page: Page): Locator => page.getByRole('complementary', { name: /^Conversation avec/ });
const field = (page: Page): Locator => panel(page).getByRole('textbox', { name: /^Réponse à/ });
const note = (page: Page, name: RegExp): Locator => page.getByRole('alertdialog', { name });

/** Somebody of the audience does something to a training client, as they please. */
async function stir(page: Page): Promise<void> {
  const kept = (await ask(page, 'authored.restore', { after: null })) as {
    readonly value: { readonly rows: readonly { readonly collection: string; readonly id: string }[] };
  };
  for (const { collection, id } of kept.value.rows)
    if (collection === 'workspaces') await ask(page, 'training.stir', { workspaceId: id });
}

test('what people write arrives by itself, and says that it is unread', async ({ page }) => {
  await openDeck(page);
  const first = rows(page, 'Commentaires et mentions').first();
  const before = await first.getAttribute('aria-label');
  // The audience does as it pleases: it is stirred until one of them writes.
  await expect(async () => {
    await stir(page);
    // Most networks are asked at their turns only.
    await ask(page, 'sync.refresh', { accountId: null });
    await expect(first).not.toHaveAccessibleName(before ?? '', { timeout: 4_000 });
  }).toPass({ timeout: 60_000 });
  await expect(first).toHaveAccessibleName(/^Non lu, /);
  // A column of several accounts says in each row what it is and which of them received it.
  await expect(first).toHaveAccessibleName(/ · @\S+, /);
  await expect(first).toContainText(/(?:vous mentionne|vous répond|commente|vous cite)@\S+/);
});

test('opening reads, "all read" reads the rest, and one undo takes it back', async ({ page }) => {
  await openDeck(page);
  const name = 'Commentaires et mentions';
  const [opened, other] = await firstTwo(page, name);
  await expect(opened).toHaveAccessibleName(/^Non lu/);
  await expect(other).toHaveAccessibleName(/^Non lu/);
  await opened.click();
  await expect(panel(page)).toBeVisible();
  await expect(opened).not.toHaveAccessibleName(/^Non lu/);

  await column(page, name)
    .getByRole('button', { name: `Colonne ${name}`, exact: true })
    .click();
  await page.getByRole('menuitem', { name: 'Tout marquer comme lu' }).click();
  await note(page, /marqués? comme lus?/).hover();
  await expect(other).not.toHaveAccessibleName(/^Non lu/);
  await note(page, /marqués? comme lus?/)
    .getByRole('button', { name: 'Annuler' })
    .click();
  await expect(other).toHaveAccessibleName(/^Non lu/);
  await expect(opened).not.toHaveAccessibleName(/^Non lu/);
});

test('a reply can be taken back while it waits, then leaves once and stands in the conversation', async ({
  page,
}) => {
  await openDeck(page);
  await ask(page, 'app.saveSettings', { undoSeconds: 25 });
  await rows(page, 'Messages privés').first().click();
  await expect(field(page)).toBeEnabled();
  const opening = await field(page).inputValue();
  const words = `${opening}Bonjour, passez demain à 9 h, nous regardons cela ensemble.`;
  await field(page).fill(words);
  await panel(page)
    .getByRole('button', { name: /^Envoyer · @/ })
    .click();

  const waiting = panel(page).getByRole('article').filter({ hasText: 'passez demain' });
  await expect(waiting).toHaveCount(1);
  await note(page, /^Réponse à @/)
    .getByRole('button', { name: 'Annuler' })
    .click();
  await expect(waiting).toHaveCount(0);
  await expect(field(page)).toHaveValue(words);

  await ask(page, 'app.saveSettings', { undoSeconds: 5 });
  await field(page).press('Control+Enter');
  await expect(field(page)).toHaveValue(opening);
  await expect(waiting.getByText('Part dans un instant')).toBeVisible();
  // It has left and came back from the network as any message does: nothing says any more that it waits.
  await expect(waiting.getByRole('status')).toHaveCount(0, { timeout: 30_000 });
  await expect(waiting).toHaveCount(1);
  await expect(rows(page, 'Messages privés').first()).toContainText('Vous');
});

test('a like shows at once and can be taken away; handled is said on the row', async ({ page }) => {
  await openDeck(page);
  const row = await rowAt(page, 'Commentaires et mentions', 1);
  await row.click();
  await panel(page).getByRole('button', { name: 'Aimer', exact: true }).click();
  const unlike = panel(page).getByRole('button', { name: 'Ne plus aimer' });
  await expect(unlike).toHaveAttribute('aria-pressed', 'true');
  await expect(row.getByText('Aimé', { exact: true })).toBeVisible({ timeout: 20_000 });
  await unlike.click();
  await expect(row.getByText('Aimé', { exact: true })).toHaveCount(0, { timeout: 20_000 });
  await expect(panel(page).getByRole('button', { name: 'Aimer', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );

  await panel(page).getByRole('button', { name: 'Marquer comme traité' }).click();
  await note(page, /^Message traité/).hover();
  await expect(row.getByText('Traité', { exact: true })).toBeVisible();
  await note(page, /^Message traité/)
    .getByRole('button', { name: 'Annuler' })
    .click();
  await expect(row.getByText('Traité', { exact: true })).toHaveCount(0);
});

test('a draft survives closing the conversation, and the death of the program', async ({ running }) => {
  await openDeck(running.page);
  const words = 'Un brouillon que personne ne doit perdre';
  const name = 'Commentaires et mentions';
  const row = await rowAt(running.page, name, 0);
  await row.click();
  await field(running.page).fill(words);
  await running.page.keyboard.press('Escape');
  await expect(panel(running.page)).toHaveCount(0);
  await row.click();
  await expect(field(running.page)).toHaveValue(words);

  await field(running.page).press('End');
  await field(running.page).pressSequentially(', même tué');
  await expect(panel(running.page).getByText('Brouillon enregistré')).toBeVisible();
  const said = (await row.getAttribute('aria-label')) ?? '';
  await running.kill();
  await running.restart();
  await rowSaid(running.page, name, said).click();
  await expect(field(running.page)).toHaveValue(`${words}, même tué`);
});

/** The past of a dozen accounts comes down for a while after they are connected. */
async function settled(page: Page): Promise<void> {
  let before = -1;
  await expect
    .poll(
      async () => {
        const { length } = await storedMessages(page);
        const isSame = length === before;
        before = length;
        const isFetching = await page
          .getByRole('group', { name: 'État' })
          .getByText('Synchronisation en cours')
          .isVisible();
        return isSame && !isFetching;
      },
      { intervals: [1_000], timeout: 60_000 },
    )
    .toBe(true);
}

test('the deck is worked with the keyboard alone', async ({ page }) => {
  await openDeck(page);
  const keys = page.keyboard;
  await keys.press('2');
  await expect(rows(page, 'Messages privés').first()).toBeFocused();
  await keys.press('[');
  await expect(rows(page, 'Commentaires et mentions').first()).toBeFocused();
  const row = await rowAt(page, 'Commentaires et mentions', 1);
  await keys.press('j');
  await keys.press('j');
  await expect(row).toBeFocused();
  await keys.press('e');
  await expect(row.getByText('Traité', { exact: true })).toBeVisible();
  await keys.press('Enter');
  await expect(panel(page)).toBeVisible();
  await keys.press('r');
  await expect(field(page)).toBeFocused();
  // Letters that are keys of the deck are letters here.
  await keys.type('je le relis');
  await expect(field(page)).toHaveValue(/je le relis$/);
  await expect(row.getByText('Traité', { exact: true })).toBeVisible();
  await keys.press('Escape');
  await expect(panel(page)).toHaveCount(0);
  await expect(row).toBeFocused();
});

test('columns are added, filtered, moved and removed, with an undo', async ({ page }) => {
  await openDeck(page);
  await page.getByRole('button', { name: 'Ajouter une colonne' }).click();
  const form = page.getByRole('dialog', { name: 'Nouvelle colonne' });
  await form.getByRole('textbox', { name: 'Nom' }).fill('Tout Bluesky');
  for (const box of ['Messages privés', 'Mes posts']) await tick(form.getByRole('checkbox', { name: box }));
  await form.getByRole('button', { name: 'Créer' }).click();
  const names = page.getByRole('region').getByRole('heading', { level: 2 });
  await expect(names).toHaveText([
    'Commentaires et mentions',
    'Messages privés',
    'Mes posts · Réactions',
    'Tout Bluesky',
  ]);

  await page.getByRole('button', { name: 'Déplacer la colonne Tout Bluesky' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(names).toHaveText([
    'Commentaires et mentions',
    'Messages privés',
    'Tout Bluesky',
    'Mes posts · Réactions',
  ]);

  const own = column(page, 'Tout Bluesky');
  await own.getByRole('button', { name: 'Filtre' }).click();
  await page.getByRole('menuitemradio', { name: 'Traités' }).click();
  await page.keyboard.press('Escape');
  await expect(own.getByText('Rien ne correspond à ce filtre.')).toBeVisible();
  await own.getByRole('button', { name: 'Tout afficher' }).click();
  await expect(own.getByRole('article').first()).toBeVisible();

  await own.getByRole('button', { name: 'Colonne Tout Bluesky', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Retirer la colonne' }).click();
  await note(page, /^Colonne retirée/).hover();
  await expect(own).toHaveCount(0);
  await note(page, /^Colonne retirée/)
    .getByRole('button', { name: 'Annuler' })
    .click();
  await expect(names).toHaveText([
    'Commentaires et mentions',
    'Messages privés',
    'Tout Bluesky',
    'Mes posts · Réactions',
  ]);
});

test('nothing is at fault for axe: the deck, a conversation, its question, the form, in both themes', async ({
  page,
}) => {
  await openDeck(page);
  for (const theme of ['light', 'dark']) {
    await ask(page, 'app.saveSettings', { theme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await violations(page)).toEqual([]);
    await (await rowAt(page, 'Commentaires et mentions', 1)).click();
    await field(page).fill('Un texte bien trop long. '.repeat(40));
    await expect(
      panel(page)
        .getByText(/caractères de trop/)
        .first(),
    ).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await panel(page).getByRole('button', { name: 'Autres actions' }).click();
    await page.getByRole('menuitem', { name: 'Bloquer cette personne' }).click();
    await expect(page.getByRole('alertdialog', { name: /^Bloquer @/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    // Escape was the question's, not the panel's.
    await expect(panel(page)).toBeVisible();
    await panel(page).getByRole('button', { name: 'Fermer la conversation' }).click();
    await page.getByRole('button', { name: 'Ajouter une colonne' }).click();
    await expect(page.getByRole('dialog', { name: 'Nouvelle colonne' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

test('with no network a conversation opens from what is here, and the answer waits and says so', async ({
  app,
  page,
}) => {
  await openDeck(page);
  const row = await rowAt(page, 'Commentaires et mentions', 0);
  // The networks die, and with them every connection.
  const networks = await app.evaluate((electron) =>
    electron.app
      .getAppMetrics()
      .filter(
        (one) => one.name === 'Vigie training networks' || one.serviceName === 'Vigie training networks',
      )
      .map((one) => one.pid),
  );
  expect(networks).toHaveLength(1);
  for (const pid of networks) process.kill(pid, 'SIGKILL');

  await row.click();
  await expect(panel(page).getByRole('article').first()).toBeVisible();
  await expect(panel(page).getByText(/telle qu’elle est enregistrée ici/)).toBeVisible();
  await field(page).press('End');
  await field(page).pressSequentially('merci, nous revenons vers vous.');
  await field(page).press('Control+Enter');
  const answer = panel(page).getByRole('article').filter({ hasText: 'nous revenons vers vous' });
  await expect(answer.getByText('Partira au retour du réseau')).toBeVisible({ timeout: 30_000 });
  // What came in before the networks died may have moved the row out of what is drawn: it is looked for.
  const feed = page.getByRole('region', { name: 'Commentaires et mentions' }).getByRole('feed');
  let top = 0;
  await expect(async () => {
    await feed.evaluate((element, to) => {
      let scroller: Element | null = element;
      while (scroller !== null && scroller.scrollHeight <= scroller.clientHeight + 1)
        scroller = scroller.parentElement;
      scroller?.scrollTo({ top: to });
    }, top);
    top = top > 6_000 ? 0 : top + 300;
    await expect(row.getByText('En attente d’envoi')).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
});
