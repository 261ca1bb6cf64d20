import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { violations } from './axe.ts';
import { mp4 } from '../fixtures/media-files.ts';
import { picture } from '../fixtures/picture.ts';
import {
  answer,
  ask,
  closeComposer,
  composer,
  connectForm,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  publishNow,
  rowSaying,
  threadPanel,
  tick,
  write,
} from './hands.ts';
import { expect, test } from './world.ts';

test('connects Instagram by a pasted access, shows a picture from the person’s own host, answers a comment and a message', async ({
  world,
  app,
  page,
  running,
}) => {
  test.setTimeout(180_000);
  const instagram = world.all.find(({ network }) => network === 'instagram')!;
  const { ledger, audience } = instagram.control;
  const account = instagram.accounts[0]!;
  await leaveAtOnce(page);
  // Her story named the account the day before yesterday: the network shows it no longer.
  await audience.say({
    kind: 'message',
    person: 'jeanne_d',
    account: account.id,
    text: '',
    at: instagram.control.clock.now() - 30 * 3_600_000,
    attached: 'story-mention',
  });
  await makeFirstClient(page, 'Librairie du Port');

  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: /^Instagram/ }));
  await expect(form.getByText(/Un compte personnel ne peut pas être connecté/)).toBeVisible();
  await expect(form.getByRole('radio', { name: /^Par Facebook/ })).toBeVisible();
  // What is no token is said while it is typed.
  const token = form.getByRole('textbox', { name: 'Jeton d’accès' });
  await token.fill('mot de passe');
  await expect(form.getByText(/Cela ne ressemble pas/)).toBeVisible();
  await expect(token).toBeFocused();
  await token.fill(account.form?.['token'] ?? '');
  await expect(form.getByText('C’est bien la forme attendue.')).toBeVisible();
  await expect(form.getByText(/Cela ne ressemble pas/)).toBeHidden();
  await form.getByRole('button', { name: 'Autres champs' }).click();
  await form
    .getByRole('textbox', { name: /^Hébergement : adresse de dépôt/ })
    .fill(account.form?.['hostPut'] ?? '');
  await form.getByRole('textbox', { name: /^Hébergement : clé/ }).fill(account.form?.['hostKey'] ?? '');
  await form.getByRole('textbox', { name: /^Serveur d’essai/ }).fill(instagram.baseUrl);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  await expect(form).toBeHidden({ timeout: 30_000 });
  await goTo(page, 'Boîte');

  const jpeg = async (width: number, height: number): Promise<Buffer> => {
    const bytes = await app.evaluate(
      ({ nativeImage }, png) =>
        nativeImage.createFromBuffer(Buffer.from(png, 'base64')).toJPEG(90).toString('base64'),
      picture(width, height).toString('base64'),
    );
    return Buffer.from(bytes, 'base64');
  };

  await test.step('what Instagram would refuse is said before anything is scheduled, with what to do', async () => {
    await write(page, { text: 'La devanture de Noël.', accounts: [account.handle] });
    const sheet = composer(page);
    const attach = (name: string, mimeType: string, buffer: Buffer) =>
      sheet.locator('input[type="file"]').first().setInputFiles([{ name, mimeType, buffer }]);
    const remove = async (): Promise<void> => {
      await sheet.getByRole('button', { name: 'Actions sur l’image 1' }).click();
      await page.getByRole('menuitem', { name: /^Retirer/ }).click();
    };
    const refusals = sheet.getByRole('group', { name: /^À corriger/ });
    const refused = async (why: RegExp): Promise<void> => {
      await expect(refusals).toContainText(why);
      await sheet
        .getByRole('region', { name: 'Départ' })
        .getByRole('button', { name: /^Publier sur/ })
        .click();
      await expect(refusals).toBeFocused();
      expect(ledger.effects('post')).toEqual([]);
    };

    await attach('vitrine.mp4', 'video/mp4', mp4({ width: 1080, height: 1920, seconds: 12 }));
    const verdicts = sheet.getByRole('list', { name: 'Films et documents' });
    await expect(verdicts).toContainText(/1\s080 × 1\s920 \(9:16\)/);
    await expect(verdicts).toContainText('accepté');
    await expect(sheet.getByRole('group', { name: 'Formes' })).toContainText('Automatique : Reel');
    await expect(refusals).toHaveCount(0);
    await remove();

    await attach('panorama.jpg', 'image/jpeg', await jpeg(1200, 400));
    await refused(/est au format 3(:1|,00).* Rognez/);
    await expect(refusals.getByRole('button', { name: 'Voir le média' })).toBeVisible();
    await refusals.getByRole('button', { name: 'Rogner l’image' }).click();
    const crop = page.getByRole('dialog', { name: 'Rogner panorama.jpg' });
    await expect(crop).toContainText(/764 × 400 pixels.*L’original est gardé/);
    await crop.getByRole('radio', { name: '1,91:1' }).focus();
    for (const _ of ['16:9', '4:3', '1:1']) await page.keyboard.press('ArrowDown');
    await expect(crop).toContainText('400 × 400 pixels');
    await crop.getByRole('slider', { name: 'Place en largeur' }).focus();
    await page.keyboard.press('End');
    expect(await violations(page)).toEqual([]);
    await crop.getByRole('button', { name: 'Rogner', exact: true }).press('Enter');
    await expect(crop).toBeHidden();
    await page.getByRole('alertdialog', { name: /^Image rognée/ }).hover();
    await expect(refusals).toHaveCount(0);
    await expect(sheet.getByRole('group', { name: /^À vérifier/ })).toBeFocused();
    await page
      .getByRole('alertdialog', { name: /^Image rognée\s: 400 × 400/ })
      .getByRole('button', { name: 'Annuler' })
      .click();
    await expect(refusals).toContainText(/est au format 3(:1|,00)/);
    await remove();

    const marks = (count: number): string =>
      Array.from({ length: count }, (_, at) => `#livre${String(at + 1)}`).join(' ');
    await attach('carre.jpg', 'image/jpeg', await jpeg(1080, 1080));
    const words = sheet.getByRole('textbox', { name: 'Texte du post' });
    await words.fill(marks(31));
    await refused(/31 hashtags, 30 au plus\. Retirez-en/);
    await words.fill(marks(30));
    await expect(refusals).toHaveCount(0);
    await remove();
    await closeComposer(page);
  });

  const file = path.join(running.profile, 'devanture.jpg');
  await writeFile(file, await jpeg(1080, 1080));
  await write(page, {
    text: 'La devanture de Noël est prête. #librairie',
    accounts: [account.handle],
    image: { file, alt: 'Une devanture éclairée' },
  });
  await publishNow(page);
  await expect.poll(() => ledger.effects('post').length, { timeout: 60_000 }).toBe(1);
  const post = ledger.effects('post')[0]?.id ?? '';
  // The file lay at the person's own host to be fetched, and lies there no longer.
  await expect.poll(() => ledger.effects('unhosted').length).toBe(ledger.effects('hosted').length);

  await audience.say({ kind: 'reply', person: 'theo_marchand', post, text: 'Ouverte dimanche ?' });
  await audience.say({
    kind: 'message',
    person: 'nadia_benali',
    account: account.id,
    text: 'Un bon cadeau ?',
  });
  await ask(page, 'sync.refresh', { accountId: null });
  await expect(rowSaying(page, 'Ouverte dimanche')).toBeVisible({ timeout: 60_000 });
  await answer(page, 'Ouverte dimanche', 'Oui, de 10 h à 18 h.');
  await expect.poll(() => ledger.effects('comment').length, { timeout: 30_000 }).toBe(1);
  await rowSaying(page, 'Ouverte dimanche').first().click();
  await threadPanel(page).getByRole('button', { name: 'Autres actions' }).click();
  await page.getByRole('menuitem', { name: 'Masquer ce commentaire' }).click();
  await expect.poll(() => ledger.effects('hide').length, { timeout: 30_000 }).toBe(1);
  await answer(page, 'Un bon cadeau', 'Bien sûr.');
  await expect.poll(() => ledger.effects('message').length, { timeout: 30_000 }).toBe(1);

  await test.step('a story that names the account may be answered like a message', async () => {
    await audience.say({
      kind: 'message',
      person: 'lucas_perrin',
      account: account.id,
      text: '',
      attached: 'story-mention',
    });
    await ask(page, 'sync.refresh', { accountId: null });
    const row = rowSaying(page, 'Story qui vous mentionne');
    await expect(row).toContainText('pour répondre', { timeout: 30_000 });
    await expect(rowSaying(page, 'elle a expiré')).toContainText('Délai de réponse passé');
    await row.first().click();
    await expect(threadPanel(page).getByRole('button', { name: 'Story qui vous mentionne' })).toBeVisible();
    await threadPanel(page).getByRole('button', { name: 'Fermer la conversation' }).click();
    await answer(page, 'Story qui vous mentionne', 'Merci de nous citer !');
    await expect.poll(() => ledger.effects('message').length, { timeout: 30_000 }).toBe(2);
  });
});
