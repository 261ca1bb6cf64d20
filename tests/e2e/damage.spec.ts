import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import {
  ask,
  composer,
  connectBluesky,
  goTo,
  inEnglish,
  leaveAtOnce,
  makeFirstClient,
  outboxGroup,
  publishNow,
  schedule,
  spring,
  write,
} from './hands.ts';
import { openDoor } from '../torture/app/door.ts';
import { fillDisk, mountSmallDisk, unmountSmallDisk } from '../fixtures/small-disk.ts';
import { postsSaying } from './server-posts.ts';
import { expect, test, type World } from './world.ts';

/**
 * Files that were damaged, a disk that is full, data of a newer Vigie, no keychain: the app starts, says what
 * happened and what to do, in French and in English, and nothing that a person wrote is lost or leaves twice.
 */
test.describe.configure({ timeout: 150_000 });

const client = 'Librairie du Port';
const warnings = (page: Page) => page.getByRole('region', { name: 'Avertissements' });

/** What they say in English. */
const saidInEnglish = (page: Page, look: (said: ReturnType<typeof warnings>) => Promise<void>) =>
  inEnglish(page, () => look(page.getByRole('region', { name: 'Warnings' })));

async function connect(page: Page, world: World): Promise<void> {
  const account = world.bluesky.accounts[0]!;
  await makeFirstClient(page, client);
  await connectBluesky(page, { ...account, server: world.bluesky.baseUrl });
}
const handleOf = (world: World): string => world.bluesky.accounts[0]!.handle;

/** Leaves a draft on the disk, and waits until main has its copy. */
async function leaveDraft(page: Page, text: string, world: World): Promise<void> {
  await write(page, { text, accounts: [handleOf(world)] });
  await untilCopied(page, text);
}
const untilCopied = (page: Page, text: string): Promise<void> =>
  expect
    .poll(async () => JSON.stringify(await ask(page, 'authored.restore', { after: null })))
    .toContain(text);
async function findDraft(page: Page, text: string): Promise<void> {
  // Only the beginning of a long one is its name.
  const beginning = text.slice(0, 30).trimEnd();
  await page.getByRole('navigation', { name: 'Écrans' }).getByRole('button', { name: 'Rédiger' }).click();
  await composer(page).getByRole('button', { name: 'Brouillons' }).click();
  await page.getByRole('button', { name: new RegExp(`^Ouvrir le brouillon\\s: ${beginning}`) }).click();
  await expect(composer(page).getByRole('textbox', { name: 'Texte du post' })).toHaveValue(text);
}

/** Writes noise over the second half of a file: what was written last is in it. */
async function damage(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  const noise = randomBytes(size - (size >> 1));
  await handle.write(noise, 0, noise.length, size >> 1);
  await handle.close();
}

const filesOf = async (folder: string, pattern: RegExp): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => pattern.test(name)).map((name) => path.join(folder, name));

test('a damaged journal is rebuilt and said to be: what was planned is still there, what has left does not leave again', async ({
  world,
  running,
}) => {
  await connect(running.page, world);
  await leaveAtOnce(running.page);
  await write(running.page, { text: 'Déjà parti.', accounts: [handleOf(world)] });
  await publishNow(running.page);
  await expect.poll(async () => (await postsSaying(world.bluesky, 'Déjà parti.')).length).toBe(1);
  await write(running.page, { text: 'Part plus tard.', accounts: [handleOf(world)] });
  await schedule(running.page, `${spring}-01T09:00`);
  await goTo(running.page, 'Boîte d’envoi');
  await expect(outboxGroup(running.page, 'Partis récemment')).toContainText('Déjà parti.');
  await expect(outboxGroup(running.page, 'Programmés sur cet ordinateur')).toContainText('Part plus tard.');
  await running.kill();
  for (const file of await filesOf(path.join(running.profile, 'journal/rows'), /\.(log|ldb)$/))
    await damage(file);

  await running.restart();
  const { page } = running;
  await expect(warnings(page)).toContainText('Le journal des envois était abîmé et a été reconstruit.');
  await expect(warnings(page)).toContainText('Rien n’a été renvoyé');
  await saidInEnglish(page, async (said) => {
    await expect(said).toContainText(
      'The outbox journal was damaged and has been rebuilt. Nothing was sent again',
    );
    await expect(said.getByRole('button', { name: 'Check the outbox' })).toBeVisible();
  });
  await warnings(page).getByRole('button', { name: 'Vérifier les envois' }).click();
  const planned = outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem');
  await expect(planned).toContainText('Part plus tard.', { timeout: 20_000 });
  await expect(planned).toHaveCount(1);
  await planned.getByRole('button', { name: /^Actions sur/ }).click();
  await page.getByRole('menuitem', { name: /maintenant/ }).click();
  await expect
    .poll(async () => (await postsSaying(world.bluesky, 'Part plus tard.')).length, { timeout: 30_000 })
    .toBe(1);
  expect(await postsSaying(world.bluesky, 'Déjà parti.')).toHaveLength(1);

  await running.restart();
  await expect(running.page.getByRole('navigation', { name: 'Écrans' })).toBeVisible();
  await expect(running.page.getByText('Le journal des envois était abîmé')).toHaveCount(0);
  expect(await postsSaying(world.bluesky, 'Part plus tard.')).toHaveLength(1);
});

for (const [name, ruin] of [
  [
    'overwritten',
    async (folder: string) => {
      for (const file of await filesOf(folder, /./)) await writeFile(file, randomBytes(4_096));
    },
  ],
  [
    'damaged in its second half',
    async (folder: string) => {
      for (const file of await filesOf(folder, /\.(log|ldb)$/)) await damage(file);
    },
  ],
  [
    'cut short',
    async (folder: string) => {
      for (const file of await filesOf(folder, /\.log$/)) {
        const bytes = await readFile(file);
        await writeFile(file, bytes.subarray(0, bytes.length >> 1));
      }
    },
  ],
] as const)
  test(`a database ${name}: what was written comes back from the second copy, and that is told once`, async ({
    world,
    running,
  }) => {
    await connect(running.page, world);
    await leaveDraft(running.page, 'Brouillon à garder', world);
    await running.kill();
    const places = await readdir(path.join(running.profile, 'IndexedDB'));
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) await ruin(path.join(running.profile, 'IndexedDB', place));

    const before = Date.now();
    await running.restart();
    const { page } = running;
    await expect(
      page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: client }),
    ).toBeVisible();
    expect(Date.now() - before).toBeLessThan(10_000);
    await expect(warnings(page)).toContainText(/éléments? repris de la seconde copie/);
    // By what they are; of a log that was cut, how much is missing is the browser's affair.
    await expect(warnings(page)).toContainText(
      name === 'cut short' ? /\. \d+ (client|post|colonne)/ : /1 client, 1 post ou brouillon/,
    );
    await saidInEnglish(page, (said) => expect(said).toContainText(/items? came back from the second copy/));
    await findDraft(page, 'Brouillon à garder');
    // The account is known again, from main.
    await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
    await expect(page.getByRole('list', { name: `Comptes de ${client}` }).getByRole('listitem')).toHaveCount(
      1,
    );

    await running.restart();
    await expect(
      running.page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: client }),
    ).toBeVisible();
    // The browser may find only now that a log which was cut short does not fit its tables, and begin anew again.
    if (name !== 'cut short')
      await expect(running.page.getByText(/repris de la seconde copie/)).toHaveCount(0);
    await findDraft(running.page, 'Brouillon à garder');
  });

test('a journal of a newer Vigie is shown and not written, and what was written can be exported', async ({
  world,
  running,
}) => {
  await connect(running.page, world);
  await leaveDraft(running.page, 'Écrit par une autre version', world);
  await running.quit();
  const mark = path.join(running.profile, 'journal/mark');
  const json = JSON.stringify({ format: 99, write: 1_000_000, digest: '0' });
  const slot = `${createHash('sha256').update(json).digest('hex')} ${json}\n`;
  await writeFile(mark, slot.padEnd(4_096, ' ').repeat(2));

  await running.restart();
  const { app, page } = running;
  await expect(warnings(page)).toContainText('Lecture seule.');
  await expect(warnings(page)).toContainText('Mettez Vigie à jour, ou exportez ce que vous avez écrit.');
  const file = path.join(running.profile, 'export.json');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await warnings(page).getByRole('button', { name: 'Exporter ce que j’ai écrit…' }).click();
  await expect(page.getByText(/éléments? exportés?/)).toBeVisible();
  expect(await readFile(file, 'utf8')).toContain('Écrit par une autre version');
  await findDraft(page, 'Écrit par une autre version');
  await composer(page)
    .getByRole('button', { name: /^Publier/ })
    .click();
  // Nothing leaves, and the status bar says so on every screen.
  await expect(page.getByRole('group', { name: 'État' })).toContainText('1 pas parti');
  expect(await postsSaying(world.bluesky, 'Écrit par une autre version')).toEqual([]);
  // Exactly as it was found.
  expect(await readFile(mark, 'utf8')).toBe(slot.padEnd(4_096, ' ').repeat(2));

  // The language cannot be changed here, but the system's is spoken.
  await running.restart({ env: { LANG: 'en_GB.UTF-8', LANGUAGE: 'en' } });
  const said = running.page.getByRole('region', { name: 'Warnings' });
  await expect(said).toContainText('Read-only. The data comes from a newer Vigie');
  await expect(said.getByRole('button', { name: 'Export what I wrote…' })).toBeVisible();
});

test('without a keychain the access lives until the end, and then the account asks to be connected again', async ({
  world,
  launch,
}) => {
  const running = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' } });
  const account = world.bluesky.accounts[0]!;
  await connect(running.page, world);
  await expect(warnings(running.page)).toContainText('Aucun trousseau ne répond.');
  await write(running.page, { text: 'Pour le printemps.', accounts: [handleOf(world)] });
  await schedule(running.page, `${spring}-01T09:00`);

  await running.restart();
  const { page } = running;
  await expect(warnings(page)).toContainText(
    'L’accès n’a pas été gardé depuis la dernière fermeture. Ses envois attendent.',
  );
  await saidInEnglish(page, (said) =>
    expect(said).toContainText('Access was not kept since Vigie last closed. What it has to send waits.'),
  );
  await goTo(page, 'Boîte d’envoi');
  await expect(page.getByRole('main')).toContainText('Pour le printemps.');
  await warnings(page).getByRole('button', { name: 'Reconnecter' }).click();
  const form = page.getByRole('dialog', { name: /^Reconnecter/ });
  await form.getByRole('textbox', { name: 'Mot de passe d’application' }).fill(account.password);
  await form.getByRole('textbox', { name: /^Serveur/ }).fill(world.bluesky.baseUrl);
  await form.getByRole('button', { name: 'Reconnecter', exact: true }).click();
  await expect(form).toBeHidden({ timeout: 30_000 });
  await expect(warnings(page).getByText(/L’accès n’a pas été gardé/)).toHaveCount(0);
  await expect(outboxGroup(page, 'Programmés sur cet ordinateur')).toContainText('Pour le printemps.');
});

test('a disk is said to be nearly full before it is, and full within two seconds: what is typed stays, and is saved as soon as there is room', async ({
  world,
  launch,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'vigie-small-disk-'));
  const mounted = mountSmallDisk(folder, 160);
  test.skip(!mounted, 'mounting a small disk takes more rights than these tests have');
  try {
    const running = await launch({ profile: folder });
    const { page } = running;
    await connect(page, world);
    await write(page, { text: 'Avant.', accounts: [handleOf(world)] });
    await expect(composer(page).getByText(/Enregistré \d\d:\d\d/)).toBeVisible();

    const stuffing = path.join(folder, 'stuffing');
    // Early enough to do something about it: what is written meanwhile is kept.
    await fillDisk(stuffing, 40 * 1024 * 1024);
    await expect(warnings(page)).toContainText(/Le disque est presque plein\. Il reste \d+ Mo/, {
      timeout: 30_000,
    });
    await expect(warnings(page)).toContainText('Tout s’enregistre encore');
    await saidInEnglish(page, (said) => expect(said).toContainText('The disk is nearly full.'));
    await composer(page).getByRole('textbox', { name: 'Texte du post' }).fill('Avant, presque plein.');
    await untilCopied(page, 'presque plein.');
    await fillDisk(`${stuffing}-2`);
    const text = composer(page).getByRole('textbox', { name: 'Texte du post' });
    // More than what is left in the pages that its files already have.
    const words = `Pendant. ${'Un texte assez long pour prendre de la place. '.repeat(300)}`;
    const waited = await timeOf(page, 'Le disque est plein.');
    await text.fill(words);
    await expect(warnings(page)).toContainText('Le disque est plein.');
    expect(await waited()).toBeLessThan(2_000);
    await expect(composer(page).getByText('Pas enregistré')).toBeVisible();
    await expect(text).toHaveValue(words);
    // In the other language no more than this can be asked: a full disk does not take the choice of one.
    await expect(warnings(page)).toContainText(
      'Ce que vous écrivez ne s’enregistre plus. Libérez de la place',
    );

    await rm(stuffing);
    await rm(`${stuffing}-2`);
    await expect(warnings(page)).toBeHidden({ timeout: 20_000 });
    await expect(composer(page).getByText(/Enregistré \d\d:\d\d/)).toBeVisible();
    // After such a write the browser may find its own files corrupt at the next start: then the second copy serves.
    await untilCopied(page, 'Pendant.');
    await opensWhatIsClosed(page);
    await running.kill();
    await running.restart();
    await findDraft(running.page, words);
    await running.quit();
  } finally {
    await unmountSmallDisk(folder);
  }
});

/** From the next letter typed until these words are shown, ms, by the page's own clock. */
async function timeOf(page: Page, words: string): Promise<() => Promise<number>> {
  await page.evaluate((wanted) => {
    let typedAt: number | null = null;
    document.addEventListener('input', () => (typedAt ??= performance.now()), { capture: true, once: true });
    const isShown = (): boolean =>
      [...document.querySelectorAll('[role="alert"], [role="status"], section')].some(
        (one) => one.textContent?.includes(wanted) === true,
      );
    const observer = new MutationObserver(() => {
      if (typedAt === null || !isShown()) return;
      Reflect.set(globalThis, 'waitedMs', performance.now() - typedAt);
      observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  }, words);
  return () => page.evaluate(() => Number(Reflect.get(globalThis, 'waitedMs') ?? Number.NaN));
}

/**
 * After a write that the disk refused the browser closes the connections of a page, also those of which nobody has
 * anything to write just then.
 */
async function opensWhatIsClosed(page: Page): Promise<void> {
  await openDoor(page);
  await page.evaluate(async () => {
    for (const { storageInstance } of Object.values(realm.databases.authored)) {
      const { dexieDb } = (await storageInstance.originalStorageInstance.internals) as {
        readonly dexieDb: { backendDB(): IDBDatabase };
      };
      const connection = dexieDb.backendDB();
      connection.close();
      connection.dispatchEvent(new Event('close'));
    }
  });
  const writes = (): Promise<boolean> =>
    page.evaluate(() =>
      realm.databases.authored.records
        .insert({ id: 'after', workspaceId: 'all', kind: 'note', data: {}, updatedAt: Date.now() })
        .then(
          () => true,
          () => false,
        ),
    );
  expect(await writes()).toBe(false);
  await expect.poll(writes).toBe(true);
}
