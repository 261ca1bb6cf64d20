import type { Account } from '../../../src-shared/domain/account.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useSpending } from '../../state/spending.ts';
import { useNow } from '../../state/use-live.ts';
import { useVitals } from '../../state/use-vitals.ts';
import { errorText } from '../../text/error-text.ts';
import { changedWords } from '../../text/shape-words.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { handleOf } from '../../state/column-accounts.ts';
import styles from './inbox.module.css';

/** So many accounts are told one by one; more of them would push the messages out of the column. */
const told = 2;

const kinds = ['refused', 'locked', 'failing', 'changed', 'disconnected'] as const;

/** Accounts that receive nothing, or little, at the moment: which, why, and what can be done. */
export function AccountTrouble({ accounts }: { readonly accounts: readonly Account[] }) {
  const text = useText();
  const { bridge } = useRealm();
  const connect = useNavigation((state) => state.connect);
  const go = useNavigation((state) => state.go);
  const now = useNow();
  const vitalsOf = useVitals();
  const spendingOf = useSpending();
  const changedOf = (account: Account): string | null =>
    account.health.tag === 'ok' || account.health.tag === 'failing'
      ? changedWords(text, vitalsOf(account.id))
      : null;
  const troubled = accounts
    .map((account) => ({ account, changed: changedOf(account) }))
    .filter(({ account, changed }) => account.health.tag !== 'ok' || changed !== null);
  const spent = accounts.filter(
    (account) =>
      account.health.tag === 'ok' &&
      vitalsOf(account.id).unpaid === undefined &&
      spendingOf(account, vitalsOf(account.id), now)?.state === 'over',
  );
  const unpaid = accounts.filter(
    ({ id, health }) => health.tag === 'ok' && vitalsOf(id).unpaid !== undefined,
  );
  if (troubled.length + spent.length + unpaid.length === 0) return null;
  if (troubled.length > told)
    return (
      <ManyInTrouble
        kindsOf={troubled.map(({ account: { health }, changed }) =>
          health.tag === 'ok' || changed !== null ? 'changed' : health.tag,
        )}
      />
    );
  return (
    <div className={styles.troubles}>
      {troubled.map(({ account, changed }) => (
        <Banner
          key={account.id}
          tone={account.health.tag === 'disconnected' ? 'neutral' : 'warn'}
          subject={`${handleOf(account)} · `}
          actions={
            account.health.tag === 'failing' || account.health.tag === 'ok' ? (
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
          {changed ??
            (account.health.tag === 'failing'
              ? errorText(text, account.health.failure.code, account.health.failure.detail).sentence
              : account.health.tag === 'ok'
                ? null
                : text.t(`inbox.health.${account.health.tag}`))}
        </Banner>
      ))}
      {unpaid.map(({ id, manifest, handle }) => (
        <Banner
          key={id}
          tone="warn"
          subject={`${handleOf({ handle })} · `}
          actions={
            <Button size="small" onPress={() => go('accounts')}>
              {text.t('inbox.budget.see')}
            </Button>
          }
        >
          {text.t(vitalsOf(id).unpaid?.reading === true ? 'inbox.unpaid.all' : 'inbox.unpaid.sending', {
            network: manifest.name,
          })}
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
function ManyInTrouble({ kindsOf }: { readonly kindsOf: readonly (typeof kinds)[number][] }) {
  const { t, formats } = useText();
  const go = useNavigation((state) => state.go);
  const parts = kinds.flatMap((kind) => {
    const count = kindsOf.filter((one) => one === kind).length;
    return count === 0 ? [] : [t(`inbox.trouble.${kind}`, { count })];
  });
  const isChosen = kindsOf.every((kind) => kind === 'disconnected');
  return (
    <div className={styles.troubles}>
      <Banner
        tone={isChosen ? 'neutral' : 'warn'}
        subject={`${t('inbox.trouble.many', { count: kindsOf.length })} `}
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
