import { Check, Ellipsis, Heart, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { remotePicture } from '../../state/media-url.ts';
import { useShell } from '../../state/shell.ts';
import { useText } from '../../text/text-context.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { PersonHeader } from '../../ui/identity/person-header.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import { IconMenuButton } from '../../ui/overlays/menu-button.tsx';
import { handleOf } from '../../state/column-accounts.ts';
import { AbsencesDialog } from './absences.tsx';
import { isOwnPost, threadMenu, type Asking } from './thread-menu.ts';
import { canLike, type MessageActions } from './use-message-actions.ts';

export interface ThreadHeaderProps {
  readonly message: Message;
  readonly account: Account;
  readonly actions: MessageActions;
  readonly isLiked: boolean;
  readonly onLike: () => void;
  readonly onRefresh: () => void;
  readonly onOpenLink: (url: string) => void;
  readonly onClose: () => void;
}

/** With whom the conversation is, by which account, and what can be done about it. */
export function ThreadHeader({
  message,
  account,
  actions,
  isLiked,
  onLike,
  onRefresh,
  onOpenLink,
  onClose,
}: ThreadHeaderProps) {
  const text = useText();
  const { t } = text;
  const show = useShell((shell) => shell.show);
  const [asking, setAsking] = useState<Asking | null>(null);
  const { author } = message;
  const handle = author.handle === author.name ? author.name : `@${author.handle}`;
  const isDone = message.state === 'done';
  const stop = (): void => setAsking(null);
  return (
    <>
      <PersonHeader
        name={author.name === '' ? author.handle : author.name}
        colourKey={author.remoteId}
        avatarUrl={author.avatarUrl === null ? null : remotePicture(author.avatarUrl)}
        detail={
          <>
            <span title={handle}>{`${account.manifest.name} · ${handle}`}</span>
            <br />
            {t('inbox.via', { account: handleOf(account) })}
          </>
        }
        end={
          <>
            {canLike(message, account) && (
              <IconButton
                icon={Heart}
                label={t(isLiked ? 'inbox.unlike' : 'inbox.like')}
                keys={['L']}
                isOn={isLiked}
                onPress={onLike}
              />
            )}
            <IconButton
              icon={isDone ? Undo2 : Check}
              label={t(isDone ? 'inbox.markUndone' : 'inbox.markDone')}
              keys={['E']}
              onPress={() => actions.setDone(message, !isDone)}
            />
            <IconMenuButton
              icon={Ellipsis}
              label={t('words.more')}
              placement="bottom end"
              entries={threadMenu(
                {
                  message,
                  account,
                  actions,
                  onRefresh,
                  onOpenLink,
                  onAsk: setAsking,
                  onErase: () => show({ tag: 'person-purge', author }),
                },
                text,
              )}
            />
            <IconButton icon={X} label={t('inbox.closeThread')} keys={['Esc']} onPress={onClose} />
          </>
        }
      />
      <AlertDialog
        isOpen={asking === 'mute'}
        title={t('inbox.muteTitle', { handle })}
        confirmLabel={t('inbox.mute')}
        cancelLabel={t('words.cancel')}
        tone="primary"
        onConfirm={() => {
          actions.silence(message, account, 'mute');
          stop();
        }}
        onCancel={stop}
      >
        {t('inbox.muteText', { account: handleOf(account) })}
      </AlertDialog>
      <AlertDialog
        isOpen={asking === 'block'}
        title={t('inbox.blockTitle', { handle })}
        confirmLabel={t('inbox.block')}
        cancelLabel={t('words.cancel')}
        onConfirm={() => {
          actions.silence(message, account, 'block');
          stop();
        }}
        onCancel={stop}
      >
        {t('inbox.blockText', { account: handleOf(account) })}
      </AlertDialog>
      <AlertDialog
        isOpen={asking === 'delete'}
        title={t(isOwnPost(message, account) ? 'inbox.deleteTitle' : 'inbox.deleteCommentTitle')}
        confirmLabel={t(isOwnPost(message, account) ? 'inbox.deleteOwn' : 'inbox.deleteComment')}
        cancelLabel={t('words.cancel')}
        onConfirm={() => {
          actions.remove(message);
          stop();
        }}
        onCancel={stop}
      >
        {isOwnPost(message, account)
          ? t('inbox.deleteText')
          : t('inbox.deleteCommentText', { name: author.name === '' ? handle : author.name })}
      </AlertDialog>
      {asking === 'absent' && (
        <AbsencesDialog message={message} account={account} onOpenLink={onOpenLink} onClose={stop} />
      )}
    </>
  );
}
