import type { Account } from '../../../src-shared/domain/account.ts';
import type { Message } from '../../../src-shared/domain/message.ts';
import type { Absence, Capability } from '../../../src-shared/networks/manifest.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './thread.module.css';

const ofAComment: readonly Capability[] = [
  'reply',
  'private-reply',
  'like',
  'repost',
  'hide-reply',
  'delete-comment',
  'mute',
  'block',
  'report',
];

/** What one would look for under such a message and does not find, each with its cause. */
export function absencesOf(
  message: Pick<Message, 'mine' | 'box'>,
  { manifest }: Pick<Account, 'manifest'>,
): readonly { readonly what: Capability; readonly why: Absence }[] {
  const sought: readonly Capability[] =
    message.box === 'private'
      ? ['direct-messages', 'mute', 'block', 'report']
      : message.mine
        ? ['delete', 'edit']
        : ofAComment;
  return sought.flatMap((what) => {
    const why = manifest.absent?.[what];
    return why === undefined ? [] : [{ what, why }];
  });
}

/** In words, and the network's own page, where it can be done by hand. */
export function AbsencesDialog({
  message,
  account,
  onOpenLink,
  onClose,
}: {
  readonly message: Message;
  readonly account: Account;
  readonly onOpenLink: (url: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const { url } = message;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('inbox.absentTitle', { network: account.manifest.name })}
      closeLabel={t('words.close')}
      actions={
        url !== null && (
          <Button
            tone="primary"
            onPress={() => {
              onOpenLink(url);
              onClose();
            }}
          >
            {t('inbox.openOnNetwork')}
          </Button>
        )
      }
    >
      <ul className={styles.absences}>
        {absencesOf(message, account).map(({ what, why }) => (
          <li key={what}>
            {t('inbox.absentLine', { what: t(`networks.can.${what}`), why: t(`networks.absent.${why}`) })}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
