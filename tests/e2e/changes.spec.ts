import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { addDays } from '../../src-shared/calendar/grid.ts';
import { dayOf } from '../../src-shared/calendar/moment.ts';
import { authoredRowSchema } from '../../src-shared/bridge/authored.ts';
import { intentSchema } from '../../src-shared/domain/intent.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';
import {
  ask,
  connectBluesky,
  connectMastodon,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  openConnectForm,
  outboxGroup,
  schedule,
  write,
} from './hands.ts';
import { serverPosts } from './server-posts.ts';
import { expect, test, type World } from './world.ts';
import type { Running } from './fixtures.ts';

/** What is changed after it was said: each network's ledger tells whether it was lost, doubled, or told wrongly. */

const client = 'Librairie du Port';
const accountOf = (sim: Sim) => sim.accounts[0]!;
/** What the server shows of what the tests wrote, beside the past that it began with. */
const textsOn = async (sim: Sim) =>
  (await serverPosts(sim))
    .map(({ text }) => text.replace(/<[^>]*>/gu, ''))
    .filter((text) => text.endsWith(' texte'));
const postsMade = (sim: Sim) => sim.control.ledger.effects('post').length;

async function connectBoth({ app, page }: Pick<Running, 'app' | 'page'>, world: World): Promise<void> {
  await leaveAtOnce(page);
  await makeFirstClient(page, client);
  await connectMastodon(app, page, { ...accountOf(world.mastodon), server: world.mastodon.baseUrl });
  await openConnectForm(page);
  const { login, password } = accountOf(world.bluesky);
  await connectBluesky(page, { handle: login, password, server: world.bluesky.baseUrl });
}

/** The composer on whatever it is open for. */
const sheet = (page: Page) => page.getByRole('region', { name: new RegExp(`pour ${client}$`, 'u') });
const postText = (page: Page) => sheet(page).getByRole('textbox', { name: 'Texte du post' });
const note = (page: Page, words: string | RegExp) => page.getByText(words).first();
const details = (page: Page) => page.getByRole('complementary', { name: 'Détails de l’envoi' });
const saveEdit = (page: Page) =>
  sheet(page).getByRole('button', { name: 'Enregistrer la modification' }).click();

/** The wishes that the second copy holds: for what only a program would ask. */
async function intentsOf(page: Page) {
  const kept = v.parse(
    v.object({ value: v.object({ rows: v.array(authoredRowSchema) }) }),
    await ask(page, 'authored.restore', { after: null }),
  );
  return kept.value.rows
    .filter(({ collection, row }) => collection === 'intents' && row !== null)
    .map(({ row }) => v.parse(intentSchema, row?.['intent']));
}
async function publishOn(page: Page, sim: Sim): Promise<void> {
  for (const { id, targets } of await intentsOf(page))
    for (const { accountId } of targets)
      if (accountId.startsWith(sim.network))
        await ask(page, 'outbox.publishNow', { deliveryId: `${id}/${accountId}` });
}

test('a scheduled post is edited until it has left, account by account, and nothing is lost or doubled', async ({
  world,
  running,
}) => {
  test.setTimeout(150_000);
  const { bluesky, mastodon } = world;
  const [blue, elephant] = [accountOf(bluesky), accountOf(mastodon)];
  let { page } = running;
  await connectBoth(running, world);
  const day = addDays(dayOf(Date.now(), 'Europe/Paris'), 2);
  await write(page, { text: 'Premier texte', accounts: [blue.handle, elephant.handle] });
  await schedule(page, `${day}T09:00`, { byNetwork: false });
  await expect(note(page, /^Programmé\s:/)).toBeVisible();

  await test.step('from the outbox: the next revision counts for both accounts', async () => {
    await goTo(page, 'Boîte d’envoi');
    const lines = outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem');
    await expect(lines).toHaveCount(2);
    await lines.first().click();
    await details(page).getByRole('button', { name: 'Modifier' }).click();
    await postText(page).fill('Deuxième texte');
    await expect(note(page, 'Ces changements ne sont pas encore dans le post programmé.')).toBeVisible();
    await saveEdit(page);
    await expect(note(page, /^Modification prise en compte/)).toBeVisible();
    await expect(lines.filter({ hasText: 'Deuxième texte' })).toHaveCount(2);
  });

  await test.step('from the calendar', async () => {
    await page.getByRole('button', { name: 'Calendrier', exact: true }).click();
    await expect(page.getByRole('grid')).toBeVisible();
    const chip = page.getByRole('button', { name: /^09:00, Deuxième texte/ });
    if (!(await chip.isVisible())) await page.getByRole('button', { name: 'Mois suivant' }).click();
    await chip.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Modifier' }).click();
    await postText(page).fill('Troisième texte');
    await saveEdit(page);
    await expect(page.getByRole('button', { name: /^09:00, Troisième texte/ })).toBeVisible();
  });

  await test.step('while it is in flight for one account: told for each, and kept apart', async () => {
    await page.getByRole('button', { name: /^09:00, Troisième texte/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Modifier' }).click();
    await postText(page).fill('Quatrième texte');
    bluesky.control.faults.set({
      fault: { tag: 'slow', ms: 6_000 },
      operation: 'com.atproto.repo.createRecord',
      times: 1,
    });
    await publishOn(page, bluesky);
    await bluesky.control.ledger.waitFor(({ operation }) => operation === 'com.atproto.repo.createRecord');
    await saveEdit(page);
    await expect(note(page, /^Modification prise pour @.*, pas pour @/)).toContainText(
      new RegExp(`pas pour @?${blue.handle.replace(/^@/u, '')}`, 'u'),
    );
    await expect(postText(page)).toHaveValue('Quatrième texte');
    const chips = sheet(page).getByRole('group', { name: 'Comptes' }).locator('[aria-pressed="true"]');
    await expect(chips).toHaveCount(1);
    await expect(chips).toContainText(blue.handle.replace(/^@/u, ''));
    await sheet(page)
      .getByRole('button', { name: /^Fermer/ })
      .click();
  });

  await running.kill();
  await running.restart();
  ({ page } = running);

  await test.step('after a kill, what left and what waits say the same as before', async () => {
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'Partis récemment').getByRole('listitem')).toContainText(
      'Troisième texte',
      {
        timeout: 30_000,
      },
    );
    await expect(outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem')).toContainText(
      'Quatrième texte',
    );
    expect(await textsOn(bluesky)).toEqual(['Troisième texte']);
    expect(await textsOn(mastodon)).toEqual([]);
  });

  await test.step('edited once more for the account that waits only', async () => {
    await outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem').click();
    await details(page).getByRole('button', { name: 'Modifier' }).click();
    await expect(note(page, /^Déjà parti pour /)).toContainText(blue.handle.replace(/^@/u, ''));
    await postText(page).fill('Cinquième texte');
    await saveEdit(page);
    await expect(note(page, /^Modification prise en compte/)).toBeVisible();
    await details(page).getByRole('button', { name: 'Changer l’heure…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Changer l’heure de départ' });
    await dialog.getByRole('spinbutton', { name: /année/ }).focus();
    await page.keyboard.press('ArrowUp');
    await expect(dialog.getByText(/comptes de ce post/)).toBeHidden();
    await dialog.getByRole('button', { name: 'Changer l’heure' }).click();
    const line = outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem');
    await expect(line).toContainText('Cinquième texte');
    await expect(line).toContainText(String(Number(day.slice(0, 4)) + 1));
    await expect(outboxGroup(page, 'À vérifier ou à décider')).toBeHidden();
  });

  await test.step('after it has left: the text that was sent, and the edit apart', async () => {
    await details(page).getByRole('button', { name: 'Modifier' }).click();
    await postText(page).fill('Sixième texte');
    await publishOn(page, mastodon);
    await expect(note(page, /^Ce post est déjà parti/)).toBeVisible();
    await sheet(page).getByRole('button', { name: 'En faire un nouveau brouillon' }).click();
    await expect(note(page, /^Nouveau brouillon/)).toBeVisible();
    await expect(postText(page)).toHaveValue('Sixième texte');
    await sheet(page).getByRole('button', { name: 'Brouillons' }).click();
    const drafts = page.getByRole('dialog', { name: 'Brouillons' });
    await expect(drafts.getByRole('button', { name: /^Ouvrir le brouillon/ })).toHaveAccessibleName(
      /Quatrième texte/,
    );
    await drafts.getByRole('button', { name: 'Fermer' }).click();
    await sheet(page)
      .getByRole('button', { name: /^Fermer/ })
      .click();
    await expect(
      outboxGroup(page, 'Partis récemment').getByRole('listitem').filter({ hasText: 'Cinquième texte' }),
    ).toHaveCount(1);
    expect(await textsOn(mastodon)).toEqual(['Cinquième texte']);
    expect([postsMade(bluesky), postsMade(mastodon)]).toEqual([1, 1]);
  });
});
