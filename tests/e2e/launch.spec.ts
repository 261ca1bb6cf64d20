import { expect, test } from './fixtures.ts';

test('opens one window, served from its own scheme, with nothing of Node in it', async ({ app, page }) => {
  expect(new URL(page.url()).protocol).toBe('app:');
  expect(app.windows()).toHaveLength(1);
  expect(
    await page.evaluate(() => ['require', 'process', 'Buffer'].filter((name) => name in globalThis)),
  ).toEqual([]);
});

test('keeps everything in the profile that it is given', async ({ app, running }) => {
  expect(await app.evaluate((electron) => electron.app.getPath('userData'))).toBe(running.profile);
});

test('opens again on the same profile after a regular quit', async ({ running }) => {
  const before = running.app.process().pid;
  await running.restart();
  expect(running.app.process().pid).not.toBe(before);
  await expect(running.page).toHaveTitle(/\S/);
});

test('opens again on the same profile after its whole process tree was killed', async ({ running }) => {
  await running.kill();
  expect(() => running.page).toThrow(/does not run/);
  await running.restart();
  await expect(running.page).toHaveTitle(/\S/);
});
