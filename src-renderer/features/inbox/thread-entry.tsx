import { EyeOff, PencilLine, Star, Trash2, TriangleAlert, Clock } from 'lucide-react';
import { memo, useState } from 'react';
import type { Message } from '../../../src-shared/domain/message.ts';
import { remotePicture } from '../../state/media-url.ts';
import type { Text } from '../../text/create-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Badge } from '../../ui/feedback/badge.tsx';
import { ThreadMessage } from '../../ui/lists/thread-message.tsx';
import { RichText } from '../../ui/rich-text/rich-text.tsx';
import { Attachments } from './attachments.tsx';
import { warningText } from './message-item.tsx';
import type { RowOutgoing } from './outgoing.ts';
import styles from './thread.module.css';
import { isHidden, isReaction } from './use-message-actions.ts';

export interface ThreadEntryProps {
  readonly message: Message;
  readonly deletion: RowOutgoing['deletion'];
  /** The one that was opened, among others. */
  readonly isOpened: boolean;
  readonly now: number;
  readonly onOpenLink: (url: string) => void;
}

/** A message of the open conversation, whole. */
export const ThreadEntry = memo(function ThreadEntry({
  message,
  deletion,
  isOpened,
  now,
  onOpenLink,
}: ThreadEntryProps) {
  const text = useText();
  const { t } = text;
  const [isRevealed, setRevealed] = useState(false);
  const { author } = message;
  const isSensitive = message.warning !== null;
  const isShown = !isSensitive || isRevealed;
  const counts = message.box === 'private' ? '' : countsOf(message, text);
  const hasBadges =
    message.goneAt !== null ||
    message.editedAt !== null ||
    message.kind === 'review' ||
    isHidden(message) ||
    deletion === 'waiting' ||
    deletion === 'failed';
  return (
    <div
      className={classNames(styles.entry, isOpened && styles.opened, message.mine && styles.mine)}
      data-message={message.id}
      {...(isOpened && { 'aria-current': 'true' as const })}
    >
      <ThreadMessage
        name={author.name === '' ? author.handle : author.name}
        colourKey={author.remoteId}
        avatarUrl={author.avatarUrl === null ? null : remotePicture(author.avatarUrl)}
        when={text.times.ago(message.createdAt, now)}
        whenFull={text.times.full(message.createdAt)}
        below={
          <>
            {isShown && <Attachments attachments={message.attachments} now={now} onOpen={onOpenLink} />}
            {isShown && message.poll !== null && <Poll poll={message.poll} now={now} />}
            {counts !== '' && <p className={styles.counts}>{counts}</p>}
            {hasBadges && (
              <div className={styles.badges}>
                {message.goneAt !== null && (
                  <Badge icon={Trash2} tone="warn">
                    {t(deletion === 'done' && !message.mine ? 'inbox.goneByUs' : 'inbox.gone')}
                  </Badge>
                )}
                {message.kind === 'review' && <Badge icon={Star}>{t('inbox.review')}</Badge>}
                {isHidden(message) && <Badge icon={EyeOff}>{t('inbox.hidden')}</Badge>}
                {message.editedAt !== null && (
                  <Badge icon={PencilLine} title={text.times.full(message.editedAt)}>
                    {t('inbox.edited')}
                  </Badge>
                )}
                {deletion === 'waiting' && <Badge icon={Clock}>{t('inbox.deleteWaiting')}</Badge>}
                {deletion === 'failed' && (
                  <Badge icon={TriangleAlert} tone="bad">
                    {t('inbox.deleteFailed')}
                  </Badge>
                )}
              </div>
            )}
          </>
        }
      >
        {isSensitive && (
          <span className={styles.warning}>
            <span>{warningText(message.warning ?? '', text)}</span>
            <Button size="small" aria-expanded={isRevealed} onPress={() => setRevealed(!isRevealed)}>
              {t(isRevealed ? 'inbox.hideSensitive' : 'inbox.showSensitive')}
            </Button>
          </span>
        )}
        {isShown &&
          (isReaction(message) ? (
            t(`inbox.kind.${message.kind}`)
          ) : (
            <RichText nodes={message.body} onOpenLink={onOpenLink} emojiSrc={remotePicture} />
          ))}
      </ThreadMessage>
    </div>
  );
});

/** What there is of it: a number that the network does not give is absent, and nothing is not told. */
function countsOf({ counts }: Message, text: Text): string {
  return (['likes', 'replies', 'reposts'] as const)
    .flatMap((name) => {
      const count = counts[name] ?? 0;
      return count === 0 ? [] : [text.t(`inbox.count.${name}`, { count })];
    })
    .join(' · ');
}

function Poll({ poll, now }: { readonly poll: NonNullable<Message['poll']>; readonly now: number }) {
  const text = useText();
  const isOver = poll.endsAt !== null && poll.endsAt <= now;
  return (
    <section className={styles.poll} aria-label={text.t('inbox.poll')}>
      <ul>
        {poll.options.map((option) => (
          <li key={option.text}>
            <span>{option.text}</span>
            {option.votes !== null && (
              <span className={styles.votes}>{text.t('inbox.votes', { count: option.votes })}</span>
            )}
          </li>
        ))}
      </ul>
      {poll.endsAt !== null && (
        <p className={styles.counts}>
          {isOver
            ? text.t('inbox.pollEnded')
            : text.t('inbox.pollEnds', { when: text.times.relative(poll.endsAt, now) })}
        </p>
      )}
    </section>
  );
}
