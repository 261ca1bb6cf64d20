import { randomBytes } from 'node:crypto';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { violations } from './axe.ts';
import {
  composer,
  connectBluesky,
  goTo,
  inEnglish,
  leaveAtOnce,
  makeFirstClient,
  openDraft,
  outboxGroup,
  publishNow,
  schedule,
  spring,
  write,
} from './hands.ts';
import { postsSaying } from './server-posts.ts';
import { expect, test, type World } from './world.ts';

/**
 * Both copies of what people wrote are gone: the app starts, says what is missing in figures, and brings it back from
 * the last good snapshot, from the warning itself and without a pointer. Nothing leaves twice.
 */
test.describe.configure({ timeout: 120_000 });

const client = 'Librairie du Port';
const warnings = (page: Page) => page.getByRole('region', { name: 'Avertissements' });

/** One post has left, one is planned, two drafts are left; all of it is in a snapshot. */
async function furnish(page: Page, world: World): Promise<void> {
  const account = world.bluesky.accounts[0]!;
  await makeFirstClient(page, client);
  await connectBluesky(page, { ...account, server: world.bluesky.baseUrl });
  await leaveAtOnce(page);
  await write(page, { text: 'Déjà parti.', accounts: [account.handle] });
  await publishNow(page);
  await expect.poll(async () => (await postsSaying(world.bluesky, 'Déjà parti.')).length).toBe(1);
  await write(page, { text: 'Part au printemps.', accounts: [account.handle] });
  await schedule(page, `${spring}-01T09:00`);
  await goTo(page, 'Boîte d’envoi');
  await expect(outboxGroup(page, 'Partis récemment')).toContainText('Déjà parti.');
  // A snapshot has what was kept before it.
  const kept = composer(page).getByText(/Enregistré \d/);
  await write(page, { text: 'Premier brouillon', accounts: [account.handle] });
  await expect(kept).toBeVisible();
  await page.keyboard.press('Escape');
  await write(page, { text: 'Second brouillon', accounts: [account.handle] });
  await expect(kept).toBeVisible();
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Réglages' }).click();
  await page.getByRole('tab', { name: 'Sauvegardes' }).click();
  await page.getByRole('button', { name: 'Sauvegarder maintenant' }).click();
  await expect(page.getByText('La sauvegarde est à jour')).toBeVisible();
}

/** Noise over every file of a folder. */
async function overwrite(folder: string): Promise<void> {
  for (const name of await readdir(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if ((await stat(file)).isFile()) await writeFile(file, randomBytes(4_096));
  }
}

/** Reaches a button by Tab alone, and presses it. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  await expect(button).toBeVisible();
  for (let steps = 0; steps < 60; steps += 1) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
}

test('store and second copy damaged: what is missing is counted, and comes back from the warning by the keyboard', async ({
  world,
  running,
}) => {
  await furnish(running.page, world);
  await running.kill();
  await overwrite(path.join(running.profile, 'IndexedDB'));
  await overwrite(path.join(running.profile, 'copy/rows'));

  await running.restart();
  let { page } = running;
  const { app } = running;
  await expect(warnings(page)).toContainText(
    'Des fichiers de Vigie étaient abîmés : la seconde copie et la base locale.',
  );
  await expect(warnings(page)).toContainText('2 brouillons sur 2');
  await expect(warnings(page)).toContainText('1 client sur 1');
  await expect(warnings(page)).toContainText(/La dernière sauvegarde saine a tout cela/);
  // The outbox's own journal is whole: its posts are not missing.
  await expect(warnings(page)).not.toContainText('post à envoyer');
  expect(await violations(page)).toEqual([]);
  await inEnglish(page, async () => {
    const said = page.getByRole('region', { name: 'Warnings' });
    await expect(said).toContainText(
      'Some of Vigie’s files were damaged: the second copy and the local store.',
    );
    await expect(said).toContainText('2 drafts of 2');
  });

  // Where the damaged files are: in a folder of their own.
  await app.evaluate(({ shell }) => {
    shell.showItemInFolder = (place: string) => {
      Object.assign(globalThis, { shown: place });
    };
  });
  await press(page, 'Montrer le dossier');
  await expect
    .poll(() => app.evaluate(() => (globalThis as { shown?: string }).shown ?? ''))
    .toContain('set-aside-');
  const shown = await app.evaluate(() => (globalThis as { shown?: string }).shown ?? '');
  expect(await readdir(path.join(shown, 'rows'))).not.toEqual([]);

  // A start in between changes nothing: nobody has decided yet.
  await running.kill();
  await running.restart();
  ({ page } = running);
  await expect(warnings(page)).toContainText('2 brouillons sur 2');
  await press(page, 'Restaurer cette sauvegarde…');
  const taking = page.getByRole('dialog', { name: 'Reprendre une sauvegarde' });
  await expect(taking.getByRole('row', { name: /Posts et brouillons/ })).toContainText('4');
  await expect(taking).toContainText('1 client');
  expect(await violations(page)).toEqual([]);
  await press(page, 'Reprendre');
  await expect(taking).toBeHidden();
  await expect(warnings(page)).toContainText('Rien ne manque.');
  await expect(warnings(page)).toContainText('2 brouillons');

  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: client }).click();
  await openDraft(page, 'Premier brouillon');
  await goTo(page, 'Boîte d’envoi');
  await expect(outboxGroup(page, 'Partis récemment')).toContainText('Déjà parti.');
  // The journal knows this one: it needs no new word.
  const planned = outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem');
  await expect(planned).toHaveCount(1);
  await expect(planned).toContainText('Part au printemps.');
  await planned.getByRole('button', { name: /^Actions sur/ }).click();
  await page.getByRole('menuitem', { name: /maintenant/ }).click();
  await expect.poll(async () => (await postsSaying(world.bluesky, 'Part au printemps.')).length).toBe(1);

  await running.restart();
  ({ page } = running);
  await expect(
    page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: client }),
  ).toBeVisible();
  await openDraft(page, 'Second brouillon');
  await expect(page.getByText(/étaient abîmés/)).toHaveCount(0);
  expect(await postsSaying(world.bluesky, 'Déjà parti.')).toHaveLength(1);
  expect(await postsSaying(world.bluesky, 'Part au printemps.')).toHaveLength(1);
});

test('store, second copy and journal gone: the first page says so, and what comes back leaves only when told to', async ({
  world,
  running,
}) => {
  await furnish(running.page, world);
  await running.kill();
  for (const name of ['IndexedDB', 'copy', 'journal'])
    await rm(path.join(running.profile, name), { recursive: true });

  await running.restart();
  const { page } = running;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(warnings(page)).toContainText('le journal des envois, la seconde copie et la base locale');
  await expect(warnings(page)).toContainText('1 post à envoyer sur 1');
  await expect(warnings(page)).toContainText('1 compte sur 1');
  expect(await violations(page)).toEqual([]);
  await press(page, 'Restaurer cette sauvegarde…');
  const taking = page.getByRole('dialog', { name: 'Reprendre une sauvegarde' });
  await expect(taking).toContainText('1 envoi arrivera retenu');
  await press(page, 'Reprendre');
  await expect(taking).toBeHidden();
  await expect(page.getByText('1 envoi est retenu : voir Réglages, Sauvegardes.')).toBeVisible();
  await expect(warnings(page)).toContainText('Rien ne manque.');
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: client }).click();
  await openDraft(page, 'Second brouillon');
  await goTo(page, 'Boîte d’envoi');
  await expect(page.getByRole('main')).toContainText('Part au printemps.');
  await expect(outboxGroup(page, 'Partis récemment')).toContainText('Déjà parti.');
  expect(await postsSaying(world.bluesky, 'Part au printemps.')).toEqual([]);
  expect(await postsSaying(world.bluesky, 'Déjà parti.')).toHaveLength(1);
});
