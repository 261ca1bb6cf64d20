import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { picture } from '../fixtures/picture.ts';
import {
  answer,
  connectMastodon,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  publishNow,
  rowSaying,
  schedule,
  write,
} from './hands.ts';
import { expect, test } from './world.ts';

const snap = async (page: import('@playwright/test').Page, name: string) => {
  console.log(`#### ${name}\n${await page.locator('body').ariaSnapshot()}`);
  await page.screenshot({ path: `/tmp/snap-${name}.png` });
};

test('connects in a browser, reads, answers, publishes, and lets the network hold a post', async ({
  world,
  app,
  page,
  running,
}) => {
  test.setTimeout(180_000);
  const { mastodon } = world;
  const { ledger, audience } = mastodon.control;
  const account = mastodon.accounts[0]!;
  await leaveAtOnce(page);
  await makeFirstClient(page, 'Librairie du Port');
  await connectMastodon(app, page, { ...account, server: mastodon.baseUrl });
  await goTo(page, 'Boîte');

  await audience.say({
    kind: 'mention',
    person: audience.persons[0]!.handle,
    account: account.id,
    text: 'Avez-vous le dernier roman de Lola Lafon ?',
  });
  await expect(rowSaying(page, 'Lola Lafon')).toBeVisible();
  await answer(page, 'Lola Lafon', 'Oui, il vient d’arriver.');
  await snap(page, 'answered');
  await ledger.waitFor((entry) => entry.effects.some(({ kind }) => kind === 'post'));

  const file = path.join(running.profile, 'devanture.png');
  await writeFile(file, picture(640, 480));
  await write(page, { text: 'La devanture de Noël est prête.', accounts: [account.handle], image: { file, alt: 'Une devanture éclairée' } });
  await snap(page, 'written');
  await publishNow(page);
  await expect.poll(() => ledger.effects('post').length).toBe(2);

  await write(page, { text: 'Dédicace samedi à 15 h.', accounts: [account.handle] });
  await schedule(page, '2027-03-01T09:00', { byNetwork: true });
  await expect.poll(() => ledger.effects('scheduled').length).toBe(1);
  await goTo(page, 'Boîte d’envoi');
  await snap(page, 'outbox');
});
