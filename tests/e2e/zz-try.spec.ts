import { connectBluesky, connectMastodon, makeFirstClient, openConnectForm } from './hands.ts';
import { expect, test } from './world.ts';

const snap = async (page: import('@playwright/test').Page, name: string) => {
  console.log(`#### ${name}\n${await page.locator('body').ariaSnapshot()}`);
  await page.screenshot({ path: `/tmp/snap-${name}.png` });
};
test('try', async ({ world, app, page }) => {
  test.setTimeout(120_000);
  const account = world.mastodon.accounts[0]!;
  await makeFirstClient(page, 'Librairie du Port');
  await connectMastodon(app, page, { ...account, server: world.mastodon.baseUrl });
  await openConnectForm(page);
  const b = world.bluesky.accounts[0]!;
  await connectBluesky(page, { handle: b.handle.replace('@', ''), password: b.password, server: world.bluesky.baseUrl });
  await page.getByRole('button', { name: 'Boîte', exact: true }).click();
  await page.getByRole('button', { name: 'Rédiger' }).click();
  await page.waitForTimeout(1500);
  await snap(page, 'composer');
  await page.getByRole('textbox').first().fill('Bonjour');
  await page.getByRole('button', { name: /Programmer/ }).first().click();
  await page.waitForTimeout(800);
  await snap(page, 'schedule');
  expect(1).toBe(1);
});
