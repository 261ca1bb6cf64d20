import { createHash } from 'node:crypto';
import { findCredentialsAsync } from '@napi-rs/keyring';
import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { addDays } from '../../src-shared/calendar/grid.ts';
import { dayOf } from '../../src-shared/calendar/moment.ts';
import { authoredRowSchema } from '../../src-shared/bridge/authored.ts';
import { intentSchema } from '../../src-shared/domain/intent.ts';
import type { Sim } from '../../src-simulator/core/sim.ts';
import { picture } from '../fixtures/picture.ts';
import {
  answer,
  ask,
  connectBluesky,
  connectMastodon,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  openConnectForm,
  outboxGroup,
  publishNow,
  rowSaying,
  schedule,
  spring,
  tick,
  write,
} from './hands.ts';
import { serverPosts } from './server-posts.ts';
import { expect, test, type World } from './world.ts';
import type { Running } from './fixtures.ts';

/** What is changed after it was said: each network's ledger tells whether it was lost, doubled, or told wrongly. */

const client = 'Librairie du Port';
const accountOf = (sim: Sim) => sim.accounts[0]!;
/** What only this account's chip says: the client has the same name on both networks. */
const chipOf = (sim: Sim): string =>
  sim.network === 'mastodon' ? `${accountOf(sim).username}@` : accountOf(sim).handle;
/** What the server shows of what the tests wrote, beside the past that it began with. */
const textsOn = async (sim: Sim) =>
  (await serverPosts(sim))
    .map(({ text }) => text.replace(/<[^>]*>/gu, ''))
    .filter((text) => text.endsWith(' texte'));
const postsMade = (sim: Sim) => sim.control.ledger.effects('post').length;

const connectElephant = ({ app, page }: Pick<Running, 'app' | 'page'>, { mastodon }: World) =>
  connectMastodon(app, page, { ...accountOf(mastodon), server: mastodon.baseUrl });

async function connectBoth(running: Pick<Running, 'app' | 'page'>, world: World): Promise<void> {
  const { page } = running;
  await leaveAtOnce(page);
  await makeFirstClient(page, client);
  await connectElephant(running, world);
  await openConnectForm(page);
  const { login, password } = accountOf(world.bluesky);
  await connectBluesky(page, { handle: login, password, server: world.bluesky.baseUrl });
}

/** The composer on whatever it is open for. */
const sheet = (page: Page) => page.getByRole('region', { name: new RegExp(`pour ${client}$`, 'u') });
const postText = (page: Page) => sheet(page).getByRole('textbox', { name: 'Texte du post' });
const note = (page: Page, words: string | RegExp) => page.getByText(words).first();
const details = (page: Page) => page.getByRole('complementary', { name: 'Détails de l’envoi' });
const saveEdit = (page: Page) =>
  sheet(page).getByRole('button', { name: 'Enregistrer la modification' }).click();

/** The wishes that the second copy holds: for what only a program would ask. */
async function intentsOf(page: Page) {
  const kept = v.parse(
    v.object({ value: v.object({ rows: v.array(authoredRowSchema) }) }),
    await ask(page, 'authored.restore', { after: null }),
  );
  return kept.value.rows
    .filter(({ collection, row }) => collection === 'intents' && row !== null)
    .map(({ row }) => v.parse(intentSchema, row?.['intent']));
}
async function publishOn(page: Page, sim: Sim): Promise<void> {
  for (const { id, targets } of await intentsOf(page))
    for (const { accountId } of targets)
      if (accountId.startsWith(sim.network))
        await ask(page, 'outbox.publishNow', { deliveryId: `${id}/${accountId}` });
}

test('a scheduled post is edited until it has left, account by account, and nothing is lost or doubled', async ({
  world,
  running,
}) => {
  test.setTimeout(300_000);
  const { bluesky, mastodon } = world;
  const [blue, elephant] = [accountOf(bluesky), accountOf(mastodon)];
  let { page } = running;
  await connectBoth(running, world);
  const day = addDays(dayOf(Date.now(), 'Europe/Paris'), 2);
  await write(page, { text: 'Premier texte', accounts: [blue.handle, elephant.handle] });
  await schedule(page, `${day}T09:00`, { byNetwork: false });
  await expect(note(page, /^Programmé\s:/)).toBeVisible();

  await test.step('from the outbox: the next revision counts for both accounts', async () => {
    await goTo(page, 'Boîte d’envoi');
    const lines = outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem');
    await expect(lines).toHaveCount(2);
    await lines.first().click();
    await details(page).getByRole('button', { name: 'Modifier' }).click();
    await postText(page).fill('Deuxième texte');
    await expect(note(page, 'Ces changements ne sont pas encore dans le post programmé.')).toBeVisible();
    await saveEdit(page);
    await expect(note(page, /^Modification prise en compte/)).toBeVisible();
    await expect(lines.filter({ hasText: 'Deuxième texte' })).toHaveCount(2);
  });

  await test.step('from the calendar', async () => {
    await page.getByRole('button', { name: 'Calendrier', exact: true }).click();
    await expect(page.getByRole('grid')).toBeVisible();
    const chip = page.getByRole('button', { name: /^09:00, Deuxième texte/ });
    if ((await page.locator(`[data-day="${day}"]`).count()) === 0)
      await page.getByRole('button', { name: 'Mois suivant' }).click();
    await chip.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Modifier' }).click();
    await postText(page).fill('Troisième texte');
    await saveEdit(page);
    // Main has it: until then it is "à confier".
    await expect(page.getByRole('button', { name: /^09:00, Troisième texte, cet ordinateur/ })).toBeVisible();
  });

  await test.step('while it is in flight for one account: told for each, and kept apart', async () => {
    await page.getByRole('button', { name: /^09:00, Troisième texte/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Modifier' }).click();
    await postText(page).fill('Quatrième texte');
    bluesky.control.faults.set({
      fault: { tag: 'slow', ms: 30_000 },
      operation: 'com.atproto.repo.createRecord',
      times: 1,
    });
    await publishOn(page, bluesky);
    await bluesky.control.ledger.waitFor(({ operation }) => operation === 'com.atproto.repo.createRecord');
    await saveEdit(page);
    await expect(note(page, /^Modification prise pour @.*, pas pour @/)).toContainText(
      new RegExp(`pas pour @?${blue.handle.replace(/^@/u, '')}`, 'u'),
    );
    await expect(postText(page)).toHaveValue('Quatrième texte');
    const chips = sheet(page).getByRole('group', { name: 'Comptes' }).locator('[aria-pressed="true"]');
    await expect(chips).toHaveCount(1);
    await expect(chips).toContainText(blue.handle.replace(/^@/u, ''));
    await sheet(page)
      .getByRole('button', { name: /^Fermer/ })
      .click();
  });

  await running.kill();
  await running.restart();
  ({ page } = running);

  await test.step('after a kill, what left and what waits say the same as before', async () => {
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'Partis récemment').getByRole('listitem')).toContainText(
      'Troisième texte',
      {
        // An answer that was lost is looked for until the network can no longer do the work late.
        timeout: 120_000,
      },
    );
    await expect(outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem')).toContainText(
      'Quatrième texte',
    );
    expect(await textsOn(bluesky)).toEqual(['Troisième texte']);
    expect(await textsOn(mastodon)).toEqual([]);
  });

  await test.step('edited once more for the account that waits only', async () => {
    await outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem').click();
    await details(page).getByRole('button', { name: 'Modifier' }).click();
    await expect(note(page, /^Déjà parti pour /)).toContainText(blue.handle.replace(/^@/u, ''));
    await postText(page).fill('Cinquième texte');
    await saveEdit(page);
    await expect(note(page, /^Modification prise en compte/)).toBeVisible();
    await details(page).getByRole('button', { name: 'Changer l’heure…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Changer l’heure de départ' });
    await dialog.getByRole('spinbutton', { name: /année/ }).focus();
    await page.keyboard.press('ArrowUp');
    await expect(dialog.getByText(/comptes de ce post/)).toBeHidden();
    await dialog.getByRole('button', { name: 'Changer l’heure' }).click();
    const line = outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem');
    await expect(line).toContainText('Cinquième texte');
    await expect(line).toContainText(String(Number(day.slice(0, 4)) + 1));
    await expect(outboxGroup(page, 'À vérifier ou à décider')).toBeHidden();
  });

  await test.step('after it has left: the text that was sent, and the edit apart', async () => {
    await details(page).getByRole('button', { name: 'Modifier' }).click();
    await postText(page).fill('Sixième texte');
    await publishOn(page, mastodon);
    await expect(note(page, /^Ce post est déjà parti/)).toBeVisible();
    await sheet(page).getByRole('button', { name: 'En faire un nouveau brouillon' }).click();
    await expect(note(page, /^Nouveau brouillon/)).toBeVisible();
    await expect(postText(page)).toHaveValue('Sixième texte');
    await sheet(page).getByRole('button', { name: 'Brouillons' }).click();
    const drafts = page.getByRole('dialog', { name: 'Brouillons' });
    await expect(drafts.getByRole('button', { name: /^Ouvrir le brouillon/ })).toHaveAccessibleName(
      /Quatrième texte/,
    );
    await drafts.getByRole('button', { name: 'Fermer' }).click();
    await sheet(page)
      .getByRole('button', { name: /^Fermer/ })
      .click();
    await expect(
      outboxGroup(page, 'Partis récemment').getByRole('listitem').filter({ hasText: 'Cinquième texte' }),
    ).toHaveCount(1);
    expect(await textsOn(mastodon)).toEqual(['Cinquième texte']);
    expect([postsMade(bluesky), postsMade(mastodon)]).toEqual([1, 1]);
  });
});

const statusSchema = v.object({
  id: v.string(),
  content: v.string(),
  spoiler_text: v.string(),
  visibility: v.string(),
  language: v.nullable(v.string()),
  in_reply_to_id: v.nullable(v.string()),
  poll: v.nullable(v.object({ multiple: v.boolean(), options: v.array(v.object({ title: v.string() })) })),
  media_attachments: v.array(v.object({ description: v.nullable(v.string()) })),
});

/** A request to the simulated Mastodon as its account's owner makes it elsewhere. */
async function onMastodon(
  sim: Sim,
  address: string,
  form?: Readonly<Record<string, string>>,
): Promise<unknown> {
  const reply = await fetch(sim.baseUrl + address, {
    headers: { authorization: `Bearer ${accountOf(sim).token}` },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  expect(reply.ok, address).toBe(true);
  return reply.json();
}
const latestStatus = async (sim: Sim) =>
  v.parse(
    v.array(statusSchema),
    await onMastodon(sim, `/api/v1/accounts/${accountOf(sim).id}/statuses?limit=1`),
  )[0];

/** A file in the hands of the person: dropped on the text, or brought from another program. */
const dropOn = (page: Page, name: string, bytes: Buffer) =>
  postText(page).evaluate(
    (field, file) => {
      const data = new DataTransfer();
      const raw = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([raw], file.name, { type: 'image/png' }));
      field.dispatchEvent(new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }));
      field.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    { name, base64: bytes.toString('base64') },
  );

test('what is chosen in the composer is what the server has; what only a person can tell is asked', async ({
  world,
  running,
}) => {
  test.setTimeout(150_000);
  const { mastodon } = world;
  const { handle } = accountOf(mastodon);
  let { page } = running;
  await leaveAtOnce(page);
  await makeFirstClient(page, client);
  await connectElephant(running, world);

  await test.step('a poll, a warning, a visibility and a language', async () => {
    await write(page, { text: 'Quel jour préférez-vous ?', accounts: [handle] });
    const options = sheet(page).getByRole('group', { name: 'Options' });
    await options.getByRole('button', { name: 'Avertissement de contenu' }).click();
    await sheet(page).getByRole('textbox', { name: 'Avertissement' }).fill('Question du samedi');
    await options.getByRole('button', { name: 'Sondage' }).click();
    await sheet(page).getByRole('textbox', { name: 'Choix 1' }).fill('Le matin');
    await sheet(page).getByRole('textbox', { name: 'Choix 2' }).fill('Le soir');
    await sheet(page).getByText('Plusieurs réponses possibles').click();
    await options.getByRole('button', { name: /Visibilité/ }).click();
    await page.getByRole('option', { name: 'Abonnés seulement' }).click();
    await options.getByRole('button', { name: /Langue/ }).click();
    await page.getByRole('option', { name: 'espagnol' }).click();
    await publishNow(page);
    await expect.poll(() => postsMade(mastodon)).toBe(1);
    expect(await latestStatus(mastodon)).toMatchObject({
      spoiler_text: 'Question du samedi',
      visibility: 'private',
      language: 'es',
      poll: { multiple: true, options: [{ title: 'Le matin' }, { title: 'Le soir' }] },
    });
  });

  await test.step('an image that is pasted, and one that is dropped and decorative', async () => {
    await write(page, { text: 'Deux images', accounts: [handle] });
    await running.app.evaluate(({ clipboard, nativeImage }, base64) => {
      const image = nativeImage.createFromDataURL(`data:image/png;base64,${base64}`);
      // Playwright's types take the page's clipboard for Electron's.
      Reflect.apply(Reflect.get(clipboard, 'writeImage') as () => void, clipboard, [image]);
    }, picture(64, 48).toString('base64'));
    await postText(page).press('Control+v');
    const first = sheet(page).getByRole('button', { name: /^Image 1, .*sans texte alternatif/ });
    await first.click();
    const dialog = page.getByRole('dialog', { name: /image \d/i });
    await dialog.getByRole('textbox', { name: 'Texte alternatif' }).fill('Une table en laiton');
    await dialog.getByRole('button', { name: 'Terminé' }).click();
    await dropOn(page, 'filet.png', picture(80, 20));
    await sheet(page)
      .getByRole('button', { name: /^Image 2, filet.png, sans texte alternatif/ })
      .click();
    await dialog.getByText('Image décorative').click();
    await dialog.getByRole('button', { name: 'Terminé' }).click();
    await expect(sheet(page).getByRole('button', { name: /^Image 2, filet.png, décorative/ })).toBeVisible();
    await expect(sheet(page).getByText(/n’a pas de texte alternatif/)).toBeHidden();
    await publishNow(page);
    await expect.poll(() => postsMade(mastodon)).toBe(2);
    const { media_attachments: media = [] } = (await latestStatus(mastodon)) ?? {};
    expect(media.map(({ description }) => description ?? '')).toEqual(['Une table en laiton', '']);
  });

  await test.step('a draft that is thrown away comes back whole', async () => {
    await write(page, { text: 'À ne pas perdre', accounts: [handle] });
    await sheet(page).getByRole('button', { name: 'Autres actions sur ce post' }).click();
    await page.getByRole('menuitem', { name: 'Jeter le brouillon' }).click();
    await page
      .getByRole('alertdialog', { name: /^Brouillon supprimé/ })
      .getByRole('button', { name: 'Annuler' })
      .click();
    await expect(postText(page)).toHaveValue('À ne pas perdre');
    await sheet(page)
      .getByRole('button', { name: /^Fermer/ })
      .click();
  });

  const create = 'statuses.create';
  const asked = (words: string) =>
    outboxGroup(page, 'À vérifier ou à décider').getByRole('listitem').filter({ hasText: words });
  /** The answer is lost, and the owner writes the like of it elsewhere before Vigie can know which is which. */
  const doubt = async (words: string, elsewhere: string, fault: 'drop-reply' | 'reset'): Promise<void> => {
    const before = mastodon.control.ledger.entries({ operation: create }).length;
    mastodon.control.faults.set({ fault: { tag: fault }, operation: create, times: 1 });
    await write(page, { text: words, accounts: [handle] });
    await publishNow(page);
    await expect
      .poll(() => mastodon.control.ledger.entries({ operation: create }).length, { intervals: [50] })
      .toBe(before + 1);
    await onMastodon(mastodon, '/api/v1/statuses', { status: elsewhere });
  };

  await test.step('what only a person can tell is asked, once the server has had its time', async () => {
    // Its lists are late: the first look, two seconds after the loss, sees neither of the two.
    const late = mastodon.control.faults.set({ fault: { tag: 'lagging-lists', ms: 60_000 } });
    await doubt('Complet samedi', 'Complet samedi', 'drop-reply');
    await doubt('La vitrine est prête pour Noël', 'La vitrine est bien prête pour Noël', 'reset');
    await doubt('Dernière table', 'Dernière table', 'drop-reply');
    expect(postsMade(mastodon)).toBe(7);
    // The app has seen each answer fail before the time jumps.
    await goTo(page, 'Boîte d’envoi');
    for (const words of ['Complet samedi', 'La vitrine est prête', 'Dernière table'])
      await expect(
        page.getByRole('main').getByRole('listitem').filter({ hasText: words }).first(),
      ).toContainText(/réponse (du réseau )?a été perdue/);
    mastodon.control.faults.clear(late);
    // A few minutes pass, by both clocks: a wall clock that was set ahead gives a server no time.
    await running.app.evaluate(({ powerMonitor }) => {
      const { now } = Date;
      const steady = performance.now.bind(performance);
      Date.now = () => now() + 180_000;
      performance.now = () => steady() + 180_000;
      powerMonitor.emit('resume');
    });
    for (const words of ['Complet samedi', 'La vitrine est prête', 'Dernière table'])
      await expect(asked(words)).toHaveCount(1, { timeout: 30_000 });
    await running.kill();
    await running.restart();
    ({ page } = running);
    await goTo(page, 'Boîte d’envoi');
  });

  const open = async (words: string): Promise<void> => {
    await asked(words).click();
    await expect(details(page).getByRole('heading', { name: 'Ce post est-il parti ?' })).toBeVisible();
  };
  const over = (group: string, words: string) =>
    outboxGroup(page, group).getByRole('listitem').filter({ hasText: words });

  await test.step('two that say the same, side by side: the person points at one', async () => {
    await open('Complet samedi');
    await expect(details(page).getByText('Ce que vous avez écrit')).toBeVisible();
    await expect(details(page).getByText(/^Trouvé sur le réseau/)).toHaveCount(2);
    const choices = details(page).getByRole('button', { name: /^C’est celui de .* : le rattacher/ });
    await expect(choices).toHaveCount(2);
    await choices.first().click();
    await expect(over('Partis récemment', 'Complet samedi')).toHaveCount(1);
  });

  await test.step('one that is not it: sent again, once', async () => {
    await open('La vitrine est prête');
    await details(page).getByRole('button', { name: 'Rien n’est parti : renvoyer' }).click();
    await page
      .getByRole('alertdialog', { name: 'Renvoyer ce post ?' })
      .getByRole('button', { name: 'Renvoyer' })
      .click();
    await expect(over('Partis récemment', 'La vitrine est prête')).toHaveCount(1, { timeout: 30_000 });
    expect((await latestStatus(mastodon))?.content).toContain('prête pour Noël</p>');
  });

  await test.step('given up: nothing more leaves', async () => {
    await open('Dernière table');
    await details(page).getByRole('button', { name: 'Abandonner' }).click();
    await expect(over('Annulés récemment', 'Dernière table')).toHaveCount(1);
    expect(postsMade(mastodon)).toBe(8);
  });
});

test('own posts are deleted, people muted and blocked, likes taken back, messages answered, on both', async ({
  world,
  running,
}) => {
  test.setTimeout(150_000);
  const { bluesky, mastodon } = world;
  const { page } = running;
  // Said before the accounts are connected: the first reading brings it, and nothing waits for the next one.
  for (const { network, accounts, control } of [bluesky, mastodon])
    for (const [index, kind, words] of [
      [0, 'mention', 'Bravo pour la vitrine'],
      [1, 'mention', 'Vous êtes nuls'],
      [2, 'message', 'Une table pour six samedi'],
    ] as const)
      await control.audience.say({
        kind,
        person: control.audience.persons[index]!.handle,
        account: accounts[0]!.id,
        text: `${words} (${network})`,
      });
  await connectBoth(running, world);
  await goTo(page, 'Boîte');
  const kinds = {
    bluesky: {
      like: 'like',
      unlike: 'like.delete',
      mute: null,
      block: 'block',
      delete: 'post.delete',
      dm: 'message',
    },
    mastodon: {
      like: 'favourite',
      unlike: 'unfavourite',
      mute: 'mute',
      block: 'block',
      delete: 'delete',
      dm: 'post',
    },
  } as const;
  const panel = page.getByRole('complementary', { name: /^Conversation avec/ });
  const confirm = async (action: string): Promise<void> => {
    await panel.getByRole('button', { name: 'Autres actions' }).click();
    await page.getByRole('menuitem', { name: action }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: action }).click();
  };
  for (const [sim, kind] of [
    [bluesky, kinds.bluesky],
    [mastodon, kinds.mastodon],
  ] as const) {
    const { ledger } = sim.control;
    const made = (what: string) => ledger.effects(what).length;

    await test.step(`${sim.network}: liked and unliked, muted, blocked`, async () => {
      await rowSaying(page, `Bravo pour la vitrine (${sim.network})`).first().click();
      await panel.getByRole('button', { name: 'Aimer', exact: true }).click();
      await expect.poll(() => made(kind.like)).toBe(1);
      await panel.getByRole('button', { name: 'Ne plus aimer' }).click();
      await expect.poll(() => made(kind.unlike)).toBe(1);
      await confirm('Masquer cette personne');
      await expect
        .poll(
          () =>
            kind.mute === null
              ? ledger.entries({ operation: 'app.bsky.graph.muteActor', worked: true }).length
              : made(kind.mute),
          { timeout: 15_000 },
        )
        .toBe(1);
      await rowSaying(page, `Vous êtes nuls (${sim.network})`).first().click();
      await confirm('Bloquer cette personne');
      await expect.poll(() => made(kind.block), { timeout: 15_000 }).toBe(1);
    });

    await test.step(`${sim.network}: a private message answered`, async () => {
      const words = 'Oui, à 20 h, à samedi';
      await answer(page, `Une table pour six samedi (${sim.network})`, words);
      await expect.poll(() => made(kind.dm)).toBe(1);
      if (sim === mastodon) {
        const [id] = ledger.effects(kind.dm);
        const status = v.parse(statusSchema, await onMastodon(sim, `/api/v1/statuses/${id?.id}`));
        expect(status).toMatchObject({ visibility: 'direct' });
        expect(status.in_reply_to_id).not.toBeNull();
        expect(status.content).toContain(words);
      }
      await expect(panel.getByRole('article').filter({ hasText: words }).getByRole('status')).toHaveCount(0, {
        timeout: 30_000,
      });
    });

    await test.step(`${sim.network}: an own post deleted`, async () => {
      await write(page, { text: `À retirer (${sim.network})`, accounts: [chipOf(sim)] });
      await publishNow(page);
      await rowSaying(page, `À retirer (${sim.network})`).first().click({ timeout: 30_000 });
      await confirm('Supprimer ce post');
      await expect.poll(() => made(kind.delete), { timeout: 15_000 }).toBe(1);
    });
  }
});

test('an account is let go with what waits as the person chose; a client’s zone and tolerance count', async ({
  world,
  running,
}) => {
  test.setTimeout(150_000);
  const { bluesky, mastodon } = world;
  const { page } = running;
  const secrets = async () =>
    (
      await findCredentialsAsync(
        `Vigie ${createHash('sha256').update(running.profile).digest('hex').slice(0, 12)}`,
      )
    ).map(({ account }) => account.split('#')[0]);
  await connectBoth(running, world);
  const rail = page.getByRole('navigation', { name: 'Clients' });
  const letGo = async (sim: Sim, choices: readonly string[]): Promise<void> => {
    await rail.getByRole('button', { name: 'Comptes' }).click();
    await page
      .getByRole('list', { name: `Comptes de ${client}` })
      .getByRole('listitem')
      .filter({ hasText: chipOf(sim).replace(/^@/u, '') })
      .click();
    await page.getByRole('button', { name: 'Déconnecter…' }).click();
    const dialog = page.getByRole('dialog');
    for (const choice of choices) await tick(dialog.getByRole('radio', { name: choice }));
    await dialog.getByRole('button', { name: 'Déconnecter', exact: true }).click();
    await expect(dialog.getByText('Le réseau a confirmé qu’il oublie l’accès de Vigie.')).toBeVisible({
      timeout: 20_000,
    });
    await dialog.getByRole('button', { name: 'Fermer' }).last().click();
  };

  await test.step('the client’s zone and tolerance are those of new posts', async () => {
    await rail.getByRole('button', { name: client }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Modifier…' }).click();
    const form = page.getByRole('dialog', { name: `Modifier ${client}` });
    await form.getByRole('combobox', { name: 'Fuseau horaire' }).fill('New_York');
    await page
      .getByRole('option', { name: /New.York/ })
      .first()
      .click();
    await form.getByRole('button', { name: /Retard toléré/ }).click();
    await page.getByRole('option', { name: '2 heures', exact: true }).click();
    await form.getByRole('button', { name: 'Enregistrer' }).click();
    await write(page, { text: 'Tenu par le réseau', accounts: [chipOf(mastodon)] });
    await schedule(page, `${spring}-01T09:00`, { byNetwork: true });
    await expect.poll(() => mastodon.control.ledger.effects('scheduled').length).toBe(1);
    await write(page, { text: 'Depuis ici', accounts: [chipOf(bluesky), chipOf(mastodon)] });
    await schedule(page, `${spring}-02T09:00`, { byNetwork: false });
    await goTo(page, 'Boîte d’envoi');
    const lines = outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem');
    await expect(lines).toHaveCount(2);
    await lines.first().click();
    await expect(details(page)).toContainText('America/New_York');
    await expect(details(page)).toContainText(/Retard toléré\s*2\s?h/u);
    const [held] = v.parse(
      v.array(v.object({ scheduled_at: v.string() })),
      await onMastodon(mastodon, '/api/v1/scheduled_statuses'),
    );
    expect(held?.scheduled_at).toContain(`${spring}-01T14:00`);
  });

  await test.step('put away, a client keeps everything, and comes back', async () => {
    await rail.getByRole('button', { name: client }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Archiver' }).click();
    await expect(rail.getByRole('button', { name: client })).toHaveCount(0);
    await page
      .getByRole('alertdialog', { name: /est archivé/ })
      .getByRole('button', { name: 'Annuler' })
      .click();
    await rail.getByRole('button', { name: client }).click();
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem')).toHaveCount(2);
  });

  await test.step('kept, blocked, and the history too: it waits for the account', async () => {
    await letGo(bluesky, ['Tout garder, bloqué']);
    expect((await secrets()).filter((id) => id?.startsWith('bluesky'))).toEqual([]);
    expect(
      bluesky.control.ledger.entries({ operation: 'com.atproto.server.deleteSession', worked: true }),
    ).toHaveLength(1);
    await goTo(page, 'Boîte d’envoi');
    await expect(outboxGroup(page, 'En échec ou bloqués').getByRole('listitem')).toContainText('Depuis ici');
  });

  await test.step('taken back and cancelled, with the history deleted: the words are drafts', async () => {
    await letGo(mastodon, ['Supprimer de cet ordinateur', 'Tout reprendre au réseau']);
    expect(mastodon.control.ledger.effects('unscheduled')).toHaveLength(1);
    expect(mastodon.control.ledger.effects('revoke').length).toBeGreaterThan(0);
    expect(await secrets()).toEqual([]);
    await running.kill();
    await running.restart();
    await goTo(running.page, 'Boîte d’envoi');
    await expect(outboxGroup(running.page, 'Tenus par le réseau')).toBeHidden();
    await expect(outboxGroup(running.page, 'En échec ou bloqués').getByRole('listitem')).toHaveCount(1);
    await running.page.getByRole('button', { name: 'Rédiger', exact: true }).click();
    await sheet(running.page).getByRole('button', { name: 'Brouillons' }).click();
    await expect(
      running.page.getByRole('button', { name: /^Ouvrir le brouillon\s: Tenu par le réseau/ }),
    ).toBeVisible();
    expect([postsMade(bluesky), postsMade(mastodon)]).toEqual([0, 0]);
  });
});
