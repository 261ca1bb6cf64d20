import { useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Delivery } from '../../../src-shared/domain/delivery.ts';
import type { Failure } from '../../../src-shared/errors.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveList } from '../../state/use-live.ts';
import { liveDeliveries, openStates } from '../../store/queries/deliveries.ts';
import { freeDrafts } from '../../store/queries/free-drafts.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { RadioGroup } from '../../ui/fields/radio-group.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import { DisconnectOutcome, type Disconnected } from './disconnect-outcome.tsx';
import styles from './disconnect-dialog.module.css';

type Stage =
  | { readonly tag: 'asking'; readonly failure: Failure | null }
  | { readonly tag: 'running' }
  | { readonly tag: 'done'; readonly outcome: Disconnected };

/** Ends an account: what becomes of its history and of what is still to leave, and then what really happened. */
export function DisconnectDialog({
  account,
  onClose,
}: {
  readonly account: Account;
  readonly onClose: () => void;
}) {
  const { bridge, databases, now } = useRealm();
  const text = useText();
  const { t } = text;
  const [stage, setStage] = useState<Stage>({ tag: 'asking', failure: null });
  const [history, setHistory] = useState<'keep' | 'delete'>('keep');
  const [queuedChoice, setQueuedChoice] = useState<'cancel' | 'keep'>('keep');
  const [nativeChoice, setNativeChoice] = useState<'recall' | 'leave'>('recall');
  const open = useLiveList(
    () => liveDeliveries(databases, [account.workspaceId], openStates),
    account.workspaceId,
  );
  const own = open.rows.filter(({ accountId }) => accountId === account.id);
  const native = own.filter(({ state }) => state === 'handed-over' || state === 'recalling');
  const inDoubt = own.filter(
    ({ state, waiting }) => state === 'needs-decision' || waiting?.tag === 'verifying',
  );
  const queued = own.filter((one) => !native.includes(one) && !inDoubt.includes(one));

  const run = (): void => {
    setStage({ tag: 'running' });
    const input = {
      accountId: account.id,
      keepHistory: history === 'keep',
      queued: history === 'delete' ? ('cancel' as const) : queuedChoice,
      native: nativeChoice,
    };
    // Counted before: afterwards they are gone.
    const [hadQueued, hadNative] = [queued.length > 0, native.length > 0];
    void bridge.accounts.disconnect(input).then(async (answer) => {
      if (answer.tag === 'err') return setStage({ tag: 'asking', failure: answer.error });
      const isRecalled = input.native === 'recall' && answer.value.notRecalled === 0;
      const cancelled = [...(input.queued === 'cancel' ? queued : []), ...(isRecalled ? native : [])];
      // No word is lost with a departure: what was cancelled is a draft again.
      await freeDrafts(databases, cancelled, now());
      setStage({ tag: 'done', outcome: { ...input, ...answer.value, hadQueued, hadNative } });
    });
  };

  const isDone = stage.tag === 'done';
  const failure = stage.tag === 'asking' ? stage.failure : null;
  return (
    <Dialog
      isOpen
      isHeld
      size="wide"
      onClose={onClose}
      closeLabel={t('words.close')}
      title={t(isDone ? 'accounts.disconnectedTitle' : 'accounts.disconnectTitle', {
        account: account.handle,
        network: account.manifest.name,
      })}
      actions={
        isDone ? (
          <Button tone="primary" autoFocus onPress={onClose}>
            {t('words.close')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose} isDisabled={stage.tag === 'running'}>
              {t('words.cancel')}
            </Button>
            <Button tone="danger" onPress={run} isDisabled={stage.tag === 'running'}>
              {t('accounts.disconnectNow')}
            </Button>
          </>
        )
      }
    >
      {stage.tag === 'done' && <DisconnectOutcome outcome={stage.outcome} />}
      {stage.tag === 'running' && (
        <ProgressBar label={t('accounts.disconnecting', { network: account.manifest.name })} value={null} />
      )}
      {stage.tag === 'asking' && (
        <div className={styles.form}>
          {failure !== null && (
            <Banner tone="bad" role="alert">
              {errorText(text, failure.code, failure.detail).sentence}
            </Banner>
          )}
          <p>{t('accounts.disconnectHow')}</p>
          {inDoubt.length > 0 && (
            <Banner tone="warn">{t('accounts.inDoubt', { count: inDoubt.length })}</Banner>
          )}
          <RadioGroup
            label={t('accounts.history')}
            value={history}
            onChange={setHistory}
            options={[
              { id: 'keep', label: t('accounts.keepHistory'), detail: t('accounts.keepHistoryDetail') },
              {
                id: 'delete',
                label: t('accounts.deleteHistory'),
                detail: t('accounts.deleteHistoryDetail'),
              },
            ]}
          />
          {queued.length === 0 ? (
            <p className={styles.quiet}>{t('accounts.queuedNone')}</p>
          ) : (
            <div className={styles.part}>
              <RadioGroup
                label={t('accounts.queued', { count: queued.length })}
                value={history === 'delete' ? 'cancel' : queuedChoice}
                onChange={setQueuedChoice}
                options={[
                  {
                    id: 'keep',
                    label: t('accounts.keepQueued'),
                    detail: t('accounts.keepQueuedDetail'),
                    isDisabled: history === 'delete',
                  },
                  {
                    id: 'cancel',
                    label: t('accounts.cancelQueued'),
                    detail: t('accounts.cancelQueuedDetail'),
                  },
                ]}
              />
              <Which deliveries={queued} />
            </div>
          )}
          {native.length > 0 && (
            <div className={styles.part}>
              <RadioGroup
                label={t('accounts.native', { count: native.length })}
                value={nativeChoice}
                onChange={setNativeChoice}
                options={[
                  {
                    id: 'recall',
                    label: t('accounts.recallNative'),
                    detail: t('accounts.recallNativeDetail'),
                  },
                  {
                    id: 'leave',
                    label: t('accounts.leaveNative'),
                    detail: t('accounts.leaveNativeDetail'),
                  },
                ]}
              />
              <Which deliveries={native} />
            </div>
          )}
        </div>
      )}
    </Dialog>
  );
}

const mostNamed = 5;

/** The first of them by their words and moments, and how many more there are. */
function Which({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  const { now } = useRealm();
  const { t, times } = useText();
  const rest = deliveries.length - mostNamed;
  return (
    <ul className={styles.which}>
      {deliveries.slice(0, mostNamed).map(({ id, content, dueAt }) => (
        <li key={id} className={styles.one}>
          <span className={styles.when}>{times.moment(dueAt, now())}</span>
          <span className={styles.words}>{content.text === '' ? t('words.empty') : content.text}</span>
        </li>
      ))}
      {rest > 0 && <li className={styles.quiet}>{t('accounts.andMore', { count: rest })}</li>}
    </ul>
  );
}
