import { useMemo } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import { emptyContent } from '../../../src-shared/domain/content.ts';
import type { Action } from '../../../src-shared/domain/intent.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import type { Target } from '../../../src-shared/domain/post.ts';
import type { IntentId } from '../../../src-shared/ids.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useSend, useSendWithUndo, useUndoSend, type SendInput } from '../../state/use-send.ts';
import { readConversation, setMessageState, type Decided } from '../../store/queries/messages.ts';
import { useText } from '../../text/text-context.tsx';
import { handleOf } from '../../state/column-accounts.ts';

/** Enough of a message to act on it with no look-up. */
export const targetOf = (message: Message): Target => ({
  messageId: message.id,
  remoteId: message.remoteId,
  conversationId: message.conversationId,
  handleData: message.handleData,
  box: message.box === 'private' ? 'private' : 'public',
  authorHandle: message.author.handle,
});

/** A like, a share, a new follower: an event about something, that cannot itself be answered or liked. */
export const isReaction = (message: Pick<Message, 'kind'>): boolean =>
  message.kind === 'like' || message.kind === 'repost' || message.kind === 'follow';

export const canLike = (message: Message, account: Account): boolean =>
  !isReaction(message) &&
  message.box !== 'private' &&
  message.goneAt === null &&
  offers(account.manifest, 'like');

export interface MessageActions {
  readonly open: (message: Message) => void;
  /** Turns the message over, in private its whole conversation; shows the one undo. */
  readonly setDone: (message: Message, done: boolean) => void;
  readonly setUnread: (message: Decided) => void;
  /** It was opened: no longer unread, and nothing is said. */
  readonly setRead: (messages: readonly Decided[]) => void;
  /** `pending`: the wish to like, or unlike, that has not left yet and is taken back instead. */
  readonly setLiked: (message: Message, liked: boolean, pending: IntentId | null) => void;
  readonly silence: (message: Message, account: Account, how: 'mute' | 'block') => void;
  /** An own post, or a comment that may be deleted. */
  readonly remove: (message: Message) => void;
  /** Keeps somebody's comment from everybody else's eyes, or shows it again. */
  readonly setHidden: (message: Message, hidden: boolean) => void;
}

const isComment = ({ kind, box, goneAt }: Message): boolean =>
  goneAt === null && box !== 'private' && (kind === 'comment' || kind === 'reply');

/** Somebody's comment under an own post, where the network lets its owner hide it. */
export const canHide = (message: Message, account: Account): boolean =>
  !message.mine && message.box === 'public' && isComment(message) && offers(account.manifest, 'hide-reply');

/** An own post or comment, or somebody's comment under an own post, where the network lets its owner delete it. */
export const canDelete = (message: Message, { manifest }: Account): boolean =>
  message.goneAt === null &&
  (message.mine
    ? offers(manifest, 'delete') || (isComment(message) && offers(manifest, 'delete-comment'))
    : isComment(message) && message.box === 'public' && offers(manifest, 'delete-comment'));

/** Somebody's comment that may be answered where only they read it. */
export const canReplyPrivately = (message: Message, { manifest }: Account): boolean =>
  !message.mine &&
  message.box === 'public' &&
  isComment(message) &&
  offers(manifest, 'private-reply') &&
  manifest.messageCounting !== null;

/** As connectors say it of a comment that its owner hid. */
export const isHidden = ({ visibility }: Pick<Message, 'visibility'>): boolean => visibility === 'hidden';

/** What can be done with a message. The same functions for as long as the language stays. */
export function useMessageActions(): MessageActions {
  const { databases, now, toasts } = useRealm();
  const openThread = useNavigation((state) => state.openThread);
  const send = useSend();
  const sendWithUndo = useSendWithUndo();
  const undoSend = useUndoSend();
  const { t } = useText();
  return useMemo(() => {
    /** Until the row says it: a second press in between would say the same once more. */
    const liking = new Set<string>();
    const decide = async (messages: readonly Decided[], state: Message['state']): Promise<void> => {
      await setMessageState(databases, messages, state, now());
    };
    const decideWithUndo = (messages: readonly Decided[], state: Message['state'], text: string): void => {
      const before = messages.filter((one) => one.state !== state);
      if (before.length === 0) return;
      void decide(before, state).then(() => {
        toasts.show({
          text,
          action: {
            label: t('words.undo'),
            onPress: () => {
              for (const old of ['unread', 'open', 'done'] as const) {
                const back = before.filter((one) => one.state === old);
                if (back.length > 0)
                  void decide(
                    back.map((one) => ({ ...one, state })),
                    old,
                  );
              }
            },
          },
        });
      });
    };
    const wish = (message: Message, action: Action, graceMs: number): SendInput => ({
      workspaceId: message.workspaceId,
      action,
      targets: [{ accountId: message.accountId, content: emptyContent }],
      postId: null,
      when: { tag: 'now', graceMs },
      executor: 'machine',
    });
    return {
      open: (message) =>
        openThread({
          messageId: message.id,
          accountId: message.accountId,
          conversationId: message.conversationId,
        }),
      setDone: (message, done) => {
        void (async () => {
          const all = message.box === 'private' ? await readConversation(databases, message) : [message];
          decideWithUndo(
            all.filter((one) => done || one.state === 'done'),
            done ? 'done' : 'open',
            t(done ? 'inbox.markedDone' : 'inbox.markedUndone'),
          );
        })();
      },
      setUnread: (message) => decideWithUndo([message], 'unread', t('inbox.markedUnread')),
      setRead: (messages) => void decide(messages, 'open'),
      setLiked: (message, liked, pending) => {
        if (liking.has(message.id)) return;
        liking.add(message.id);
        void (async () => {
          // A wish that has not left is taken back; only one that has left needs its opposite.
          if (pending !== null && (await undoSend(pending))) return;
          const target = targetOf(message);
          await send(
            wish(
              message,
              liked ? { tag: 'like', target } : { tag: 'unlike', target, likeRemoteId: message.likeRemoteId },
              0,
            ),
          );
        })().finally(() => liking.delete(message.id));
      },
      silence: (message, account, how) => {
        const handle = `@${message.author.handle}`;
        void sendWithUndo(
          wish(
            message,
            { tag: how, personId: message.author.remoteId, handle: message.author.handle },
            5_000,
          ),
          t(how === 'mute' ? 'inbox.muted' : 'inbox.blocked', { handle }) + ` · ${handleOf(account)}`,
        );
      },
      setHidden: (message, hidden) => {
        void sendWithUndo(
          wish(message, { tag: hidden ? 'hide' : 'unhide', target: targetOf(message) }, 5_000),
          t(hidden ? 'inbox.hiding' : 'inbox.unhiding'),
        );
      },
      remove: (message) => {
        void sendWithUndo(
          wish(message, { tag: 'delete', remoteId: message.remoteId, handleData: message.handleData }, 5_000),
          t('inbox.deleting'),
        );
      },
    };
  }, [databases, now, toasts, openThread, send, sendWithUndo, undoSend, t]);
}
