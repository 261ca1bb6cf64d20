import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import { picture } from '../fixtures/picture.ts';
import { violations } from './axe.ts';
import {
  answer,
  connectBluesky,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  publishNow,
  rowSaying,
  schedule,
  threadPanel,
  write,
} from './hands.ts';
import { createKeyboardHands } from './keyboard-hands.ts';
import { watchPointer } from './keyboard.ts';
import { expect, test, type Person, type Ref, type Town } from './town.ts';

/**
 * The main job on the real Bluesky network: its own server software, on loopback. What is asserted is what its API says,
 * to others than Vigie.
 */

const zone = 'Europe/Paris';
const client = 'Librairie du Port';
const question = 'Avez-vous le dernier roman de Lola Lafon ?';
const reply = 'Oui, il vient d’arriver.';
const published = 'La devanture de Noël est prête.';
const alt = 'Une devanture éclairée';
const scheduled = 'Dédicace samedi à 15 h.';

test.describe.configure({ timeout: 400_000 });

interface Scene {
  readonly shop: Person;
  readonly password: string;
  readonly reader: Person;
  readonly follower: Person;
  /** What the shop wrote before Vigie came, and what the reader answered. */
  readonly opening: Ref;
  readonly asked: Ref;
}

/** A shop that somebody follows, and a post of it that somebody else has answered. */
async function setScene(town: Town, suffix: string): Promise<Scene> {
  const [shop, reader, follower] = [
    await town.person(`librairie-${suffix}`),
    await town.person(`lectrice-${suffix}`),
    await town.person(`voisin-${suffix}`),
  ];
  await town.follow(follower, shop);
  const opening = await town.say(shop, 'La librairie ouvre demain.');
  const asked = await town.say(reader, question, { root: opening, parent: opening });
  const password = await town.network.createAppPassword(shop, { name: 'vigie' });
  return { shop, password, reader, follower, opening, asked };
}

/** The first full minute that leaves so much time to write it down and to hand over. */
function nextMinute(now: number, aheadMs: number): { readonly dueAt: number; readonly wall: string } {
  const dueAt = Math.ceil((now + aheadMs) / 60_000) * 60_000;
  return { dueAt, wall: wallOf(dueAt, zone).slice(0, 16) };
}

/** What the network says, after all: each once, as it was written, and the scheduled one on time. */
async function expectEachOnce(town: Town, scene: Scene, dueAt: number): Promise<void> {
  const { shop, reader, follower, opening, asked } = scene;
  await expect
    .poll(async () => (await town.postsOf(shop)).map(({ value }) => value.text), { timeout: 150_000 })
    .toContain(scheduled);
  const own = await town.postsOf(shop);
  expect(own.map(({ value }) => value.text).toSorted()).toEqual(
    ['La librairie ouvre demain.', reply, published, scheduled].toSorted(),
  );
  const written = (text: string) => own.find(({ value }) => value.text === text)!.value;
  expect(written(reply).reply).toMatchObject({ root: opening, parent: asked });
  expect(written(published).embed?.images).toMatchObject([{ alt }]);
  expect(Math.abs(Date.parse(written(scheduled).createdAt) - dueAt)).toBeLessThanOrEqual(5_000);

  // The same to others, through the AppView.
  expect((await town.repliesTo(asked, reader)).map(({ text }) => text)).toEqual([reply]);
  const seen = await town.feedOf(shop, reader);
  expect(seen.filter(({ record }) => record.text === scheduled)).toHaveLength(1);
  const [shown, ...more] = seen.filter(({ record }) => record.text === published);
  expect(more).toEqual([]);
  expect(shown?.embed?.images).toMatchObject([{ alt }]);
  const image = await fetch(shown?.embed?.images?.[0]?.fullsize ?? '');
  expect(image.headers.get('content-type')).toMatch(/^image\//u);
  const timeline = await town.timelineOf(follower);
  expect(timeline[0]?.text).toBe(scheduled);
  expect(timeline.filter(({ text }) => text === scheduled)).toHaveLength(1);
}

async function imageFile(folder: string): Promise<string> {
  const file = path.join(folder, 'devanture.png');
  await writeFile(file, picture(640, 480));
  return file;
}

test('connects, reads, answers, publishes and schedules, each once and on time', async ({
  town,
  page,
  running,
}) => {
  const scene = await setScene(town, 'souris');
  const { shop } = scene;
  await leaveAtOnce(page);
  await makeFirstClient(page, client);
  await connectBluesky(page, {
    handle: shop.handle,
    password: scene.password,
    server: town.network.pdsUrl,
  });
  await goTo(page, 'Boîte');
  await expect(rowSaying(page, question)).toBeVisible({ timeout: 30_000 });
  await answer(page, question, reply);
  await expect.poll(async () => (await town.postsOf(shop)).length).toBe(2);

  const image = { file: await imageFile(running.profile), alt };
  await write(page, { text: published, accounts: [shop.handle], image });
  await publishNow(page);
  await expect.poll(async () => (await town.postsOf(shop)).length).toBe(3);

  await write(page, { text: scheduled, accounts: [shop.handle] });
  let dueAt = 0;
  await schedule(page, () => {
    const next = nextMinute(Date.now(), 25_000);
    dueAt = next.dueAt;
    return next.wall;
  });
  expect(Date.now()).toBeLessThan(dueAt);
  await expectEachOnce(town, scene, dueAt);
});

test('the same with the keyboard alone, with a focus that is always seen and nothing at fault for axe', async ({
  town,
  page,
  running,
}) => {
  const look = async (shown: Page): Promise<void> => {
    expect(await violations(shown)).toEqual([]);
  };
  const keyboard = createKeyboardHands(look);
  const scene = await setScene(town, 'clavier');
  const { shop, password } = scene;
  const pointer = await watchPointer(page);
  await keyboard.makeFirstClient(page, client);
  await keyboard.connectBluesky(page, { handle: shop.handle, password, server: town.network.pdsUrl });
  await keyboard.goTo(page, 'Boîte');
  const row = rowSaying(page, question);
  await expect(row).toBeVisible({ timeout: 30_000 });

  await keyboard.like(page, question);
  await expect.poll(() => town.likesOf(shop)).toEqual([scene.asked]);
  await expect(row.getByText('Aimé', { exact: true })).toBeVisible();
  await keyboard.answer(page, question, reply);
  await expect.poll(async () => (await town.postsOf(shop)).length, { timeout: 30_000 }).toBe(2);
  await page.keyboard.press('Escape');
  await expect(threadPanel(page)).toBeHidden();
  await expect(row).toBeFocused();

  const image = { file: await imageFile(running.profile), alt };
  await keyboard.write(page, { text: published, accounts: [shop.handle], image });
  await keyboard.publishNow(page);
  await expect.poll(async () => (await town.postsOf(shop)).length, { timeout: 30_000 }).toBe(3);

  await keyboard.write(page, { text: scheduled, accounts: [shop.handle] });
  let dueAt = 0;
  await keyboard.schedule(page, () => {
    const next = nextMinute(Date.now(), 60_000);
    dueAt = next.dueAt;
    return next.wall;
  });
  expect(Date.now()).toBeLessThan(dueAt);
  await keyboard.goTo(page, 'Boîte d’envoi');
  await expect(page.getByRole('main').getByText(scheduled)).toBeVisible();
  await expectEachOnce(town, scene, dueAt);

  // What its author has deleted meanwhile is read again, and says so.
  await town.unsay(scene.reader, scene.asked);
  await keyboard.goTo(page, 'Boîte');
  await keyboard.reachRow(page, question);
  await page.keyboard.press('Enter');
  const panel = threadPanel(page);
  await expect(panel.getByText('Supprimé par son auteur').first()).toBeVisible({ timeout: 30_000 });
  await expect(panel.getByText('Ce message n’existe plus : on ne peut plus y répondre.')).toBeVisible();
  await expect(row.getByText('Supprimé par son auteur')).toBeVisible();
  await look(page);
  expect(await pointer()).toEqual([]);
});
