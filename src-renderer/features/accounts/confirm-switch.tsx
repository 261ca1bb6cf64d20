import { useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { usePublishing } from '../../state/publishing.ts';
import { useRealm } from '../../state/realm.ts';
import { changePublishing } from '../../store/queries/publishing.ts';
import { useText } from '../../text/text-context.tsx';
import { Switch } from '../../ui/fields/switch.tsx';

/** Whether what leaves for this account is shown once more, and confirmed. */
export function ConfirmSwitch({ account }: { readonly account: Account }) {
  const { t } = useText();
  const { databases, now } = useRealm();
  const { confirm } = usePublishing(account.workspaceId);
  // It answers in the same frame; the store follows.
  const [wanted, setWanted] = useState<boolean | null>(null);
  return (
    <Switch
      isSpread
      label={t('confirmation.setting')}
      detail={t('confirmation.settingHint')}
      isOn={wanted ?? confirm.includes(account.id)}
      onChange={(isOn) => {
        setWanted(isOn);
        void changePublishing(
          databases,
          account.workspaceId,
          { confirm: [...confirm.filter((id) => id !== account.id), ...(isOn ? [account.id] : [])] },
          now(),
        );
      }}
    />
  );
}
