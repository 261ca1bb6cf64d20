import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from '@playwright/test';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import { pdf } from '../fixtures/media-files.ts';
import { picture } from '../fixtures/picture.ts';
import { violations } from './axe.ts';
import {
  closeComposer,
  composer,
  connectForm,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  outboxGroup,
  publishNow,
  schedule,
  tick,
  write,
} from './hands.ts';
import { expect, test } from './world.ts';

/** How long before its hour the post is planned, ms. */
const aheadMs = 30 * 60_000;
const said = 'La devanture de Noël est prête.';

test('an access that cannot publish leaves posts to the person, and what the network refused can be given to them', async ({
  world,
  app,
  page,
  running,
}) => {
  test.setTimeout(150_000);
  const instagram = world.all.find(({ network }) => network === 'instagram')!;
  const { ledger, faults } = instagram.control;
  const account = instagram.accounts[0]!;
  const writes = () => ledger.entries({ method: 'POST' }).map(({ operation }) => operation);
  await leaveAtOnce(page);
  await makeFirstClient(page, 'Librairie du Port');
  const accounts = page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' });
  const panel = page.getByRole('complementary', { name: 'Détails de l’envoi' });
  const sheet = composer(page);

  const setClock = (by: number): Promise<void> =>
    app.evaluate(({ powerMonitor }, ms) => {
      const { now } = Date;
      Date.now = () => now() + ms;
      powerMonitor.emit('resume');
    }, by);
  const connect = async (form: Locator, host: string): Promise<void> => {
    await form.getByRole('textbox', { name: 'Jeton d’accès' }).fill(account.form?.['token'] ?? '');
    await form.getByRole('button', { name: 'Autres champs' }).click();
    await form.getByRole('textbox', { name: /^Hébergement : adresse de dépôt/ }).fill(host);
    await form
      .getByRole('textbox', { name: /^Hébergement : clé/ })
      .fill(host === '' ? '' : (account.form?.['hostKey'] ?? ''));
    await form.getByRole('textbox', { name: /^Serveur d’essai/ }).fill(instagram.baseUrl);
    await form.getByRole('button', { name: /^(Connecter|Reconnecter)$/ }).click();
    await expect(form).toBeHidden({ timeout: 30_000 });
  };
  await tick(connectForm(page).getByRole('radio', { name: /^Instagram/ }));
  await connect(connectForm(page), '');
  const before = writes();

  await test.step('the account says how it is published, and why not otherwise', async () => {
    await accounts.click();
    const ways = page.getByRole('complementary').getByRole('table', { name: 'Façons de publier' });
    await expect(ways.getByRole('row', { name: /^À la main/ })).toContainText('Oui');
    await expect(ways.getByRole('row', { name: /^Direct/ })).toContainText(
      /Non\s: demande une adresse publique/,
    );
    await expect(ways).not.toContainText('pas sur ce serveur');
    await ways.scrollIntoViewIfNeeded();
  });

  const bytes = await app.evaluate(
    ({ nativeImage }, png) =>
      nativeImage.createFromBuffer(Buffer.from(png, 'base64')).toJPEG(90).toString('base64'),
    picture(1080, 1080).toString('base64'),
  );
  const file = path.join(running.profile, 'devanture.jpg');
  await writeFile(file, Buffer.from(bytes, 'base64'));
  const image = { file, alt: 'Une devanture éclairée' };
  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);

  await test.step('the composer says that it is for the person, now as later', async () => {
    await write(page, { text: said, accounts: [account.handle], image });
    const departure = sheet.getByRole('region', { name: 'Départ' });
    await expect(departure).toContainText('À publier par vous');
    await expect(departure).toContainText('Vigie vous le donne prêt, tout de suite');
    await expect(sheet.getByRole('group', { name: /^À corriger/ })).toHaveCount(0);
    expect(await violations(page)).toEqual([]);
    await schedule(page, wallOf(Date.now() + aheadMs, zone).slice(0, 16));
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'À publier par vous, à leur heure')).toContainText(said);
  });

  await test.step('at its hour it waits for the person, and the network was asked for nothing', async () => {
    await setClock(aheadMs);
    const row = outboxGroup(page, 'À vérifier ou à décider').getByRole('listitem').filter({ hasText: said });
    await expect(row).toBeVisible({ timeout: 20_000 });
    await row.click();
    await expect(panel.getByRole('region', { name: 'Publier à la main' })).toBeVisible();
    await expect(panel.getByRole('button', { name: /Laisser Vigie publier/ })).toHaveCount(0);
    await expect(panel.getByRole('radio', { name: 'Cet ordinateur' })).toBeDisabled();
    expect(await violations(page)).toEqual([]);
    await panel.getByRole('textbox', { name: 'Lien du post' }).fill('https://www.instagram.com/p/Abc123/');
    await panel.getByRole('button', { name: 'C’est publié' }).click();
    await expect(outboxGroup(page, 'Partis récemment')).toContainText(said);
    expect(writes()).toEqual(before);
    await setClock(-aheadMs);
  });

  await test.step('with a host it publishes; what it refuses is given to the person, and nobody tries again', async () => {
    await accounts.click();
    await page.getByRole('button', { name: 'Reconnecter' }).first().click();
    await connect(page.getByRole('dialog', { name: /^Reconnecter/ }), account.form?.['hostPut'] ?? '');
    await write(page, { text: 'Le programme', accounts: [account.handle], image });
    const attachment = { name: 'programme.pdf', mimeType: 'application/pdf', buffer: pdf(2) };
    await sheet.locator('input[type="file"]').first().setInputFiles([attachment]);
    const refusals = sheet.getByRole('group', { name: /^À corriger/ });
    await expect(refusals).toContainText('n’est pas accepté');
    // The network has no such thing, for a person either.
    await expect(refusals.getByRole('button', { name: 'Publier moi-même' })).toHaveCount(0);
    expect(await violations(page)).toEqual([]);
    await closeComposer(page);

    faults.set({ fault: { tag: 'own-refusal', name: 'restricted' }, operation: 'media.create' });
    const refused = 'Ouvert dimanche, de 10 h à 18 h.';
    await write(page, { text: refused, accounts: [account.handle], image });
    await expect(sheet.getByRole('region', { name: 'Départ' })).toContainText('Part tout de suite');
    await publishNow(page);
    await goTo(page, 'Boîte d’envoi');
    const row = outboxGroup(page, 'En échec ou bloqués').getByRole('listitem').filter({ hasText: refused });
    await expect(row).toBeVisible({ timeout: 60_000 });
    await row.click();
    const tries = writes().filter((operation) => operation === 'media.create').length;
    expect(tries).toBe(1);
    faults.clear();
    await panel.getByRole('button', { name: 'Publier moi-même', exact: true }).click();
    await expect(
      outboxGroup(page, 'À vérifier ou à décider').getByRole('listitem').filter({ hasText: refused }),
    ).toBeVisible({ timeout: 20_000 });
    const link = 'https://www.instagram.com/p/Def456/';
    await panel.getByRole('textbox', { name: 'Lien du post' }).fill(link);
    await panel.getByRole('button', { name: 'C’est publié' }).click();
    await expect(outboxGroup(page, 'Partis récemment')).toContainText(refused);
    await expect(panel.getByRole('button', { name: /Ouvrir|Voir/ }).first()).toBeVisible();
    expect(writes().filter((operation) => operation === 'media.create')).toHaveLength(tries);
    expect(ledger.effects('post')).toEqual([]);
  });
});
