import { useText } from '../../text/text-context.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import { useCalendar } from './calendar-context.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { excerptOf } from './entry-words.ts';
import { openDeliveries } from './use-entry-actions.ts';
import styles from './publish-dialog.module.css';

export interface PublishDialogProps {
  readonly entry: CalendarEntry;
  readonly onPublish: () => void;
  readonly onCancel: () => void;
}

/** Asks before a planned post leaves at once: it names the accounts, and that cannot be undone. */
export function PublishDialog({ entry, onPublish, onCancel }: PublishDialogProps) {
  const text = useText();
  const { accounts } = useCalendar();
  const open = openDeliveries(entry).map((one) => one.accountId);
  const names = (open.length > 0 ? open : entry.accountIds).flatMap((id) => {
    const account = accounts.get(id);
    return account === undefined
      ? []
      : text.t('calendar.accountOn', { account: account.handle, network: account.manifest.name });
  });
  return (
    <AlertDialog
      isOpen
      title={text.t('calendar.publishNowTitle')}
      confirmLabel={text.t('calendar.publishNow')}
      cancelLabel={text.t('words.cancel')}
      tone="primary"
      onCancel={onCancel}
      onConfirm={onPublish}
    >
      <p className={styles.quote}>{excerptOf(text, entry.content, 140)}</p>
      <p>{text.t('calendar.publishNowText', { accounts: text.formats.list(names) })}</p>
    </AlertDialog>
  );
}
