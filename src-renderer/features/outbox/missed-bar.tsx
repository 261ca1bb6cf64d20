import { CalendarClock, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { AlertDialog } from '../../ui/overlays/alert-dialog.tsx';
import type { OutboxLine } from './line.ts';
import styles from './missed-bar.module.css';
import type { Missed } from './use-missed.ts';

/** What can be done with all missed posts together. */
export function MissedBar({
  lines,
  missed,
}: {
  readonly lines: readonly OutboxLine[];
  readonly missed: Missed;
}) {
  const { t } = useText();
  const [asked, setAsked] = useState<'publish' | 'drop' | null>(null);
  // An edit that is under way is settled first.
  const settled = lines.filter(({ unaccepted }) => unaccepted === null);
  const count = settled.length;
  if (count < 2) return null;
  const close = (): void => setAsked(null);
  return (
    <div role="group" aria-label={t('outbox.missedAll')} className={styles.bar}>
      <Button size="small" icon={CalendarClock} onPress={() => void missed.toNextSlots(settled)}>
        {t('outbox.missedNextSlots')}
      </Button>
      <Button size="small" icon={Send} onPress={() => setAsked('publish')}>
        {t('outbox.missedPublish')}
      </Button>
      <Button size="small" tone="quiet" icon={Trash2} onPress={() => setAsked('drop')}>
        {t('outbox.missedDrop')}
      </Button>
      <AlertDialog
        isOpen={asked === 'publish'}
        title={t('outbox.missedPublishSure', { count })}
        confirmLabel={t('outbox.missedPublishNow', { count })}
        cancelLabel={t('words.cancel')}
        tone="primary"
        onCancel={close}
        onConfirm={() => {
          close();
          void missed.publish(settled);
        }}
      >
        {t('outbox.missedPublishHow')}
      </AlertDialog>
      <AlertDialog
        isOpen={asked === 'drop'}
        title={t('outbox.missedDropSure', { count })}
        confirmLabel={t('outbox.missedDropNow', { count })}
        cancelLabel={t('words.cancel')}
        onCancel={close}
        onConfirm={() => {
          close();
          void missed.drop(settled);
        }}
      >
        {t('outbox.missedDropHow')}
      </AlertDialog>
    </div>
  );
}
