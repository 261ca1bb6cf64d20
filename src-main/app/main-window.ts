import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from '../diagnostics/log.ts';
import { appEntry } from './origin.ts';

export interface MainWindow {
  readonly window: BrowserWindow;
  show(): void;
  hide(): void;
}

/**
 * The one window that owns the store, the index and the streams: hidden on close, never destroyed before the program
 * ends, made again when its process dies.
 */
export function createMainWindow(deps: {
  readonly log: Log;
  readonly icon: string;
  /** Started at login: nothing is shown until asked for. */
  readonly hidden: boolean;
  /** The person closed the window; true: it may close for good. */
  readonly onClose: () => boolean;
}): MainWindow {
  const { workAreaSize } = screen.getPrimaryDisplay();
  const window = new BrowserWindow({
    width: Math.min(1440, workAreaSize.width),
    height: Math.min(900, workAreaSize.height),
    minWidth: 720,
    minHeight: 480,
    show: false,
    // Its first frame waits for the graphics process, and the page's code for that frame: the code is read first.
    paintWhenInitiallyHidden: false,
    title: 'Vigie',
    icon: deps.icon,
    autoHideMenuBar: true,
    // The colour of the page before the page: no white flash in the dark.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#17191c' : '#f5f4f1',
    webPreferences: {
      preload: path.join(__dirname, '../preload/preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // The streams and the hand-over live in this page: it must go on while the window is hidden.
      backgroundThrottling: false,
    },
  });
  if (!deps.hidden) window.webContents.once('did-finish-load', () => window.show());

  window.on('close', (event) => {
    if (!deps.onClose()) event.preventDefault();
  });

  let deaths: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    deps.log.error('window.gone', { reason: details.reason, code: String(details.exitCode) });
    if (details.reason === 'clean-exit') return;
    const now = Date.now();
    deaths = [...deaths.filter((at) => at > now - 60_000), now];
    // The store and the streams are made again; nothing is lost, because nothing was acknowledged that is not on
    // disk. A page that keeps dying is left alone: departures and fetching go on without it.
    if (deaths.length <= 3) void window.loadURL(appEntry);
  });

  void window.loadURL(appEntry);
  return {
    window,
    show: () => {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    hide: () => window.hide(),
  };
}
