import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
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
  spring,
  write,
} from './hands.ts';
import { expect, test } from './world.ts';

const statusesSchema = v.array(
  v.object({
    content: v.string(),
    in_reply_to_id: v.nullable(v.string()),
    media_attachments: v.array(v.object({ description: v.nullable(v.string()) })),
  }),
);

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

  const asked = await audience.say({
    kind: 'mention',
    person: audience.persons[0]!.handle,
    account: account.id,
    text: 'Avez-vous le dernier roman de Lola Lafon ?',
  });
  await expect(rowSaying(page, 'Lola Lafon')).toBeVisible();
  await answer(page, 'Lola Lafon', 'Oui, il vient d’arriver.');
  await ledger.waitFor((entry) => entry.effects.some(({ kind }) => kind === 'post'));

  const file = path.join(running.profile, 'devanture.png');
  await writeFile(file, picture(640, 480));
  await write(page, {
    text: 'La devanture de Noël est prête.',
    accounts: [account.handle],
    image: { file, alt: 'Une devanture éclairée' },
  });
  await publishNow(page);
  await expect.poll(() => ledger.effects('post').length).toBe(2);

  await write(page, { text: 'Dédicace samedi à 15 h.', accounts: [account.handle] });
  await schedule(page, `${spring}-01T09:00`, { byNetwork: true });
  await expect.poll(() => ledger.effects('scheduled').length).toBe(1);
  await goTo(page, 'Boîte d’envoi');
  const held = page.getByRole('region', { name: 'Tenus par le réseau' }).getByRole('listitem');
  await expect(held).toContainText('Dédicace samedi à 15 h.');
  await expect(held).toContainText('il part sans vous');

  // Recalled: the network gives it back, and it leaves neither from there nor from here.
  await held.getByRole('button', { name: /^Actions sur/ }).click();
  await page.getByRole('menuitem', { name: 'Reprendre au réseau et annuler' }).click();
  await expect.poll(() => ledger.effects('unscheduled').length).toBe(1);
  await expect(page.getByRole('region', { name: 'Tenus par le réseau' })).toBeHidden();

  const get = async (address: string): Promise<unknown> => {
    const reply = await fetch(`${mastodon.baseUrl}${address}`, {
      headers: { authorization: `Bearer ${account.token}` },
    });
    return reply.json();
  };
  const statuses = v.parse(statusesSchema, await get(`/api/v1/accounts/${account.id}/statuses?limit=40`));
  const found = (words: string) => statuses.filter(({ content }) => content.includes(words));
  expect(found('il vient d’arriver')).toMatchObject([{ in_reply_to_id: asked }]);
  expect(found('devanture de Noël')).toMatchObject([
    { media_attachments: [{ description: 'Une devanture éclairée' }] },
  ]);
  expect(found('Dédicace')).toEqual([]);
  expect(await get('/api/v1/scheduled_statuses')).toEqual([]);
});
