import {
  CircleSlash,
  ExternalLink,
  Eye,
  EyeOff,
  MailOpen,
  RefreshCw,
  ShieldBan,
  Trash2,
  UserX,
  VolumeX,
} from 'lucide-react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import { offers } from '../../../src-shared/networks/manifest.ts';
import type { Text } from '../../text/create-text.ts';
import type { MenuAction, MenuEntry } from '../../ui/overlays/menu-entry.ts';
import { absencesOf } from './absences.tsx';
import { canDelete, canHide, isHidden, isReaction, type MessageActions } from './use-message-actions.ts';

/** What is asked, or said, in a dialog before anything happens. */
export type Asking = 'mute' | 'block' | 'delete' | 'absent';

export interface ThreadMenuInput {
  readonly message: Message;
  readonly account: Account;
  readonly actions: MessageActions;
  readonly onRefresh: () => void;
  readonly onOpenLink: (url: string) => void;
  readonly onAsk: (what: Asking) => void;
  readonly onErase: () => void;
}

/** Everything else that can be done about an open conversation: what its network offers, and why the rest is not here. */
export function threadMenu(
  { message, account, actions, onRefresh, onOpenLink, onAsk, onErase }: ThreadMenuInput,
  { t }: Text,
): readonly MenuEntry[] {
  const { manifest } = account;
  const { url, mine } = message;
  const hidden = isHidden(message);
  const act = (isThere: boolean, entry: Omit<MenuAction, 'tag'>): readonly MenuEntry[] =>
    isThere ? [{ tag: 'action', ...entry }] : [];
  const about: readonly MenuEntry[] = [
    ...act(canHide(message, account), {
      id: 'hide',
      label: t(hidden ? 'inbox.unhide' : 'inbox.hide'),
      icon: hidden ? Eye : EyeOff,
      onAction: () => actions.setHidden(message, !hidden),
    }),
    ...act(!mine && offers(manifest, 'mute'), {
      id: 'mute',
      label: t('inbox.mute'),
      icon: VolumeX,
      onAction: () => onAsk('mute'),
    }),
    ...act(canDelete(message, account), {
      id: 'delete',
      label: t(isOwnPost(message, account) ? 'inbox.deleteOwn' : 'inbox.deleteComment'),
      icon: Trash2,
      tone: 'danger',
      onAction: () => onAsk('delete'),
    }),
    ...act(!mine && offers(manifest, 'block'), {
      id: 'block',
      label: t('inbox.block'),
      icon: ShieldBan,
      tone: 'danger',
      onAction: () => onAsk('block'),
    }),
    ...act(!mine, {
      id: 'erase',
      label: t('inbox.erasePerson'),
      icon: UserX,
      tone: 'danger',
      onAction: onErase,
    }),
    ...act(!isReaction(message) && absencesOf(message, account).length > 0, {
      id: 'absent',
      label: t('inbox.absent'),
      icon: CircleSlash,
      onAction: () => onAsk('absent'),
    }),
  ];
  return [
    ...act(url !== null, {
      id: 'open',
      label: t('inbox.openOnNetwork'),
      icon: ExternalLink,
      onAction: () => onOpenLink(url ?? ''),
    }),
    ...act(true, {
      id: 'unread',
      label: t('inbox.markUnread'),
      icon: MailOpen,
      keys: ['U'],
      isDisabled: message.state === 'unread',
      onAction: () => actions.setUnread(message),
    }),
    ...act(true, {
      id: 'refresh',
      label: t('inbox.refreshThread'),
      icon: RefreshCw,
      onAction: onRefresh,
    }),
    ...(about.length > 0 ? [{ tag: 'separator' as const, id: 'line' }] : []),
    ...about,
  ];
}

/** Everything of ours, but what the network knows as a comment. */
export const isOwnPost = ({ mine, kind }: Pick<Message, 'mine' | 'kind'>, { manifest }: Account): boolean =>
  mine && !((kind === 'comment' || kind === 'reply') && offers(manifest, 'delete-comment'));
