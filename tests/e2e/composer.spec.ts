import type { Page } from '@playwright/test';
import { picture } from '../fixtures/picture.ts';
import { violations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import { ask, leaveAtOnce, openTraining } from './hands.ts';

/**
 * The composer in the real app, on the training networks: driven by role and name, in French, as a person would.
 */
test.describe.configure({ timeout: 90_000 });

async function openClient(page: Page): Promise<void> {
  await openTraining(page);
  await page.getByRole('button', { name: /^Atelier Lumière/ }).click();
}

const compose = async (page: Page): Promise<void> => {
  await page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
  await expect(page.getByRole('region', { name: 'Nouveau post pour Atelier Lumière' })).toBeVisible();
};
const common = (page: Page) => page.getByRole('textbox', { name: 'Texte du post' });
const leave = (page: Page) => page.getByRole('region', { name: 'Départ' });

/** The client's accounts on Bluesky and Mastodon and no other, whatever the last post was for. */
async function chooseBoth(page: Page): Promise<void> {
  const chips = page.getByRole('group', { name: 'Comptes' }).getByRole('button');
  const both = page
    .getByRole('group', { name: 'Comptes' })
    .getByRole('button', { name: /^(?:Bluesky|Mastodon),/ });
  await expect(both).toHaveCount(2);
  for (const chip of await chips.all()) {
    const isWanted = /^(?:Bluesky|Mastodon),/.test(
      (await chip.getAttribute('aria-label')) ?? (await chip.innerText()),
    );
    if (isWanted !== ((await chip.getAttribute('aria-pressed')) === 'true')) await chip.click();
  }
}

async function addFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Ajouter des images' }).click();
  await (await chooser).setFiles([{ name, mimeType: 'application/octet-stream', buffer: bytes }]);
}

/** Where the training's Mastodon answers: the list of accounts says it. */
async function mastodonAddress(page: Page): Promise<string> {
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
  const line = page
    .getByRole('list', { name: 'Comptes de Atelier Lumière' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('img', { name: 'Mastodon' }) });
  await expect(line).toContainText(/127\.0\.0\.1:\d+/);
  return `http://${/127\.0\.0\.1:\d+/.exec(await line.innerText())?.[0] ?? ''}`;
}

/** What that server shows to anybody, newest first. */
async function publicPosts(address: string): Promise<readonly Record<string, unknown>[]> {
  const account: unknown = await (
    await fetch(`${address}/api/v1/accounts/lookup?acct=atelierlumiere`)
  ).json();
  const { id } = account as { readonly id: string };
  const posts: unknown = await (await fetch(`${address}/api/v1/accounts/${id}/statuses`)).json();
  return posts as readonly Record<string, unknown>[];
}

test('two accounts: a text of its own, an image described, too long said in words, undo, then sent once', async ({
  page,
}) => {
  await openClient(page);
  const server = await mastodonAddress(page);
  await compose(page);
  await chooseBoth(page);
  await common(page).fill('Ondine revient #artisanat');

  // An account's own text; what is too much of it is said in words, and nothing leaves meanwhile.
  await page.getByRole('radio', { name: 'Bluesky' }).click();
  await expect(page.getByText('Suit le texte commun.')).toBeVisible();
  const own = page.getByRole('textbox', { name: 'Texte pour Bluesky' });
  await own.fill(`Ondine ${'é'.repeat(310)}`);
  const checks = page.getByRole('group', { name: 'À corriger avant l’envoi' });
  await expect(checks).toContainText('317 caractères sur 300, 17 de trop');
  await leave(page).getByRole('button', { name: 'Publier sur 2 comptes' }).click();
  await expect(checks).toBeFocused();
  await checks.getByRole('button', { name: 'Voir le texte' }).click();
  await expect(own).toBeFocused();
  await own.fill('Ondine, en court');
  await page.getByRole('radio', { name: 'Commun' }).click();
  await expect(common(page)).toHaveValue('Ondine revient #artisanat');

  // A corrupt file is refused with a sentence, a good one is described.
  await addFile(page, 'abime.jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array<number>(40).fill(7)]));
  await expect(page.getByRole('alert')).toContainText('ne peut pas être lu comme une image');
  await addFile(page, 'lampe.png', picture(320, 200));
  await page.getByRole('button', { name: 'Image 1, lampe.png, sans texte alternatif' }).click();
  await page.getByRole('textbox', { name: 'Texte alternatif' }).fill('Une lampe en laiton');
  await page.getByRole('button', { name: 'Terminé' }).click();
  await expect(page.getByRole('button', { name: 'Image 1, lampe.png, décrite' })).toBeVisible();
  await expect(
    page.getByRole('region', { name: /^Aperçu, Mastodon/ }).getByRole('img', { name: 'Une lampe en laiton' }),
  ).toBeVisible();

  // Undone within its grace: everything is as it was written.
  await leave(page).getByRole('button', { name: 'Publier sur 2 comptes' }).click();
  await expect(common(page)).toBeHidden();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Annuler' }).click();
  await expect(common(page)).toHaveValue('Ondine revient #artisanat');
  const before = (await publicPosts(server)).length;

  // By keys: several accounts are confirmed by name.
  await leaveAtOnce(page);
  await expect(leave(page)).toContainText('Sans délai pour annuler');
  // The last letters leave as well, however soon the keys follow them.
  await common(page).press('Control+End');
  await common(page).pressSequentially(' ce soir');
  await common(page).press('Control+Enter');
  const question = page.getByRole('alertdialog', { name: 'Publier sur 2 comptes ?' });
  await expect(question).toContainText('@atelierlumiere');
  await question.getByRole('button', { name: 'Publier sur 2 comptes' }).click();
  await expect(common(page)).toBeHidden();
  await compose(page);
  await expect.poll(async () => (await publicPosts(server)).length, { timeout: 30_000 }).toBe(before + 1);
  const [sent] = await publicPosts(server);
  expect(JSON.stringify(sent)).toContain('Ondine revient');
  expect(JSON.stringify(sent)).toContain(' ce soir');
  expect(JSON.stringify(sent)).toContain('Une lampe en laiton');
});

/** `28032027`: the last Sunday of a month of next year, when the clocks jump. */
function lastSunday(month: number): string {
  const year = new Date().getFullYear() + 1;
  const last = new Date(Date.UTC(year, month, 0));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${two(last.getUTCDate() - last.getUTCDay())}${two(month)}${String(year)}`;
}

test('scheduled in the zone of the client, with the clocks’ jump in words; edited afterwards', async ({
  page,
}) => {
  await openClient(page);
  await compose(page);
  await common(page).fill('Premier texte');
  await leave(page).getByRole('button', { name: 'Programmer…' }).click();
  const picker = page.getByRole('dialog', { name: 'Choisir le moment du départ' });
  await picker.getByRole('group', { name: 'Jour' }).getByRole('spinbutton').first().click();
  await page.keyboard.type(lastSunday(3));
  await picker.getByRole('group', { name: 'Heure' }).getByRole('spinbutton').first().click();
  await page.keyboard.type('0230');
  await expect(picker.getByRole('status')).toContainText('cette heure n’existe pas à Paris');
  await expect(picker.getByRole('status')).toContainText('Le post partira à 03:00');
  await picker.getByRole('group', { name: 'Jour' }).getByRole('spinbutton').first().click();
  await page.keyboard.type(lastSunday(10));
  await expect(picker.getByRole('status')).toContainText('a lieu deux fois à Paris');
  await picker.getByRole('button', { name: /^Demain matin/ }).click();
  await expect(leave(page)).toContainText('09:00');
  await leave(page)
    .getByRole('button', { name: /^Programmer sur @atelierlumiere.* \(Atelier Lumière\)$/ })
    .click();
  await expect(page.getByText(/^Programmé\s: demain 09:00/)).toBeVisible();

  // The same post again, from the outbox: what is changed counts when it is saved.
  await page
    .getByRole('navigation', { name: 'Écrans' })
    .getByRole('button', { name: 'Boîte d’envoi' })
    .click();
  await page.getByText('Premier texte').first().click();
  await page.getByRole('button', { name: 'Modifier' }).first().click();
  await expect(page.getByRole('region', { name: 'Post programmé pour Atelier Lumière' })).toBeVisible();
  await common(page).fill('Second texte');
  await expect(page.getByText('Ces changements ne sont pas encore dans le post programmé.')).toBeVisible();
  await leave(page).getByRole('button', { name: 'Enregistrer la modification' }).click();
  await expect(page.getByText(/^Modification prise en compte/)).toBeVisible();
  await expect(page.getByRole('main').getByText('Second texte').first()).toBeVisible();
});

test('a picture too large for one network is made smaller, its original put back; nothing is at fault for axe', async ({
  page,
}) => {
  await openClient(page);
  await compose(page);
  await chooseBoth(page);
  // Who is meant by an @ is looked for on both networks, chosen and taken by keys alone.
  await common(page).fill('Le laiton, avec ');
  await common(page).press('Control+End');
  await common(page).pressSequentially('@luc');
  const people = page.getByRole('listbox', { name: 'Personnes à mentionner' });
  await expect(people.getByRole('option', { name: /Lucas Perrin/ })).toHaveCount(2);
  await expect(people.getByRole('option').first()).toHaveAttribute('aria-selected', 'true');
  await common(page).press('ArrowDown');
  await expect(people.getByRole('option').nth(1)).toHaveAttribute('aria-selected', 'true');
  expect(await violations(page)).toEqual([]);
  await common(page).press('Escape');
  await expect(people).toHaveCount(0);
  await common(page).pressSequentially('a');
  await expect(people.getByRole('option').first()).toContainText('@lucas');
  const said = /@\S+/.exec(await people.getByRole('option').first().innerText())?.[0] ?? '';
  await common(page).press('Enter');
  await common(page).pressSequentially('et son frère');
  await expect(common(page)).toHaveValue(`Le laiton, avec ${said} et son frère`);
  await common(page).fill('Le laiton #artisanat');
  await addFile(page, 'lourde.png', picture(1_000, 900, true));
  const tooLarge = page.getByText(/l’image 1 pèse .*, la limite est de/);
  await expect(tooLarge).toBeVisible();
  for (const theme of ['light', 'dark']) {
    await ask(page, 'app.saveSettings', { theme });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await violations(page)).toEqual([]);
  }
  await page.getByRole('button', { name: 'Réduire l’image' }).click();
  await expect(page.getByText(/^Image réduite/)).toBeVisible({ timeout: 20_000 });
  await expect(tooLarge).toBeHidden();
  await page
    .getByRole('alertdialog', { name: /^Image réduite/ })
    .getByRole('button', { name: 'Annuler' })
    .click();
  await expect(tooLarge).toBeVisible();
});

test('a draft survives SIGKILL, and is found among the drafts', async ({ running }) => {
  await openClient(running.page);
  await compose(running.page);
  await common(running.page).pressSequentially('Écrit juste avant la panne');
  await expect(running.page.getByRole('main').getByText(/Enregistré \d\d:\d\d/)).toBeVisible();
  await running.kill();
  await running.restart();
  await running.page.getByRole('button', { name: /^Atelier Lumière/ }).click();
  await compose(running.page);
  await running.page.getByRole('button', { name: 'Brouillons' }).click();
  await running.page
    .getByRole('button', { name: /^Ouvrir le brouillon\s: Écrit juste avant la panne/ })
    .click();
  await expect(common(running.page)).toHaveValue('Écrit juste avant la panne');
});
