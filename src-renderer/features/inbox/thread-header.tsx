import {
  Check,
  Ellipsis,
  ExternalLink,
  Eye,
  EyeOff,
  Heart,
  MailOpen,
  RefreshCw,
  ShieldBan,
  Trash2,
  Undo2,
  UserX,
  VolumeX,
  X,
} from 'lucide-react';
import { useState } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import { remotePicture } from '../../state/media-url.ts';
import { useShell } from '../../state/shell.ts';
import { useText } from '../../text/text-context.tsx';
import { IconButton } from '../../ui/actions/icon-button.tsx';
import { PersonHeader } from '../../ui/identity/person-header.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import { IconMenuButton } from '../../ui/overlays/menu-button.tsx';
import type { MenuEntry } from '../../ui/overlays/menu-entry.ts';
import { handleOf } from '../../state/column-accounts.ts';
import { canHide, canLike, isHidden, type MessageActions } from './use-message-actions.ts';

type Asking = 'mute' | 'block' | 'delete';

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
  const { t } = useText();
  const show = useShell((shell) => shell.show);
  const [asking, setAsking] = useState<Asking | null>(null);
  const { author, url } = message;
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
              entries={entries()}
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
        title={t('inbox.deleteTitle')}
        confirmLabel={t('inbox.deleteOwn')}
        cancelLabel={t('words.cancel')}
        onConfirm={() => {
          actions.deleteOwn(message);
          stop();
        }}
        onCancel={stop}
      >
        {t('inbox.deleteText')}
      </AlertDialog>
    </>
  );

  function entries(): readonly MenuEntry[] {
    const { manifest } = account;
    return [
      ...(url === null
        ? []
        : [
            {
              tag: 'action' as const,
              id: 'open',
              label: t('inbox.openOnNetwork'),
              icon: ExternalLink,
              onAction: () => onOpenLink(url),
            },
          ]),
      {
        tag: 'action',
        id: 'unread',
        label: t('inbox.markUnread'),
        icon: MailOpen,
        keys: ['U'],
        isDisabled: message.state === 'unread',
        onAction: () => actions.setUnread(message),
      },
      {
        tag: 'action',
        id: 'refresh',
        label: t('inbox.refreshThread'),
        icon: RefreshCw,
        onAction: onRefresh,
      },
      ...(message.mine
        ? offers(manifest, 'delete') && message.goneAt === null
          ? [
              { tag: 'separator' as const, id: 'line' },
              {
                tag: 'action' as const,
                id: 'delete',
                label: t('inbox.deleteOwn'),
                icon: Trash2,
                tone: 'danger' as const,
                onAction: () => setAsking('delete'),
              },
            ]
          : []
        : [
            { tag: 'separator' as const, id: 'line' },
            ...(canHide(message, account)
              ? [
                  {
                    tag: 'action' as const,
                    id: 'hide',
                    label: t(isHidden(message) ? 'inbox.unhide' : 'inbox.hide'),
                    icon: isHidden(message) ? Eye : EyeOff,
                    onAction: () => actions.setHidden(message, !isHidden(message)),
                  },
                ]
              : []),
            ...(offers(manifest, 'mute')
              ? [
                  {
                    tag: 'action' as const,
                    id: 'mute',
                    label: t('inbox.mute'),
                    icon: VolumeX,
                    onAction: () => setAsking('mute'),
                  },
                ]
              : []),
            ...(offers(manifest, 'block')
              ? [
                  {
                    tag: 'action' as const,
                    id: 'block',
                    label: t('inbox.block'),
                    icon: ShieldBan,
                    tone: 'danger' as const,
                    onAction: () => setAsking('block'),
                  },
                ]
              : []),
            {
              tag: 'action' as const,
              id: 'erase',
              label: t('inbox.erasePerson'),
              icon: UserX,
              tone: 'danger' as const,
              onAction: () => show({ tag: 'person-purge', author }),
            },
          ]),
    ];
  }
}
