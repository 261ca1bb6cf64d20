import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { startOfDay, type Day } from '../../../src-shared/calendar/grid.ts';
import { useText } from '../../text/text-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { DropCell } from '../../ui/drag/drop-cell.tsx';
import { DayHead } from './day-head.tsx';
import type { DaysViewProps } from './days-view.ts';
import { EntryChip, chipKind } from './entry-chip.tsx';
import { entriesOf } from './use-calendar.ts';
import { layWeek, topOf } from './week-layout.ts';
import styles from './week-view.module.css';

export interface WeekViewProps extends DaysViewProps {
  readonly week: readonly Day[];
  /** epoch ms. */
  readonly now: number;
}

/** px above and below what is seen that are rendered too. */
const margin = 200;

/** Seven days by the hour; only what is near the seen part is rendered. */
export function WeekView({ week, now, label, days, today, cursor, opened, on }: WeekViewProps) {
  const text = useText();
  const { scale, byDay } = days;
  const scroller = useRef<HTMLDivElement>(null);
  const seen = useSeen(scroller);
  const minuteOf = useMemo(() => {
    return (at: number): number => {
      const [hours, minutes] = text.formats.date(at, 'time', scale.zone).split(':');
      return Number(hours) * 60 + Number(minutes);
    };
  }, [text, scale.zone]);
  const layout = useMemo(
    () =>
      layWeek(
        week.map((day) => entriesOf(byDay, day).map((entry) => ({ entry, minute: minuteOf(entry.dueAt) }))),
      ),
    [week, byDay, minuteOf],
  );
  const isSeen = (top: number): boolean => top > seen.top - margin && top < seen.top + seen.height + margin;
  const height = layout.tops.at(-1) ?? 0;

  // Opens at the working day, or where now is.
  const opening = useRef(week.includes(today) ? Math.max(0, minuteOf(now) - 120) : 7 * 60);
  const first = useRef(true);
  useLayoutEffect(() => {
    if (!first.current || scroller.current === null) return;
    first.current = !days.ready;
    scroller.current.scrollTop = topOf(layout, opening.current);
  }, [layout, days.ready]);

  const nameOf = (day: Day): string => text.formats.date(startOfDay(day, scale.zone), 'day', scale.zone);
  return (
    <div className={styles.view} role="group" aria-label={label}>
      <div className={styles.heads}>
        <div className={styles.corner} />
        {week.map((day) => (
          <div key={day} className={styles.head} data-place={day}>
            <DayHead
              day={day}
              name={nameOf(day)}
              shown={text.formats.date(startOfDay(day, scale.zone), 'weekday-day', scale.zone)}
              count={entriesOf(byDay, day).length}
              isToday={day === today}
              isCursor={day === cursor}
              clockChange={scale.clockChange(day)}
              canPlan={day >= today}
              onOpen={on.openDay}
              onNew={on.plan}
            />
          </div>
        ))}
      </div>
      <div ref={scroller} className={styles.scroller}>
        <div className={styles.hours} style={{ '--height': `${height}px` }}>
          <div className={styles.scale} aria-hidden="true">
            {layout.tops.slice(0, 24).map((top, hour) => (
              <div key={hour} className={styles.hour} style={{ '--top': `${top}px` }}>
                {hour > 0 && text.t('calendar.hour', { hour })}
              </div>
            ))}
          </div>
          {week.map((day, index) => {
            const placed = layout.days[index];
            return (
              <DropCell
                key={day}
                kind={chipKind}
                label={nameOf(day)}
                onDrop={(key) => on.drop(key, day)}
                isDisabled={day < today}
                place={day}
                className={classNames(styles.day, day < today && styles.past)}
              >
                {layout.tops.slice(1, 24).map((top) => (
                  <div key={top} className={styles.line} style={{ '--top': `${top}px` }} />
                ))}
                {day === today && (
                  <div
                    className={styles.now}
                    style={{ '--top': `${topOf(layout, minuteOf(now))}px` }}
                    title={text.t('calendar.now')}
                  />
                )}
                {placed?.chips
                  .filter(({ top }) => isSeen(top))
                  .map(({ entry, top }) => (
                    <div key={entry.key} className={styles.chip} style={{ '--top': `${top}px` }}>
                      <EntryChip entry={entry} isTall isTabStop isSelected={entry.key === opened} />
                    </div>
                  ))}
                {placed?.rests
                  .filter(({ top }) => isSeen(top))
                  .map(({ count, top, hour }) => (
                    <button
                      key={hour}
                      type="button"
                      className={classNames(styles.chip, styles.more)}
                      style={{ '--top': `${top}px` }}
                      aria-label={text.t('calendar.moreOn', { count, day: nameOf(day) })}
                      onClick={(event) => on.openDay(day, event.currentTarget)}
                    >
                      {text.t('calendar.more', { count })}
                    </button>
                  ))}
              </DropCell>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Which part of a scrolled element is seen, px. */
function useSeen(scroller: React.RefObject<HTMLElement | null>): {
  readonly top: number;
  readonly height: number;
} {
  const [seen, setSeen] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    // In steps, so that scrolling renders now and then and not at every pixel.
    const look = (): void => {
      const top = Math.floor(element.scrollTop / 100) * 100;
      const height = element.clientHeight + 100;
      setSeen((old) => (old.top === top && old.height === height ? old : { top, height }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  return seen;
}
