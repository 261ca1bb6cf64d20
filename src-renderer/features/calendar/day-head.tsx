import { Plus } from 'lucide-react';
import type { Day } from '../../../src-shared/calendar/grid.ts';
import { useText } from '../../text/text-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './day-head.module.css';

export interface DayHeadProps {
  readonly day: Day;
  /** "jeudi 26 novembre". */
  readonly name: string;
  /** What stands in the button: "26", "jeudi 26". */
  readonly shown: string;
  readonly count: number;
  readonly isToday: boolean;
  readonly isCursor: boolean;
  /** ms by which the day is longer or shorter than 24 h. */
  readonly clockChange: number;
  /** Nothing can be planned in the past. */
  readonly canPlan: boolean;
  readonly onOpen: (day: Day, head: Element) => void;
  readonly onNew: (day: Day, head: Element) => void;
}

/** A day's own button, which arrows go to and Enter opens, and the one that plans a post on it. */
export function DayHead({
  day,
  name,
  shown,
  count,
  isToday,
  isCursor,
  clockChange,
  canPlan,
  onOpen,
  onNew,
}: DayHeadProps) {
  const { t } = useText();
  const said =
    count === 0 ? t('calendar.dayEmpty', { day: name }) : t('calendar.dayPosts', { day: name, count });
  return (
    <div className={styles.head}>
      <button
        type="button"
        data-day={day}
        tabIndex={isCursor ? 0 : -1}
        aria-label={isToday ? t('calendar.today', { day: said }) : said}
        {...(isToday && { 'aria-current': 'date' as const })}
        className={classNames(styles.number, isToday && styles.today)}
        onClick={(event) => onOpen(day, event.currentTarget)}
      >
        {shown}
      </button>
      {clockChange !== 0 && (
        <span className={styles.note}>
          {t(clockChange < 0 ? 'calendar.clocksForward' : 'calendar.clocksBack')}
        </span>
      )}
      {canPlan && (
        <button
          type="button"
          tabIndex={isCursor ? 0 : -1}
          aria-label={t('calendar.newPostOn', { day: name })}
          title={t('calendar.newPostOn', { day: name })}
          className={styles.plan}
          onClick={(event) => onNew(day, event.currentTarget)}
        >
          <Icon of={Plus} size={14} />
        </button>
      )}
    </div>
  );
}
