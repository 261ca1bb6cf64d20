import type { ElectronApplication, Page } from '@playwright/test';
import type { Sim } from '../../src-simulator/core/sim.ts';
import { expect, type Running } from './fixtures.ts';
import { ask, composer, leaveAtOnce, outboxGroup, rowSaying, threadPanel, type Screen } from './hands.ts';
import { postsSaying } from './server-posts.ts';
import { storedIds } from './stored-rows.ts';
import type { World } from './world.ts';

/**
 * A day without a network, step by step, whoever's hands do it: once with the pointer, once with keys alone.
 */

/** What is done in the app. The names are those of `hands.ts`. */
export interface Hands {
  makeFirstClient(page: Page, name: string): Promise<void>;
  openConnectForm(page: Page): Promise<void>;
  connectBluesky(
    page: Page,
    account: { readonly handle: string; readonly password: string; readonly server: string },
  ): Promise<void>;
  connectMastodon(
    app: ElectronApplication,
    page: Page,
    account: { readonly login: string; readonly password: string; readonly server: string },
  ): Promise<void>;
  goTo(page: Page, screen: Screen): Promise<void>;
  answer(page: Page, words: string, reply: string): Promise<void>;
  like(page: Page, words: string): Promise<void>;
  write(page: Page, post: { readonly text: string; readonly accounts: readonly string[] }): Promise<void>;
  closeComposer(page: Page): Promise<void>;
  openDraft(page: Page, words: string): Promise<void>;
  publishNow(page: Page): Promise<void>;
  /** `wall`: answers `2026-11-26T09:00`, on the client's clock, once it can be written down. */
  schedule(page: Page, wall: () => string): Promise<void>;
  /** `label`: as the list says it, "30 minutes". */
  tolerate(page: Page, client: string, label: string): Promise<void>;
  quitAnyway(running: Running): Promise<void>;
}

const client = 'Librairie du Port';
const zone = 'Europe/Paris';
const asks = 'Avez-vous le dernier roman de Lola Lafon ?';
const thanks = 'Quelle belle vitrine !';
const reply = 'Oui, il vient d’arriver.';
const draft = 'Une idée pour le printemps des poètes.';
const now = 'La librairie ferme à 17 h ce soir.';
const tooLate = 'Dans une minute, la dédicace commence.';
const inTime = 'Merci à tous pour cette soirée.';

/** The network and everything that was there before it went away. */
export async function settleIn(world: World, running: Running, hands: Hands): Promise<void> {
  const { app, page } = running;
  const { bluesky, mastodon } = world;
  await leaveAtOnce(page);
  // Shorter than any that the form offers: the test lasts as long as the post may be late.
  await ask(page, 'app.saveSettings', { clientToleranceMs: 10_000 });
  await hands.makeFirstClient(page, client);
  // Two minutes between the posts of one account that became due together are waited for in tests of their own.
  const [clientId = ''] = await storedIds(page, 'workspaces');
  await ask(page, 'app.saveSettings', { postSpacing: { [clientId]: 1_000 } });
  await hands.connectBluesky(page, { ...first(bluesky), server: bluesky.baseUrl });
  await hands.openConnectForm(page);
  await hands.connectMastodon(app, page, { ...first(mastodon), server: mastodon.baseUrl });
  await hands.goTo(page, 'Boîte');
  for (const [sim, text] of [
    [bluesky, asks],
    [mastodon, thanks],
  ] as const)
    await sim.control.audience.say({
      kind: 'mention',
      person: sim.control.audience.persons[0]!.handle,
      account: first(sim).id,
      text,
    });
  for (const words of [asks, thanks])
    await expect(rowSaying(page, words).first()).toBeVisible({ timeout: 90_000 });
}

const first = (sim: Sim) => {
  const account = sim.accounts[0];
  if (account === undefined) throw new Error(`${sim.network} has no account`);
  return account;
};
const handles = ({ all }: World): readonly string[] => all.map((sim) => first(sim).handle);
const statusBar = (page: Page) => page.getByRole('group', { name: 'État' });
const waiting = (page: Page, words: string) =>
  outboxGroup(page, 'En attente').getByRole('listitem').filter({ hasText: words });
const missed = (page: Page) =>
  outboxGroup(page, 'Manqués').getByRole('listitem').filter({ hasText: tooLate });

/** The next full minute that leaves time enough to write it down. */
function nextMinute(): { readonly wall: string; readonly at: number } {
  const at = Math.ceil((Date.now() + 45_000) / 60_000) * 60_000;
  const wall = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: zone });
  return { wall: wall.format(at).replace(' ', 'T'), at };
}

/** Reads, answers, likes, writes and plans with nobody at the other end. */
export async function workOffline(world: World, running: Running, hands: Hands): Promise<void> {
  const { page } = running;
  world.goAway();
  await hands.goTo(page, 'Boîte');
  await hands.answer(page, asks, reply);
  await expect(threadPanel(page)).toContainText(asks);
  await hands.like(page, thanks);
  await hands.write(page, { text: draft, accounts: handles(world) });
  await expect(composer(page).getByText(/Enregistré \d\d:\d\d/)).toBeVisible();
  await hands.closeComposer(page);
  await hands.write(page, { text: now, accounts: handles(world) });
  await hands.publishNow(page);
  await expect(statusBar(page)).toContainText('Hors ligne depuis');
  await hands.write(page, { text: tooLate, accounts: handles(world) });
  await hands.schedule(page, () => nextMinute().wall);
  await hands.tolerate(page, client, '30 minutes');
  await hands.write(page, { text: inTime, accounts: handles(world) });
  await hands.schedule(page, () => nextMinute().wall);
  await hands.goTo(page, 'Boîte d’envoi');
  await expectAllWaits(page);
}

async function expectAllWaits(page: Page): Promise<void> {
  for (const [words, count] of [
    [now, 2],
    [reply, 1],
    ['J’aime', 1],
  ] as const) {
    await expect(waiting(page, words)).toHaveCount(count, { timeout: 20_000 });
    for (const row of await waiting(page, words).all())
      await expect(row).toContainText('Hors ligne. Partira au retour de la connexion.');
  }
}

/** Ends the program, starts it again with still no network, and finds everything as it was. */
export async function restartOffline(running: Running, hands: Hands): Promise<void> {
  await hands.quitAnyway(running);
  await running.restart();
  const { page } = running;
  await hands.goTo(page, 'Boîte');
  await expect(rowSaying(page, asks).first()).toBeVisible();
  await expect(rowSaying(page, thanks).first()).toContainText('J’aime en attente');
  await expect(statusBar(page)).toContainText('Hors ligne depuis', { timeout: 30_000 });
  await hands.openDraft(page, draft);
  await expect(composer(page).getByRole('textbox', { name: 'Texte du post' })).toHaveValue(draft);
  await hands.closeComposer(page);
  await hands.goTo(page, 'Boîte d’envoi');
  await expectAllWaits(page);
  // Both hours pass; one of them by more than may be.
  await expect(missed(page)).toHaveCount(2, { timeout: 170_000 });
  await expect(waiting(page, inTime)).toHaveCount(2, { timeout: 130_000 });
  for (const row of await waiting(page, inTime).all())
    await expect(row).toContainText('Partira au retour si le retard reste sous 30');
}

/** The network is back: what is due leaves, once, and what is too late stays. */
export async function comeBack(world: World, running: Running): Promise<void> {
  const { page } = running;
  for (const { control } of world.all) expect(control.ledger.effects('post')).toEqual([]);
  world.comeBack();
  await expect(statusBar(page)).toContainText('En ligne', { timeout: 90_000 });
  const left = outboxGroup(page, 'Partis récemment').getByRole('listitem');
  await expect(left).toHaveCount(6, { timeout: 90_000 });
  await expect(missed(page)).toHaveCount(2);
  await expect(statusBar(page)).toContainText('2 manqués');

  const { bluesky, mastodon } = world;
  const counts = { [now]: [1, 1], [inTime]: [1, 1], [tooLate]: [0, 0], [draft]: [0, 0], [reply]: [1, 0] };
  for (const [words, [onBluesky, onMastodon]] of Object.entries(counts)) {
    expect(await postsSaying(bluesky, words), words).toHaveLength(onBluesky ?? 0);
    expect(await postsSaying(mastodon, words), words).toHaveLength(onMastodon ?? 0);
  }
  expect(bluesky.control.ledger.effects('post')).toHaveLength(3);
  expect(mastodon.control.ledger.effects('post')).toHaveLength(2);
  expect(mastodon.control.ledger.effects('favourite')).toHaveLength(1);
}
