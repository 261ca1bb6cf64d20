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
const commentSchema = v.object({ is_hidden: v.boolean() });
const figuresSchema = v.object({
  data: v.tuple([v.object({ values: v.tuple([v.object({ value: v.number() })]) })]),
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
  const get = async (address: string): Promise<unknown> => {
    const reply = await fetch(`${facebook.baseUrl}/v26.0/${address}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return reply.json();
  };
  const read = async (edge: string): Promise<v.InferOutput<typeof listSchema>['data']> =>
    v.parse(listSchema, await get(`${account.id}/${edge}?fields=id,message`)).data;
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

  const [newest, older] = await read('published_posts');
  const asked = await audience.say({
    kind: 'reply',
    person: 'theo_marchand',
    post: newest?.id ?? '',
    text: 'Livrez-vous à Grenoble ?',
  });
  // The network tells of nothing by itself: it is asked now and then, or when the person says so.
  await ask(page, 'sync.refresh', { accountId: null });
  await expect(rowSaying(page, 'Grenoble')).toBeVisible({ timeout: 20_000 });
  // What it is is said in each row; which account, in the column's head alone where there is one.
  await expect(rowSaying(page, 'Grenoble')).toContainText('commente');
  await expect(rowSaying(page, 'Grenoble')).not.toContainText(`@${account.username}`);
  await answer(page, 'Grenoble', 'Oui, sous dix jours.');
  await ledger.waitFor((entry) => entry.effects.some(({ kind }) => kind === 'comment'));
  await ask(page, 'sync.refresh', { accountId: null });
  await expect(rowSaying(page, 'Oui, sous dix jours').first()).toContainText('votre réponse');

  await test.step('the comment is hidden from everybody else, on the server', async () => {
    const isHidden = async (): Promise<boolean> =>
      v.parse(commentSchema, await get(`${asked ?? ''}?fields=is_hidden`)).is_hidden;
    expect(await isHidden()).toBe(false);
    await threadPanel(page).getByRole('button', { name: 'Autres actions' }).click();
    await page.getByRole('menuitem', { name: 'Masquer ce commentaire' }).click();
    await expect.poll(isHidden, { timeout: 30_000 }).toBe(true);
    await expect(threadPanel(page).getByText('Masqué', { exact: true }).first()).toBeVisible();
  });

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

  await test.step('a private message says how long it may be answered; later it takes what the app was granted', async () => {
    const panel = threadPanel(page);
    const hour = 3_600_000;
    const before = ledger.effects('message').length;
    const write = (person: string, text: string, hoursAgo: number) =>
      audience.say({
        kind: 'message',
        person,
        account: account.id,
        text,
        at: facebook.control.clock.now() - hoursAgo * hour,
      });
    await write('nadia_benali', 'Un devis pour trois lampes ?', 2);
    await write('lucas_perrin', 'Reprenez-vous les anciennes ?', 50);
    await ask(page, 'sync.refresh', { accountId: null });
    await expect(rowSaying(page, 'trois lampes')).toContainText(/Encore 21.h pour répondre/, {
      timeout: 20_000,
    });
    await expect(rowSaying(page, 'les anciennes')).toContainText('Délai de réponse passé');
    await rowSaying(page, 'trois lampes').first().click();
    await expect(panel.getByText(/^Fin du délai de réponse/)).toBeVisible();
    await panel.getByRole('button', { name: 'Fermer la conversation' }).click();
    await answer(page, 'trois lampes', 'Oui, avec plaisir.');
    await expect.poll(() => ledger.effects('message').length, { timeout: 30_000 }).toBe(before + 1);

    await rowSaying(page, 'les anciennes').first().click();
    await panel.getByRole('textbox').fill('Oui, en boutique.');
    await expect(panel.getByText(/que d’une application qui a la permission « Human Agent »/)).toBeVisible();
    const send = panel.getByRole('button', { name: /^Envoyer · / });
    await expect(send).toBeDisabled();
    await panel.getByRole('button', { name: 'Mon application a « Human Agent »' }).click();
    await expect(panel.getByText(/^Réponse avec Human Agent/)).toBeVisible();
    await send.click();
    await expect.poll(() => ledger.effects('message').length, { timeout: 30_000 }).toBe(before + 2);
    await panel.getByRole('button', { name: 'Fermer la conversation' }).click();
  });

  await test.step('the reach of a post is the network’s own number, with its date and its source', async () => {
    const { data } = v.parse(
      figuresSchema,
      await get(`${older?.id ?? ''}/insights?metric=post_total_media_view_unique`),
    );
    const reach = data[0].values[0].value;
    expect(reach).toBeGreaterThan(0);
    await rowSaying(page, (older?.message ?? '').slice(0, 30))
      .first()
      .click();
    const numbers = threadPanel(page).getByRole('region', { name: 'Chiffres du post' });
    const figure = numbers.getByRole('term').filter({ hasText: 'Personnes touchées' }).locator('..');
    await expect(figure).toContainText(new RegExp(`Personnes touchées${String(reach)}.*\\d{2}:\\d{2}`), {
      timeout: 20_000,
    });
    await expect(numbers).toContainText('Tels que Facebook les donne, à la date de chacun.');
    await threadPanel(page).getByRole('button', { name: 'Fermer la conversation' }).click();
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
