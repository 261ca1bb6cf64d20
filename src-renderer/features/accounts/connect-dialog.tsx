import { useEffect, useRef, useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { WorkspaceId } from '../../../src-shared/ids.ts';
import {
  waysOf,
  type AuthField,
  type GrantName,
  type Manifest,
} from '../../../src-shared/networks/manifest.ts';
import { byHandWay } from '../../../src-shared/networks/by-hand.ts';
import { lookOf } from '../../previews/index.ts';
import { useNavigation, type Navigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { ensureDefaultColumns } from '../../store/queries/columns.ts';
import { createClient } from '../../store/queries/new-client.ts';
import { forgetWorkspace } from '../../store/queries/forget-workspace.ts';
import { nextColour } from '../../store/queries/workspaces.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { useAttempt } from './attempt.ts';
import { ClientChoice, newClient } from './client-choice.tsx';
import { ConnectFields } from './connect-fields.tsx';
import { ConnectProgress } from './connect-progress.tsx';
import { failedField } from './failed-field.ts';
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
  const realm = useRealm();
  const { manifests, databases, bridge, now, toasts, info } = realm;
  const settings = useLiveStatus((live) => live.settings) ?? realm.settings;
  const text = useText();
  const { t, find } = text;
  const clients = useWorkspaces().filter(({ archivedAt }) => archivedAt === null);
  const accounts = useAccounts();
  const navigation = useNavigation();

  const [network, setNetwork] = useState(first.network);
  const [wayName, setWayName] = useState<string | null>(null);
  /** Null: everything that the way offers. */
  const [grants, setGrants] = useState<readonly GrantName[] | null>(null);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => startingValues(known));
  const [asked, setAsked] = useState<Readonly<Record<string, string>>>({});
  const [showsAll, setShowsAll] = useState(false);
  const [firstRevealed, setFirstRevealed] = useState<string | null>(null);
  const [client, setClient] = useState<string>(
    clients.some(({ id }) => id === connecting.workspaceId) ? connecting.workspaceId : newClient,
  );
  const [clientName, setClientName] = useState('');
  const [clientError, setClientError] = useState<string | null>(null);
  const created = useRef<WorkspaceId | null>(null);
  const inputs = useRef(new Map<string, HTMLInputElement>());

  const close = () => {
    attempt.cancel();
    // A client that was only made for an account that never came is not kept.
    const made = created.current;
    if (made !== null && !accounts.some(({ workspaceId }) => workspaceId === made))
      void forgetWorkspace(databases, made);
    navigation.connect(null);
  };
  const attempt = useAttempt((ids, { workspaceId }) => {
    const account = realm.tables.accounts.snapshot()?.find((one) => one.id === ids[0]);
    created.current = null;
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
      ...(known === null && { detail: t('accounts.historyComes') }),
    });
    navigation.connect(null);
    // What was just connected is not hidden behind another client's view.
    if (navigation.client !== 'all' && navigation.client !== workspaceId) navigation.showClient(workspaceId);
  });
  const failure = attempt.state.tag === 'failed' ? attempt.state.failure : null;
  const manifest = manifests.find((one) => one.network === network) ?? first;
  const wrong = failure === null ? null : failedField(failure.code);
  // One that has its own way in Vigie needs no other: publishing by hand is offered for each post there.
  const ways =
    manifest.auth.ways === undefined || manifest.byHand === true
      ? waysOf(manifest)
      : [...waysOf(manifest), byHandWay];
  const way = ways.find(({ name }) => name === wayName) ?? ways[0];
  const all = way?.fields ?? [];
  const shown = all.filter(
    ({ name, required, advanced }) =>
      required || advanced === false || showsAll || name === wrong || (values[name] ?? '') !== '',
  );
  const granted = grants ?? (way?.grants ?? []).map(({ name }) => name);
  const said = failure === null ? null : errorText(text, failure.code, failure.detail);
  const wrongShown = wrong !== null && shown.some(({ name }) => name === wrong);
  // At its field there is no button but the form's own: what to do is said.
  const next = failure === null ? null : find(`accounts.next.${failure.code}`);
  const errors =
    said !== null && wrongShown
      ? { ...asked, [wrong]: next === null ? said.sentence : `${said.sentence} ${next}` }
      : asked;

  useEffect(() => {
    if (failure !== null && wrong !== null) inputs.current.get(wrong)?.focus();
  }, [failure, wrong]);
  // The button that shows more fields is gone once they are there: the first of them takes its place.
  useEffect(() => {
    if (firstRevealed !== null) inputs.current.get(firstRevealed)?.focus();
  }, [firstRevealed]);

  const shapeWords = (name: string): string =>
    find(`networks.${network}.auth.${name}.wrong`) ??
    find(`networks.auth.${name}.wrong`) ??
    t('accounts.fieldMisshapen');
  const submit = () => {
    void send();
  };
  const send = async (): Promise<void> => {
    const missing = all.filter(({ name, required }) => required && (values[name] ?? '').trim() === '');
    const misshapen = all.filter((field) => !looksRight(field, values[field.name] ?? ''));
    setAsked(
      Object.fromEntries([
        ...misshapen.map(({ name }) => [name, shapeWords(name)]),
        ...missing.map(({ name }) => [name, t('accounts.fieldNeeded')]),
      ]),
    );
    const needsName = known === null && client === newClient && clientName.trim() === '';
    setClientError(needsName ? t('accounts.newClientNeeded') : null);
    if (needsName) return;
    const missed = missing[0] ?? misshapen[0];
    if (missed !== undefined) {
      inputs.current.get(missed.name)?.focus();
      return;
    }
    const workspaceId = known?.workspaceId ?? (await chosenClient());
    attempt.run({
      workspaceId,
      network,
      fields: Object.fromEntries([
        ...all.map(({ name }) => [name, (values[name] ?? '').trim()]),
        ...(way?.grants === undefined
          ? []
          : [
              [
                'grants',
                way.grants
                  .filter(({ name, required }) => required || granted.includes(name))
                  .map(({ name }) => name)
                  .join(' '),
              ],
            ]),
      ]),
      reconnect: connecting.reconnect,
      way: way?.name ?? '',
    });
  };
  const chosenClient = async (): Promise<WorkspaceId> => {
    const chosen = clients.find(({ id }) => id === client);
    if (chosen) return chosen.id;
    const made = await createClient(
      databases,
      {
        name: clientName,
        colour: nextColour(clients),
        zone: settings.clientZone ?? info.zone,
        toleranceMs: settings.clientToleranceMs,
      },
      now(),
    );
    created.current = made;
    setClient(made);
    return made;
  };

  const change = (name: string, value: string) => {
    setValues((known) => ({ ...known, [name]: value }));
    // What is wrong at another field stays said there.
    setAsked((known) => Object.fromEntries(Object.entries(known).filter(([field]) => field !== name)));
    if (attempt.state.tag === 'failed') attempt.forget();
  };
  const act = (id: string) => {
    switch (id) {
      case 'edit': {
        const field = inputs.current.get(wrong ?? '') ?? inputs.current.values().next().value;
        field?.focus();
        return;
      }
      case 'open-network': {
        const server = known?.origin ?? find(`networks.${network}.help.link`);
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

  const isRunning = attempt.state.tag === 'running';
  const help = find(`networks.${network}.help`);
  const helpLink = find(`networks.${network}.help.link`);
  const helpOpen = find(`networks.${network}.help.open`);
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
        isRunning ? (
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
          network={manifest.name}
          onReopen={submit}
          onAnswer={attempt.answer}
        />
      ) : (
        <div className={styles.form}>
          {info.vault === 'session' && <Banner tone="warn">{t('accounts.sessionOnly')}</Banner>}
          {said !== null && !wrongShown && (
            <Banner
              tone="bad"
              role="alert"
              actions={
                said.action !== null && (
                  <Button size="small" onPress={() => act(said.action?.id ?? 'retry')}>
                    {said.action.label}
                  </Button>
                )
              }
            >
              {said.sentence}
            </Banner>
          )}
          {known === null && (
            <>
              <ClientChoice
                clients={clients}
                value={client}
                onChange={setClient}
                name={clientName}
                onName={setClientName}
                error={clientError}
              />
              <RadioGroup
                label={t('accounts.network')}
                value={network}
                onChange={(id) => {
                  setNetwork(id);
                  setWayName(null);
                  setGrants(null);
                  setAsked({});
                  attempt.forget();
                }}
                options={manifests.map((one) => ({
                  id: one.network,
                  label: find(`networks.${one.network}.name`) ?? one.name,
                  detail: t(`accounts.by.${one.auth.tag}`),
                  mark: <NetworkMark mark={lookOf(one.network).mark} size={16} />,
                }))}
              />
            </>
          )}
          {ways.length > 1 && way !== undefined && (
            <RadioGroup
              label={t('accounts.way')}
              value={way.name}
              onChange={(id) => {
                setWayName(id);
                setGrants(null);
                setAsked({});
                attempt.forget();
              }}
              options={ways.map(({ name, tag }) => ({
                id: name,
                label: find(`networks.${network}.way.${name}`) ?? t(`accounts.by.${tag}`),
                detail: find(`networks.${network}.way.${name}.detail`) ?? t(`accounts.by.${tag}`),
              }))}
            />
          )}
          {way !== undefined && (
            <WayGuide manifest={manifest} way={way} values={values} granted={granted} onGrant={setGrants} />
          )}
          <ConnectFields
            manifest={manifest}
            fields={shown}
            values={values}
            errors={errors}
            inputs={inputs}
            onChange={change}
            onSubmit={submit}
            onLeave={(field) => {
              if (!looksRight(field, values[field.name] ?? ''))
                setAsked((known) => ({ ...known, [field.name]: shapeWords(field.name) }));
            }}
          />
          {shown.length < all.length && (
            <div className={styles.more}>
              <Button
                size="small"
                tone="quiet"
                onPress={() => {
                  setFirstRevealed(all.find((field) => !shown.includes(field))?.name ?? null);
                  setShowsAll(true);
                }}
              >
                {t('accounts.moreFields')}
              </Button>
            </div>
          )}
          {help !== null && (
            <div className={styles.help}>
              <p>{help}</p>
              {helpLink !== null && helpOpen !== null && (
                <Button size="small" onPress={() => void bridge.app.openLink({ url: helpLink })}>
                  {helpOpen}
                </Button>
              )}
            </div>
          )}
        </div>
      )}
    </Dialog>
  );
}

/** Whether what was typed has the shape of what the network gives out; nothing typed has none that is wrong. */
function looksRight({ pattern }: AuthField, value: string): boolean {
  const typed = value.trim();
  return pattern === undefined || typed === '' || new RegExp(`^(?:${pattern})$`, 'u').test(typed);
}

/** What is known of an account already, so that renewing it asks for its secret only. */
const startingValues = (known: Account | null): Readonly<Record<string, string>> =>
  known === null ? {} : { handle: known.handle, server: known.server };
