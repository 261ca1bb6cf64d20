import { Menu, nativeImage, Tray } from 'electron';
import type { Log } from '../diagnostics/log.ts';

export interface TrayWords {
  readonly open: string;
  readonly outbox: string;
  readonly freeze: string;
  readonly quit: string;
}

/**
 * The tray icon, or null where no tray answers: then "keep running" means a minimised window. On Linux a tray needs
 * a status-notifier host on the session bus; without one Electron makes an icon that nobody can see.
 */
export function createTray(deps: {
  readonly icon: string;
  readonly words: TrayWords;
  readonly answers: boolean;
  readonly open: () => void;
  readonly outbox: () => void;
  readonly freeze: () => void;
  readonly quit: () => void;
  readonly log: Log;
}): Tray | null {
  if (!deps.answers) return null;
  try {
    const tray = new Tray(nativeImage.createFromPath(deps.icon).resize({ width: 22, height: 22 }));
    tray.setToolTip('Vigie');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: deps.words.open, click: deps.open },
        { label: deps.words.outbox, click: deps.outbox },
        { label: deps.words.freeze, click: deps.freeze },
        { type: 'separator' },
        { label: deps.words.quit, click: deps.quit },
      ]),
    );
    tray.on('click', deps.open);
    return tray;
  } catch (error) {
    deps.log.warn('tray.none', { error: error instanceof Error ? error.name : 'unknown' });
    return null;
  }
}
