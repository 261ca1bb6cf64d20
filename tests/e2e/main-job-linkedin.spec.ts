import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { pdf } from '../fixtures/media-files.ts';
import { picture } from '../fixtures/picture.ts';
import {
  answer,
  composer,
  connectForm,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  publishNow,
  rowSaying,
  tick,
  write,
} from './hands.ts';
import { expect, test } from './world.ts';

const listSchema = v.object({ elements: v.array(v.unknown()) });
const postSchema = v.object({
  id: v.string(),
  commentary: v.string(),
  content: v.optional(
    v.object({
      media: v.optional(
        v.object({ altText: v.optional(v.string()), title: v.optional(v.string()), id: v.string() }),
      ),
    }),
  ),
});
const commentSchema = v.object({ message: v.object({ text: v.string() }), actor: v.string() });

test('connects a page with a pasted token, reads what is said under it, answers, and publishes', async ({
  world,
  page,
  running,
}) => {
  test.setTimeout(180_000);
  const { linkedin } = world;
  const { ledger, audience } = linkedin.control;
  const account = linkedin.accounts[0]!;
  const key = (urn: string): string => encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29');
  const get = async (address: string): Promise<readonly unknown[]> => {
    const reply = await fetch(`${linkedin.baseUrl}${address}`, {
      headers: {
        authorization: `Bearer ${account.token}`,
        'linkedin-version': '202609',
        'x-restli-protocol-version': '2.0.0',
      },
    });
    return v.parse(listSchema, await reply.json()).elements;
  };
  const ownPosts = async () =>
    (await get(`/rest/posts?q=author&author=${key(account.id)}&sortBy=CREATED&count=10`)).map((one) =>
      v.parse(postSchema, one),
    );

  // Said before: what is read first brings it, and the pause between two readings is not waited for.
  const [standing] = await ownPosts();
  const asked = await audience.say({
    kind: 'reply',
    person: audience.persons[0]!.handle,
    post: standing?.id ?? '',
    text: 'Avez-vous le dernier roman de Lola Lafon ?',
  });
  await leaveAtOnce(page);
  await makeFirstClient(page, 'Librairie du Port');

  const form = connectForm(page);
  await tick(form.getByRole('radio', { name: /^LinkedIn/ }));
  // What it allows, costs and refuses is said before anything is asked.
  await expect(form.getByText(/Community Management API/).first()).toBeVisible();
  await expect(form.getByText(/soixante jours/).first()).toBeVisible();
  await form.getByRole('textbox', { name: /^Jeton d’accès/ }).fill(account.token);
  const server = form.getByRole('textbox', { name: /^Serveur/ });
  if (!(await server.isVisible())) await form.getByRole('button', { name: 'Autres champs' }).click();
  await server.fill(linkedin.baseUrl);
  await form.getByRole('button', { name: 'Connecter', exact: true }).click();
  // The login reaches two pages and a member: one page is chosen.
  const choices = form.getByRole('group', { name: /Quels comptes LinkedIn/ });
  await tick(choices.getByRole('checkbox', { name: /Atelier Lumière/ }));
  await expect(choices.getByRole('checkbox')).toHaveCount(3);
  await form.getByRole('button', { name: 'Connecter ce compte' }).click();
  await expect(form).toBeHidden({ timeout: 30_000 });

  await goTo(page, 'Boîte');
  await expect(rowSaying(page, 'Lola Lafon')).toBeVisible({ timeout: 30_000 });
  await answer(page, 'Lola Lafon', 'Oui (il vient d’arriver).');
  await ledger.waitFor((entry) => entry.effects.some(({ kind }) => kind === 'comment'));
  const answers = await get(`/rest/socialActions/${key(asked ?? '')}/comments`);
  expect(answers.map((one) => v.parse(commentSchema, one))).toEqual([
    { message: { text: 'Oui (il vient d’arriver).' }, actor: account.id },
  ]);

  const file = path.join(running.profile, 'devanture.png');
  await writeFile(file, picture(640, 480));
  await write(page, {
    text: 'La devanture de Noël (enfin !) est prête. #librairie',
    accounts: [account.handle],
    image: { file, alt: 'Une devanture éclairée' },
  });
  await publishNow(page);
  await expect.poll(() => ledger.effects('post').length, { timeout: 30_000 }).toBe(1);
  const [published] = await ownPosts();
  // Not a word was cut, and the picture has its own.
  expect(published?.commentary).toBe('La devanture de Noël \\(enfin !\\) est prête. {hashtag|\\#|librairie}');
  expect(published?.content?.media?.altText).toBe('Une devanture éclairée');

  await test.step('a document is shown with its title and its pages, and published as a carousel', async () => {
    await write(page, { text: 'Notre sélection d’hiver, à feuilleter.', accounts: [account.handle] });
    const sheet = composer(page);
    await sheet
      .locator('input[type="file"]')
      .first()
      .setInputFiles([{ name: 'selection-hiver.pdf', mimeType: 'application/pdf', buffer: pdf(12) }]);
    await expect(sheet.getByRole('list', { name: 'Films et documents' })).toContainText('accepté');
    const preview = sheet.getByRole('group', { name: 'Aperçus' });
    await expect(preview).toContainText('selection-hiver.pdf');
    await expect(preview).toContainText('12 pages');
    await sheet.getByRole('textbox', { name: /^Titre du document/ }).fill('Sélection d’hiver');
    await expect(preview).toContainText('Sélection d’hiver');
    await publishNow(page);
    await expect.poll(() => ledger.effects('post').length, { timeout: 30_000 }).toBe(2);
    const [carousel] = await ownPosts();
    expect(carousel).toMatchObject({
      commentary: 'Notre sélection d’hiver, à feuilleter.',
      content: { media: { title: 'Sélection d’hiver', id: expect.stringMatching(/^urn:li:document:/) } },
    });
  });
});
