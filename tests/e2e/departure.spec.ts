import { createHash } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { ulid } from 'ulid';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import { canonicalJson } from '../../src-shared/canonical-json.ts';
import { emptyContent } from '../../src-shared/domain/content.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';
import { violations } from './axe.ts';
import {
  answer,
  ask,
  connectBoth,
  goTo,
  leaveAtOnce,
  like,
  outboxGroup,
  publishNow,
  rowSaying,
  schedule,
  threadPanel,
  write,
} from './hands.ts';
import { pressPair, watchPointer } from './keyboard.ts';
import { postsSaying } from './server-posts.ts';
import { storedIds } from './stored-rows.ts';
import { expect, test } from './world.ts';

/** "Je pars hors ligne": what is taken along can be read, and the report on return says what the servers say. */

const zone = 'Europe/Paris';
const asks = 'Ouvrez-vous demain matin ?';
const overheard = 'Je me le demandais aussi.';
const delivers = 'Livrez-vous à domicile ?';
const overheardThere = 'Oui, à vélo, je crois.';
const thanks = 'Merci pour cet accueil !';
const aside = 'Une réponse que personne n’a emportée.';
const meanwhile = 'Vous êtes où ?';
const lost = 'Ce post part dans le train.';
const held = 'Demain, on fête les dix ans.';
const before = 'Un dernier mot avant de partir.';
const now = 'Nous arrivons à la gare.';

const statusBar = (page: Page) => page.getByRole('group', { name: 'État' });
const departure = (page: Page) => page.getByRole('dialog', { name: /^(Je pars hors ligne|Parti depuis)/ });
const report = (page: Page) => page.getByRole('dialog', { name: 'Compte rendu d’absence' });
const part = (page: Page, name: string) => report(page).getByRole('region', { name });
async function press(target: Locator, key = 'Enter'): Promise<void> {
  await target.focus();
  await target.press(key);
}

/** Somebody speaks to the account; answers the id of what was said. */
async function say(sim: Sim, text: string, to?: string): Promise<string> {
  const [first, second] = sim.control.audience.persons;
  const account = sim.accounts[0];
  if (first === undefined || second === undefined || account === undefined)
    throw new Error('nobody is there');
  const made = await sim.control.audience.say(
    to === undefined
      ? { kind: 'mention', person: first.handle, account: account.id, text }
      : { kind: 'reply', person: second.handle, post: to, text },
  );
  if (made === undefined) throw new Error(`the network does not take "${text}"`);
  return made;
}

/** Gives main a post of its own: due in some seconds, or (null) to leave at once. */
async function plan(
  page: Page,
  text: string,
  seconds: number | null,
  workspaceId: string,
  accountId: string,
): Promise<void> {
  const dueAt = Date.now() + (seconds ?? 0) * 1_000;
  const content = { ...emptyContent, text };
  const hash = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const answered = await ask(page, 'outbox.submit', {
    id: ulid(),
    workspaceId,
    revision: 1,
    postId: null,
    action: { tag: 'publish' },
    targets: [{ accountId, content, hash }],
    when:
      seconds === null
        ? { tag: 'now', graceMs: 0 }
        : { tag: 'at', moment: { wall: wallOf(dueAt, zone), zone, dueAt }, toleranceMs: 1_000 },
    executor: 'machine',
    createdAt: Date.now(),
  });
  expect(answered).toMatchObject({ tag: 'ok' });
}

/** Pictures of the open conversation that are really there. */
const pictures = (page: Page): Promise<readonly boolean[]> =>
  threadPanel(page)
    .locator('img')
    .evaluateAll((all: HTMLImageElement[]) => all.map((one) => one.complete && one.naturalWidth > 0));

test('leaves prepared, reads and answers with no network, and is told what became of everything', async ({
  world,
  running,
}) => {
  test.setTimeout(300_000);
  const { bluesky, mastodon } = world;
  let asked = '';
  let limit = '';
  const accounts = await test.step('connect and receive', async () => {
    const { page } = running;
    await leaveAtOnce(page);
    const connected = await connectBoth(running, world, 'Librairie du Port');
    const [clientId = ''] = await storedIds(page, 'workspaces');
    await ask(page, 'app.saveSettings', { postSpacing: { [clientId]: 500 } });
    asked = await say(mastodon, asks);
    await say(mastodon, overheard, asked);
    await say(bluesky, overheardThere, await say(bluesky, delivers));
    await say(mastodon, aside, await say(mastodon, thanks));
    await goTo(page, 'Boîte');
    for (const words of [asks, delivers, thanks])
      await expect(rowSaying(page, words).first()).toBeVisible({ timeout: 60_000 });
    // Done: nobody will want it, and its conversation stays where it is.
    await press(rowSaying(page, thanks).first(), 'e');
    await expect.poll(() => storedIds(page, 'triage')).not.toEqual([]);
    await write(page, { text: held, accounts: [connected.mastodon.handle] });
    await schedule(page, wallOf(Date.now() + 90 * 60_000, zone), { byNetwork: false });
    const account = (await storedIds(page, 'accounts')).find((id) => id.startsWith('bluesky')) ?? '';
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'Programmés sur cet ordinateur')).toContainText(held);
    // Asked for before leaving, it will be sent after: the server wants to be left alone for a while.
    limit = bluesky.control.faults.set({
      fault: { tag: 'rate-limit', ms: 60_000 },
      operation: 'com.atproto.repo.createRecord',
    });
    await plan(page, before, null, clientId, account);
    await expect(outboxGroup(page, 'En attente')).toContainText(before);
    return { ...connected, clientId, account };
  });

  const pointers = await watchPointer(running.page);
  await test.step('say how long, see what happens meanwhile, take along and leave: by keys', async () => {
    const { page } = running;
    const dialog = departure(page);
    await pressPair(page, 'h', dialog);
    await expect(dialog.getByRole('button', { name: 'Emporter et partir' })).toBeFocused();
    await expect(dialog).toContainText('3 ont besoin de cet ordinateur, allumé et connecté');
    await expect(dialog.getByRole('listitem').filter({ hasText: before })).toContainText(
      'Part à votre retour',
    );
    // The two that are new, and those of before that nobody has dealt with.
    const counted = dialog.getByText(/\d+ conversations\./);
    await expect(counted).toBeVisible();
    const likely = Number(/(\d+) conversations\./.exec(await counted.innerText())?.[1]);
    expect(likely).toBeGreaterThanOrEqual(2);
    expect(await violations(page)).toEqual([]);
    await press(dialog.getByRole('button', { name: 'Confier 1 post au réseau' }));
    await expect(dialog).toContainText('1 part sans cet ordinateur', { timeout: 30_000 });
    await expect(dialog.getByRole('listitem').filter({ hasText: 'Tenu par Mastodon' })).toContainText(held);
    await plan(page, lost, 40, accounts.clientId, accounts.account);
    await expect(dialog.getByRole('listitem').filter({ hasText: lost })).toContainText('Ira aux Manqués');
    await press(dialog.getByRole('button', { name: 'Emporter et partir' }));
    await expect(dialog).toContainText('Vous pouvez couper la connexion.', { timeout: 30_000 });
    await expect(dialog).toContainText(`${likely} conversations sur ${likely} sont sur cet ordinateur.`);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(statusBar(page)).toContainText('Parti depuis');
    expect(mastodon.control.ledger.effects('scheduled')).toHaveLength(1);
  });
  expect(await pointers()).toEqual([]);

  world.goAway();
  bluesky.control.faults.clear(limit);
  await running.kill();
  await running.restart();
  await test.step('with no network, after another start: conversations are whole, with their pictures', async () => {
    const { page } = running;
    await expect(statusBar(page)).toContainText('Parti depuis');
    await expect(statusBar(page)).toContainText('Hors ligne depuis', { timeout: 30_000 });
    await rowSaying(page, asks).first().click();
    await expect(threadPanel(page)).toContainText(overheard);
    await expect.poll(() => pictures(page)).toContain(true);
    await expect.poll(async () => (await pictures(page)).every(Boolean)).toBe(true);
    await rowSaying(page, delivers).first().click();
    await expect(threadPanel(page)).toContainText(overheardThere);
    await rowSaying(page, thanks).first().click();
    await expect(threadPanel(page)).toContainText(thanks);
    await expect(threadPanel(page)).toContainText('telle qu’elle est enregistrée ici');
    await expect(threadPanel(page)).not.toContainText(aside);
  });

  await test.step('answer, like and write meanwhile; an hour passes; somebody takes back what was answered', async () => {
    const { page } = running;
    await answer(page, asks, 'Oui, dès 9 heures.');
    await answer(page, delivers, 'Oui, à vélo.');
    await like(page, thanks);
    await write(page, { text: now, accounts: [accounts.bluesky.handle, accounts.mastodon.handle] });
    await publishNow(page);
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'En attente').getByRole('listitem')).toHaveCount(6, { timeout: 20_000 });
    await expect(outboxGroup(page, 'Manqués')).toContainText(lost, { timeout: 60_000 });
    const [author] = mastodon.control.audience.persons;
    await mastodon.control.audience.say({
      kind: 'remove',
      person: author?.handle ?? '',
      post: asked,
    });
    await say(mastodon, meanwhile);
    for (const sim of world.all) expect(sim.control.ledger.effects('post')).toEqual([]);
  });

  await test.step('the network is back: one report, and it says what the servers say', async () => {
    const { page } = running;
    world.comeBack();
    await ask(page, 'status.hint', { online: true });
    const banner = page.getByRole('region', { name: 'Compte rendu d’absence' });
    await expect(banner).toContainText('Vous revoilà', { timeout: 60_000 });
    expect(await violations(page)).toEqual([]);
    await press(banner.getByRole('button', { name: 'Lire le compte rendu' }));
    await expect(report(page)).toContainText('Arrêté', { timeout: 120_000 });
    for (const words of ['5 partis', '1 refusé', '1 manqué']) await expect(report(page)).toContainText(words);
    await expect(part(page, 'Partis').getByRole('listitem')).toHaveCount(4);
    await expect(part(page, 'Manqués ou expirés').getByRole('listitem')).toHaveText([new RegExp(lost)]);
    const replies = part(page, 'Réponses écrites en route').getByRole('listitem');
    await expect(replies).toHaveCount(2);
    await expect(replies.filter({ hasText: 'Oui, dès 9 heures.' })).toContainText('Refusé');
    await expect(replies.filter({ hasText: 'Oui, à vélo.' })).toContainText('Par cet ordinateur');
    await expect(part(page, 'Messages arrivés entre-temps')).toContainText('1 message');
    expect(await violations(page)).toEqual([]);

    // The servers' own words.
    for (const words of [before, now]) expect(await postsSaying(bluesky, words)).toHaveLength(1);
    expect(await postsSaying(mastodon, now)).toHaveLength(1);
    expect(await postsSaying(bluesky, 'Oui, à vélo.')).toHaveLength(1);
    expect(bluesky.control.ledger.effects('post')).toHaveLength(3);
    expect(mastodon.control.ledger.effects('post')).toHaveLength(1);
    expect(mastodon.control.ledger.effects('favourite')).toHaveLength(1);
  });

  await test.step('it is copied, leads to the thing, and is there to be read again', async () => {
    const { page, app } = running;
    await press(report(page).getByRole('button', { name: 'Copier' }));
    await expect
      .poll(() => app.evaluate(({ clipboard }) => clipboard.readText()))
      .toContain('Manqués ou expirés (1)');
    await press(report(page).getByRole('button', { name: `Voir : ${lost}` }));
    await expect(page.getByRole('complementary', { name: 'Détails de l’envoi' })).toContainText(lost);
    for (const [group, count] of [
      ['Partis récemment', 5],
      ['Manqués', 1],
      ['En échec ou bloqués', 1],
    ] as const)
      await expect(outboxGroup(page, group).getByRole('listitem')).toHaveCount(count);
    await expect(statusBar(page)).not.toContainText('Parti depuis');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Chercher ou agir' });
    await expect(palette).toBeVisible();
    await page.keyboard.type('Derniers départs');
    await expect(palette.getByRole('menuitem')).toHaveCount(1);
    await page.keyboard.press('Enter');
    const again = page.getByRole('button', { name: /^Voir le compte rendu de l’absence/ });
    await expect(again).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await press(again);
    await expect(part(page, 'Partis').getByRole('listitem')).toHaveCount(4);
    await expect(part(page, 'Réponses écrites en route').getByRole('listitem')).toHaveCount(2);
  });
  await running.kill();
});
