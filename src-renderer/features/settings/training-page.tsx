import { CircleCheck, CirclePause } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useRealm } from '../../state/realm.ts';
import { endTraining, startTraining, useTraining } from '../../state/training.ts';
import { useAccounts, useWorkspaces } from '../../state/use-live.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import styles from './settings.module.css';

/** The training workspace: start it, make its audience react, leave it. */
export function TrainingPage() {
  const text = useText();
  const { t } = text;
  const realm = useRealm();
  const { bridge, toasts } = realm;
  const phase = useTraining((state) => state.phase);
  const clients = useWorkspaces().filter((one) => one.training && one.archivedAt === null);
  const accounts = useAccounts();
  const [running, setRunning] = useState<boolean | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const connected = clients.filter((client) => accounts.some((one) => one.workspaceId === client.id));

  useEffect(() => {
    let current = true;
    void bridge.training.running(null).then((read) => {
      if (current && read.tag === 'ok') setRunning(read.value.running);
    });
    return () => {
      current = false;
    };
  }, [bridge, phase, clients.length]);

  const stir = async (client: Workspace): Promise<void> => {
    const stirred = await bridge.training.stir({ workspaceId: client.id });
    setFailure(stirred.tag === 'err' ? stirred.error : null);
    if (stirred.tag === 'ok') toasts.show({ text: t('settings.trainingStirred') });
  };
  const leave = async (): Promise<void> => {
    setIsLeaving(false);
    const ended = await endTraining(realm);
    setFailure(ended.tag === 'err' ? ended.error : null);
    if (ended.tag === 'ok') toasts.show({ text: t('settings.trainingEnded') });
  };
  const trouble = phase.tag === 'failed' ? phase.failure : failure;

  return (
    <div className={styles.fields}>
      <p>{t('settings.trainingText')}</p>
      {running !== null && (
        <p>
          <Badge tone={running ? 'ok' : 'neutral'} icon={running ? CircleCheck : CirclePause}>
            {t(running ? 'settings.trainingOn' : 'settings.trainingOff')}
          </Badge>
        </p>
      )}
      {trouble !== null && (
        <Banner tone="bad" role="alert">
          {errorText(text, trouble.code, trouble.detail).sentence}
        </Banner>
      )}
      {phase.tag === 'starting' && (
        <ProgressBar
          label={t('welcome.trainingRunning')}
          value={null}
          {...(accounts.length > phase.already && {
            count: t('welcome.trainingAccounts', { count: accounts.length - phase.already }),
          })}
        />
      )}
      {phase.tag !== 'starting' && (connected.length === 0 || running === false) && (
        <div>
          <Button tone="primary" onPress={() => void startTraining(realm, false)}>
            {t('settings.trainingStart')}
          </Button>
        </div>
      )}
      {connected.length > 0 && running === true && (
        <div className={styles.buttons}>
          {connected.map((client) => (
            <Button key={client.id} onPress={() => void stir(client)}>
              {t('settings.trainingStir', { client: client.name })}
            </Button>
          ))}
        </div>
      )}
      {clients.length > 0 && phase.tag !== 'starting' && (
        <div>
          <Button onPress={() => setIsLeaving(true)}>{t('settings.trainingEnd')}</Button>
        </div>
      )}
      <AlertDialog
        isOpen={isLeaving}
        title={t('settings.trainingEndTitle')}
        confirmLabel={t('settings.trainingEndConfirm')}
        cancelLabel={t('words.cancel')}
        onConfirm={() => void leave()}
        onCancel={() => setIsLeaving(false)}
      >
        <p>{t('settings.trainingEndText')}</p>
      </AlertDialog>
    </div>
  );
}
