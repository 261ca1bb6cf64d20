import { Check, Clock, Hand, Lock, TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
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
import { HandAnswer } from './hand-answer.tsx';
import type { Outgoing, Stage } from './outgoing.ts';
import { useHandAnswer } from './use-hand-answer.ts';
import styles from './thread.module.css';

/** An own answer that is on its way: its words, where it stands, and what can be done about it. */
export function PendingAnswer({
  answer,
  account,
  url,
  now,
}: {
  readonly answer: Outgoing;
  readonly account: Account;
  /** Of what is answered. */
  readonly url: string | null;
  readonly now: number;
}) {
  const text = useText();
  const showDelivery = useNavigation((state) => state.showDelivery);
  const byHand = useHandAnswer();
  /** Until the row says so itself: pressed twice, it is given once. */
  const isGiving = useRef(false);
  const giveByHand = (action: Outgoing['action']): void => {
    if (action.tag !== 'reply' || isGiving.current) return;
    isGiving.current = true;
    void byHand({ account, target: action.target, text: answer.text, url, postId: null }).finally(() => {
      isGiving.current = false;
    });
  };
  const { stage } = answer;
  const failure = stage.tag === 'failed' ? stage.failure : null;
  const tone =
    stage.tag === 'failed'
      ? 'bad'
      : stage.tag === 'person' || stage.tag === 'hand'
        ? 'warn'
        : stage.tag === 'sent'
          ? 'ok'
          : 'neutral';
  const icon =
    stage.tag === 'hand' ? Hand : stage.tag === 'sent' ? Check : tone === 'neutral' ? Clock : TriangleAlert;
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
              {answer.action.tag === 'private-reply' && (
                <Badge icon={Lock}>{text.t('inbox.answeredPrivately')}</Badge>
              )}
              {answer.isHeld && (tone === 'bad' || tone === 'warn') && (
                <Button size="small" onPress={() => showDelivery(answer.id)}>
                  {text.t('inbox.seeOutbox')}
                </Button>
              )}
            </div>
            {failure?.code === 'reply-not-invited' && answer.action.tag === 'reply' && (
              <Button size="small" icon={Hand} onPress={() => giveByHand(answer.action)}>
                {text.t('inbox.handTitle')}
              </Button>
            )}
            {stage.tag === 'hand' && <HandAnswer answer={answer} account={account} url={url} />}
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
