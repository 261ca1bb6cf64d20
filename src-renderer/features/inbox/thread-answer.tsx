import { Lock, MessageSquare } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { ToggleGroup } from '../../ui/actions/toggle-group.tsx';
import { AccountTrouble } from './account-trouble.tsx';
import type { Outgoing } from './outgoing.ts';
import { ReplyBox } from './reply-box.tsx';
import styles from './thread.module.css';
import { canReplyPrivately, isReaction, targetOf } from './use-message-actions.ts';

export interface ThreadAnswerProps {
  readonly message: Message;
  readonly answered: Message;
  readonly account: Account;
  /** Own answers of this conversation, sent lately or on their way. */
  readonly answers: readonly Outgoing[];
  readonly colour: React.ComponentProps<typeof ReplyBox>['client'];
  readonly onOpenLink: (url: string) => void;
}

type Mode = 'public' | 'private';

/** The reply, where the network has it in public or in private, or in words why there is none. */
export function ThreadAnswer({ message, answered, account, answers, colour, onOpenLink }: ThreadAnswerProps) {
  const { t } = useText();
  const [chosen, setChosen] = useState<Mode>('public');
  const { manifest } = account;
  const isPrivate = message.box === 'private';
  const offered = isPrivate
    ? offers(manifest, 'direct-messages') && manifest.messageCounting !== null
    : offers(manifest, 'reply');
  const mayBePrivate = canReplyPrivately(message, account);
  const mode: Mode = mayBePrivate && (!offered || chosen === 'private') ? 'private' : 'public';
  const target = useMemo(
    () => ({ ...targetOf(answered), ...(mode === 'private' && { privately: true as const }) }),
    [answered, mode],
  );
  const why = isReaction(message)
    ? t('inbox.noReplyActivity')
    : message.goneAt !== null && !isPrivate
      ? t('inbox.noReplyGone')
      : offered || mayBePrivate
        ? null
        : t('inbox.noReplyOffered', { network: manifest.name });
  const { url } = message;
  if (why !== null)
    return (
      <div className={styles.noReply}>
        <p>{why}</p>
        {url !== null && message.goneAt === null && (
          <Button size="small" onPress={() => onOpenLink(url)}>
            {t('inbox.openOnNetwork')}
          </Button>
        )}
      </div>
    );
  return (
    <>
      <AccountTrouble accounts={[account]} />
      {offered && mayBePrivate && (
        <div className={styles.mode}>
          <ToggleGroup
            label={t('inbox.answer.mode')}
            value={mode}
            onChange={setChosen}
            options={[
              { id: 'public', label: t('inbox.answer.public'), icon: MessageSquare },
              { id: 'private', label: t('inbox.answer.private'), icon: Lock },
            ]}
          />
        </div>
      )}
      {mode === 'private' && isAnsweredPrivately(answers, message) ? (
        <p className={styles.noReply}>{t('inbox.answer.sent', { network: manifest.name })}</p>
      ) : (
        <ReplyBox
          key={mode}
          account={account}
          target={target}
          answered={answered}
          client={colour}
          wasRefused={mode === 'public' && wasUninvited(answers, answered)}
        />
      )}
    </>
  );
}

const isAnsweredPrivately = (answers: readonly Outgoing[], { id }: Message): boolean =>
  answers.some(
    ({ action, stage }) =>
      action.tag === 'private-reply' && action.target.messageId === id && stage.tag !== 'failed',
  );

const wasUninvited = (answers: readonly Outgoing[], { id }: Message): boolean =>
  answers.some(
    ({ action, stage }) =>
      action.tag === 'reply' &&
      action.target.messageId === id &&
      stage.tag === 'failed' &&
      stage.failure?.code === 'reply-not-invited',
  );
