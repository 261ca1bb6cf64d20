import type { Day } from '../../../src-shared/calendar/grid.ts';
import type { CalendarDays } from './use-calendar.ts';

/** What both views of the calendar are given. */
export interface DaysViewProps {
  /** "Calendrier, novembre 2026". */
  readonly label: string;
  readonly days: CalendarDays;
  readonly today: Day;
  /** The day that Tab reaches and arrows leave. */
  readonly cursor: Day;
  /** Key of the entry whose popover is open. */
  readonly opened: string | null;
  readonly on: {
    readonly drop: (key: string, day: Day) => void;
    readonly openDay: (day: Day, from: Element) => void;
    readonly plan: (day: Day, from: Element) => void;
  };
}
