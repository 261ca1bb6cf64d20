import type { Account } from '../../../src-shared/domain/account.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useSpending } from '../../state/spending.ts';
import { unpaidWords } from '../../state/unpaid.ts';
import { useNow } from '../../state/use-live.ts';
import { useVitals } from '../../state/use-vitals.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { handleOf } from '../../state/column-accounts.ts';
import styles from './inbox.module.css';

/** So many accounts are told one by one; more of them would push the messages out of the column. */
const told = 2;

const kinds = ['refused', 'locked', 'failing', 'disconnected'] as const;

/** Accounts that receive nothing, or little, at the moment: which, why, and what can be done. */
export function AccountTrouble({ accounts }: { readonly accounts: readonly Account[] }) {
  const text = useText();
  const { bridge } = useRealm();
  const connect = useNavigation((state) => state.connect);
  const troubled = accounts.filter((account) => account.health.tag !== 'ok');
  const go = useNavigation((state) => state.go);
  const now = useNow();
  const vitalsOf = useVitals();
  const spendingOf = useSpending();
  const spent = accounts.filter(
    (account) =>
      account.health.tag === 'ok' &&
      vitalsOf(account.id).unpaid === undefined &&
      spendingOf(account, vitalsOf(account.id), now)?.state === 'over',
  );
  const unpaid = accounts.flatMap((account) => {
    const words = unpaidWords(text, account, vitalsOf(account.id), now);
    return words === null ? [] : [{ account, words }];
  });
  if (troubled.length + spent.length + unpaid.length === 0) return null;
  if (troubled.length > told) return <ManyInTrouble accounts={troubled} />;
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
      {unpaid.map(({ account, words }) => (
        <Banner
          key={account.id}
          tone="warn"
          subject={`${handleOf(account)} · `}
          actions={
            <Button size="small" onPress={() => void bridge.sync.refresh({ accountId: account.id })}>
              {text.t('health.unpaidAgain')}
            </Button>
          }
        >
          {words}
        </Banner>
      ))}
      {spent.map((account) => (
        <Banner
          key={account.id}
          tone="warn"
          subject={`${handleOf(account)} · `}
          actions={
            <Button size="small" onPress={() => go('accounts')}>
              {text.t('inbox.budget.see')}
            </Button>
          }
        >
          {text.t('inbox.budget.over')}
        </Banner>
      ))}
    </div>
  );
}

/** How many, of what kind, and where they are seen to. */
function ManyInTrouble({ accounts }: { readonly accounts: readonly Account[] }) {
  const { t, formats } = useText();
  const go = useNavigation((state) => state.go);
  const parts = kinds.flatMap((kind) => {
    const count = accounts.filter(({ health }) => health.tag === kind).length;
    return count === 0 ? [] : [t(`inbox.trouble.${kind}`, { count })];
  });
  const isChosen = accounts.every(({ health }) => health.tag === 'disconnected');
  return (
    <div className={styles.troubles}>
      <Banner
        tone={isChosen ? 'neutral' : 'warn'}
        subject={`${t('inbox.trouble.many', { count: accounts.length })} `}
        actions={
          <Button size="small" onPress={() => go('accounts')}>
            {t('inbox.trouble.show')}
          </Button>
        }
      >
        {formats.list(parts)}
      </Banner>
    </div>
  );
}
