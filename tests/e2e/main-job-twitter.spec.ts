import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { violations } from './axe.ts';
import { picture } from '../fixtures/picture.ts';
import {
  answer,
  ask,
  closeComposer,
  composer,
  connectForm,
  connectTwitter,
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

const postsSchema = v.object({
  data: v.array(
    v.object({
      text: v.string(),
      reply_settings: v.string(),
      referenced_posts: v.optional(v.array(v.object({ type: v.string(), id: v.string() })), []),
    }),
  ),
  includes: v.object({ media: v.array(v.object({ alt_text: v.string() })) }),
});

test('connects through the person’s own app, reads, answers in public and in private, and publishes', async ({
  world,
  app,
  page,
  running,
}) => {
  test.setTimeout(180_000);
  const { twitter } = world;
  const { ledger, audience, faults } = twitter.control;
  const account = twitter.accounts[0]!;
  const handle = account.handle.replace('@', '');
  // Said before: what is read first brings it, and the pause between two readings is not waited for.
  const person = audience.persons[0]!.handle;
  const asked = await audience.say({
    kind: 'mention',
    person,
    account: account.id,
    text: 'Avez-vous le dernier roman de Lola Lafon ?',
  });
  const devis = {
    kind: 'message',
    person,
    account: account.id,
    text: 'Un devis pour vingt livres ?',
  } as const;
  await audience.say(devis);
  await leaveAtOnce(page);
  await makeFirstClient(page, 'Librairie du Port');

  // What it costs and refuses is said before anything is asked.
  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: /^X \(Twitter\)/ }));
  await expect(form.getByText(/0,20\s\$ s’il contient un lien/)).toBeVisible();
  await expect(form.getByText(/ne peut répondre qu’à qui vous a mentionné/)).toBeVisible();
  await form.getByRole('textbox', { name: 'Port de retour' }).fill('8799');
  await expect(form.getByText('http://127.0.0.1:8799/oauth/callback')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await connectTwitter(app, page, {
    ...account,
    server: twitter.baseUrl,
    client: account.form?.['client'] ?? '',
    port: account.form?.['port'] ?? '',
  });
  await goTo(page, 'Boîte');

  await expect(rowSaying(page, 'Lola Lafon')).toBeVisible({ timeout: 150_000 });
  await answer(page, 'Lola Lafon', 'Oui, il vient d’arriver.');
  await expect.poll(() => ledger.effects('post').length).toBe(1);
  // Liking is not sold to anybody but businesses: there is no button for it.
  await expect(threadPanel(page).getByRole('button', { name: 'Aimer', exact: true })).toHaveCount(0);

  await test.step('an answer says what it costs before it leaves, dearer with a link, and what the month has cost', async () => {
    const panel = threadPanel(page);
    const box = panel.getByRole('textbox', { name: /^Réponse à/ });
    const kept = await box.inputValue();
    await box.fill(`${kept}Passez nous voir`);
    await expect(panel.getByText(/^Environ 0,015\s\$, .*dépensés ce mois-ci/)).toBeVisible();
    await box.fill(`${kept}Voir https://librairie-du-port.fr/noel`);
    await expect(panel.getByText(/^Environ 0,20\s\$, .*dépensés ce mois-ci/)).toBeVisible();
    await box.fill(kept);
  });

  await test.step('what X takes from no app is answered by hand: copied, opened, noted with its link', async () => {
    faults.set({
      fault: { tag: 'own-refusal', name: 'not-summoned' },
      operation: 'posts.create',
      times: 1,
    });
    await answer(page, 'Lola Lafon', 'Le précédent aussi.');
    const panel = threadPanel(page);
    const byHand = panel.getByRole('button', { name: /^Répondre à la main · / });
    await expect(byHand).toBeVisible({ timeout: 30_000 });
    await panel.getByRole('textbox', { name: /^Réponse à/ }).fill('Passez le voir.');
    await byHand.click();
    await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe('Passez le voir.');
    const steps = panel.getByRole('region', { name: 'Répondre à la main' });
    await steps.getByRole('textbox').fill('https://x.com/librairie/status/42');
    expect(await violations(page)).toEqual([]);
    await steps.getByRole('button', { name: 'C’est publié' }).click();
    await expect(steps).toHaveCount(0);
    expect(ledger.effects('post')).toHaveLength(1);
  });

  await answer(page, 'Un devis pour vingt livres', 'Nous vous l’envoyons ce soir.');
  await expect.poll(() => ledger.effects('message').length).toBe(1);

  // The answer to the post is lost on the way: it is found where it stands, and leaves once.
  const vitrine = 'La devanture de Noël est prête 👨‍👩‍👧 « 新年 » : https://librairie-du-port.fr/noel';
  const file = path.join(running.profile, 'devanture.png');
  await writeFile(file, picture(640, 480));
  await write(page, {
    text: vitrine,
    accounts: [handle],
    image: { file, alt: 'Une devanture éclairée' },
  });
  await expect(page.getByText(/^Environ 0,205?\s\$/)).toBeVisible();
  // As the official library counts: 39 signs of one, 2 for the family, 4 for two ideograms, 23 for the address.
  await expect(
    composer(page)
      .getByText(/: 68 caractères sur 280$/)
      .first(),
  ).toBeAttached();
  expect(await violations(page)).toEqual([]);
  faults.set({ fault: { tag: 'drop-reply' }, operation: 'posts.create', times: 1 });
  await publishNow(page);
  await expect.poll(() => ledger.effects('post').length).toBe(2);
  await goTo(page, 'Boîte d’envoi');
  await expect(page.getByRole('region', { name: /Envoyés|Partis/ })).toContainText('devanture de Noël', {
    timeout: 60_000,
  });

  const query =
    'post.fields=reply_settings,referenced_posts&expansions=attachments.media_keys&media.fields=alt_text&max_results=5';
  const reply = await fetch(`${twitter.baseUrl}/2/users/${account.id}/tweets?${query}`, {
    headers: { authorization: `Bearer ${account.token}` },
  });
  const posts = v.parse(postsSchema, await reply.json());
  const found = (words: string) => posts.data.filter(({ text }) => text.includes(words));
  expect(found('il vient d’arriver')).toMatchObject([
    { referenced_posts: [{ type: 'replied_to', id: asked }] },
  ]);
  expect(found('devanture de Noël')).toHaveLength(1);
  expect(posts.includes.media).toEqual([{ alt_text: 'Une devanture éclairée' }]);

  const line = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Fermé lundi.' });
  await test.step('without credit the account reads only: what leaves waits, and every screen says why', async () => {
    const end = faults.set({ fault: { tag: 'own-refusal', name: 'credits-depleted' } });
    await write(page, { text: 'Fermé lundi.', accounts: [handle] });
    await publishNow(page);
    await goTo(page, 'Boîte d’envoi');
    await expect(line).toContainText(/Crédit épuisé chez X \(Twitter\).* Nouvel essai dans/, {
      timeout: 30_000,
    });
    await goTo(page, 'Boîte');
    await expect(
      page
        .getByRole('main')
        .getByText(/Crédit épuisé chez X \(Twitter\)/)
        .first(),
    ).toBeVisible();
    await write(page, { text: 'Ouvert mardi.', accounts: [handle] });
    await expect(composer(page).getByText(/ce post attendra dans la boîte d’envoi/)).toBeVisible();
    await closeComposer(page);
    await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
    await expect(page.getByRole('main').getByText('Crédit épuisé').first()).toBeVisible();
    const state = threadPanel(page);
    // Whatever was asked first, reading is refused as well.
    await ask(page, 'sync.refresh', { accountId: null });
    await expect(state).toContainText(/refuse tout depuis .* rien ne part et rien de nouveau n’arrive/);
    await expect(state).toContainText(/Rechargez le crédit .* Vigie redemande dans .* reprend d’elle-même/);
    expect(await violations(page)).toEqual([]);

    faults.clear(end);
    await state.getByRole('button', { name: 'Redemander maintenant' }).click();
    await expect.poll(() => ledger.effects('post').length, { timeout: 30_000 }).toBe(3);
    await expect(page.getByRole('main').getByText('Crédit épuisé')).toHaveCount(0);
  });

  await test.step('a budget that is spent asks before a post leaves', async () => {
    await threadPanel(page).getByRole('button', { name: 'Fixer un budget par mois' }).click();
    const budget = threadPanel(page).getByRole('textbox', { name: 'Budget par mois' });
    await budget.fill('0');
    await budget.press('Enter');
    await expect(
      threadPanel(page).getByText(/chaque post ou réponse vous est demandé avant de partir/),
    ).toBeVisible();
    await write(page, { text: 'Ouvert mercredi.', accounts: [handle] });
    await expect(composer(page).getByText(/Vigie vous le demandera avant de l’envoyer/)).toBeVisible();
    const leave = composer(page).getByRole('button', { name: /^Publier sur/ });
    await leave.click();
    const asked = page.getByRole('alertdialog', { name: /^Relire avant d’envoyer/ });
    await expect(asked).toContainText(/le budget du mois \(0,00\s\$\) est dépassé/);
    await asked.getByRole('button', { name: 'Revenir au texte' }).click();
    expect(ledger.effects('post')).toHaveLength(3);
    await leave.click();
    await asked.getByRole('button', { name: /^Publier sur/ }).click();
    await expect.poll(() => ledger.effects('post').length, { timeout: 30_000 }).toBe(4);
  });
});
