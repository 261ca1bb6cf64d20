import type { Locator, Page } from '@playwright/test';
import { toDelivery } from '../../src-shared/outbox/delivery-view.ts';
import { violations } from './axe.ts';
import { setScene, type ScenePost } from './calendar-scene.ts';
import { doubtfulRecord } from './executors-scene.ts';
import { expect, test } from './fixtures.ts';
import { outboxGroup, spring } from './hands.ts';
import { watchPointer } from './keyboard.ts';
import { layRows, readAccounts } from './stream-rows.ts';

/** Who publishes, what was missed, and what only a person can tell: without a pointer. */

const row = (page: Page, group: string, words: string): Locator =>
  outboxGroup(page, group).getByRole('listitem').filter({ hasText: words });
const openOutbox = (page: Page): Promise<void> =>
  press(page.getByRole('button', { name: 'Boîte d’envoi', exact: true }));
const panel = (page: Page) => page.getByRole('complementary', { name: 'Détails de l’envoi' });

async function press(target: Locator, key = 'Enter'): Promise<void> {
  await target.focus();
  await target.press(key);
}
async function choose(page: Page, group: string, words: string, action: string): Promise<void> {
  await press(row(page, group, words).getByRole('button', { name: /^Actions sur/ }));
  await press(page.getByRole('menuitem', { name: action, exact: true }));
}
const button = (page: Page, name: string): Locator => panel(page).getByRole('button', { name, exact: true });

test('missed posts are taken up, the executor is changed, a doubt is decided, a post is published by hand', async ({
  running,
}) => {
  test.setTimeout(180_000);
  const doubt = 'Samedi, on répare ensemble, de 10 h à 17 h.';
  const wall = `${spring}-01T09:00`;
  const post = (text: string, more: Partial<ScenePost>): ScenePost => ({
    client: 0,
    text,
    wall,
    accounts: 2,
    ...more,
  });
  let soon = 0;
  await setScene(running.page, () => {
    // From when the accounts are there: to connect them takes what it takes.
    soon = Date.now() + 25_000;
    return [
      ...['Un : la tournée', 'Deux : le marché', 'Trois : l’atelier', 'Quatre : le bilan'].map((text) =>
        post(text, { dueAt: soon, toleranceMs: 1_000, accounts: 1 }),
      ),
      post('À ma main', { dueAt: soon, executor: 'assisted', accounts: 1 }),
      post('Tenu par le réseau', { executor: 'native' }),
    ];
  });

  await test.step('the machine sleeps while their hour passes', async () => {
    const { page, app } = running;
    await openOutbox(page);
    await expect(outboxGroup(page, 'Tenus par le réseau')).toContainText('Tenu par le réseau');
    await expect(outboxGroup(page, 'Programmés sur cet ordinateur')).toContainText('Quatre : le bilan');
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    expect(Date.now()).toBeLessThan(soon);
    await expect(outboxGroup(page, 'À publier par vous, à leur heure')).toContainText('À ma main');
    await expect.poll(() => Date.now() > soon + 1_500, { timeout: 40_000, intervals: [500] }).toBe(true);
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await expect(outboxGroup(page, 'Manqués').getByRole('listitem')).toHaveCount(4);
  });

  const pointers = await watchPointer(running.page);
  await test.step('missed posts: next slot, now, and the rest together', async () => {
    const { page } = running;
    await choose(page, 'Manqués', 'Un : la tournée', 'Prochain créneau libre');
    await expect(row(page, 'Programmés sur cet ordinateur', 'Un : la tournée')).toBeVisible();
    await choose(page, 'Manqués', 'Deux : le marché', 'Publier maintenant');
    await expect(row(page, 'Partis récemment', 'Deux : le marché')).toBeVisible({ timeout: 20_000 });
    const all = page.getByRole('group', { name: 'Tous les posts manqués' });
    await press(all.getByRole('button', { name: 'Tous au prochain créneau' }));
    for (const words of ['Trois : l’atelier', 'Quatre : le bilan'])
      await expect(row(page, 'Programmés sur cet ordinateur', words)).toBeVisible();
    await expect(outboxGroup(page, 'Manqués')).toBeHidden();
  });

  await test.step('the executor: the network gives the post back, and the person has it', async () => {
    const { page } = running;
    await press(row(page, 'Tenus par le réseau', 'Tenu par le réseau'));
    const who = panel(page).getByRole('radiogroup', { name: 'Qui publie' });
    await expect(who.getByRole('radio', { name: 'Le réseau' })).toBeChecked();
    await press(who.getByRole('radio', { name: 'Moi' }), 'Space');
    await expect(row(page, 'À publier par vous, à leur heure', 'Tenu par le réseau')).toBeVisible({
      timeout: 20_000,
    });
    await expect(panel(page).getByRole('list').last()).toContainText('repris au réseau');
  });

  await test.step('by hand: a link that is none is refused, a right one is kept', async () => {
    const { page } = running;
    await press(row(page, 'À vérifier ou à décider', 'À ma main'));
    const hand = panel(page).getByRole('region', { name: 'Publier à la main' });
    const link = hand.getByRole('textbox', { name: 'Lien du post' });
    await link.focus();
    await page.keyboard.type('bsky.app/profil');
    await press(button(page, 'C’est publié'));
    await expect(hand).toContainText('Ce n’est pas un lien');
    // One that looks like no post's is said to, and may be kept: networks change their addresses.
    await link.fill('https://bsky.app/profile/lumiere');
    await press(button(page, 'C’est publié'));
    await expect(hand).toContainText('ne ressemble pas à celle d’un post de Bluesky');
    await expect(button(page, 'Publié : garder cette adresse')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await link.fill('https://bsky.app/profile/lumiere/post/3k');
    await expect(button(page, 'Publié : garder cette adresse')).toBeHidden();
    await press(button(page, 'C’est publié'));
    await expect(row(page, 'Partis récemment', 'À ma main')).toBeVisible();
  });

  await test.step('the calendar says who publishes, and shows those alone that are asked for', async () => {
    const { page } = running;
    await press(page.getByRole('button', { name: 'Calendrier', exact: true }));
    const legend = page.getByRole('radiogroup', { name: 'Comment ils partent' });
    const chip = (words: string) => page.getByRole('button', { name: new RegExp(`, ${words}, .*Atelier`) });
    await expect(chip('Deux : le marché')).toBeVisible();
    await press(legend.getByRole('radio', { name: /ont besoin de cet ordinateur/ }), 'Space');
    await expect(chip('Deux : le marché')).toBeHidden();
    await expect(chip('Un : la tournée')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await press(legend.getByRole('radio', { name: 'Tout' }), 'Space');
    await expect(chip('Deux : le marché')).toBeVisible();
  });
  expect(await pointers()).toEqual([]);

  // A quit would be asked about, with so much planned.
  await running.kill();
  const account = (await readAccounts(running.profile)).find(
    ({ network, handle }) => network === 'mastodon' && handle.startsWith('atelier'),
  );
  if (account === undefined) throw new Error('no account');
  const record = doubtfulRecord(account, doubt, Date.now());
  const put = { tag: 'put', key: `outbox/${record.id}`, value: record } as const;
  await layRows(running.profile, [{ tag: 'delivery', row: toDelivery(record) }], [put]);
  await running.restart();

  await test.step('a doubt: side by side, and decided', async () => {
    const { page } = running;
    await openOutbox(page);
    await press(row(page, 'À vérifier ou à décider', doubt));
    await expect(panel(page)).toContainText('Même texte · 2 s après votre envoi · 0 média, comme le vôtre');
    await expect(panel(page).getByRole('deletion')).toContainText('17');
    await expect(panel(page).getByRole('insertion')).toContainText('18');
    await expect(panel(page)).toContainText('1 média (le vôtre : 0)');
    expect(await violations(page)).toEqual([]);
    await press(
      panel(page)
        .getByRole('button', { name: /^C’est celui de/ })
        .first(),
    );
    await expect(row(page, 'Partis récemment', doubt)).toBeVisible();
    await expect(panel(page).getByRole('list').last()).toContainText('vous avez reconnu le post');
  });
  await running.kill();
});
