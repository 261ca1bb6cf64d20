import { TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { markOf } from '../../previews/index.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ToggleChip } from '../../ui/feedback/chip.tsx';
import { Icon } from '../../ui/icon.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import type { Target } from './composition.ts';
import styles from './composer.module.css';
import { atHandle } from './names.ts';
import type { Draft } from './use-draft.ts';

/** The client's accounts, each on or off. */
export function AccountChips({
  draft,
  workspace,
  accounts,
  targets,
  isFixed,
}: {
  readonly draft: Draft;
  readonly workspace: Workspace;
  readonly accounts: readonly Account[];
  readonly targets: readonly Target[];
  readonly isFixed: boolean;
}) {
  const { t } = useText();
  const { connect } = useNavigation();
  if (accounts.length === 0)
    return (
      <div className={styles.accounts}>
        <Button size="small" onPress={() => connect({ workspaceId: workspace.id, reconnect: null })}>
          {t('composer.connect')}
        </Button>
      </div>
    );
  return (
    <div
      className={styles.accounts}
      role="group"
      aria-label={t('composer.accounts')}
      {...(isFixed && draft.post.target === null && { title: t('composer.fixedAccounts') })}
    >
      {accounts.map((account) => {
        const target = targets.find((one) => one.account.id === account.id);
        return (
          <AccountChip
            key={account.id}
            account={account}
            client={workspace.colour}
            isOn={target !== undefined}
            isOwn={target !== undefined && target.own.length > 0}
            isFixed={isFixed}
            change={draft.change}
          />
        );
      })}
    </div>
  );
}

/** One of them. Drawn again for what it shows, not for each key: a consultant's client may have fifty. */
const AccountChip = memo(function AccountChip({
  account,
  client,
  isOn,
  isOwn,
  isFixed,
  change,
}: {
  readonly account: Account;
  readonly client: Workspace['colour'];
  readonly isOn: boolean;
  /** Its text has gone its own way. */
  readonly isOwn: boolean;
  readonly isFixed: boolean;
  readonly change: Draft['change'];
}) {
  const { t } = useText();
  const names = { network: account.manifest.name, handle: atHandle(account) };
  return (
    <ToggleChip
      client={client}
      mark={<NetworkMark mark={markOf(account)} />}
      label={isOwn ? t('composer.accountOwn', names) : t('composer.account', names)}
      isOn={isOn}
      isDisabled={isFixed}
      onChange={(willBeOn) =>
        change((post) => ({
          accountIds: willBeOn
            ? [...post.accountIds, account.id]
            : post.accountIds.filter((id) => id !== account.id),
        }))
      }
    >
      {atHandle(account)}
      {isOwn && (
        <span className={styles.differs} title={t('composer.ownText')}>
          ≠
        </span>
      )}
      {account.health.tag === 'refused' && <Icon of={TriangleAlert} size={14} />}
    </ToggleChip>
  );
});
