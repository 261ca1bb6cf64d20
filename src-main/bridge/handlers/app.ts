import { writeFile } from 'node:fs/promises';
import { app, clipboard, dialog, type BrowserWindow } from 'electron';
import type { app as contract, Settings } from '../../../src-shared/bridge/app.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { failure } from '../../../src-shared/errors.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Departure } from '../../app/departure.ts';
import { openLink } from '../../app/security.ts';
import type { SettingsStore } from '../../settings/settings-store.ts';
import type { Vault } from '../../vault/vault.ts';

export function appHandlers(deps: {
  readonly settings: SettingsStore;
  readonly settingsChanged: (settings: Settings) => void;
  readonly vault: Vault;
  readonly journal: 'ok' | 'rebuilt' | 'read-only';
  readonly window: () => BrowserWindow | null;
  readonly isNamed: (host: string) => boolean;
  readonly leave: Departure['choose'];
  readonly painted: () => void;
  readonly renewStore: () => Promise<boolean>;
}): Handlers<typeof contract> {
  const { settings } = deps;
  return {
    info: () =>
      Promise.resolve(
        ok({
          version: app.getVersion(),
          electron: process.versions['electron'] ?? '',
          platform: process.platform,
          locale: systemLocale(),
          zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          vault: deps.vault.kind,
          readOnly: deps.journal === 'read-only',
          journal: deps.journal,
          settings: settings.read(),
        }),
      ),
    saveSettings: async (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const saved = await settings.change(given);
      if (saved.tag === 'ok') deps.settingsChanged(saved.value);
      return saved;
    },
    openLink: ({ url }) => openLink(url, deps.isNamed),
    copyText: ({ text }) => {
      void clipboard.writeText(text);
      return Promise.resolve(ok(null));
    },
    saveFile: async ({ name, text }) => {
      const window = deps.window();
      if (window === null) return err(failure('internal'));
      const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name });
      if (canceled || filePath === '') return ok({ saved: false });
      try {
        await writeFile(filePath, text, 'utf8');
        return ok({ saved: true });
      } catch (error) {
        const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
        return err(failure(full ? 'disk-full' : 'internal'));
      }
    },
    leave: async ({ choice, remember }) => {
      const save = async (onClose: Settings['onClose']): Promise<void> => {
        const saved = await settings.change({ onClose });
        if (saved.tag === 'ok') deps.settingsChanged(saved.value);
      };
      await deps.leave(choice, remember ? save : undefined);
      return ok(null);
    },
    painted: () => {
      deps.painted();
      return Promise.resolve(ok(null));
    },
    renewStore: async () => ok({ renewed: await deps.renewStore() }),
    setBadge: ({ unread }) => {
      app.setBadgeCount(unread);
      return Promise.resolve(ok(null));
    },
  };
}

/** French first: whatever is not English is met in French only where the system speaks French. */
export const systemLocale = (): 'fr' | 'en' =>
  app.getPreferredSystemLanguages().some((language) => language.toLowerCase().startsWith('fr')) ||
  app.getLocale().toLowerCase().startsWith('fr')
    ? 'fr'
    : 'en';
