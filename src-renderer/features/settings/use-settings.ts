import { useCallback } from 'react';
import type { Settings } from '../../../src-shared/bridge/app.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';

/** The preferences as they are, and a way to change some of them: shown at once, taken back when main refuses. */
export function useSettings(): readonly [Settings, (change: Partial<Settings>) => void] {
  const { bridge, settings: atStart, toasts } = useRealm();
  const settings = useLiveStatus((live) => live.settings) ?? atStart;
  const text = useText();
  const change = useCallback(
    (wanted: Partial<Settings>) => {
      const live = useLiveStatus.getState();
      const before = live.settings ?? atStart;
      live.setSettings({ ...before, ...wanted });
      void bridge.app.saveSettings(wanted).then((saved) => {
        if (saved.tag === 'ok') return live.setSettings(saved.value);
        live.setSettings(before);
        const { sentence } = errorText(text, saved.error.code, saved.error.detail);
        toasts.show({ text: text.t('settings.notSaved'), detail: sentence, tone: 'bad' });
      });
    },
    [bridge, atStart, text, toasts],
  );
  return [settings, change];
}
