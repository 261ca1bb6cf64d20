import { useState } from 'react';
import { movedTo } from '../../../src-shared/calendar/move.ts';
import { dayOf, type Meaning } from '../../../src-shared/calendar/moment.ts';
import type { Moment } from '../../../src-shared/domain/post.ts';
import { useNeighbours } from '../../state/neighbours.ts';
import { usePublishing } from '../../state/publishing.ts';
import { useAccounts, useNow } from '../../state/use-live.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { DateField } from '../../ui/fields/date-field.tsx';
import { TimeField } from '../../ui/fields/time-field.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import type { CalendarEntry } from './calendar-entry.ts';
import { entryWarnings, warningsText } from './entry-neighbours.ts';
import { cityOf, excerptOf, meaningText } from './entry-words.ts';
import styles from './move-dialog.module.css';

export interface MoveDialogProps {
  readonly entry: CalendarEntry;
  /** What the fields show first. */
  readonly from: Moment;
  readonly onMove: (meaning: Meaning) => void;
  readonly onClose: () => void;
}

/** Another day and hour, chosen without dragging; says what a change of clocks does to it. */
export function MoveDialog({ entry, from, onMove, onClose }: MoveDialogProps) {
  const text = useText();
  const now = useNow(5_000);
  const [day, setDay] = useState(from.wall.slice(0, 10));
  const [time, setTime] = useState(from.wall.slice(11, 16));
  const move = movedTo(`${day}T${time}`, from.zone, now);
  const rules = usePublishing(entry.workspaceId);
  const dueAt = move.tag === 'there' ? move.meaning.moment.dueAt : from.dueAt;
  const others = useNeighbours(entry.workspaceId, dueAt, rules.similarDays, entry.intentId);
  const accounts = useAccounts();
  const warning =
    move.tag === 'there'
      ? warningsText(
          text,
          entryWarnings(entry, dueAt, others, rules),
          (id) => accounts.find((one) => one.id === id)?.handle ?? '',
          now,
        )
      : null;
  const isSame = `${day}T${time}` === entry.moment?.wall;
  const note = move.tag === 'there' ? meaningText(text, move.meaning) : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text.t('calendar.moveTitle')}
      closeLabel={text.t('words.close')}
      actions={
        <>
          <Button onPress={onClose}>{text.t('words.cancel')}</Button>
          <Button
            tone="primary"
            isDisabled={move.tag === 'past' || isSame}
            onPress={() => {
              if (move.tag === 'there') onMove(move.meaning);
            }}
          >
            {text.t('calendar.moveConfirm')}
          </Button>
        </>
      }
    >
      <p className={styles.what}>{excerptOf(text, entry.content, 140)}</p>
      <div className={styles.fields}>
        <DateField
          label={text.t('calendar.moveDate')}
          value={day}
          min={dayOf(now, from.zone)}
          onChange={setDay}
        />
        <TimeField
          label={text.t('calendar.moveTime')}
          value={time}
          onChange={setTime}
          error={move.tag === 'past' ? text.t('calendar.inPast') : null}
        />
      </div>
      <p className={styles.zone}>{text.t('calendar.moveZone', { zone: cityOf(from.zone) })}</p>
      {warning !== null && (
        <Banner tone="warn" role="status">
          {warning}
        </Banner>
      )}
      {note !== null && (
        <Banner tone="warn" role="status">
          {note}
        </Banner>
      )}
    </Dialog>
  );
}
