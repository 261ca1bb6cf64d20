import { useState } from 'react';
import { dayOf, momentOf, wallOf } from '../../../src-shared/calendar/moment.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useRealm } from '../../state/realm.ts';
import { editIntent, readIntent } from '../../store/queries/intents.ts';
import { changePost } from '../../store/queries/posts.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { DateField } from '../../ui/fields/date-field.tsx';
import { TimeField } from '../../ui/fields/time-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import type { OutboxLine } from './line.ts';
import styles from './reschedule-dialog.module.css';

/** Another moment for a departure, on the wall clock of its own zone. */
export function RescheduleDialog({
  line,
  client,
  targets,
  onClose,
}: {
  readonly line: OutboxLine;
  readonly client: Workspace | null;
  /** How many accounts the same wish goes to: the new moment is for all of them. */
  readonly targets: number;
  readonly onClose: () => void;
}) {
  const { databases, info, now, toasts } = useRealm();
  const { t, times } = useText();
  const zone = line.delivery?.zone ?? client?.zone ?? info.zone;
  const start = wallOf(Math.max(line.dueAt, now() + 3_600_000), zone);
  const [day, setDay] = useState(start.slice(0, 10));
  const [time, setTime] = useState(start.slice(11, 16));
  const meaning = momentOf(`${day}T${time}`, zone);
  const { moment } = meaning;
  const isPast = moment.dueAt <= now();

  const save = async (): Promise<void> => {
    const row = await readIntent(databases, line.intentId);
    if (row === null) {
      toasts.show({ text: t('outbox.gone'), tone: 'warn' });
      return onClose();
    }
    const toleranceMs = line.delivery?.toleranceMs ?? client?.toleranceMs ?? 0;
    await editIntent(databases, line.intentId, { when: { tag: 'at', moment, toleranceMs } }, now());
    if (row.postId !== null) await changePost(databases, row.postId, { planned: moment }, now());
    toasts.show({ text: t('outbox.rescheduleAsked') });
    onClose();
  };

  return (
    <Dialog
      isOpen
      isHeld
      onClose={onClose}
      title={t('outbox.rescheduleTitle')}
      closeLabel={t('words.close')}
      actions={
        <>
          <Button onPress={onClose}>{t('words.cancel')}</Button>
          <Button tone="primary" isDisabled={isPast} onPress={() => void save()}>
            {t('outbox.rescheduleNow')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <div className={styles.fields}>
          <DateField label={t('outbox.day')} value={day} onChange={setDay} min={dayOf(now(), zone)} />
          <TimeField label={t('outbox.time')} value={time} onChange={setTime} />
        </div>
        <p className={styles.zone}>
          {t('outbox.zoneIs', { zone })}
          {zone !== info.zone && ` · ${t('outbox.hereIs', { when: times.full(moment.dueAt) })}`}
        </p>
        {meaning.tag === 'gap' && (
          <Banner tone="warn">{t('outbox.gap', { when: meaning.shownWall.slice(11, 16) })}</Banner>
        )}
        {meaning.tag === 'overlap' && <Banner tone="warn">{t('outbox.overlap')}</Banner>}
        {isPast && (
          <Banner tone="bad" role="status">
            {t('outbox.past')}
          </Banner>
        )}
        {targets > 1 && <Banner>{t('outbox.allTargets', { count: targets })}</Banner>}
      </div>
    </Dialog>
  );
}
