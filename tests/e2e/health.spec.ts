import type { Page } from '@playwright/test';
import { violations } from './axe.ts';
import {
  ask,
  connectBluesky,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  openConnectForm,
  outboxGroup,
  publishNow,
  schedule,
  write,
} from './hands.ts';
import { expect, test } from './world.ts';
import { tabTo } from './keyboard.ts';

const client = 'Librairie du Port';
const planned = 'La librairie ouvre dimanche prochain.';
const now = 'Samedi, thé et lecture à voix haute.';

const press = (page: Page, ...keys: readonly string[]): Promise<void> =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

const posts = (
  sim: {
    readonly control: {
      readonly ledger: {
        entries(of: {
          account: string;
        }): readonly { readonly effects: readonly { readonly kind: string }[] }[];
      };
    };
  },
  account: string,
): number =>
  sim.control.ledger
    .entries({ account })
    .flatMap(({ effects }) => effects.filter(({ kind }) => kind === 'post')).length;

test('a revoked access blocks its account alone, says so, and reconnecting lets go what waited', async ({
  page,
  world,
}) => {
  test.setTimeout(150_000);
  const button = (name: RegExp) => page.getByRole('button', { name });
  const sim = world.bluesky;
  const [mine, other] = [sim.accounts[0]!, sim.accounts[1]!];
  await leaveAtOnce(page);
  await makeFirstClient(page, client);
  await connectBluesky(page, { handle: mine.login, password: mine.password, server: sim.baseUrl });
  await openConnectForm(page);
  await connectBluesky(page, { handle: other.login, password: other.password, server: sim.baseUrl });
  const tomorrow = new Date(Date.now() + 30 * 3_600_000).toISOString().slice(0, 16);
  await write(page, { text: planned, accounts: [mine.login] });
  await schedule(page, tomorrow);

  await sim.control.revoke(mine.id);
  await write(page, { text: now, accounts: [mine.login, other.login] });
  await publishNow(page);
  const confirm = page.getByRole('alertdialog', { name: /Publier sur 2 comptes/ });
  if (await confirm.isVisible()) await confirm.getByRole('button', { name: /^Publier/ }).click();

  // The other account on the same server goes on, and nothing of the refused one leaves.
  const notice = page.getByRole('alertdialog', {
    name: new RegExp(`${mine.login} : les envois sont bloqués`),
  });
  await expect(notice).toBeVisible({ timeout: 30_000 });
  await expect.poll(() => posts(sim, other.id), { timeout: 30_000 }).toBe(1);
  expect(posts(sim, mine.id)).toBe(0);
  const bar = page.getByRole('group', { name: 'État' });
  await expect(bar).toContainText('1 compte à reconnecter');

  // The notice leads to the very delivery, without a pointer.
  await expect(notice).toContainText('Reconnecter');
  await notice.focus();
  await tabTo(page, button(/^Voir l’envoi$/));
  await press(page, 'Enter');
  const panel = page.getByRole('complementary', { name: 'Détails de l’envoi' });
  await expect(panel).toContainText(new RegExp(`${now}|${planned}`));
  await expect(panel.getByRole('button', { name: 'Reconnecter' })).toBeVisible();
  await expect(outboxGroup(page, 'En échec ou bloqués').getByRole('listitem')).toHaveCount(2);
  expect(await violations(page)).toEqual([]);

  // The account's page: the one in trouble first, with what it puts at risk.
  await tabTo(page, button(/1 compte à reconnecter/));
  await press(page, 'Enter');
  const list = page.getByRole('list', { name: `Comptes de ${client}` });
  await expect(list.getByRole('listitem').first()).toContainText('2 envois menacés');
  const account = page.getByRole('complementary', { name: `Compte ${mine.login}` });
  await expect(account.getByRole('region', { name: 'Posts menacés' })).toContainText(planned);
  await expect(account.getByRole('region', { name: 'Santé du compte' })).toContainText('Dernière erreur');
  expect(await violations(page)).toEqual([]);

  await tabTo(page, button(/^Reconnecter$/));
  await press(page, 'Enter');
  const form = page.getByRole('dialog', { name: `Reconnecter ${mine.login}` });
  await form.getByRole('textbox', { name: 'Mot de passe d’application' }).fill(mine.password);
  await form.getByRole('textbox', { name: /^Serveur/ }).fill(sim.baseUrl);
  await form.getByRole('textbox', { name: 'Mot de passe d’application' }).press('Enter');
  await expect(form).toBeHidden({ timeout: 30_000 });

  // Connected again: what waited leaves, once, and what was planned is planned.
  await expect.poll(() => posts(sim, mine.id), { timeout: 60_000 }).toBe(1);
  await expect(account.getByText('Tout va bien.')).toBeVisible();
  await expect(account.getByRole('region', { name: 'Posts menacés' })).not.toContainText(planned);
  await expect(bar).not.toContainText('compte à reconnecter');
  await goTo(page, 'Boîte d’envoi');
  await expect(outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem')).toContainText(
    planned,
  );
  await expect(outboxGroup(page, 'Partis récemment').getByRole('listitem')).toHaveCount(2);
  expect(posts(sim, other.id)).toBe(1);
  await ask(page, 'app.saveSettings', { undoSeconds: 10 });

  // Its private messages come in another shape than the network promises: it says so, and the other account does not.
  const secret = 'Mon code de portail est le 4812.';
  const { faults, audience } = sim.control;
  const fault = faults.set({
    fault: { tag: 'altered-reply', change: { tag: 'missing-field', name: 'members' } },
    operation: 'chat.bsky.convo.listConvos',
    account: mine.id,
  });
  await audience.say({
    kind: 'message',
    person: audience.persons[0]!.handle,
    account: mine.id,
    text: secret,
  });
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
  const said = 'Le réseau a changé la forme de ses réponses : messages privés.';
  const look = (): Promise<unknown> => ask(page, 'sync.refresh', { accountId: null });
  await look();
  await expect(account).toContainText(said, { timeout: 30_000 });
  await expect(account.getByRole('region', { name: 'Santé du compte' })).toContainText(
    /messages privés · depuis .* · 1 élément gardé de côté/,
  );
  await expect(list.getByRole('listitem').first()).toContainText(said);
  await expect(list.getByRole('listitem').last()).not.toContainText('Le réseau a changé');
  expect(await violations(page)).toEqual([]);

  // The report has the answer: its fields, and not a word, a name or an access of anybody.
  const report = JSON.stringify(await ask(page, 'diagnostics.report', null));
  expect(report).toContain('bluesky · private');
  expect(report).toContain(String.raw`\"lastMessage\":{`);
  for (const word of ['portail', mine.login, mine.password, audience.persons[0]!.handle, mine.id, 'eyJ'])
    expect(report).not.toContain(word);
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Réglages' }).click();
  await page.getByRole('tab', { name: 'Diagnostic' }).press('Enter');
  const answers = page.getByRole('region', { name: 'Réponses illisibles' });
  await expect(answers.getByLabel(/Réponse\s: .* · messages privés/)).toContainText('"lastMessage":{');
  const aside = page.getByRole('region', { name: 'Mis de côté' });
  await expect(aside.getByRole('row').last()).toContainText('Élément reçu · messages privés');
  expect(await violations(page)).toEqual([]);

  // Right again: the message comes, nothing is aside, and the report still has what was wrong.
  faults.clear(fault);
  await look();
  await expect(answers).toContainText('réglé', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Relire' }).click();
  await expect(aside).toBeHidden();
  await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
  await expect(account.getByText('Tout va bien.')).toBeVisible();
  await goTo(page, 'Boîte');
  await expect(page.getByText(secret).first()).toBeVisible();
});
