import { FileOutput } from 'lucide-react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { describedFileName, describedOf, writeDescribed } from '../../../src-shared/domain/described.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';

/** Saves how the person described the network of this account, for another Vigie. Nothing for any other network. */
export function ExportDescription({ account }: { readonly account: Account }) {
  const { bridge, toasts } = useRealm();
  const text = useText();
  const { t } = text;
  const network = describedOf(account.manifest);
  if (network === null) return null;
  const save = async (): Promise<void> => {
    const answer = await bridge.app.saveFile({
      name: describedFileName(network),
      text: writeDescribed(network),
    });
    if (answer.tag === 'err')
      toasts.show({ text: errorText(text, answer.error.code, answer.error.detail).sentence, tone: 'warn' });
    else if (answer.value.saved)
      toasts.show({ text: t('accounts.described.exported', { name: network.name }), tone: 'ok' });
  };
  return (
    <Button size="small" icon={FileOutput} onPress={() => void save()}>
      {t('accounts.described.export')}
    </Button>
  );
}
