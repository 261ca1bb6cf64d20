import { Check, Clock, TriangleAlert } from 'lucide-react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { remotePicture } from '../../state/media-url.ts';
import { useNavigation } from '../../state/navigation.ts';
import type { Text } from '../../text/create-text.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Badge } from '../../ui/feedback/badge.tsx';
import { ThreadMessage } from '../../ui/lists/thread-message.tsx';
import type { Outgoing, Stage } from './outgoing.ts';
import styles from './thread.module.css';

/** An own answer that is on its way: its words, where it stands, and what can be done about it. */
export function PendingAnswer({
  answer,
  account,
  now,
}: {
  readonly answer: Outgoing;
  readonly account: Account;
  readonly now: number;
}) {
  const text = useText();
  const showDelivery = useNavigation((state) => state.showDelivery);
  const { stage } = answer;
  const failure = stage.tag === 'failed' ? stage.failure : null;
  const tone =
    stage.tag === 'failed'
      ? 'bad'
      : stage.tag === 'person'
        ? 'warn'
        : stage.tag === 'sent'
          ? 'ok'
          : 'neutral';
  const icon = stage.tag === 'sent' ? Check : tone === 'neutral' ? Clock : TriangleAlert;
  return (
    <div className={classNames(styles.entry, styles.mine, stage.tag !== 'sent' && styles.pending)}>
      <ThreadMessage
        name={account.name === '' ? account.handle : account.name}
        colourKey={account.remoteId}
        avatarUrl={account.avatarUrl === null ? null : remotePicture(account.avatarUrl)}
        when={text.times.ago(answer.at, now)}
        whenFull={text.times.full(answer.at)}
        below={
          <>
            <div className={styles.badges} role="status">
              <Badge icon={icon} tone={tone}>
                {stageText(stage, text)}
              </Badge>
              {answer.isHeld && (tone === 'bad' || tone === 'warn') && (
                <Button size="small" onPress={() => showDelivery(answer.id)}>
                  {text.t('inbox.seeOutbox')}
                </Button>
              )}
            </div>
            {failure !== null && (
              <p className={styles.cause}>{errorText(text, failure.code, failure.detail).sentence}</p>
            )}
          </>
        }
      >
        <span className={styles.written}>{answer.text}</span>
      </ThreadMessage>
    </div>
  );
}

const stageText = (stage: Stage, text: Text): string => {
  switch (stage.tag) {
    case 'to-hand-over':
      return text.t('inbox.state.toHandOver');
    case 'retry':
      return text.t('inbox.state.retry', { time: text.formats.date(stage.at, 'time') });
    default:
      return text.t(`inbox.state.${stage.tag}`);
  }
};
