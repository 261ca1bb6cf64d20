import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { picture } from '../fixtures/picture.ts';
import {
  answer,
  ask,
  connectFacebook,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  publishNow,
  rowSaying,
  schedule,
  threadPanel,
  write,
} from './hands.ts';
import { expect, test } from './world.ts';

const listSchema = v.object({
  data: v.array(v.object({ id: v.string(), message: v.optional(v.string()) })),
});

test('connects a page through an own app, reads, answers, publishes, and lets the network hold a post', async ({
  world,
  app,
  page,
  running,
}) => {
  test.setTimeout(180_000);
  const { facebook } = world;
  const { ledger, audience } = facebook.control;
  const account = facebook.accounts[0]!;
  const token = account.token;
  const read = async (edge: string): Promise<v.InferOutput<typeof listSchema>['data']> => {
    const reply = await fetch(`${facebook.baseUrl}/v26.0/${account.id}/${edge}?fields=id,message`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return v.parse(listSchema, await reply.json()).data;
  };
  await leaveAtOnce(page);
  await makeFirstClient(page, 'Atelier Lumière');
  await connectFacebook(app, page, {
    login: account.login,
    password: account.password,
    name: account.displayName,
    server: facebook.baseUrl,
    appId: facebook.app.id,
    appSecret: facebook.app.secret,
  });
  await goTo(page, 'Boîte');

  const [newest] = await read('published_posts');
  await audience.say({
    kind: 'reply',
    person: 'theo_marchand',
    post: newest?.id ?? '',
    text: 'Livrez-vous à Grenoble ?',
  });
  // The network tells of nothing by itself: it is asked now and then, or when the person says so.
  await ask(page, 'sync.refresh', { accountId: null });
  await expect(rowSaying(page, 'Grenoble')).toBeVisible({ timeout: 20_000 });
  await answer(page, 'Grenoble', 'Oui, sous dix jours.');
  await ledger.waitFor((entry) => entry.effects.some(({ kind }) => kind === 'comment'));

  await test.step('the comment is answered in private as well, once, and its owner may delete it', async () => {
    await rowSaying(page, 'Grenoble').first().click();
    const panel = threadPanel(page);
    await panel.getByRole('radio', { name: 'En privé' }).click();
    await expect(
      panel.getByText(/^Un seul message, lu par son auteur seulement\. Fin du délai/),
    ).toBeVisible();
    await panel.getByRole('textbox').fill('Je vous écris pour l’adresse.');
    await panel.getByRole('button', { name: /^Envoyer · / }).click();
    await expect.poll(() => ledger.effects('private-reply').length, { timeout: 30_000 }).toBe(1);
    await expect(panel.getByText(/Une réponse privée à ce commentaire existe déjà/)).toBeVisible();
    await panel.getByRole('button', { name: 'Autres actions' }).click();
    await page.getByRole('menuitem', { name: 'Supprimer ce commentaire' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Supprimer ce commentaire' }).click();
    await expect(panel.getByText('Supprimé du réseau').first()).toBeVisible({ timeout: 30_000 });
    await panel.getByRole('button', { name: 'Fermer la conversation' }).click();
  });

  const file = path.join(running.profile, 'ondine.png');
  await writeFile(file, picture(640, 480));
  await write(page, {
    text: 'La série d’hiver est prête.',
    accounts: [account.username],
    image: { file, alt: 'Une lampe en laiton' },
  });
  await publishNow(page);
  await expect.poll(() => ledger.effects('post').length).toBe(1);

  // In three days: the network's scheduler takes ten minutes to thirty days.
  const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await write(page, { text: 'Atelier ouvert samedi.', accounts: [account.username] });
  await schedule(page, `${day}T09:00`, { byNetwork: true });
  await expect.poll(() => ledger.effects('scheduled').length).toBe(1);
  expect((await read('scheduled_posts')).map(({ message }) => message)).toEqual(['Atelier ouvert samedi.']);
  await goTo(page, 'Boîte d’envoi');
  const held = page.getByRole('region', { name: 'Tenus par le réseau' }).getByRole('listitem');
  await expect(held).toContainText('Atelier ouvert samedi.');
  await held.getByRole('button', { name: /^Actions sur/ }).click();
  await page.getByRole('menuitem', { name: 'Reprendre au réseau et annuler' }).click();
  await expect.poll(() => ledger.effects('unscheduled').length).toBe(1);
  expect(await read('scheduled_posts')).toEqual([]);
  expect((await read('published_posts')).filter(({ message }) => message?.includes('hiver'))).toHaveLength(1);
});
