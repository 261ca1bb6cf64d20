import type { Locator, Page } from '@playwright/test';
import {
  ask,
  closeComposer,
  composer,
  connectBoth,
  goTo,
  leaveAtOnce,
  openDraft,
  outboxGroup,
  rowSaying,
  spring,
  threadPanel,
  write,
} from './hands.ts';
import { postsSaying } from './server-posts.ts';
import { storedIds } from './stored-rows.ts';
import { expect, test } from './world.ts';

/** A hand that presses twice, before the program has done anything of the first: it is one departure. */

const pressTwice = (button: Locator): Promise<void> =>
  button.evaluate((element: HTMLElement) => {
    element.click();
    element.click();
  });

/** Ctrl+Enter, let go and pressed again; `typed` follows at once. */
const leaveTwice = (field: Locator, typed = ''): Promise<void> =>
  field.evaluate((element: HTMLElement, words) => {
    for (const _ of ['first', 'second'])
      element.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: 'Enter',
          code: 'Enter',
          ctrlKey: true,
          bubbles: true,
          cancelable: true,
        }),
      );
    if (words !== '') document.execCommand('insertText', false, words);
  }, typed);

const wishes = (page: Page): Promise<readonly string[]> => storedIds(page, 'intents');

test('what is pressed twice leaves once: published, scheduled, answered, sent again after an undo', async ({
  world,
  running,
}) => {
  const { page } = running;
  const { bluesky, mastodon } = world;
  const accounts = await connectBoth(running, world, 'Librairie du Port');
  const both = [accounts.bluesky.handle, accounts.mastodon.handle];
  await leaveAtOnce(page);

  await test.step('published, with the button', async () => {
    await write(page, { text: 'La vitrine est prête.', accounts: both });
    await pressTwice(composer(page).getByRole('button', { name: /^Publier/ }));
    await expect(composer(page)).toBeHidden();
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'Partis récemment').getByRole('listitem')).toHaveCount(2);
    expect(await wishes(page)).toHaveLength(1);
    for (const sim of [bluesky, mastodon])
      expect(await postsSaying(sim, 'La vitrine est prête.')).toHaveLength(1);
  });

  await test.step('published, with the keys; what is typed after them is a draft', async () => {
    await write(page, { text: 'Ouvert dimanche.', accounts: [accounts.bluesky.handle] });
    const field = composer(page).getByRole('textbox', { name: 'Texte du post' });
    await field.press('Control+End');
    await leaveTwice(field, ' Et lundi.');
    await expect(composer(page)).toBeHidden();
    await expect(
      page.getByText('Ce que vous avez écrit après l’envoi est un nouveau brouillon.'),
    ).toBeVisible();
    await expect(outboxGroup(page, 'Partis récemment').getByRole('listitem')).toHaveCount(3);
    expect(await wishes(page)).toHaveLength(2);
    expect(await postsSaying(bluesky, 'Ouvert dimanche.')).toHaveLength(1);
    await openDraft(page, 'Ouvert dimanche. Et lundi.');
    await expect(field).toHaveValue('Ouvert dimanche. Et lundi.');
    await closeComposer(page);
  });

  await test.step('scheduled', async () => {
    await write(page, { text: 'Au printemps.', accounts: [accounts.bluesky.handle] });
    const sheet = composer(page);
    await sheet.getByRole('button', { name: 'Programmer…' }).click();
    const picker = page.getByRole('dialog', { name: 'Choisir le moment du départ' });
    const [year = '', month = ''] = spring.split('-');
    for (const [name, digits] of [
      [/^année, /, year],
      [/^mois, /, month],
    ] as const) {
      await picker.getByRole('spinbutton', { name }).focus();
      await page.keyboard.type(digits);
    }
    await picker.getByRole('button', { name: 'Choisir cette heure' }).click();
    await pressTwice(sheet.getByRole('button', { name: /^Programmer sur/ }));
    await expect(sheet).toBeHidden();
    await expect(outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem')).toHaveCount(1);
    expect(await wishes(page)).toHaveLength(3);
  });

  await test.step('answered, and what is typed meanwhile stays', async () => {
    const words = 'Avez-vous des cartes postales ?';
    await mastodon.control.audience.say({
      kind: 'mention',
      person: mastodon.control.audience.persons[0]!.handle,
      account: accounts.mastodon.id,
      text: words,
    });
    await goTo(page, 'Boîte');
    await rowSaying(page, words).first().click({ timeout: 60_000 });
    const box = threadPanel(page).getByRole('textbox');
    await expect(box).toBeEnabled();
    await box.press('Control+End');
    const opening = await box.inputValue();
    await box.pressSequentially('Oui, près de la caisse.');
    await leaveTwice(box, ' Aussi en ligne.');
    await expect(box).toHaveValue(`${opening}Aussi en ligne.`);
    const answered = threadPanel(page).getByRole('article').filter({ hasText: 'près de la caisse' });
    await expect(answered).toHaveCount(1);
    await expect.poll(() => mastodon.control.ledger.effects('post').length).toBe(2);
    expect(await wishes(page)).toHaveLength(4);
    await expect(answered).toHaveCount(1);
  });

  await test.step('an undo gives it back, and it may be sent again', async () => {
    await ask(page, 'app.saveSettings', { undoSeconds: 30 });
    await write(page, { text: 'Deux fois sur le métier.', accounts: [accounts.bluesky.handle] });
    const publish = composer(page).getByRole('button', { name: /^Publier/ });
    await pressTwice(publish);
    const undo = page.getByRole('alertdialog').getByRole('button', { name: 'Annuler' });
    await expect(undo).toHaveCount(1);
    await undo.click();
    await expect(composer(page).getByRole('textbox', { name: 'Texte du post' })).toHaveValue(
      'Deux fois sur le métier.',
    );
    await leaveAtOnce(page);
    await expect(composer(page).getByText('Sans délai pour annuler')).toBeVisible();
    await pressTwice(publish);
    await expect(composer(page)).toBeHidden();
    await expect.poll(() => postsSaying(bluesky, 'Deux fois sur le métier.')).toHaveLength(1);
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'Partis récemment').getByRole('listitem')).toHaveCount(5);
    expect(await postsSaying(bluesky, 'Deux fois sur le métier.')).toHaveLength(1);
  });
});
