import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { picture } from '../fixtures/picture.ts';
import {
  answer,
  ask,
  connectForm,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  publishNow,
  rowSaying,
  threadPanel,
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
  await makeFirstClient(page, 'Librairie du Port');

  const form = connectForm(page);
  await form.getByRole('radio', { name: /^Instagram/ }).check({ force: true });
  await expect(form.getByText(/Un compte personnel ne peut pas être connecté/)).toBeVisible();
  await expect(form.getByRole('radio', { name: /^Par Facebook/ })).toBeVisible();
  // What is no token is said while it is typed.
  const token = form.getByRole('textbox', { name: 'Jeton d’accès' });
  await token.fill('mot de passe');
  await token.blur();
  await expect(form.getByText(/Cela ne ressemble pas/)).toBeVisible();
  await token.fill(account.form?.['token'] ?? '');
  await form.getByRole('button', { name: 'Autres champs' }).click();
  await form
    .getByRole('textbox', { name: /^Hébergement : adresse de dépôt/ })
    .fill(account.form?.['hostPut'] ?? '');
  await form.getByRole('textbox', { name: /^Hébergement : clé/ }).fill(account.form?.['hostKey'] ?? '');
  await form.getByRole('textbox', { name: /^Serveur d’essai/ }).fill(instagram.baseUrl);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  await expect(form).toBeHidden({ timeout: 30_000 });
  await goTo(page, 'Boîte');

  const jpeg = await app.evaluate(
    ({ nativeImage }, png) =>
      nativeImage.createFromBuffer(Buffer.from(png, 'base64')).toJPEG(90).toString('base64'),
    picture(1080, 1080).toString('base64'),
  );
  const file = path.join(running.profile, 'devanture.jpg');
  await writeFile(file, Buffer.from(jpeg, 'base64'));
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
});
