import type { Day } from '../../../src-shared/calendar/grid.ts';
import { startOfDay } from '../../../src-shared/calendar/grid.ts';
import { Plus } from 'lucide-react';
import { marksOf } from '../../previews/index.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { NetworkMark } from '../../ui/identity/network-mark.tsx';
import { useCalendar } from './calendar-context.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import { StandingBadge } from './entry-details.tsx';
import { excerptOf } from './entry-words.ts';
import styles from './day-list.module.css';

export interface DayListProps {
  readonly day: Day;
  readonly entries: readonly CalendarEntry[];
  readonly onOpen: (entry: CalendarEntry) => void;
  /** Null in the past. */
  readonly onPlan: (() => void) | null;
}

/** Everything of one day, for when its cell has no room. */
export function DayList({ day, entries, onOpen, onPlan }: DayListProps) {
  const text = useText();
  const { zone, clients, accounts } = useCalendar();
  return (
    <div className={styles.list}>
      <h2 className={styles.title}>{text.formats.date(startOfDay(day, zone), 'day', zone)}</h2>
      {entries.length === 0 && <p className={styles.empty}>{text.t('calendar.nothingThatDay')}</p>}
      {entries.length > 0 && (
        <ul className={styles.entries}>
          {entries.map((entry) => {
            const networks = marksOf(entry.accountIds.flatMap((id) => accounts.get(id) ?? []));
            const client = clients.get(entry.workspaceId);
            return (
              <li key={entry.key} className={styles.item}>
                <button
                  type="button"
                  className={styles.entry}
                  {...(client && { 'data-client': client.colour })}
                  onClick={() => onOpen(entry)}
                >
                  <span className={styles.time}>{text.formats.date(entry.dueAt, 'time', zone)}</span>
                  {networks.map(({ name, mark }) => (
                    <NetworkMark key={name} mark={mark} size={12} />
                  ))}
                  <span className={styles.words}>{excerptOf(text, entry.content)}</span>
                  <StandingBadge standing={entry.refusal === null ? entry.standing : 'refused'} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {onPlan !== null && (
        <Button size="small" icon={Plus} onPress={onPlan}>
          {text.t('calendar.newPost')}
        </Button>
      )}
    </div>
  );
}
