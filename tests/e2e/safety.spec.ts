import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { violations } from './axe.ts';
import {
  answer,
  ask,
  closeComposer,
  composer,
  connectBluesky,
  connectMastodon,
  goTo,
  inEnglish,
  leaveAtOnce,
  makeFirstClient,
  openDraft,
  outboxGroup,
  publishNow,
  rowSaying,
  schedule,
  spring,
  threadPanel,
  write,
} from './hands.ts';
import { findBelow } from './secrets/find-secrets.ts';
import { postsSaying } from './server-posts.ts';
import { storedIds } from './stored-rows.ts';
import { expect, test } from './world.ts';

/** Row L5 and R17 in the real app: what one machine has is taken to another, and what is purged is gone from the disk. */

const client = 'Librairie du Port';
const passphrase = 'quatre mots tirés au sort';
const rail = (page: Page) => page.getByRole('navigation', { name: 'Clients' });

async function openBackups(page: Page): Promise<void> {
  await rail(page).getByRole('button', { name: 'Réglages' }).click();
  await page.getByRole('tab', { name: 'Sauvegardes' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'Sauvegardes' })).toBeVisible();
}

/** What the person would choose in the system's dialogs. */
const answerDialogs = (app: ElectronApplication, file: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, file);

test('export, wipe, import: everything is there again, and nothing leaves before the person says so', async ({
  world,
  running,
  launch,
  freshProfile,
}) => {
  test.setTimeout(120_000);
  const account = world.bluesky.accounts[0]!;
  const { page, app } = running;
  const file = path.join(await freshProfile(), 'tout.vigie');
  await makeFirstClient(page, client);
  await connectBluesky(page, { ...account, server: world.bluesky.baseUrl });
  await write(page, { text: 'Part au printemps.', accounts: [account.handle] });
  await schedule(page, `${spring}-01T09:00`);
  await write(page, { text: 'Brouillon à emporter', accounts: [account.handle] });
  await goTo(page, 'Boîte d’envoi');
  await expect(outboxGroup(page, 'Programmés sur cet ordinateur')).toContainText('Part au printemps.');

  await openBackups(page);
  await answerDialogs(app, file);
  await page.getByRole('button', { name: 'Sauvegarder maintenant' }).click();
  await expect(
    page.getByRole('list', { name: 'Sauvegardes de cet ordinateur' }).getByRole('listitem').first(),
  ).toContainText('2 posts et brouillons');
  await page.getByRole('button', { name: 'Exporter…' }).click();
  const form = page.getByRole('dialog', { name: 'Exporter une archive' });
  await form.getByLabel('Phrase secrète', { exact: true }).fill('courte');
  await form.getByRole('button', { name: 'Choisir le fichier…' }).click();
  await expect(form).toContainText('Encore 6 caractères.');
  expect(await violations(page)).toEqual([]);
  await form.getByLabel('Phrase secrète', { exact: true }).fill(passphrase);
  await form.getByLabel('La même, encore une fois', { exact: true }).fill(passphrase);
  await form.getByRole('button', { name: 'Choisir le fichier…' }).click();
  await expect(page.getByText(/^Archive écrite/)).toBeVisible({ timeout: 30_000 });
  await expect(form).toBeHidden();
  const bytes = await readFile(file);
  expect(bytes.includes('Brouillon')).toBe(false);
  await running.quit();

  // Another machine, on which nothing is.
  const second = await launch();
  const there = second.page;
  await answerDialogs(second.app, file);
  await there.getByRole('button', { name: 'Importer une archive…' }).click();
  const opening = there.getByRole('dialog', { name: 'Ouvrir l’archive' });
  await opening.getByLabel('Phrase secrète', { exact: true }).fill('autre chose');
  await opening.getByRole('button', { name: 'Ouvrir', exact: true }).click();
  await expect(opening).toContainText('Ce n’est pas la phrase secrète de cette archive.', {
    timeout: 30_000,
  });
  await opening.getByLabel('Phrase secrète', { exact: true }).fill(passphrase);
  await there.keyboard.press('Enter');
  const taking = there.getByRole('dialog', { name: 'Importer une archive' });
  await expect(taking.getByRole('row', { name: /Posts et brouillons/ })).toContainText('2', {
    timeout: 30_000,
  });
  await expect(taking).toContainText('1 envoi arrivera retenu');
  expect(await violations(there)).toEqual([]);
  await taking.getByRole('button', { name: 'Importer', exact: true }).click();
  await expect(taking).toBeHidden();
  await expect(rail(there).getByRole('button', { name: client })).toBeVisible();
  await openBackups(there);
  await expect(there.getByRole('tabpanel')).toContainText('1 envoi repris d’une sauvegarde est retenu.');
  await inEnglish(there, () =>
    expect(there.getByRole('tabpanel')).toContainText('1 departure taken from a backup is held back.'),
  );
  expect(await violations(there)).toEqual([]);

  // Taken once more there is nothing to take.
  await there.getByRole('button', { name: 'Importer une archive…' }).click();
  await opening.getByLabel('Phrase secrète', { exact: true }).fill(passphrase);
  await there.keyboard.press('Enter');
  await expect(taking).toContainText('Tout est déjà ici : rien ne changerait.', { timeout: 30_000 });
  await taking.getByRole('button', { name: 'Annuler' }).click();

  await rail(there).getByRole('button', { name: client }).click();
  await openDraft(there, 'Brouillon à emporter');
  await goTo(there, 'Boîte d’envoi');
  // Its account has to be connected here before anything else.
  await expect(outboxGroup(there, 'En attente')).toContainText('Part au printemps.');
  await openBackups(there);
  await there.getByRole('button', { name: 'Cet ordinateur publie…' }).click();
  await there
    .getByRole('alertdialog', { name: 'Faire publier cet ordinateur ?' })
    .getByRole('button', { name: 'Publier d’ici' })
    .click();
  await expect(there.getByText('1 envoi libéré')).toBeVisible();
  await expect(there.getByText(/est retenu/)).toHaveCount(0);
  expect(await postsSaying(world.bluesky, 'Part au printemps.')).toEqual([]);
});

test('a person who is purged is nowhere on the disk any more', async ({ world, running }) => {
  test.setTimeout(150_000);
  const { profile } = running;
  let { page, app } = running;
  const account = world.mastodon.accounts[0]!;
  const { audience } = world.mastodon.control;
  const person = audience.persons[0]!;
  const words = {
    theirs: 'Zanzibar-7731 : vous livrez ?',
    answer: 'Réponse-8842 à une personne',
    other: 'Brouillon-1190 qui reste',
  };
  const secrets = ['Zanzibar-7731', 'Réponse-8842'];
  await makeFirstClient(page, client);
  await connectMastodon(app, page, { ...account, server: world.mastodon.baseUrl });
  await goTo(page, 'Boîte');
  await audience.say({ kind: 'mention', person: person.handle, account: account.id, text: words.theirs });
  await expect(rowSaying(page, words.theirs).first()).toBeVisible({ timeout: 30_000 });
  await answer(page, words.theirs, words.answer);
  await expect(threadPanel(page)).toContainText(words.answer);
  await write(page, { text: words.other, accounts: [account.handle] });
  await openBackups(page);
  await page.getByRole('button', { name: 'Sauvegarder maintenant' }).click();
  await expect(page.getByText('La sauvegarde est à jour')).toBeVisible();
  // What damage once left behind is searched by nobody, and goes.
  const aside = path.join(profile, 'journal/set-aside-2026-01-01T00-00-00-000Z');
  await mkdir(aside);
  await writeFile(path.join(aside, 'rows'), words.theirs);
  // At a start the browser writes its log out into a table.
  await running.restart();
  // Polled: a file that is put together with another one meanwhile is in neither look.
  const without = async (): Promise<readonly string[]> => {
    const found = (await findBelow(profile, secrets)).map(({ where }) => where).join();
    return ['IndexedDB', 'journal', 'set-aside'].filter((place) => !found.includes(place));
  };
  await expect.poll(without).toEqual([]);

  ({ page, app } = running);
  await goTo(page, 'Boîte');
  await rowSaying(page, words.theirs).first().click();
  await threadPanel(page).getByRole('button', { name: 'Autres actions', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Effacer cette personne…' }).click();
  const asked = page.getByRole('dialog', { name: /^Effacer @/ });
  await asked.getByRole('textbox').fill('quelqu’un d’autre');
  await asked.getByRole('button', { name: 'Effacer cette personne' }).click();
  await expect(asked).toContainText('Ce n’est pas le même identifiant.');
  expect(await violations(page)).toEqual([]);
  const title = (await asked.getByRole('heading').first().innerText())
    .replace(/^Effacer /, '')
    .replace(/\s*\?$/, '');
  await asked.getByRole('textbox').fill(title);
  await page.keyboard.press('Enter');
  const certificate = page.getByRole('dialog', { name: 'Certificat d’effacement' });
  await expect(certificate).toBeVisible({ timeout: 30_000 });
  expect(await violations(page)).toEqual([]);
  const file = path.join(profile, '..', `${path.basename(profile)}-certificat.json`);
  await answerDialogs(app, file);
  await certificate.getByRole('button', { name: 'Enregistrer le certificat…' }).click();
  await expect(certificate).toBeHidden();
  const said = await readFile(file, 'utf8');
  expect(said).toContain('"store.messages"');
  expect(said).toContain('"snapshots"');
  expect(said).not.toContain(title.replace('@', ''));
  await expect(rowSaying(page, words.theirs)).toHaveCount(0);
  await expect.poll(() => findBelow(profile, secrets), { timeout: 15_000 }).toEqual([]);
});

test('a client who is purged is nowhere on the disk any more, and a freeze of everybody stays in force', async ({
  world,
  running,
}) => {
  test.setTimeout(150_000);
  const { profile } = running;
  let { page } = running;
  const account = world.mastodon.accounts[0]!;
  const purged = 'Conserverie-6613';
  await leaveAtOnce(page);
  await makeFirstClient(page, purged);
  await connectMastodon(running.app, page, { ...account, server: world.mastodon.baseUrl });
  await write(page, { text: 'Parti-7720 : la saison commence.', accounts: [account.handle] });
  await publishNow(page);
  await write(page, { text: 'Programme-4451 pour plus tard.', accounts: [account.handle] });
  await schedule(page, `${spring}-01T09:00`, { byNetwork: false });
  await write(page, {
    text: 'Ancien-9934, un début que l’on efface ensuite tout entier.',
    accounts: [account.handle],
  });
  await expect(composer(page).getByText(/Enregistré \d\d:\d\d/)).toBeVisible();
  await composer(page).getByRole('textbox', { name: 'Texte du post' }).fill('Brouillon-5521');
  await closeComposer(page);
  const [workspaceId = ''] = await storedIds(page, 'workspaces');
  const [accountId = ''] = await storedIds(page, 'accounts');
  await ask(page, 'app.saveSettings', { postSpacing: { [workspaceId]: 90_000 } });
  const order = { by: 'Camille', endsAt: null, repliesOpen: false };
  await ask(page, 'brakes.freeze', { ...order, scope: workspaceId, why: 'Crise-3307', openAccounts: [] });
  await ask(page, 'brakes.freeze', {
    ...order,
    scope: null,
    why: 'Panne chez tous',
    openAccounts: [accountId],
  });
  await openBackups(page);
  await page.getByRole('button', { name: 'Sauvegarder maintenant' }).click();
  await expect(page.getByText('La sauvegarde est à jour')).toBeVisible();
  // What crashes and damage once left behind.
  const secrets = [
    purged,
    'Parti-7720',
    'Programme-4451',
    'Ancien-9934',
    'Brouillon-5521',
    'Crise-3307',
    account.handle.replace(/^@/, ''),
  ];
  const aside = path.join(profile, 'set-aside-2026-01-01T00-00-00-000Z/IndexedDB');
  await mkdir(aside, { recursive: true });
  await writeFile(path.join(aside, '000003.log'), secrets.join(' '));
  await writeFile(path.join(profile, 'snapshots/writing-1'), secrets.join(' '));
  // At a start the browser writes its log out into a table. Killed: it would ask about the post that is planned.
  await running.kill();
  await running.restart();
  ({ page } = running);
  // Polled: a file that is put together with another one meanwhile is in neither look.
  const without = async (): Promise<readonly string[]> => {
    const found = (await findBelow(profile, secrets)).map(({ where }) => where).join();
    return ['IndexedDB', 'journal', 'copy', 'set-aside', 'snapshots'].filter(
      (place) => !found.includes(place),
    );
  };
  await expect.poll(without).toEqual([]);

  await ask(page, 'accounts.disconnect', {
    accountId,
    keepHistory: true,
    queued: 'cancel',
    native: 'recall',
  });
  await rail(page).getByRole('button', { name: 'Comptes' }).click();
  await expect(page.getByText(/^Déconnecté depuis/).first()).toBeVisible();
  await rail(page).getByRole('button', { name: purged }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Supprimer…' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer le client' }).click();
  const certificate = page.getByRole('dialog', { name: 'Certificat d’effacement' });
  await expect(certificate).toBeVisible({ timeout: 30_000 });
  for (const row of ['Base : versions des brouillons', 'Gels des envois', 'Préférences', 'Sauvegardes'])
    await expect(certificate.getByRole('row', { name: new RegExp(row) })).toBeVisible();
  await expect(certificate).not.toContainText('est en cours ou à vérifier');
  await page.keyboard.press('Escape');
  await expect.poll(() => findBelow(profile, secrets), { timeout: 20_000 }).toEqual([]);
  // Its inner number, in the bounds that LevelDB notes of its files, is all that is left, as the certificate says.
  const numbers = await findBelow(profile, [workspaceId]);
  expect(numbers.filter(({ where }) => !/\/(MANIFEST-\d+|LOG|LOG\.old)$/.test(where))).toEqual([]);

  // What concerns everybody goes on.
  await running.kill();
  await running.restart();
  const state = (await ask(running.page, 'brakes.state', null)) as { value: { freezes: readonly object[] } };
  expect(state.value.freezes).toHaveLength(1);
  expect(state.value.freezes[0]).toMatchObject({ why: 'Panne chez tous', ended: null, openAccounts: [] });
  // Not written again by anything that remembered it, either.
  expect(await findBelow(profile, secrets)).toEqual([]);
});
