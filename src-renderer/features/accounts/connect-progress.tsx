import { Check } from 'lucide-react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ProgressBar } from '../../ui/feedback/progress-bar.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { AskAnswer, Attempt } from './attempt.ts';
import { ConnectAskForm } from './connect-ask.tsx';
import styles from './connect-dialog.module.css';

/** What the connection is doing, what it has done, and what the person has to do meanwhile. */
export function ConnectProgress({
  attempt,
  network,
  onReopen,
  onAnswer,
}: {
  readonly attempt: Extract<Attempt, { tag: 'running' }>;
  readonly network: string;
  readonly onReopen: () => void;
  readonly onAnswer: (answer: AskAnswer) => void;
}) {
  const { t, find } = useText();
  const words = (stage: string | null): string =>
    (stage === null ? null : find(`accounts.stage.${stage}`)) ?? t('accounts.starting');
  return (
    <div className={styles.progress}>
      {/* While the person is asked, nothing else is going on. */}
      {attempt.ask === null && (
        <div role="status">
          <ProgressBar label={words(attempt.stage)} value={null} />
        </div>
      )}
      {attempt.stages.length > 0 && (
        <ol className={styles.stages}>
          {attempt.stages.map((stage) => (
            <li key={stage} className={styles.stage}>
              <Icon of={Check} size={14} />
              {t('accounts.stageDone', { stage: words(stage) })}
            </li>
          ))}
        </ol>
      )}
      {attempt.ask !== null && <ConnectAskForm ask={attempt.ask} network={network} onAnswer={onAnswer} />}
      {attempt.stage === 'waiting-for-browser' && attempt.ask === null && (
        <div className={styles.browser}>
          <p>{t('accounts.browserHow', { network })}</p>
          <Button size="small" onPress={onReopen}>
            {t('accounts.reopenBrowser')}
          </Button>
        </div>
      )}
    </div>
  );
}
