import { violations } from './axe.ts';
import {
  composer,
  connectBluesky,
  goTo,
  inEnglish,
  leaveAtOnce,
  makeFirstClient,
  openConnectForm,
  rowSaying,
  threadPanel,
} from './hands.ts';
import { activate, arrowTo, expectFocusSeen, tabTo, watchPointer } from './keyboard.ts';
import { expect, test } from './world.ts';

const client = 'Librairie du Port';
const name = 'Accident';
const said =
  'Nous avons appris ce qui s’est passé au port. Nous vérifions, et revenons vers vous avant midi.';

test('a statement written ahead leaves in a freeze where the freeze lets it, and answers people', async ({
  world,
  page,
}) => {
  test.setTimeout(120_000);
  const { bluesky } = world;
  const { ledger, audience } = bluesky.control;
  const [speaks, silent] = [bluesky.accounts[0]!, bluesky.accounts[1]!];
  await audience.say({
    kind: 'mention',
    person: audience.persons[0]!.handle,
    account: speaks.id,
    text: 'Que se passe-t-il au port ?',
  });
  await leaveAtOnce(page);
  await makeFirstClient(page, client);
  await connectBluesky(page, { ...speaks, server: bluesky.baseUrl });
  await openConnectForm(page);
  await connectBluesky(page, { ...silent, server: bluesky.baseUrl });

  // Written while all is calm, with keys alone.
  const pointer = await watchPointer(page);
  const before = (await pointer()).length;
  await page.keyboard.press('Control+,');
  await activate(page, page.getByRole('tab', { name: 'Apparence' }));
  await arrowTo(page, page.getByRole('tab', { name: 'Messages de crise' }));
  await expect(page.getByRole('main')).toContainText(`Aucun message de crise pour ${client}`);
  await activate(page, page.getByRole('button', { name: 'Ajouter un message' }));
  const form = page.getByRole('dialog', { name: `${client} : nouveau message de crise` });
  await expect(form.getByRole('textbox', { name: 'Nom' })).toBeFocused();
  await page.keyboard.type(name);
  await tabTo(page, form.getByRole('textbox', { name: 'Texte' }));
  await page.keyboard.type(said);
  expect(await violations(page)).toEqual([]);
  await activate(page, form.getByRole('button', { name: 'Enregistrer' }));
  await expect(form).toBeHidden();
  const kept = page.getByRole('main').getByRole('listitem').filter({ hasText: said });
  await expect(kept).toContainText('français');
  expect(await violations(page)).toEqual([]);

  await page.keyboard.press('Control+Shift+G');
  const freeze = page.getByRole('dialog', { name: 'Geler les envois' });
  await expect(freeze).toContainText('1 message de crise est prêt');
  await tabTo(page, freeze.getByRole('checkbox', { name: new RegExp(speaks.handle) }));
  await page.keyboard.press('Space');
  await activate(page, freeze.getByRole('button', { name: /^Geler/ }));
  await expect(freeze).toBeHidden();

  const banner = page.getByRole('region', { name: 'Envois gelés' });
  await activate(page, banner.getByRole('button', { name: 'Messages de crise' }), { back: true });
  const dialog = page.getByRole('dialog', { name: 'Messages de crise' });
  await expect(dialog).toContainText(`Peut partir maintenant sur ${speaks.handle}`);
  await expect(dialog).toContainText(`Gelé sur ${silent.handle}`);
  expect(await violations(page)).toEqual([]);
  await inEnglish(page, async () => {
    await expect(page.getByRole('dialog', { name: 'Holding statements' })).toContainText('Can leave now on');
    expect(await violations(page)).toEqual([]);
  });
  await activate(page, dialog.getByRole('button', { name: `Rédiger avec « ${name} »` }));
  await expect(dialog).toBeHidden();
  await expect(composer(page).getByRole('textbox', { name: 'Texte du post' })).toHaveValue(said);
  const chips = composer(page).getByRole('group', { name: 'Comptes' }).getByRole('button');
  await expect(chips.filter({ hasText: speaks.handle })).toHaveAttribute('aria-pressed', 'true');
  await expect(chips.filter({ hasText: silent.handle })).toHaveAttribute('aria-pressed', 'false');
  await expect(composer(page)).not.toContainText('gelé');
  await activate(page, composer(page).getByRole('button', { name: /^Publier/ }));
  await expect(composer(page)).toBeHidden();
  await expect.poll(() => ledger.effects('post').length, { timeout: 30_000 }).toBe(1);
  expect((await pointer()).length).toBe(before);

  // The same words answer who asks, from the account that may go on.
  await goTo(page, 'Boîte');
  await rowSaying(page, 'Que se passe-t-il').first().click();
  const field = threadPanel(page).getByRole('textbox');
  await expect(field).toBeEnabled();
  await field.focus();
  await activate(page, threadPanel(page).getByRole('button', { name: 'Insérer un message de crise' }));
  const item = page.getByRole('menuitem', { name: new RegExp(name) });
  await arrowTo(page, item);
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue(new RegExp(`${said}$`));
  await expect(field).toBeFocused();
  await expectFocusSeen(page);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => ledger.effects('post').length, { timeout: 30_000 }).toBe(2);
});
