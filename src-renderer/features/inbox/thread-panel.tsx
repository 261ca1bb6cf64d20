import { WifiOff, X } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { isTyping } from '../../state/typing.ts';
import { useAccounts, useLiveList, useNow, useWorkspaces } from '../../state/use-live.ts';
import { liveThread } from '../../store/queries/messages.ts';
import { errorText } from '../../text/error-text.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { SidePanel } from '../../ui/frame/side-panel.tsx';
import { useInbox } from './inbox-state.ts';
import { deletionKey, likeOf, outgoingByMessage, nothingOutgoing } from './outgoing.ts';
import { PendingAnswer } from './pending-answer.tsx';
import { PostNumbers } from './post-numbers.tsx';
import { ThreadAnswer } from './thread-answer.tsx';
import { ThreadEntry } from './thread-entry.tsx';
import { ThreadHeader } from './thread-header.tsx';
import styles from './thread.module.css';
import { useMessage } from './use-message.ts';
import { canLike, isReaction, useMessageActions } from './use-message-actions.ts';
import { useOutgoing } from './use-outgoing.ts';
import { useThreadReading } from './use-thread-reading.ts';

/** The side panel: the open conversation, its person, the reply. */
export function ThreadPanel() {
  const thread = useNavigation((state) => state.thread);
  if (thread === null) return null;
  return <OpenThread key={thread.messageId} messageId={thread.messageId} />;
}

function OpenThread({ messageId }: { readonly messageId: string }) {
  const { t } = useText();
  const openThread = useNavigation((state) => state.openThread);
  const close = useCallback(() => openThread(null), [openThread]);
  const message = useMessage(messageId);
  const account = useAccounts().find((one) => one.id === message?.accountId);
  if (message === undefined) return <SidePanel label={t('inbox.threadLoading')}>{null}</SidePanel>;
  if (message === null || account === undefined)
    return (
      <SidePanel label={t('inbox.threadEmpty')}>
        <EmptyState
          title={t('inbox.threadEmpty')}
          actions={
            <Button icon={X} onPress={close}>
              {t('inbox.closeThread')}
            </Button>
          }
        />
      </SidePanel>
    );
  return <Conversation message={message} account={account} onClose={close} />;
}

interface ConversationProps {
  readonly message: Message;
  readonly account: Account;
  readonly onClose: () => void;
}

function Conversation({ message, account, onClose }: ConversationProps) {
  const realm = useRealm();
  const { databases, bridge } = realm;
  const text = useText();
  const { t } = text;
  const now = useNow();
  const actions = useMessageActions();
  const width = useInbox((state) => state.panelWidth);
  const widen = useInbox((state) => state.widenPanel);
  const colour = useWorkspaces().find((one) => one.id === message.workspaceId)?.colour ?? 'ardoise';
  const { rows, ready, more, grow } = useLiveList(
    () => liveThread(databases, account, message.conversationId),
    `${account.id} ${message.conversationId}`,
  );
  const shown = useMemo(() => conversationRows(rows, message), [rows, message]);
  const { reading, again } = useThreadReading(message);
  // Why nothing is read of such an account, and what to do about it, stands where the answer is written.
  const isToldBelow = account.health.tag === 'refused' || account.health.tag === 'locked';
  const outgoing = useOutgoing(useMemo(() => [message.workspaceId], [message.workspaceId]));
  const byMessage = useMemo(() => outgoingByMessage(outgoing), [outgoing]);
  const answers = useMemo(() => {
    const arrived = new Set(rows.map((row) => row.remoteId));
    return outgoing.filter(
      ({ action, accountId, remoteId }) =>
        (action.tag === 'reply' || action.tag === 'private-reply') &&
        accountId === account.id &&
        action.target.conversationId === message.conversationId &&
        (remoteId === null || !arrived.has(remoteId)),
    );
  }, [outgoing, rows, account.id, message.conversationId]);
  useMarkedRead(message, rows, ready, actions.setRead);

  const onOpenLink = useCallback((url: string) => void bridge.app.openLink({ url }), [bridge]);
  const own = byMessage.get(message.id) ?? nothingOutgoing;
  const { isLiked, pending } = likeOf(message, own, outgoing);
  const like = (): void => actions.setLiked(message, !isLiked, pending);

  const bottom = useRef<HTMLDivElement>(null);
  useShownMessage(bottom, message.id, shown.length, answers.length);

  const onKeyDown = (event: KeyboardEvent): void => {
    // What is pressed in a dialog or a menu of the panel is theirs, though React says it here too.
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.defaultPrevented || !isInside) return;
    const stop = (): void => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (event.key === 'Escape') {
      stop();
      onClose();
      return;
    }
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case 'r':
        stop();
        useInbox.getState().wantReply();
        return;
      case 'l':
        stop();
        if (canLike(message, account)) like();
        return;
      case 'e':
        stop();
        actions.setDone(message, message.state !== 'done');
        return;
      case 'u':
        stop();
        actions.setUnread(message);
        return;
      default:
    }
  };

  const answered = answeredOf(message, shown);
  const name = message.author.name === '' ? message.author.handle : message.author.name;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- single keys for whatever has the focus inside
    <div className={styles.keys} onKeyDown={onKeyDown}>
      <SidePanel
        label={t('inbox.thread', { name })}
        width={width}
        onResize={widen}
        resizeLabel={t('words.panelWidth')}
        header={
          <ThreadHeader
            message={message}
            account={account}
            actions={actions}
            isLiked={isLiked}
            onLike={like}
            onRefresh={again}
            onOpenLink={onOpenLink}
            onClose={onClose}
          />
        }
        footer={
          <ThreadAnswer
            message={message}
            answers={answers}
            answered={answered}
            account={account}
            colour={colour}
            onOpenLink={onOpenLink}
          />
        }
      >
        <div className={styles.thread} ref={bottom} data-client={colour}>
          {reading.tag === 'failed' && !isToldBelow && (
            <Banner
              tone={reading.failure.code === 'offline' ? 'neutral' : 'warn'}
              {...(reading.failure.code === 'offline' && { icon: WifiOff })}
              actions={
                <Button size="small" onPress={again}>
                  {t('words.retry')}
                </Button>
              }
            >
              {reading.failure.code === 'offline' ? null : (
                <>{errorText(text, reading.failure.code, reading.failure.detail).sentence} </>
              )}
              {t('inbox.threadOffline')}
            </Banner>
          )}
          {more && ready && (
            <Button size="small" onPress={grow}>
              {t('inbox.moreOfThread')}
            </Button>
          )}
          <ParentExcerpt message={message} rows={shown} />
          {shown.map((row) => (
            <ThreadEntry
              key={row.id}
              message={row}
              deletion={byMessage.get(deletionKey(row.accountId, row.remoteId))?.deletion ?? null}
              isOpened={row.id === message.id && row.box !== 'private' && shown.length > 1}
              now={now}
              onOpenLink={onOpenLink}
            />
          ))}
          {message.mine && message.box === 'own' && (
            <PostNumbers key={message.remoteId} account={account} subject={message.remoteId} now={now} />
          )}
          {answers.map((answer) => (
            <PendingAnswer key={answer.id} answer={answer} account={account} url={message.url} now={now} />
          ))}
        </div>
      </SidePanel>
    </div>
  );
}

/** Oldest first; the opened message is there even when its conversation was read under another name. */
function conversationRows(rows: readonly Message[], message: Message): readonly Message[] {
  const all = rows.filter((row) => row.id === message.id || !isReaction(row));
  if (!all.some((row) => row.id === message.id)) all.push(message);
  return all.sort((a, b) => b.order - a.order || (a.id < b.id ? -1 : 1));
}

/** In a private conversation the last words of the other side are answered; elsewhere the message that was opened. */
function answeredOf(message: Message, rows: readonly Message[]): Message {
  if (message.box !== 'private') return message;
  return rows.findLast((row) => !row.mine && row.goneAt === null) ?? message;
}

/** What it answers, in a few words, for as long as the message itself is not here. */
function ParentExcerpt({ message, rows }: { readonly message: Message; readonly rows: readonly Message[] }) {
  const { t } = useText();
  const { parent } = message;
  if (parent === null || parent.excerpt === null) return null;
  if (rows.some((row) => row.remoteId === parent.remoteId)) return null;
  return <p className={styles.parent}>{t('inbox.about', { excerpt: parent.excerpt })}</p>;
}

/** What was opened is read; in a private conversation everything that it shows. Once: "unread" stays what was asked. */
function useMarkedRead(
  message: Message,
  rows: readonly Message[],
  isReady: boolean,
  setRead: (messages: readonly Message[]) => void,
): void {
  const done = useRef(false);
  useEffect(() => {
    if (!isReady || done.current) return;
    done.current = true;
    const unread = (message.box === 'private' ? [...rows, message] : [message]).filter(
      (row) => row.state === 'unread',
    );
    if (unread.length > 0) setRead([...new Map(unread.map((row) => [row.id, row])).values()]);
  }, [isReady, message, rows, setRead]);
}

/**
 * Brings the opened message into view, and keeps it there while the rest of its conversation comes, until the reader
 * moves by their own hand. An answer that was just sent is shown whatever was being read.
 */
function useShownMessage(
  content: React.RefObject<HTMLDivElement | null>,
  id: string,
  rows: number,
  answers: number,
): void {
  const isTouched = useRef(false);
  const known = useRef(answers);
  useEffect(() => {
    const touch = (): void => {
      isTouched.current = true;
    };
    const element = content.current?.parentElement;
    element?.addEventListener('wheel', touch, { passive: true });
    element?.addEventListener('keydown', touch);
    return () => {
      element?.removeEventListener('wheel', touch);
      element?.removeEventListener('keydown', touch);
    };
  }, [content]);
  useEffect(() => {
    const hasNewAnswer = answers > known.current;
    known.current = answers;
    if (hasNewAnswer) content.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
    else if (!isTouched.current)
      content.current
        ?.querySelector(`[data-message="${CSS.escape(id)}"]`)
        ?.scrollIntoView({ block: 'nearest' });
  }, [content, id, rows, answers]);
}
