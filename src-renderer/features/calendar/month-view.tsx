import { useLayoutEffect, useRef, useState } from 'react';
import type { Day } from '../../../src-shared/calendar/grid.ts';
import { startOfDay } from '../../../src-shared/calendar/grid.ts';
import { useText } from '../../text/text-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DropCell } from '../../ui/drag/drop-cell.tsx';
import { DayHead } from './day-head.tsx';
import { EntryChip, chipKind } from './entry-chip.tsx';
import { entriesOf } from './use-calendar.ts';
import type { DaysViewProps } from './days-view.ts';
import styles from './month-view.module.css';

/** px: a day's head, one chip with the gap under it, the least height of a week. */
const sizes = { head: 30, chip: 24, leastWeek: 80 };

export interface MonthViewProps extends DaysViewProps {
  readonly weeks: readonly (readonly Day[])[];
  /** `2026-11`. */
  readonly month: string;
}

/** Six weeks at most, with as many chips a day as there is room for; the rest is behind "+3". */
export function MonthView({ weeks, month, label, days, today, cursor, opened, on }: MonthViewProps) {
  const text = useText();
  const { scale, byDay } = days;
  const place = useRef<HTMLDivElement>(null);
  const room = useRoom(place, weeks.length);
  return (
    <div ref={place} className={styles.month} role="grid" aria-label={label} aria-readonly="true">
      <div role="row" className={styles.weekdays}>
        {(weeks[0] ?? []).map((day) => (
          <div key={day} role="columnheader" className={styles.weekday}>
            {text.formats.date(startOfDay(day, scale.zone), 'weekday', scale.zone)}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles.weeks} style={{ '--weeks': weeks.length }}>
        {weeks.map((week) => (
          <div key={week[0]} role="row" className={styles.week}>
            {week.map((day) => {
              const entries = entriesOf(byDay, day);
              const fits = entries.length <= room ? entries.length : Math.max(0, room - 1);
              const name = text.formats.date(startOfDay(day, scale.zone), 'day', scale.zone);
              return (
                <div
                  key={day}
                  role="gridcell"
                  className={classNames(styles.cell, !day.startsWith(month) && styles.outside)}
                >
                  <DropCell
                    kind={chipKind}
                    label={name}
                    onDrop={(key) => on.drop(key, day)}
                    isDisabled={day < today}
                    place={day}
                    className={styles.day ?? ''}
                  >
                    <DayHead
                      day={day}
                      name={name}
                      shown={String(Number(day.slice(8)))}
                      count={entries.length}
                      isToday={day === today}
                      isCursor={day === cursor}
                      clockChange={scale.clockChange(day)}
                      canPlan={day >= today}
                      onOpen={on.openDay}
                      onNew={on.plan}
                    />
                    {entries.slice(0, fits).map((entry) => (
                      <EntryChip
                        key={entry.key}
                        entry={entry}
                        isTabStop={day === cursor}
                        isSelected={entry.key === opened}
                      />
                    ))}
                    {fits < entries.length && (
                      <button
                        type="button"
                        tabIndex={day === cursor ? 0 : -1}
                        className={styles.more}
                        aria-label={text.t('calendar.moreOn', { count: entries.length - fits, day: name })}
                        onClick={(event) => on.openDay(day, event.currentTarget)}
                      >
                        {text.t('calendar.more', { count: entries.length - fits })}
                      </button>
                    )}
                  </DropCell>
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

/** How many chips a day has room for. */
function useRoom(place: React.RefObject<HTMLElement | null>, weeks: number): number {
  const [height, setHeight] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = place.current?.lastElementChild;
    if (!(element instanceof HTMLElement)) return undefined;
    const look = (): void => setHeight(element.clientHeight);
    // At once, before anything is painted: the observer's first word comes a frame later.
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  if (height === null) return 0;
  const week = Math.max(sizes.leastWeek, height / weeks);
  return Math.max(1, Math.floor((week - sizes.head) / sizes.chip));
}
