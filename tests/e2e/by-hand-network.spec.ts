import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { wallOf } from '../../src-shared/calendar/moment.ts';
import { picture } from '../fixtures/picture.ts';
import { violations } from './axe.ts';
import { expect, test } from './fixtures.ts';
import {
  closeComposer,
  composer,
  connectForm,
  makeFirstClient,
  outboxGroup,
  schedule,
  write,
} from './hands.ts';
import { activate, expectFocusSeen, tabTo, watchPointer } from './keyboard.ts';
import { announced, clickLast, hide, isShown, listen } from './system-notices.ts';

/** A network that nobody has heard of, described in a form, published on by hand, told like any other. */
interface Noted {
  readonly opened: string[];
  readonly shown: string[];
}

const forum = 'Forum des photographes';
const words = 'Sortie photo samedi, rendez-vous à 9 h.';
const pixels = picture(320, 240);
/** How long before its hour the post is planned, ms. */
const aheadMs = 30 * 60_000;

test('a forum is described, corrected, planned for, and published by hand at its hour with its link', async ({
  running: { page, app, profile },
}, testInfo) => {
  test.setTimeout(120_000);
  await app.evaluate(
    ({ app: program, shell, clipboard }, downloads) => {
      const noted: Noted = { opened: [], shown: [] };
      Object.assign(globalThis, { noted });
      program.setPath('downloads', downloads);
      shell.openExternal = (url: string) => {
        noted.opened.push(url);
        return Promise.resolve();
      };
      shell.showItemInFolder = (file: string) => {
        noted.shown.push(file);
      };
      clipboard.clear();
    },
    path.join(profile, 'downloads'),
  );
  const noted = (what: keyof Noted): Promise<readonly string[]> =>
    app.evaluate((_, key) => (globalThis as unknown as { noted: Noted }).noted[key], what);
  await makeFirstClient(page, 'Atelier Lumière');
  const form = connectForm(page);

  await test.step('the form says what it does not understand, at its field', async () => {
    await form.locator('label', { hasText: 'Un autre réseau' }).click();
    await form.getByRole('textbox', { name: 'Nom du réseau' }).fill('Forum des photographes');
    await form.getByRole('textbox', { name: 'Nom du compte' }).fill('Atelier Lumière');
    await form.getByRole('textbox', { name: /^Adresse de la page/ }).fill('forum');
    await form.getByRole('textbox', { name: /^Longueur maximale/ }).fill('80');
    await expect(form.getByText('Une adresse complète', { exact: false })).toBeVisible();
    await form.getByRole('textbox', { name: /^Adresse de la page/ }).fill('https://forum.exemple.fr/nouveau');
    expect(await violations(page)).toEqual([]);
    await form.getByRole('button', { name: 'Connecter', exact: true }).click();
    await expect(form).toHaveCount(0);
  });

  const sheet = composer(page);
  const accounts = page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' });
  const calendar = page
    .getByRole('navigation', { name: 'Écrans' })
    .getByRole('button', { name: 'Calendrier', exact: true });
  const correcting = page.getByRole('dialog', { name: `Modifier la description de ${forum}` });
  const chip = page
    .getByRole('main')
    .getByRole('button', { name: new RegExp(words) })
    .first();

  await test.step('the composer counts as it was told, and its mark has its colour', async () => {
    await write(page, { text: 'x'.repeat(90), accounts: ['Atelier Lumière'] });
    await expect(sheet.getByText(/\b10\b.*trop|trop.*\b10\b/).first()).toBeVisible();
    const mark = sheet.getByRole('group', { name: 'Comptes' }).locator('svg[data-client="ambre"]');
    await expect(mark.first()).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await writeFile(path.join(profile, 'parc.png'), pixels);
    await write(page, {
      text: words,
      accounts: ['Atelier Lumière'],
      image: { file: path.join(profile, 'parc.png'), alt: 'Le parc au lever du jour' },
    });
  });

  const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
  await test.step('it is planned, and the calendar shows it as theirs', async () => {
    await schedule(page, wallOf(Date.now() + aheadMs, zone).slice(0, 16));
    await calendar.click();
    await expect(chip).toHaveAccessibleName(/à publier|à la main|par vous/i);
    await expect(chip.locator('svg[data-client="ambre"]').first()).toBeVisible();
  });

  await test.step('the description is corrected without a pointer, and says what no longer passes', async () => {
    await accounts.click();
    const panel = page.getByRole('complementary');
    await expect(panel.getByRole('button', { name: 'Enregistrer la description…' })).toBeVisible();
    // Nothing is asked of this network: there is nothing to fetch, and nobody to sign in as.
    for (const name of ['Relever maintenant', 'Remonter plus loin', 'Reconnecter'])
      await expect(panel.getByRole('button', { name })).toHaveCount(0);
    const pointer = await watchPointer(page);
    await activate(page, panel.getByRole('button', { name: 'Modifier la description…' }));
    await expect(correcting).toBeVisible();
    await expect(correcting.getByRole('textbox', { name: 'Nom du réseau' })).toHaveValue(forum);
    await expect(correcting.getByRole('textbox', { name: /^Adresse de la page/ })).toHaveValue(
      'https://forum.exemple.fr/nouveau',
    );
    const limit = correcting.getByRole('textbox', { name: /^Longueur maximale/ });
    await expect(limit).toHaveValue('80');
    const retype = async (typed: string): Promise<void> => {
      await tabTo(page, limit);
      await page.keyboard.press('Control+a');
      await page.keyboard.type(typed);
    };
    await tabTo(page, limit);
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.keyboard.press('Enter');
    await expect(correcting.getByText('Ce champ est nécessaire.')).toBeVisible();
    await retype('20');
    // Each right field has a status of its own.
    const outgrown = correcting.getByRole('status').filter({ hasText: 'un post programmé' });
    await expect(outgrown).toContainText(/un post programmé ne passe plus.*Sortie photo samedi/);
    await expectFocusSeen(page);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: testInfo.outputPath('describe-fr.png') });
    await retype('60');
    await expect(outgrown).toHaveCount(0);
    await page.keyboard.press('Enter');
    await expect(correcting).toBeHidden();
    await expectFocusSeen(page);
    await expect(panel).toContainText('60');
    expect(await pointer()).toEqual([]);
  });

  await test.step('the composer counts by it at once', async () => {
    await write(page, { text: 'x'.repeat(90), accounts: ['Atelier Lumière'] });
    await expect(sheet.getByText(/\b30\b.*trop|trop.*\b30\b/).first()).toBeVisible();
    await sheet.getByRole('textbox', { name: 'Texte du post' }).fill('');
    await closeComposer(page);
  });

  await test.step('at its hour the system says so, and a click leads to it', async () => {
    await listen(app);
    await hide(app);
    await app.evaluate(({ powerMonitor }, ms) => {
      const { now } = Date;
      Date.now = () => now() + ms;
      powerMonitor.emit('resume');
    }, aheadMs);
    await expect.poll(() => announced(app), { timeout: 20_000 }).toHaveLength(1);
    const [said] = await announced(app);
    expect(said?.title).toContain('Atelier Lumière');
    expect(said?.body).toContain('Son heure est venue');
    expect(`${said?.title ?? ''} ${said?.body ?? ''}`).not.toContain('Sortie');
    await clickLast(app);
    await expect.poll(() => isShown(app)).toBe(true);
  });

  const details = page.getByRole('complementary', { name: 'Détails de l’envoi' });
  const link = details.getByRole('textbox', { name: /lien/i });
  const isDone = details.getByRole('button', { name: 'C’est publié' });
  await test.step('everything is ready: the media in a folder, the words copied, the page opened', async () => {
    await expect(details).toContainText(words);
    await details.getByRole('button', { name: 'Montrer le média' }).click();
    await expect.poll(() => noted('shown')).toHaveLength(1);
    const [file = ''] = await noted('shown');
    expect(path.relative(path.join(profile, 'downloads', 'Vigie'), file)).toMatch(/^post-\w+\/1 parc\.png$/);
    expect(await readFile(file)).toEqual(pixels);
    await details.getByRole('button', { name: 'Copier le texte' }).click();
    await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(words);
    await details.getByRole('button', { name: `Ouvrir la page de ${forum}` }).click();
    await expect.poll(() => noted('opened')).toEqual(['https://forum.exemple.fr/nouveau']);
  });

  await test.step('a link that is no post’s is refused in words, the right one is kept', async () => {
    for (const [wrong, told] of [
      ['https://ailleurs.exemple.org/1', /mène à ailleurs\.exemple\.org/],
      ['https://forum.exemple.fr/', /adresse du site/],
      ['https://forum.exemple.fr/nouveau', /page où l’on écrit un post/],
    ] as const) {
      await link.fill(wrong);
      await isDone.click();
      await expect(details.getByText(told)).toBeVisible();
    }
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: testInfo.outputPath('hand-fr.png') });
    await link.fill('https://forum.exemple.fr/sujet/42');
    await isDone.click();
    await expect(outboxGroup(page, 'Partis récemment')).toContainText('Sortie photo samedi');
    await expect(details).toContainText('Publié par vous');
    expect(await violations(page)).toEqual([]);
    await calendar.click();
    await expect(chip).toHaveAccessibleName(/parti/i);
  });

  await test.step('its description goes to a file and comes back, and a damaged one is told about', async () => {
    const saved = path.join(profile, 'forum.json');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, saved);
    await accounts.click();
    await page.getByRole('button', { name: 'Enregistrer la description…' }).click();
    await expect(page.getByText('Description de Forum des photographes enregistrée')).toBeVisible();
    const text = await readFile(saved, 'utf8');
    await page.getByRole('button', { name: 'Connecter un compte' }).first().click();
    await form.locator('label', { hasText: 'Un autre réseau' }).click();
    const picker = form.locator('input[type="file"]');
    await picker.setInputFiles({
      name: 'abîmé.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text.replace('"limit": 60', '"limite": 80').replace('https://', 'http://')),
    });
    const told = form.getByRole('alert');
    await expect(told).toContainText('abîmé.json n’est pas repris.');
    await expect(told.getByRole('listitem')).toHaveText([
      /^L’adresse de la page doit être complète/,
      /^Il manque\s: longueur maximale d’un post\.$/,
      /ne connaît pas le champ «\s*limite\s*»/,
    ]);
    expect(await violations(page)).toEqual([]);
    await picker.setInputFiles(saved);
    await expect(
      form.getByRole('status').filter({ hasText: 'déjà décrit ici de la même façon' }),
    ).toBeVisible();
    await expect(form.getByRole('textbox', { name: 'Nom du réseau' })).toHaveValue('Forum des photographes');
    await expect(form.getByRole('textbox', { name: /^Longueur maximale/ })).toHaveValue('60');
    await form.getByRole('button', { name: 'Annuler' }).click();
    // Over the description that is there, it says what it would change.
    await page.getByRole('button', { name: 'Modifier la description…' }).click();
    await correcting.locator('input[type="file"]').setInputFiles({
      name: 'repris.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text.replace('"limit": 60', '"limit": 70').replace('"ambre"', '"rose"')),
    });
    await expect(
      correcting.getByRole('status').filter({ hasText: /longueur maximale d’un post et couleur/ }),
    ).toBeVisible();
    await correcting.getByRole('button', { name: 'Enregistrer', exact: true }).click();
    await expect(correcting).toBeHidden();
    await expect(page.getByRole('main').locator('svg[data-client="rose"]').first()).toBeVisible();
  });

  await test.step('the matrix says what each network allows, and why not', async () => {
    await page.getByRole('navigation', { name: 'Clients' }).getByRole('button', { name: 'Comptes' }).click();
    const open = page.getByRole('button', { name: 'Ce que permet chaque réseau' });
    await open.focus();
    await open.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Ce que permet chaque réseau' });
    await expect(dialog.getByRole('row', { name: /^publier/ }).first()).toContainText('À la main');
    await expect(dialog.getByRole('row', { name: /^Vérification/ })).toContainText(
      'non vérifié sur le réseau réel',
    );
    await expect(dialog.getByRole('row', { name: /^arrivée en direct/ })).toContainText(
      'Pas proposé' + 'demande une adresse publique',
    );
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
});
