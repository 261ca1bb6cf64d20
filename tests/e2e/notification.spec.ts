import { ask, connectBoth, outboxGroup, publishNow, write } from './hands.ts';
import { announced, clickLast, hide, isShown, listen } from './system-notices.ts';
import { expect, test } from './world.ts';

/** A failure that nobody looked at is announced by the system, and a click leads to the very departure. */

const words = 'La rentrée littéraire est en vitrine.';

test('a notification of a refusal brings a hidden window to that departure, with its cause and the ways on', async ({
  world,
  running,
}) => {
  test.setTimeout(120_000);
  const { app, page } = running;
  const accounts = await connectBoth(running, world, 'Librairie du Port');
  await listen(app);
  world.mastodon.control.faults.set({
    fault: { tag: 'server-error', status: 422 },
    operation: 'statuses.create',
  });
  await write(page, { text: words, accounts: [accounts.bluesky.handle, accounts.mastodon.handle] });
  // Hidden before it leaves: to somebody who is there nothing is announced.
  await ask(page, 'app.saveSettings', { undoSeconds: 10 });
  await publishNow(page);
  await hide(app);
  await expect.poll(() => announced(app), { timeout: 40_000 }).toHaveLength(1);
  const [said] = await announced(app);
  expect(said?.title).toContain(accounts.mastodon.handle.replace(/^@/, ''));
  expect(said?.body).toContain('Corrigez-le, réessayez ou abandonnez.');
  // A locked screen shows it to anybody.
  expect(`${said?.title ?? ''} ${said?.body ?? ''}`).not.toContain('rentrée');
  expect(await isShown(app)).toBe(false);

  await clickLast(app);
  await expect.poll(() => isShown(app)).toBe(true);
  const panel = page.getByRole('complementary', { name: 'Détails de l’envoi' });
  await expect(panel).toContainText(words);
  await expect(panel).toContainText(accounts.mastodon.handle.replace(/^@/, ''));
  await expect(panel).not.toContainText(accounts.bluesky.handle.replace(/^@/, ''));
  await expect(panel).toContainText('Le réseau a refusé ce contenu.');
  for (const name of ['Réessayer maintenant', 'Modifier'])
    await expect(panel.getByRole('button', { name })).toBeVisible();
  await expect(panel.getByRole('button', { name: /Abandonner|Annuler l’envoi/ })).toBeVisible();
  await expect(outboxGroup(page, 'Partis récemment')).toContainText(words);
});
