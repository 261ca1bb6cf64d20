import type { Account } from '../../../src-shared/domain/account.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { handleOf } from '../../state/column-accounts.ts';
import styles from './inbox.module.css';

/** Accounts that receive nothing at the moment: which, why, and what can be done. */
export function AccountTrouble({ accounts }: { readonly accounts: readonly Account[] }) {
  const text = useText();
  const { bridge } = useRealm();
  const connect = useNavigation((state) => state.connect);
  const troubled = accounts.filter((account) => account.health.tag !== 'ok');
  if (troubled.length === 0) return null;
  return (
    <div className={styles.troubles}>
      {troubled.map((account) => (
        <Banner
          key={account.id}
          tone={account.health.tag === 'disconnected' ? 'neutral' : 'warn'}
          subject={`${handleOf(account)} · `}
          actions={
            account.health.tag === 'failing' ? (
              <Button size="small" onPress={() => void bridge.sync.refresh({ accountId: account.id })}>
                {text.t('words.retry')}
              </Button>
            ) : (
              <Button
                size="small"
                onPress={() => connect({ workspaceId: account.workspaceId, reconnect: account.id })}
              >
                {text.t('inbox.reconnect')}
              </Button>
            )
          }
        >
          {account.health.tag === 'failing'
            ? errorText(text, account.health.failure.code, account.health.failure.detail).sentence
            : account.health.tag === 'ok'
              ? null
              : text.t(`inbox.health.${account.health.tag}`)}
        </Banner>
      ))}
    </div>
  );
}
