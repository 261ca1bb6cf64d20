import { mp4 } from '../fixtures/media-files.ts';
import { violations } from './axe.ts';
import { composer, connectTwitter, inEnglish, leaveAtOnce, makeFirstClient, write } from './hands.ts';
import { expect, test } from './world.ts';

test('a film is looked into, judged by each network, takes a form, and leaves once it is right', async ({
  world,
  app,
  page,
}) => {
  test.setTimeout(120_000);
  const { twitter } = world;
  const account = twitter.accounts[0]!;
  await leaveAtOnce(page);
  await makeFirstClient(page, 'Librairie du Port');
  await connectTwitter(app, page, {
    ...account,
    server: twitter.baseUrl,
    client: account.form?.['client'] ?? '',
    port: account.form?.['port'] ?? '',
  });
  await write(page, { text: 'Le film de la rentrée.', accounts: [account.handle] });
  const sheet = composer(page);
  const attach = (name: string, buffer: Buffer) =>
    sheet
      .locator('input[type="file"]')
      .first()
      .setInputFiles([{ name, mimeType: 'video/mp4', buffer }]);
  const verdicts = sheet.getByRole('list', { name: 'Films et documents' });
  const checks = sheet.getByRole('group', { name: /^À (corriger|vérifier)/ });

  await attach('vertical.mp4', mp4({ video: 'vp09', seconds: 12 }));
  await expect(verdicts).toContainText(/vertical\.mp4.*12\ss.*1\s080 × 1\s920 \(9:16\).*VP9.*AAC/);
  await expect(verdicts).toContainText('à reprendre');
  await expect(checks).toContainText('ce film est en VP9. Exportez-le en H.264.');
  await expect(checks).toContainText(/ce film fait 1\s920 px de haut, 1\s024 au plus/);
  await inEnglish(page, () =>
    expect(page.getByText('this film is in VP9. Export it in H.264.')).toBeVisible(),
  );
  await sheet.getByRole('button', { name: 'Actions sur l’image 1' }).click();
  await page.getByRole('menuitem', { name: 'Retirer le média' }).click();
  await expect(verdicts).toHaveCount(0);

  await attach('rentree.mp4', mp4({ width: 1280, height: 720, seconds: 12 }));
  await expect(verdicts).toContainText('accepté');
  const form = sheet.getByRole('group', { name: 'Formes' }).getByRole('button');
  await expect(form).toContainText('Automatique : Vidéo');
  await form.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'Post', exact: true }).click();
  await expect(checks).toContainText('la forme « Post » ne prend pas de film');
  await checks.getByRole('button', { name: 'Choisir la forme' }).click();
  await expect(form).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: /^Automatique/ }).click();
  await expect(sheet.getByText('ne prend pas de film')).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await expect(sheet.getByRole('button', { name: 'Premier commentaire' })).toBeVisible();

  await sheet
    .getByRole('region', { name: 'Départ' })
    .getByRole('button', { name: /^Publier sur/ })
    .click();
  await expect.poll(() => twitter.control.ledger.effects('post').length, { timeout: 30_000 }).toBe(1);
});
