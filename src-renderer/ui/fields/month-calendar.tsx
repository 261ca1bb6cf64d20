import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components/Button';
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  CalendarHeading,
} from 'react-aria-components/Calendar';
import { Icon } from '../icon.tsx';
import styles from './month-calendar.module.css';

/** A month to pick a day in. Takes its value from the `DateField` around it. */
export function MonthCalendar() {
  return (
    <Calendar className={styles.calendar ?? ''}>
      <div className={styles.head}>
        <CalendarHeading className={styles.title ?? ''} />
        <AriaButton slot="previous" className={styles.step ?? ''}>
          <Icon of={ChevronLeft} />
        </AriaButton>
        <AriaButton slot="next" className={styles.step ?? ''}>
          <Icon of={ChevronRight} />
        </AriaButton>
      </div>
      <CalendarGrid className={styles.grid ?? ''} weekdayStyle="narrow">
        <CalendarGridHeader>
          {(day) => <CalendarHeaderCell className={styles.weekday ?? ''}>{day}</CalendarHeaderCell>}
        </CalendarGridHeader>
        <CalendarGridBody>
          {(date) => <CalendarCell date={date} className={styles.day ?? ''} />}
        </CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}
