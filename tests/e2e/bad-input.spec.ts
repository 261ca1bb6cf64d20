import { createServer, type Server } from 'node:http';
import type { Page } from '@playwright/test';
import { picture } from '../fixtures/picture.ts';
import {
  ask,
  composer,
  connectBluesky,
  connectBoth,
  connectForm,
  connectMastodon,
  goTo,
  inEnglish,
  leaveAtOnce,
  makeFirstClient,
  publishNow,
  reconnectMastodon,
  schedule,
  tick,
  write,
} from './hands.ts';
import { expect, test as base } from './world.ts';

/**
 * What people and servers get wrong: each is said in a sentence, with the next thing to do, in French and in English,
 * and nothing that was written is lost by it.
 */
const test = base.extend<{ readonly pages: string }>({
  /** A web server that knows nothing of any network: a page for every address. */
  pages: async ({}, use) => {
    const server: Server = createServer((_, reply) => {
      reply.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      reply.end('<!doctype html><title>Wi-Fi de l’hôtel</title><p>Connectez-vous au Wi-Fi.</p>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await use(`http://127.0.0.1:${String(address.port)}`);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
});

test.describe.configure({ timeout: 150_000 });

const client = 'Librairie du Port';

/** What a field says of itself beside its name, as a screen reader does: hints and errors. */
const saidOf = (page: Page, field: string | RegExp) => {
  const dialog = page.getByRole('dialog').first();
  return expect(
    dialog.getByRole('textbox', { name: field }).or(dialog.getByRole('combobox', { name: field })),
  );
};

test('a handle, a password and an address that are wrong are said at their field, with what to do, and stay', async ({
  world,
  page,
  pages,
}) => {
  const account = world.bluesky.accounts[0]!;
  await makeFirstClient(page, client);
  const form = connectForm(page);
  const field = (name: string | RegExp) => form.getByRole('textbox', { name });
  const connect = () => form.getByRole('button', { name: 'Connecter', exact: true }).click();
  const host = new URL(pages).host;

  await field('Identifiant').fill('personne.bsky.test');
  await field('Mot de passe d’application').fill('aaaa-bbbb-cccc-dddd');
  await form.getByRole('button', { name: 'Autres champs' }).click();
  await field(/^Serveur/).fill(world.bluesky.baseUrl);
  await connect();
  await saidOf(page, 'Identifiant').toHaveAccessibleDescription(
    /personne\.bsky\.test n’existe pas\. Vérifiez comment il s’écrit sur votre profil\./,
  );
  await expect(field('Identifiant')).toBeFocused();
  await inEnglish(page, () =>
    saidOf(page, 'Handle').toHaveAccessibleDescription(
      /personne\.bsky\.test does not exist\. Check how it is written on your profile\./,
    ),
  );

  // Corrected, and everything else is still there.
  await field('Identifiant').fill(account.handle);
  await connect();
  await saidOf(page, 'Mot de passe d’application').toHaveAccessibleDescription(
    /Mot de passe refusé pour .*\. Vérifiez-le, ou créez-en un autre sur le site du réseau\./,
  );
  await expect(field('Mot de passe d’application')).toBeFocused();
  await expect(field('Mot de passe d’application')).toHaveValue('aaaa-bbbb-cccc-dddd');
  await inEnglish(page, () =>
    saidOf(page, 'App password').toHaveAccessibleDescription(/Password refused for .*\. Check it, or create/),
  );

  await field(/^Serveur/).fill(pages);
  await connect();
  await saidOf(page, /^Serveur/).toHaveAccessibleDescription(
    new RegExp(`${host} n’est pas un serveur de ce réseau\\. Vérifiez son adresse\\.`),
  );
  await field(/^Serveur/).fill('http://127.0.0.1:9');
  await connect();
  await saidOf(page, /^Serveur/).toHaveAccessibleDescription(
    /127\.0\.0\.1:9 ne répond pas\. Vérifiez l’adresse et la connexion de cet ordinateur, puis réessayez\./,
  );
  await inEnglish(page, () =>
    saidOf(page, /^Server/).toHaveAccessibleDescription(
      /127\.0\.0\.1:9 does not answer\. Check the address and this computer’s connection, then try again\./,
    ),
  );

  await field(/^Serveur/).fill(world.bluesky.baseUrl);
  await field('Mot de passe d’application').fill(account.password);
  await connect();
  await expect(form).toBeHidden({ timeout: 30_000 });
});

test('a host that is no Mastodon server is refused in words, whatever it is, and the right one is taken', async ({
  world,
  app,
  page,
  pages,
}) => {
  await makeFirstClient(page, client);
  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: /^Mastodon/ }));
  const server = form.getByRole('textbox', { name: 'Serveur' });
  const connect = () => form.getByRole('button', { name: 'Connecter', exact: true }).click();
  for (const [typed, said] of [
    [pages, /127\.0\.0\.1:\d+ n’est pas un serveur de ce réseau\. Vérifiez son adresse\./],
    [world.bluesky.baseUrl, /127\.0\.0\.1:\d+ n’est pas un serveur de ce réseau\. Vérifiez son adresse\./],
    ['pas un serveur', /Ce serveur n’est pas de ce réseau\. Vérifiez son adresse\./],
    ['https://nulle-part.invalid', /nulle-part\.invalid ne répond pas\. Vérifiez l’adresse/],
  ] as const) {
    await server.fill(typed);
    await connect();
    // The resolver may take its time to say that there is no such name.
    await saidOf(page, 'Serveur').toHaveAccessibleDescription(said, { timeout: 60_000 });
    await expect(server).toBeFocused();
    await expect(server).toHaveValue(typed);
  }
  await server.fill(pages);
  await connect();
  await inEnglish(page, () =>
    saidOf(page, 'Server').toHaveAccessibleDescription(
      /is not a server of this network\. Check its address\./,
    ),
  );
  const account = world.mastodon.accounts[0]!;
  await connectMastodon(app, page, { ...account, server: world.mastodon.baseUrl });
});

const group = (page: Page, name: string) => page.getByRole('region', { name }).getByRole('listitem');

test('a token that was revoked is said, its posts wait, those of others leave, and reconnecting releases them', async ({
  world,
  app,
  page,
}) => {
  const { bluesky, mastodon } = await connectBoth({ app, page }, world, client);
  await leaveAtOnce(page);
  await world.mastodon.control.revoke(mastodon.id);
  await write(page, { text: 'Ouvert dimanche.', accounts: [bluesky.handle, mastodon.handle] });
  await publishNow(page);
  await expect.poll(() => world.bluesky.control.ledger.effects('post').length).toBe(1);

  const warnings = page.getByRole('region', { name: 'Avertissements' });
  await expect(warnings).toContainText('Le réseau ne reconnaît plus l’accès de Vigie.');
  await expect(warnings).toContainText('ses envois attendent');
  await goTo(page, 'Boîte d’envoi');
  await expect(group(page, 'En échec ou bloqués')).toContainText('Ouvert dimanche.');
  await expect(group(page, 'Partis récemment')).toContainText('Ouvert dimanche.');
  expect(world.mastodon.control.ledger.effects('post')).toEqual([]);
  await inEnglish(page, async () => {
    const said = page.getByRole('region', { name: 'Warnings' });
    await expect(said).toContainText('The network no longer accepts Vigie’s access. Nothing is lost');
    await expect(said.getByRole('button', { name: 'Reconnect' })).toBeVisible();
  });

  await warnings.getByRole('button', { name: 'Reconnecter' }).click();
  await reconnectMastodon(app, page, mastodon);
  await expect.poll(() => world.mastodon.control.ledger.effects('post').length).toBe(1);
  await expect(warnings).toBeHidden();
  await expect(group(page, 'Partis récemment')).toHaveCount(2);
  expect(world.bluesky.control.ledger.effects('post')).toHaveLength(1);
});

test('a server that answers with pages is named, what is sent to it waits, and it is asked again at will', async ({
  world,
  app,
  page,
}) => {
  const { mastodon } = world;
  const account = mastodon.accounts[0]!;
  await makeFirstClient(page, client);
  await connectMastodon(app, page, { ...account, server: mastodon.baseUrl });
  await leaveAtOnce(page);
  await goTo(page, 'Boîte');
  const { faults, ledger } = mastodon.control;
  const fault = faults.set({ fault: { tag: 'html-page' } });
  const deck = page.getByRole('main');
  const said = deck.getByText(/127\.0\.0\.1:\d+ a renvoyé une page au lieu de données/);
  await expect(async () => {
    await ask(page, 'sync.refresh', { accountId: null });
    await expect(said.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await inEnglish(page, () =>
    expect(
      deck.getByText(/127\.0\.0\.1:\d+ sent a page instead of data: a Wi-Fi portal/).first(),
    ).toBeVisible(),
  );

  await write(page, { text: 'Fermé lundi.', accounts: [account.handle] });
  await publishNow(page);
  await goTo(page, 'Boîte d’envoi');
  const leaving = group(page, 'En train de partir');
  await expect(leaving).toContainText('Fermé lundi.');
  await expect(leaving).toContainText(
    /a renvoyé une page au lieu de données.*L’envoi attend qu’il réponde\./,
  );
  expect(ledger.effects('post')).toEqual([]);

  faults.clear(fault);
  await goTo(page, 'Boîte');
  await deck.getByRole('button', { name: 'Réessayer' }).first().click();
  await expect(said).toHaveCount(0);
  await expect.poll(() => ledger.effects('post').length, { timeout: 60_000 }).toBe(1);
});

const family = '👨‍👩‍👧‍👦';

test('one grapheme too many is marked and counted as each network counts, and refused in words until it is mended', async ({
  world,
  app,
  page,
}) => {
  const { bluesky, mastodon } = await connectBoth({ app, page }, world, client);
  await leaveAtOnce(page);
  // A family is one character for whoever reads it, seven code points, eleven UTF-16 units and 25 bytes.
  const longest = 'é'.repeat(295) + family.repeat(5);
  await write(page, { text: longest, accounts: [bluesky.handle, mastodon.handle] });
  const sheet = composer(page);
  const text = sheet.getByRole('textbox', { name: 'Texte du post' });
  const checks = sheet.getByRole('group', { name: 'À corriger avant l’envoi' });
  await expect(sheet.getByText(/caractères? de trop/)).toHaveCount(0);
  await expect(checks).toHaveCount(0);

  await text.fill(longest + family);
  await expect(checks).toContainText('301 caractères sur 300, 1 de trop.');
  // What is too much, and nothing else, stands apart; for the other network there is room.
  await expect(sheet.locator('[aria-hidden="true"] > span[class*="_over_"]')).toHaveText([family]);
  await expect(sheet.getByText(/Mastodon\s: 301 caractères sur 500/).first()).toBeAttached();
  await sheet.getByRole('button', { name: /^Publier sur 2/ }).click();
  await expect(checks).toBeFocused();
  await inEnglish(page, async () => {
    const english = page.getByRole('region', { name: /^New post/ });
    await expect(english).toContainText('301 characters of 300, 1 too many.');
    await expect(english.getByRole('button', { name: 'See the text' })).toBeVisible();
  });
  await expect(text).toHaveValue(longest + family);
  await checks.getByRole('button', { name: 'Voir le texte' }).click();
  await expect(text).toBeFocused();
  expect(world.bluesky.control.ledger.effects('post')).toEqual([]);
  expect(world.mastodon.control.ledger.effects('post')).toEqual([]);

  // A link counts as 23 there, however long it is.
  await text.fill(`${'a'.repeat(477)} https://example.com/${'b'.repeat(80)}`);
  await expect(checks).toContainText('501 caractères sur 500, 1 de trop.');

  await text.fill(longest);
  await expect(checks).toHaveCount(0);
  await sheet.getByRole('button', { name: /^Publier sur 2/ }).click();
  await expect(sheet).toBeHidden();
  await expect.poll(() => world.bluesky.control.ledger.effects('post').length).toBe(1);
  await expect.poll(() => world.mastodon.control.ledger.effects('post').length).toBe(1);
  // Planned and right; then its server allows less, and the person is told long before the hour.
  await write(page, { text: 'é'.repeat(250), accounts: [bluesky.handle, mastodon.handle] });
  // What was read less than five seconds ago is not read again: the app looks at what is older than that.
  const lastRead = () =>
    Math.max(...world.mastodon.control.ledger.entries({ operation: 'accounts.verify' }).map((one) => one.at));
  await expect.poll(() => Date.now() - lastRead()).toBeGreaterThan(5_500);
  world.mastodon.setLimits({ maxCharacters: 200 });
  const tomorrow = new Date(Date.now() + 20 * 3_600_000).toISOString().slice(0, 16);
  await schedule(page, tomorrow, { byNetwork: false });
  const notice = page.getByRole('alertdialog', { name: /un post serait refusé à son heure/ });
  await expect(notice).toContainText(/Corrigez-le avant le départ/, { timeout: 30_000 });
  await notice.getByRole('button', { name: 'Voir l’envoi' }).click();
  await expect(page.getByRole('complementary', { name: 'Détails de l’envoi' })).toContainText(
    'jugé de nouveau à 24 h du départ',
  );
  expect(world.mastodon.control.ledger.effects('post')).toHaveLength(1);
});

test('a picture that is corrupt or too large is said, can be made smaller, and takes nothing with it', async ({
  world,
  page,
}) => {
  const account = world.bluesky.accounts[0]!;
  await makeFirstClient(page, client);
  await connectBluesky(page, { ...account, server: world.bluesky.baseUrl });
  await leaveAtOnce(page);
  await write(page, { text: 'La vitrine de Noël.', accounts: [account.handle] });
  const sheet = composer(page);
  const add = (name: string, buffer: Buffer) =>
    sheet.locator('input[type="file"]').setInputFiles([{ name, mimeType: 'image/png', buffer }]);

  await add('abimee.png', picture(640, 480).subarray(0, 600));
  const refusal = sheet.getByRole('alert').filter({ hasText: 'abimee.png' });
  await expect(refusal).toContainText('abimee.png n’a pas été ajouté.');
  await expect(refusal).toContainText('ne peut pas être lu comme une image');
  await inEnglish(page, () =>
    expect(page.getByRole('alert').filter({ hasText: 'abimee.png' })).toContainText(
      'cannot be read as a picture',
    ),
  );
  await add('lourde.png', picture(1_200, 900, true));
  const checks = sheet.getByRole('group', { name: 'À corriger avant l’envoi' });
  await expect(checks).toContainText(/l’image 1 pèse .*, la limite est de/);
  await inEnglish(page, async () => {
    const english = page.getByRole('region', { name: /^New post/ });
    await expect(english).toContainText(/image 1 weighs .*, the limit is/);
    await expect(english.getByRole('button', { name: 'Reduce the image' })).toBeVisible();
  });
  await sheet.getByRole('button', { name: /^Publier/ }).click();
  await expect(checks).toBeFocused();
  expect(world.bluesky.control.ledger.effects('post')).toEqual([]);
  await checks.getByRole('button', { name: 'Réduire l’image' }).click();
  await expect(sheet.getByText(/l’image 1 pèse/)).toHaveCount(0, { timeout: 20_000 });
  await expect(sheet.getByRole('textbox', { name: 'Texte du post' })).toHaveValue('La vitrine de Noël.');
  await publishNow(page);
  await expect.poll(() => world.bluesky.control.ledger.effects('post').length, { timeout: 30_000 }).toBe(1);
});
