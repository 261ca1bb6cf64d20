import {
  ChartBarBig,
  Check,
  Clock,
  EyeOff,
  Hand,
  Heart,
  Image,
  PencilLine,
  Reply,
  Star,
  Trash2,
  TriangleAlert,
} from 'lucide-react';
import { memo, useState } from 'react';
import type { Message } from '../../../src-shared/domain/message.ts';
import type { ClientColour } from '../../../src-shared/domain/workspace.ts';
import { plainText } from '../../../src-shared/rich-text.ts';
import { remotePicture } from '../../state/media-url.ts';
import type { Text } from '../../text/create-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Badge } from '../../ui/feedback/badge.tsx';
import type { NetworkMarkData } from '../../ui/identity/network-mark.tsx';
import { MessageRow } from '../../ui/lists/message-row.tsx';
import { RichText } from '../../ui/rich-text/rich-text.tsx';
import { attachmentWords } from './attachment-words.ts';
import type { Head } from './conversation-heads.ts';
import styles from './inbox.module.css';
import type { RowOutgoing } from './outgoing.ts';
import { withoutAddress } from './without-address.ts';
import { isHidden, isReaction } from './use-message-actions.ts';
import { windowBadge, type WindowTimes } from './window-badge.tsx';

export interface MessageItemProps extends WindowTimes {
  readonly message: Message;
  /** The account that received it: its own name in front of the words is not repeated in every row. */
  readonly handle: string | null;
  /** Of a private conversation, whose last message this is. */
  readonly head: Head | null;
  readonly outgoing: RowOutgoing;
  readonly client: ClientColour;
  /** By which network it came, where the column mixes several accounts. */
  readonly mark: { readonly mark: NetworkMarkData; readonly label: string } | null;
  /** Epoch ms, refreshed now and then. */
  readonly now: number;
}

/** A row of a column. Rendered again only when something that it shows has changed. */
export const MessageItem = memo(function MessageItem({
  message,
  handle,
  head,
  outgoing,
  client,
  until,
  freeUntil,
  permission,
  mark,
  now,
}: MessageItemProps) {
  const text = useText();
  const [isRevealed, setRevealed] = useState(false);
  const author = shownAuthor(message, head);
  const isCovered = message.warning !== null && !isRevealed;
  const badges = badgesOf(message, outgoing, text);
  const window = waitsForAnswer(message, outgoing)
    ? windowBadge({ until, freeUntil, permission }, now, text)
    : null;
  if (window !== null) badges.unshift(window);
  return (
    <MessageRow
      name={author.name === '' ? author.handle : author.name}
      // Where a network knows no handles, the name stands for it: it is not said twice.
      handle={author.handle === author.name ? '' : `@${author.handle}`}
      authorKey={author.remoteId}
      avatarUrl={author.avatarUrl === null ? null : remotePicture(author.avatarUrl)}
      when={text.times.ago(message.createdAt, now)}
      whenFull={text.times.full(message.createdAt)}
      // A reaction's words are its kind.
      kind={isReaction(message) ? null : kindWords(message, text)}
      // In a column of one account its head says which.
      account={mark === null || handle === null ? null : `@${handle}`}
      about={message.parent?.excerpt ? text.t('inbox.about', { excerpt: message.parent.excerpt }) : null}
      client={client}
      isWaiting={waitsForAnswer(message, outgoing)}
      isUnread={head?.isUnread ?? message.state === 'unread'}
      mark={mark}
      {...(badges.length > 0 && { badges })}
    >
      {isCovered ? (
        <span className={styles.sensitive}>
          <span>{warningText(message.warning ?? '', text)}</span>
          <Button size="small" onPress={() => setRevealed(true)}>
            {text.t('inbox.showSensitive')}
          </Button>
        </span>
      ) : isReaction(message) ? (
        <span className={styles.reaction}>{text.t(`inbox.kind.${message.kind}`)}</span>
      ) : (
        <>
          {author !== message.author && <span className={styles.reaction}>{text.t('inbox.youWrote')} </span>}
          {message.body.length === 0 && message.attachments.length > 0 ? (
            <span className={styles.reaction}>{broughtWords(message, now, text)}</span>
          ) : (
            <RichText nodes={withoutAddress(message.body, handle)} emojiSrc={remotePicture} />
          )}
        </>
      )}
    </MessageRow>
  );
});

/** What it is; what the account itself answered answers somebody else. */
const kindWords = ({ kind, mine }: Message, { t }: Text): string =>
  t(mine && kind === 'reply' ? 'inbox.kind.ownReply' : `inbox.kind.${kind}`);

/** What a message without words brings. */
const broughtWords = ({ attachments }: Message, now: number, text: Text): string =>
  attachments.map((one) => attachmentWords(one, now, text)).join(', ');

/** "Contenu sensible : …", also where the network gives no words for it. */
export const warningText = (warning: string, text: Text): string =>
  text.t('inbox.sensitive', { warning: warning.trim() === '' ? '…' : warning });

/** The stripe at the left: somebody wrote to us, and nothing was answered or decided yet. */
const waitsForAnswer = (message: Message, outgoing: RowOutgoing): boolean =>
  message.state !== 'done' &&
  (message.box === 'public' || message.box === 'private') &&
  !message.mine &&
  (outgoing.reply === null || outgoing.reply === 'failed');

/** A private conversation is known by its other side, also while the last words are ours. */
const shownAuthor = (message: Message, head: Head | null): Message['author'] =>
  (message.mine ? head?.with : null) ?? message.author;

/**
 * The row in a sentence, for screen readers: the words that it shows. `handle`: the receiving account's, said where the
 * column is `mixed`.
 */
export function rowName(
  message: Message,
  handle: string | null,
  mixed: boolean,
  head: Head | null,
  now: number,
  text: Text,
): string {
  const author = shownAuthor(message, head);
  const values = {
    name: author.name === '' ? author.handle : author.name,
    what: `${kindWords(message, text)}${mixed && handle !== null ? ` · @${handle}` : ''}`,
    when: text.times.ago(message.createdAt, now),
    text:
      message.warning === null
        ? message.body.length === 0
          ? broughtWords(message, now, text)
          : plainText(withoutAddress(message.body, handle)).slice(0, 200)
        : warningText(message.warning, text),
  };
  return (head?.isUnread ?? message.state === 'unread')
    ? text.t('inbox.rowNameUnread', values)
    : text.t('inbox.rowName', values);
}

function badgesOf(message: Message, outgoing: RowOutgoing, text: Text): React.ReactNode[] {
  const { t } = text;
  const all: React.ReactNode[] = [];
  const add = (key: string, node: React.ReactNode): void => {
    all.push(<span key={key}>{node}</span>);
  };
  const pictures = message.attachments.filter((one) => one.kind === 'image').length;
  if (message.goneAt !== null)
    add(
      'gone',
      <Badge icon={Trash2} tone="warn">
        {t(outgoing.deletion === 'done' && !message.mine ? 'inbox.goneByUs' : 'inbox.gone')}
      </Badge>,
    );
  if (message.kind === 'review') add('review', <Badge icon={Star}>{t('inbox.review')}</Badge>);
  if (isHidden(message)) add('hidden', <Badge icon={EyeOff}>{t('inbox.hidden')}</Badge>);
  if (outgoing.deletion === 'waiting')
    add('deletion', <Badge icon={Clock}>{t('inbox.deleteWaiting')}</Badge>);
  if (outgoing.deletion === 'failed')
    add(
      'deletion',
      <Badge icon={TriangleAlert} tone="bad">
        {t('inbox.deleteFailed')}
      </Badge>,
    );
  switch (outgoing.reply) {
    case null:
      break;
    case 'sent':
      add(
        'reply',
        <Badge icon={Reply} tone="ok">
          {t('inbox.answered')}
        </Badge>,
      );
      break;
    case 'sending':
      add('reply', <Badge icon={Clock}>{t('inbox.leaving')}</Badge>);
      break;
    case 'hand':
      add(
        'reply',
        <Badge icon={Hand} tone="warn">
          {t('inbox.byYou')}
        </Badge>,
      );
      break;
    case 'verifying':
    case 'person':
      add(
        'reply',
        <Badge icon={TriangleAlert} tone="warn">
          {t('inbox.inDoubt')}
        </Badge>,
      );
      break;
    case 'failed':
      add(
        'reply',
        <Badge icon={TriangleAlert} tone="bad">
          {t('inbox.notSent')}
        </Badge>,
      );
      break;
    default:
      add('reply', <Badge icon={Clock}>{t('inbox.waitingToLeave')}</Badge>);
  }
  if (message.state === 'done')
    add(
      'done',
      <Badge icon={Check} tone="ok">
        {t('inbox.done')}
      </Badge>,
    );
  if (outgoing.like !== null)
    add(
      'like',
      <Badge icon={Clock}>{t(outgoing.like === 'on' ? 'inbox.likeWaiting' : 'inbox.unlikeWaiting')}</Badge>,
    );
  else if (outgoing.likeFailed)
    add(
      'like',
      <Badge icon={TriangleAlert} tone="bad">
        {t('inbox.likeFailed')}
      </Badge>,
    );
  else if (message.liked && !isReaction(message))
    add(
      'like',
      <Badge icon={Heart} tone="accent">
        {t('inbox.liked')}
      </Badge>,
    );
  if (pictures > 0) add('pictures', <Badge icon={Image}>{t('inbox.pictures', { count: pictures })}</Badge>);
  if (message.poll !== null) add('poll', <Badge icon={ChartBarBig}>{t('inbox.poll')}</Badge>);
  if (message.editedAt !== null) add('edited', <Badge icon={PencilLine}>{t('inbox.edited')}</Badge>);
  return all;
}
