import type { Account } from '../../../src-shared/domain/account.ts';
import type { AccountId, WorkspaceId } from '../../../src-shared/ids.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import { useNavigation, type Navigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useAccounts } from '../../state/use-live.ts';
import { ensureDefaultColumns } from '../../store/queries/columns.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { useAttempt } from './attempt.ts';
import { ClientChoice } from './client-choice.tsx';
import { ConnectFields } from './connect-fields.tsx';
import { ConnectProgress } from './connect-progress.tsx';
import { DescribedImport } from './described-import.tsx';
import { NetworkChoice, WayChoice } from './network-choice.tsx';
import { useChosenClient } from './use-chosen-client.ts';
import { useConnectForm, type ConnectFormState } from './use-connect-form.ts';
import { WayGuide } from './way-guide.tsx';
import styles from './connect-dialog.module.css';

/** Connects an account, or renews it: open while `navigation.connecting` is set. */
export function ConnectDialog() {
  const connecting = useNavigation((navigation) => navigation.connecting);
  const accounts = useAccounts();
  const { manifests } = useRealm();
  if (connecting === null) return null;
  const known = accounts.find(({ id }) => id === connecting.reconnect) ?? null;
  const first = manifests.find(({ network }) => network === known?.network) ?? manifests[0];
  if (first === undefined) return null;
  const key = `${connecting.workspaceId} ${connecting.reconnect ?? ''}`;
  return <ConnectForm key={key} connecting={connecting} known={known} first={first} />;
}

function ConnectForm({
  connecting,
  known,
  first,
}: {
  readonly connecting: NonNullable<Navigation['connecting']>;
  /** The account to renew; null: a new one. */
  readonly known: Account | null;
  readonly first: Manifest;
}) {
  const { bridge, info } = useRealm();
  const { t, find } = useText();
  const navigation = useNavigation();
  const chosen = useChosenClient(connecting.workspaceId);
  const welcome = useWelcome(known);
  const attempt = useAttempt((ids, { workspaceId }) => {
    chosen.keep();
    welcome(ids, workspaceId);
  });
  const form = useConnectForm(
    known,
    first,
    attempt.state.tag === 'failed' ? attempt.state.failure : null,
    () => {
      if (attempt.state.tag === 'failed') attempt.forget();
    },
  );

  const close = (): void => {
    attempt.cancel();
    chosen.drop();
    navigation.connect(null);
  };
  const send = async (): Promise<void> => {
    const isNamed = known !== null || chosen.check();
    if (!form.check() || !isNamed) return;
    attempt.run({
      workspaceId: known?.workspaceId ?? (await chosen.resolve()),
      network: form.manifest.network,
      fields: form.typed(),
      reconnect: connecting.reconnect,
      way: form.way?.name ?? '',
    });
  };
  const submit = (): void => void send();
  const act = (id: string): void => {
    switch (id) {
      case 'edit':
        form.focusWrong();
        return;
      case 'open-network': {
        const server = known?.origin ?? find(`networks.${form.manifest.network}.help.link`);
        if (server !== null) void bridge.app.openLink({ url: server });
        return;
      }
      case 'report':
        close();
        navigation.go('settings');
        return;
      default:
        submit();
    }
  };

  return (
    <Dialog
      isOpen
      isHeld
      onClose={close}
      closeLabel={t('words.close')}
      title={
        known === null ? t('accounts.connectTitle') : t('accounts.reconnectTitle', { account: known.handle })
      }
      actions={
        attempt.state.tag === 'running' ? (
          <Button onPress={attempt.cancel}>{t('accounts.stopConnecting')}</Button>
        ) : (
          <>
            <Button onPress={close}>{t('words.cancel')}</Button>
            <Button tone="primary" onPress={submit}>
              {known === null ? t('words.connect') : t('accounts.reconnect')}
            </Button>
          </>
        )
      }
    >
      {attempt.state.tag === 'running' ? (
        <ConnectProgress
          attempt={attempt.state}
          network={form.manifest.name}
          onReopen={submit}
          onAnswer={attempt.answer}
        />
      ) : (
        <div className={styles.form}>
          {info.vault === 'session' && <Banner tone="warn">{t('accounts.sessionOnly')}</Banner>}
          <Failed said={form.said} onAct={act} />
          {known === null && (
            <>
              <ClientChoice
                clients={chosen.clients}
                value={chosen.client}
                onChange={chosen.choose}
                name={chosen.name}
                onName={chosen.setName}
                error={chosen.error}
              />
              <NetworkChoice form={form} />
            </>
          )}
          <WayChoice form={form} />
          {form.way !== undefined && (
            <WayGuide
              manifest={form.manifest}
              way={form.way}
              values={form.values}
              granted={form.granted}
              onGrant={form.grant}
            />
          )}
          {known === null && form.way?.name === 'described' && <DescribedImport onRead={form.fill} />}
          <ConnectFields
            manifest={form.manifest}
            fields={form.shown}
            values={form.values}
            errors={form.errors}
            right={form.right}
            inputs={form.inputs}
            onChange={form.change}
            onSubmit={submit}
            onLeave={form.leave}
          />
          {form.shown.length < form.fields.length && (
            <div className={styles.more}>
              <Button size="small" tone="quiet" onPress={form.reveal}>
                {t('accounts.moreFields')}
              </Button>
            </div>
          )}
          <Help network={form.manifest.network} />
        </div>
      )}
    </Dialog>
  );
}

/** What happens once an account is there: it is said, shown, and has its columns. */
function useWelcome(known: Account | null): (ids: readonly AccountId[], workspaceId: WorkspaceId) => void {
  const { tables, databases, now, toasts } = useRealm();
  const { t } = useText();
  const navigation = useNavigation();
  return (ids, workspaceId) => {
    const account = tables.accounts.snapshot()?.find((one) => one.id === ids[0]);
    if (known === null) void ensureDefaultColumns(databases, workspaceId, now());
    toasts.show({
      text: known
        ? t('accounts.reconnected', { account: known.handle })
        : ids.length > 1
          ? t('accounts.connectedMany', { count: ids.length })
          : account
            ? t('accounts.connected', { account: account.handle })
            : t('accounts.connectedAny'),
      tone: 'ok',
      ...(known === null && { detail: t('accounts.historyComes', { count: ids.length }) }),
    });
    navigation.connect(null);
    // What was just connected is not hidden behind another client's view.
    if (navigation.client !== 'all' && navigation.client !== workspaceId) navigation.showClient(workspaceId);
  };
}

/** What the last attempt ended with, where no field is to blame. */
function Failed({
  said,
  onAct,
}: {
  readonly said: ConnectFormState['said'];
  readonly onAct: (id: string) => void;
}) {
  if (said === null) return null;
  const { action } = said;
  return (
    <Banner
      tone="bad"
      role="alert"
      actions={
        action !== null && (
          <Button size="small" onPress={() => onAct(action.id)}>
            {action.label}
          </Button>
        )
      }
    >
      {said.sentence}
    </Banner>
  );
}

function Help({ network }: { readonly network: Manifest['network'] }) {
  const { bridge } = useRealm();
  const { find } = useText();
  const help = find(`networks.${network}.help`);
  const link = find(`networks.${network}.help.link`);
  const open = find(`networks.${network}.help.open`);
  if (help === null) return null;
  return (
    <div className={styles.help}>
      <p>{help}</p>
      {link !== null && open !== null && (
        <Button size="small" onPress={() => void bridge.app.openLink({ url: link })}>
          {open}
        </Button>
      )}
    </div>
  );
}
