import { createHash } from 'node:crypto';
import path from 'node:path';
import { app, dialog, nativeTheme, powerMonitor } from 'electron';
import icon from '../resources/icon.png?asset';
import type { Settings } from '../src-shared/bridge/app.ts';
import type { Failure } from '../src-shared/errors.ts';
import type { Result } from '../src-shared/result.ts';
import { createDeparture } from './app/departure.ts';
import { registerSchemes, serveApp } from './app/app-protocol.ts';
import { createFreezeNotifier } from './app/freeze-notifier.ts';
import { hiddenSwitch, startAtLogin } from './app/login-start.ts';
import { createMainWindow } from './app/main-window.ts';
import { serveMedia } from './app/media-protocol.ts';
import { setMenu } from './app/menu.ts';
import { createNoticeDesk } from './app/notice-desk.ts';
import { noticeWords } from './app/notice-words.ts';
import { createNotifier } from './app/notifier.ts';
import { isAlone, isLockThere } from './app/only-one.ts';
import { lockDown, lockSession, openLink } from './app/security.ts';
import { startSimulatorProcess } from './app/simulator-process.ts';
import { createTray } from './app/tray.ts';
import { trayAnswers } from './app/tray-answers.ts';
import { mainWords, type MainWords } from './app/words.ts';
import { systemLocale } from './bridge/handlers/app.ts';
import { createSendEvent, registerBridge, type AllHandlers } from './bridge/register.ts';
import { createLog, type Log } from './diagnostics/log.ts';
import { systemClock as clock } from './engine/clock.ts';
import { readEngineCode, type EngineCode } from './engine-code.ts';
import type { Services } from './services.ts';
import { loadSystemKeychain } from './vault/system-keychain.ts';

// Everything that the app keeps lies in one folder; another one makes another, independent Vigie.
const profile = process.env['VIGIE_PROFILE'];
if (profile !== undefined && profile !== '') app.setPath('userData', path.resolve(profile));
app.setName('Vigie');
app.enableSandbox();
registerSchemes();

// One program per folder, and no second one opens any store: it asks the first to show itself and ends.
const isSure = !isLockThere(app.getPath('userData'));
if (app.requestSingleInstanceLock()) void begin();
else app.exit(0);

async function begin(): Promise<void> {
  if (!isSure && !(await isAlone(app.getPath('userData')))) return app.exit(0);
  await app.whenReady();
  await run();
}

async function run(): Promise<void> {
  const folder = app.getPath('userData');
  const log = createLog({ now: () => clock.now(), file: path.join(folder, 'log.jsonl') });
  process.on('uncaughtException', (error) => log.error('main.uncaught', { error: error.name }));
  process.on('unhandledRejection', (error) =>
    log.error('main.unhandled', { error: error instanceof Error ? error.name : typeof error }),
  );
  lockDown(log);
  lockSession();
  const served = serveApp(path.join(app.getAppPath(), 'out/renderer'));

  let services: Services | null = null;
  let ending = false;
  const settings = (): Settings | null => services?.settingsNow() ?? null;
  const locale = (): 'fr' | 'en' => {
    const chosen = settings()?.locale ?? 'system';
    return chosen === 'system' ? systemLocale() : chosen;
  };
  const words = (): MainWords => mainWords(locale());

  const askToResume = createFreezeNotifier({
    words,
    wanted: () => (settings()?.notifications ?? true) && !main.window.isFocused(),
    open: () => show('brakes', null),
  });
  const departure = createDeparture({
    onClose: () => settings()?.onClose ?? 'quit',
    tray: () => tray !== null,
    needsMachine: () =>
      (services?.outbox.needsMachine(clock.now()) ?? []).map(({ id, dueAt, content }) => ({
        deliveryId: id,
        dueAt,
        excerpt: content.text.slice(0, 120),
      })),
    ask: (leaving) => {
      if (!painted || main.window.webContents.isCrashed()) return false;
      main.show();
      send('app', 'leaving', leaving);
      return true;
    },
    hide: () => main.hide(),
    minimise: () => main.window.minimize(),
    end: () => app.quit(),
  });

  const main = createMainWindow({
    log,
    icon,
    hidden: process.argv.includes(hiddenSwitch),
    onClose: () => ending || departure.windowCloses(),
  });
  const send = createSendEvent(() => (main.window.isDestroyed() ? null : main.window.webContents), log);
  let painted = false;
  let tellPainted = (): void => undefined;
  const firstPaint = new Promise<void>((resolve) => {
    tellPainted = resolve;
  });
  // Whoever is asked something must be there to answer: a page that died has to be painted again.
  main.window.webContents.on('render-process-gone', () => {
    painted = false;
  });

  // Two processes start at once: the page is given its own code before main reads that of the engine.
  const code = within(2_000, served).then(readEngineCode);
  const opening = code.then(({ openServices }) =>
    open({ openServices, folder, log, send, words, askToResume }),
  );
  serveMedia(opening);
  const answering = async (): Promise<AllHandlers> => {
    const { allHandlers } = await code;
    return allHandlers({
      services: await opening,
      log,
      clock,
      window: () => (main.window.isDestroyed() ? null : main.window),
      settingsChanged: (next) => {
        applySettings(next);
        send('app', 'settings', next);
      },
      leave: departure.choose,
      programs: __dirname,
      painted: () => {
        painted = true;
        tellPainted();
      },
    });
  };
  registerBridge({
    isOurWindow: (contents) => contents === main.window.webContents,
    log,
    handlers: answering(),
  });

  let atLogin: boolean | null = null;
  const applySettings = (next: Settings): void => {
    nativeTheme.themeSource = next.theme;
    // Written only when it changes: a start must not undo what the person changed in the system.
    if (atLogin !== null && atLogin !== next.startAtLogin) void startAtLogin(next.startAtLogin, log);
    atLogin = next.startAtLogin;
    setMenu(words(), () => show('brakes', null));
  };

  const show = (place: 'deck' | 'outbox' | 'brakes', id: string | null): void => {
    main.show();
    send('app', 'show', { place, id });
  };
  let tray: ReturnType<typeof createTray> = null;
  app.on('second-instance', () => main.show());
  app.on('activate', () => main.show());
  app.on('before-quit', (event) => {
    if (ending) return;
    event.preventDefault();
    if (departure.quits()) void end();
  });
  // The system ends the session: nothing is asked any more.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end());
  powerMonitor.on('shutdown', () => void end());

  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    const closed = new Promise<void>((resolve) => main.window.once('closed', () => resolve()));
    // The page goes first and in its own way, so that what is being typed is kept.
    if (!main.window.isDestroyed()) main.window.close();
    await within(3_000, closed);
    await within(8_000, Promise.resolve(services?.stop()));
    tray?.destroy();
    app.exit(0);
  };

  services = await opening;
  applySettings(services.settingsNow());
  services.outbox.onNotice(
    createNoticeDesk({
      clock,
      words: () => noticeWords(locale()),
      wanted: () => (settings()?.notifications ?? true) && !main.window.isFocused(),
      account: ({ accountId }) => services?.book.get(accountId)?.handle ?? '',
      show: createNotifier({ open: (id) => show('outbox', id) }),
      send: (notices) => send('outbox', 'notices', { notices }),
    }),
  );
  powerMonitor.on('suspend', () => services?.suspend());
  powerMonitor.on('resume', () => void services?.resume());
  // Fetching and departures take the machine's strength: the first rows come first, but are not waited for for ever.
  await within(3_000, firstPaint);
  await services.start();
  tray = createTray({
    icon,
    log,
    words: words(),
    answers: await trayAnswers(),
    open: () => main.show(),
    outbox: () => show('outbox', null),
    freeze: () => show('brakes', null),
    quit: () => app.quit(),
  });
  const countTrouble = (): void => tray?.trouble(services?.outbox.troubled() ?? 0, noticeWords(locale()));
  services.outbox.onMoved(countTrouble);
  countTrouble();
}

/** Each folder has its own entries in the keychain: disconnecting an account in one must not disconnect another's. */
const keychainService = (folder: string): string =>
  profile === undefined || profile === ''
    ? 'Vigie'
    : `Vigie ${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;

/** Opens the engine, however often it takes: without its folder there is nothing to work on. */
async function open(given: {
  readonly openServices: EngineCode['openServices'];
  readonly folder: string;
  readonly log: Log;
  readonly send: ReturnType<typeof createSendEvent>;
  readonly words: () => MainWords;
  readonly askToResume: () => void;
}): Promise<Services> {
  const { openServices, folder, log, send } = given;
  for (;;) {
    const opened: Result<Services, Failure> = await openServices({
      folder,
      log,
      clock,
      version: app.getVersion(),
      loadKeytar: loadSystemKeychain,
      keychainService: keychainService(folder),
      openBrowser: openLink,
      startSimulators: startSimulatorProcess,
      awaitsStore: true,
      events: {
        offer: (number) => send('streams', 'offer', { number }),
        status: (status) => send('status', 'changed', status),
        vitals: (vitals) => send('accounts', 'vitals', vitals),
        brakes: (state) => send('brakes', 'changed', state),
        askToResume: given.askToResume,
        settings: (settings) => send('app', 'settings', settings),
        connectProgress: (attempt, stage) => send('accounts', 'progress', { attempt, stage }),
        connectAsk: (attempt, ask) => send('accounts', 'ask', { attempt, ask }),
        fetchProgress: (progress) => send('departure', 'progress', progress),
        syncProgress: (accountId, feed, done, finished) =>
          send('sync', 'progress', { accountId, feed, done, finished }),
      },
    });
    if (opened.tag === 'ok') return opened.value;
    // Whoever has the folder has the window, too.
    if (opened.error.code === 'already-open') app.exit(0);
    const words = given.words();
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: 'Vigie',
      message: words.notOpened,
      detail: opened.error.code === 'disk-full' ? words.noRoom : words.notReadable,
      buttons: [words.tryAgain, words.quit],
      defaultId: 0,
      cancelId: 1,
    });
    if (response === 1) app.exit(1);
  }
}

/** Waits for something, but not for ever. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let cancel: () => void = () => undefined;
  const patience = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  await Promise.race([work, patience]);
  cancel();
}
