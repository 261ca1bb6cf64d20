import type { Account } from '../../../src-shared/domain/account.ts';
import { byHandWay } from '../../../src-shared/networks/by-hand.ts';
import { waysOf } from '../../../src-shared/networks/manifest.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { byHandValues } from './use-connect-form.ts';

/** Takes up an account that is published on by hand, and that was disconnected: there is nothing to ask for. */
export function useByHandAgain(): (account: Account) => void {
  const { bridge, toasts } = useRealm();
  const text = useText();
  return (account) => {
    const { manifest, network, workspaceId, id, handle } = account;
    const way = manifest.custom === undefined ? byHandWay : waysOf(manifest)[0];
    void bridge.accounts
      .connect({
        attempt: crypto.randomUUID(),
        workspaceId,
        network,
        fields: byHandValues(account),
        reconnect: id,
        way: way?.name ?? byHandWay.name,
      })
      .then((answer) => {
        if (answer.tag === 'ok')
          toasts.show({ text: text.t('accounts.reconnected', { account: handle }), tone: 'ok' });
        else
          toasts.show({
            text: errorText(text, answer.error.code, answer.error.detail).sentence,
            tone: 'warn',
          });
      });
  };
}
