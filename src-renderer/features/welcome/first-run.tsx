import {
  FlaskConical,
  FolderInput,
  PenLine,
  Plug,
  ShieldCheck,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import type { Failure } from '../../../src-shared/errors.ts';
import { useNavigation } from '../../state/navigation.ts';
import { chooseArchive } from '../../state/open-backup.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveStatus } from '../../state/status.ts';
import { startTraining, useTraining } from '../../state/training.ts';
import { useAccounts } from '../../state/use-live.ts';
import { createClient } from '../../store/queries/new-client.ts';
import { nextColour } from '../../store/queries/workspaces.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ToggleGroup } from '../../ui/actions/toggle-group.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { TextField } from '../../ui/fields/text-field.tsx';
import { Icon } from '../../ui/icon.tsx';
import styles from './first-run.module.css';

/** What is shown while there is no client yet: what Vigie is, and the ways on. */
export function FirstRun({ warnings }: { readonly warnings: ReactNode }) {
  const text = useText();
  const { t } = text;
  const { bridge, painted } = useRealm();
  useEffect(painted, [painted]);
  return (
    <main className={styles.page}>
      <div className={styles.language}>
        <ToggleGroup
          label={t('welcome.language')}
          value={text.locale}
          onChange={(locale) => void bridge.app.saveSettings({ locale })}
          options={[
            { id: 'fr', label: t('welcome.french') },
            { id: 'en', label: t('welcome.english') },
          ]}
        />
      </div>
      <div className={styles.content}>
        {warnings}
        <h1 className={styles.title}>{t('welcome.title')}</h1>
        <ul className={styles.lines}>
          <Line icon={UsersRound} words={t('welcome.line1')} />
          <Line icon={PenLine} words={t('welcome.line2')} />
          <Line icon={ShieldCheck} words={t('welcome.line3')} />
        </ul>
        <div className={styles.ways}>
          <FirstClient />
          <Training />
        </div>
        <FromArchive />
      </div>
    </main>
  );
}

function Line({ icon, words }: { readonly icon: LucideIcon; readonly words: string }) {
  return (
    <li className={styles.line}>
      <Icon of={icon} size={20} className={styles.mark} />
      <span>{words}</span>
    </li>
  );
}

function FirstClient() {
  const { t } = useText();
  const { databases, now, info, settings: atStart } = useRealm();
  const settings = useLiveStatus((live) => live.settings) ?? atStart;
  const isBusy = useTraining(({ phase }) => phase.tag === 'starting');
  const [name, setName] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const [isPending, setIsPending] = useState(false);
  const error = name.trim() === '' ? t('clients.nameNeeded') : null;

  const create = async (): Promise<void> => {
    setIsChecked(true);
    if (error !== null || isPending || isBusy) return;
    setIsPending(true);
    const workspaceId = await createClient(
      databases,
      {
        name,
        colour: nextColour([]),
        zone: settings.clientZone ?? info.zone,
        toleranceMs: settings.clientToleranceMs,
      },
      now(),
    );
    useNavigation.getState().showClient(workspaceId);
    useNavigation.getState().connect({ workspaceId, reconnect: null });
  };

  return (
    <section className={styles.way} aria-labelledby="first-client">
      <h2 id="first-client" className={styles.heading}>
        <Icon of={Plug} />
        {t('welcome.clientTitle')}
      </h2>
      <p className={styles.text}>{t('welcome.clientText')}</p>
      <TextField
        label={t('welcome.clientName')}
        placeholder={t('welcome.clientPlaceholder')}
        value={name}
        onChange={setName}
        onSubmit={() => void create()}
        maxLength={80}
        error={isChecked ? error : null}
      />
      <div className={styles.foot}>
        <Button
          tone="primary"
          size="large"
          isWide
          isPending={isPending}
          isDisabled={isBusy}
          onPress={() => void create()}
        >
          {t('welcome.clientCreate')}
        </Button>
      </div>
    </section>
  );
}

/** Another machine's work: everything comes with it. */
function FromArchive() {
  const text = useText();
  const { t } = text;
  const realm = useRealm();
  const [failure, setFailure] = useState<Failure | null>(null);
  return (
    <div className={styles.archive}>
      <span>{t('welcome.archive')}</span>
      <Button
        size="small"
        icon={FolderInput}
        onPress={() =>
          void chooseArchive(realm).then((chosen) => setFailure(chosen.tag === 'err' ? chosen.error : null))
        }
      >
        {t('welcome.archiveImport')}
      </Button>
      {failure !== null && (
        <Banner tone="bad" role="alert">
          {errorText(text, failure.code, failure.detail).sentence}
        </Banner>
      )}
    </div>
  );
}

function Training() {
  const text = useText();
  const { t } = text;
  const realm = useRealm();
  const phase = useTraining((state) => state.phase);
  const accounts = useAccounts().length;
  const failed = phase.tag === 'failed' ? errorText(text, phase.failure.code, phase.failure.detail) : null;
  return (
    <section className={styles.way} aria-labelledby="first-training">
      <h2 id="first-training" className={styles.heading}>
        <Icon of={FlaskConical} />
        {t('welcome.trainingTitle')}
      </h2>
      <p className={styles.text}>{t('welcome.trainingText')}</p>
      {failed !== null && (
        <Banner tone="bad" role="alert" subject={`${t('welcome.trainingFailed')} `}>
          {failed.sentence}
        </Banner>
      )}
      <div className={styles.foot}>
        {phase.tag === 'starting' && (
          <ProgressBar
            label={t('welcome.trainingRunning')}
            value={null}
            {...(accounts > phase.already && {
              count: t('welcome.trainingAccounts', { count: accounts - phase.already }),
            })}
          />
        )}
        <Button
          size="large"
          isWide
          isPending={phase.tag === 'starting'}
          onPress={() => void startTraining(realm, true)}
        >
          {failed === null ? t('welcome.trainingStart') : t('words.retry')}
        </Button>
      </div>
    </section>
  );
}
