import { Menu, nativeImage, Tray } from 'electron';
import type { Log } from '../diagnostics/log.ts';
import type { NoticeWords } from './notice-words.ts';

export interface TrayWords {
  readonly open: string;
  readonly outbox: string;
  readonly freeze: string;
  readonly quit: string;
}

export interface VigieTray {
  /** How many departures wait for a person. */
  trouble(count: number, words: NoticeWords): void;
  destroy(): void;
}

const separator = { type: 'separator' } as const;

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
}): VigieTray | null {
  if (!deps.answers) return null;
  try {
    const tray = new Tray(nativeImage.createFromPath(deps.icon).resize({ width: 22, height: 22 }));
    const fill = (trouble: string | null): void => {
      tray.setToolTip(trouble ?? 'Vigie');
      tray.setContextMenu(
        Menu.buildFromTemplate([
          ...(trouble === null ? [] : [{ label: trouble, click: deps.outbox }, separator]),
          { label: deps.words.open, click: deps.open },
          { label: deps.words.outbox, click: deps.outbox },
          { label: deps.words.freeze, click: deps.freeze },
          { type: 'separator' },
          { label: deps.words.quit, click: deps.quit },
        ]),
      );
    };
    fill(null);
    tray.on('click', deps.open);
    let told = 0;
    return {
      trouble: (count, words) => {
        if (count === told) return;
        told = count;
        const said = count === 1 ? words.trouble.one : words.trouble.other;
        fill(count === 0 ? null : said.replace('{count}', String(count)));
      },
      destroy: () => tray.destroy(),
    };
  } catch (error) {
    deps.log.warn('tray.none', { error: error instanceof Error ? error.name : 'unknown' });
    return null;
  }
}
