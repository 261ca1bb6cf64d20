import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ElectronApplication, Page } from '@playwright/test';
import { electronArgs, electronPath } from '../../scripts/runtime.mjs';
import { root } from '../../scripts/setup/places.mjs';
import {
  ask,
  connectBluesky,
  goTo,
  leaveAtOnce,
  makeFirstClient,
  outboxGroup,
  publishNow,
  quitAnyway,
  quitDialog,
  schedule,
  spring,
  tick,
  write,
} from './hands.ts';
import { postsSaying } from './server-posts.ts';
import { expect, test, type World } from './world.ts';

const words = 'Rentrée littéraire : la vitrine est prête.';

async function connect(page: Page, { bluesky }: World): Promise<void> {
  await leaveAtOnce(page);
  await makeFirstClient(page, 'Librairie du Port');
  await connectBluesky(page, { ...bluesky.accounts[0]!, server: bluesky.baseUrl });
}

const handles = ({ bluesky }: World): readonly string[] =>
  bluesky.accounts.slice(0, 1).map(({ handle }) => handle);

const closeWindow = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
const isShown = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
const hide = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
const crash = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
/** What the window shows now, whatever page it was before. */
const shownText = (app: ElectronApplication): Promise<string> =>
  app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return '';
    return String(await contents.executeJavaScript('document.body.innerText'));
  });

test('closing asks once and names what needs this machine; a post leaves while no window is shown', async ({
  world,
  running,
}) => {
  test.setTimeout(180_000);
  const { app, page } = running;
  const { ledger } = world.bluesky.control;
  await connect(page, world);
  await write(page, { text: words, accounts: handles(world) });
  let at = 0;
  const wall = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Europe/Paris',
  });
  await schedule(page, () => {
    at = Math.ceil((Date.now() + 45_000) / 60_000) * 60_000;
    return wall.format(at).replace(' ', 'T');
  });
  await goTo(page, 'Boîte d’envoi');
  await expect(outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem')).toContainText(words);

  await closeWindow(app);
  const question = page.getByRole('dialog', { name: 'Fermer la fenêtre' });
  await expect(question).toContainText(words);
  await tick(question.getByRole('checkbox', { name: 'Retenir mon choix' }));
  await question.getByRole('button', { name: /^(Réduire la fenêtre|Continuer sans fenêtre)$/ }).click();
  await expect(question).toBeHidden();
  // What was remembered is not asked again.
  await closeWindow(app);
  await expect(question).toBeHidden();
  await hide(app);
  expect(await isShown(app)).toBe(false);

  const left = await ledger.waitFor(
    ({ effects }) => effects.some(({ kind }) => kind === 'post'),
    at - Date.now() + 20_000,
  );
  expect(left.at).toBeGreaterThanOrEqual(at);
  expect(left.at - at).toBeLessThan(5_000);
  expect(await isShown(app)).toBe(false);
  const [post, ...more] = await postsSaying(world.bluesky, words);
  expect(more).toEqual([]);
  expect(Math.abs((post?.createdAt ?? 0) - at)).toBeLessThan(5_000);
});

test('ending names the posts that need this machine, and staying keeps everything', async ({
  world,
  running,
}) => {
  test.setTimeout(90_000);
  const { app, page } = running;
  await connect(page, world);
  await write(page, { text: words, accounts: handles(world) });
  await schedule(page, `${spring}-01T09:00`);
  await goTo(page, 'Boîte d’envoi');
  await expect(outboxGroup(page, 'Programmés sur cet ordinateur').getByRole('listitem')).toContainText(words);
  await app.evaluate((electron) => electron.app.quit());
  await expect(quitDialog(page)).toContainText(words);
  await quitDialog(page).getByRole('button', { name: 'Rester', exact: true }).last().click();
  await expect(quitDialog(page)).toBeHidden();
  expect(await isShown(app)).toBe(true);
  await quitAnyway(running);
  await running.restart();
  await goTo(running.page, 'Boîte d’envoi');
  await expect(
    outboxGroup(running.page, 'Programmés sur cet ordinateur').getByRole('listitem'),
  ).toContainText(words);
});

test('a second start on the same folder shows the first one and ends', async ({ running }) => {
  const { app } = running;
  await hide(app);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const second = spawn(electronPath(), [...electronArgs(), root], {
    env: { ...env, VIGIE_PROFILE: running.profile },
    stdio: 'ignore',
  });
  const [code] = (await once(second, 'exit')) as [number | null];
  expect(code).toBe(0);
  await expect.poll(() => isShown(app)).toBe(true);
  expect(app.windows()).toHaveLength(1);
});

test('the page dies: it is made again, and posts leave meanwhile and even without it', async ({
  world,
  running,
}) => {
  test.setTimeout(120_000);
  const { app, page } = running;
  await connect(page, world);
  await ask(page, 'app.saveSettings', { undoSeconds: 20 });
  await write(page, { text: words, accounts: handles(world) });
  await publishNow(page);
  await expect(page.getByRole('group', { name: 'État' })).toContainText('1 en attente');
  await crash(app);
  await world.bluesky.control.ledger.waitFor(({ effects }) => effects.some(({ kind }) => kind === 'post'));
  await expect.poll(() => shownText(app), { timeout: 20_000 }).toContain('Librairie du Port');
  expect(await postsSaying(world.bluesky, words)).toHaveLength(1);
});
