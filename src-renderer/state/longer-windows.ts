import type { Account } from '../../src-shared/domain/account.ts';
import { errorText } from '../text/error-text.ts';
import { useText } from '../text/text-context.tsx';
import { useRealm } from './realm.ts';
import { useLiveStatus } from './status.ts';

export interface LongerWindows {
  /** The app of this account was granted what its network's longer reply window asks for, by the person's word. */
  readonly has: (account: Account['id']) => boolean;
  readonly say: (account: Account['id'], has: boolean) => void;
}

export function useLongerWindows(): LongerWindows {
  const { bridge, settings: atStart, toasts } = useRealm();
  const text = useText();
  const { longerWindows } = useLiveStatus((live) => live.settings) ?? atStart;
  return {
    has: (account) => longerWindows.includes(account),
    say: (account, has) => {
      const others = longerWindows.filter((id) => id !== account);
      void bridge.app.saveSettings({ longerWindows: has ? [...others, account] : others }).then((answer) => {
        if (answer.tag === 'ok') useLiveStatus.getState().setSettings(answer.value);
        else
          toasts.show({
            text: errorText(text, answer.error.code, answer.error.detail).sentence,
            tone: 'warn',
          });
      });
    },
  };
}
