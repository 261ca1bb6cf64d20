import { KeyRound, PencilLine, Plus, RefreshCw, Users, Table2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { describedOf } from '../../../src-shared/domain/described.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { markOf } from '../../previews/index.ts';
import { remotePicture } from '../../state/media-url.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useReadAccountsOf, useLiveList, useNow, useWorkspaces } from '../../state/use-live.ts';
import { liveDeliveries, openStates } from '../../store/queries/deliveries.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { SplitPane } from '../../ui/frame/split-pane.tsx';
import { Toolbar } from '../../ui/frame/toolbar.tsx';
import { Avatar } from '../../ui/identity/avatar.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { GroupHeading } from '../../ui/lists/group-heading.tsx';
import { LineList } from '../../ui/lists/line-list.tsx';
import { LineRow } from '../../ui/lists/line-row.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import { AccountPanel } from './account-panel.tsx';
import { DescribedDialog } from './described-dialog.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { ExportDescription } from './export-description.tsx';
import { conditionOf, healthBadge, healthSentence } from './health.ts';
import { byUrgency, standingOf, urgencyOf } from './standing.ts';
import { useByHandAgain } from './use-by-hand-again.ts';
import { useBackfill } from './use-backfill.ts';
import { useVitals } from '../../state/use-vitals.ts';
import { MatrixDialog } from './matrix-dialog.tsx';
import styles from './accounts-screen.module.css';

/** Connected accounts by client, their health, and what each of them allows. */
export function AccountsScreen() {
  const { bridge, databases, toasts } = useRealm();
  const text = useText();
  const { t, number } = text;
  const { client, connect } = useNavigation();
  const workspaces = useWorkspaces();
  const accounts = useReadAccountsOf(client);
  const backfill = useBackfill();
  const now = useNow();
  const [selected, setSelected] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Account | null>(null);
  const [forgetting, setForgetting] = useState<Account | null>(null);
  const inView = workspaces.filter(({ id, archivedAt }) =>
    client === 'all' ? archivedAt === null : id === client,
  );
  const clients = inView.map(({ id }) => id);
  const planned = useLiveList(() => liveDeliveries(databases, clients, openStates), clients.join(' '));
  useEffect(() => {
    if (planned.ready && planned.more) planned.grow();
  }, [planned]);
  const vitalsOf = useVitals();
  const standings = byUrgency(
    accounts.map((account) => standingOf(account, vitalsOf(account.id), planned.rows)),
    now,
  );
  const ofClient = (id: string) => standings.filter(({ account }) => account.workspaceId === id);
  // What needs somebody is at the top, whoever's it is; clients of equal standing stay as they are.
  const worst = (id: string): number => Math.min(9, ...ofClient(id).map((one) => urgencyOf(one, now)));
  const shown = [...inView].sort((a, b) => worst(a.id) - worst(b.id));
  const open = standings.find(({ account }) => account.id === selected) ?? standings[0] ?? null;
  const first = shown[0];
  const [showsMatrix, setShowsMatrix] = useState(false);
  const connectOne = (
    <Button
      tone="primary"
      icon={Plus}
      isDisabled={first === undefined}
      onPress={() => first && connect({ workspaceId: first.id, reconnect: null })}
    >
      {t('accounts.connectOne')}
    </Button>
  );

  const say = ({ code, detail }: Failure): void => {
    toasts.show({ text: errorText(text, code, detail).sentence, tone: 'warn' });
  };
  const refresh = (account: Account): void => {
    void bridge.sync.refresh({ accountId: account.id }).then((answer) => {
      if (answer.tag === 'err') say(answer.error);
      else toasts.show({ text: t('accounts.refreshing', { account: account.handle }) });
    });
  };
  const older = (account: Account): void => {
    void bridge.sync.older({ accountId: account.id }).then((answer) => {
      if (answer.tag === 'err') say(answer.error);
      else
        toasts.show({
          text: answer.value.more
            ? t('accounts.olderMore')
            : t('accounts.olderEnd', { account: account.handle }),
        });
    });
  };
  const forget = (account: Account): void => {
    setForgetting(null);
    void bridge.accounts
      .disconnect({ accountId: account.id, keepHistory: false, queued: 'cancel', native: 'leave' })
      .then((answer) => {
        if (answer.tag === 'err') say(answer.error);
        else toasts.show({ text: t('accounts.forgotten', { account: account.handle }) });
      });
  };

  return (
    <div className={styles.screen}>
      <Toolbar
        title={t('accounts.title')}
        end={
          <>
            <Button icon={Table2} onPress={() => setShowsMatrix(true)}>
              {t('accounts.matrix')}
            </Button>
            {connectOne}
          </>
        }
      />
      {showsMatrix && <MatrixDialog onClose={() => setShowsMatrix(false)} />}
      <div className={styles.below}>
        <SplitPane
          side={
            open && (
              <AccountPanel
                key={open.account.id}
                standing={open}
                now={now}
                backfill={backfill.get(open.account.id) ?? null}
                actions={
                  <AccountActions
                    account={open.account}
                    onRefresh={refresh}
                    onOlder={older}
                    onLeave={setLeaving}
                    onForget={setForgetting}
                  />
                }
              />
            )
          }
        >
          {accounts.length === 0 ? (
            <EmptyState icon={Users} title={t('accounts.none')} actions={connectOne}>
              {t('accounts.noneHint')}
            </EmptyState>
          ) : (
            <div className={styles.lists}>
              {shown.map((workspace) => {
                const own = ofClient(workspace.id);
                return (
                  <section key={workspace.id} data-client={workspace.colour} className={styles.client}>
                    <GroupHeading count={number(own.length)}>{workspace.name}</GroupHeading>
                    {own.length === 0 ? (
                      <div className={styles.empty}>
                        {t('accounts.noneOfClient')}
                        <Button
                          size="small"
                          onPress={() => connect({ workspaceId: workspace.id, reconnect: null })}
                        >
                          {t('accounts.connectOne')}
                        </Button>
                      </div>
                    ) : (
                      <LineList
                        label={t('accounts.list', { client: workspace.name })}
                        items={own}
                        keyOf={({ account }) => account.id}
                        selected={open?.account.id ?? null}
                        onSelect={setSelected}
                      >
                        {(standing) => {
                          const { account, atRisk } = standing;
                          const badge = healthBadge(text, standing);
                          const fetched = backfill.get(account.id);
                          return (
                            <LineRow
                              lead={
                                <>
                                  <Avatar
                                    name={account.name}
                                    colourKey={account.id}
                                    size={28}
                                    src={account.avatarUrl === null ? null : remotePicture(account.avatarUrl)}
                                  />
                                  <NetworkMark mark={markOf(account)} label={account.manifest.name} />
                                </>
                              }
                              title={`${account.name} · ${account.handle}`}
                              detail={[
                                atRisk.length > 0 && t('health.atRiskCount', { count: atRisk.length }),
                                fetched !== undefined
                                  ? t('accounts.backfill', { count: fetched })
                                  : conditionOf(standing) !== 'ok'
                                    ? healthSentence(text, standing, now)
                                    : syncedWords(account),
                              ]
                                .filter(Boolean)
                                .join(' · ')}
                              state={
                                <Badge tone={badge.tone} icon={badge.icon}>
                                  {badge.words}
                                </Badge>
                              }
                            />
                          );
                        }}
                      </LineList>
                    )}
                  </section>
                );
              })}
            </div>
          )}
        </SplitPane>
      </div>
      {leaving && <DisconnectDialog key={leaving.id} account={leaving} onClose={() => setLeaving(null)} />}
      <AlertDialog
        isOpen={forgetting !== null}
        title={t('accounts.forgetTitle', { account: forgetting?.handle ?? '' })}
        confirmLabel={t('accounts.forgetNow')}
        cancelLabel={t('words.cancel')}
        onCancel={() => setForgetting(null)}
        onConfirm={() => forgetting && forget(forgetting)}
      >
        {t('accounts.forgetText')}
      </AlertDialog>
    </div>
  );

  function syncedWords({ lastSyncAt, server, manifest }: Account): string {
    if (manifest.byHand === true) return `${server} · ${t('accounts.by.by-hand')}`;
    return `${server} · ${
      lastSyncAt === null
        ? t('shell.neverSynced')
        : t('shell.synced', { time: text.times.moment(lastSyncAt, now) })
    }`;
  }
}

function AccountActions({
  account,
  onRefresh,
  onOlder,
  onLeave,
  onForget,
}: {
  readonly account: Account;
  readonly onRefresh: (account: Account) => void;
  readonly onOlder: (account: Account) => void;
  readonly onLeave: (account: Account) => void;
  readonly onForget: (account: Account) => void;
}) {
  const { t } = useText();
  const connect = useNavigation((navigation) => navigation.connect);
  const again = useByHandAgain();
  const { tag } = account.health;
  const isByHand = account.manifest.byHand === true;
  const network = describedOf(account.manifest);
  const [isCorrecting, setIsCorrecting] = useState(false);
  const reconnect = (
    <Button
      size="small"
      icon={KeyRound}
      tone={tag === 'ok' || tag === 'failing' ? 'plain' : 'primary'}
      onPress={() =>
        isByHand ? again(account) : connect({ workspaceId: account.workspaceId, reconnect: account.id })
      }
    >
      {t('accounts.reconnect')}
    </Button>
  );
  if (tag === 'disconnected')
    return (
      <>
        {reconnect}
        <Button size="small" tone="danger" onPress={() => onForget(account)}>
          {t('accounts.forget')}
        </Button>
      </>
    );
  return (
    <>
      {/* Nothing is asked of a network that a person publishes on by hand, and nobody signs in there. */}
      {!isByHand && (
        <>
          {tag !== 'ok' && tag !== 'failing' && reconnect}
          <Button size="small" icon={RefreshCw} onPress={() => onRefresh(account)}>
            {t('accounts.refresh')}
          </Button>
          <Button size="small" onPress={() => onOlder(account)}>
            {t('accounts.older')}
          </Button>
          {(tag === 'ok' || tag === 'failing') && reconnect}
        </>
      )}
      {network !== null && (
        <Button size="small" icon={PencilLine} onPress={() => setIsCorrecting(true)}>
          {t('accounts.described.correct')}
        </Button>
      )}
      {network !== null && isCorrecting && (
        <DescribedDialog account={account} network={network} onClose={() => setIsCorrecting(false)} />
      )}
      <ExportDescription account={account} />
      <Button size="small" onPress={() => onLeave(account)}>
        {t('accounts.disconnect')}
      </Button>
    </>
  );
}
