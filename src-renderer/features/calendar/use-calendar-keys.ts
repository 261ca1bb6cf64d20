import { useEffect, useRef, type RefObject } from 'react';
import { addDays, type Day } from '../../../src-shared/calendar/grid.ts';
import type { CalendarView } from '../../state/calendar-view.ts';
import { useNavigation } from '../../state/navigation.ts';
import { isTyping } from '../../state/typing.ts';

export interface CalendarKeys {
  readonly grid: RefObject<HTMLElement | null>;
  readonly cursor: Day;
  /** Days stand in rows of weeks, so that up and down mean something. */
  readonly rows: boolean;
  readonly goTo: (day: Day) => void;
  readonly show: (view: CalendarView) => void;
  readonly step: (by: 1 | -1) => void;
  readonly onToday: () => void;
  readonly onPlan: (day: Day) => void;
}

/** The day that an element of the grid belongs to; null: none, or not of the grid. */
export function dayOfElement(grid: HTMLElement | null, element: unknown): Day | null {
  if (!(element instanceof Element) || grid?.contains(element) !== true) return null;
  return element.closest<HTMLElement>('[data-place]')?.dataset['place'] ?? null;
}

/** The calendar's single keys: arrows move the day, m, w and p switch the view, t is today, n begins a post. */
export function useCalendarKeys(keys: CalendarKeys): void {
  const latest = useRef(keys);
  // The day whose button gets the focus once it is there.
  const wanted = useRef<Day | null>(null);
  useEffect(() => {
    latest.current = keys;
    const { grid, cursor } = keys;
    if (wanted.current !== cursor) return;
    wanted.current = null;
    grid.current?.querySelector<HTMLElement>(`[data-day="${cursor}"]`)?.focus();
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { grid, cursor, rows, goTo, show, step, onToday, onPlan } = latest.current;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || useNavigation.getState().composing !== null) return;
      const inGrid = event.target instanceof Node && grid.current?.contains(event.target) === true;
      // Where the hand is: a day of the neighbouring month has the focus without being the day that is open.
      const day = dayOfElement(grid.current, event.target) ?? cursor;
      const go = (days: number): void => {
        wanted.current = addDays(day, days);
        goTo(wanted.current);
      };
      const inCells = (days: number) => (inGrid ? () => go(days) : null);
      const actions: Readonly<Record<string, (() => void) | null>> = {
        ArrowLeft: inCells(-1),
        ArrowRight: inCells(1),
        ArrowUp: rows ? inCells(-7) : null,
        ArrowDown: rows ? inCells(7) : null,
        PageUp: rows && inGrid ? () => step(-1) : null,
        PageDown: rows && inGrid ? () => step(1) : null,
        m: () => show('month'),
        w: () => {
          if (day !== cursor) goTo(day);
          show('week');
        },
        p: () => show('forecast'),
        t: onToday,
        n: () => onPlan(day),
      };
      const action = actions[event.key];
      if (action === undefined || action === null) return;
      event.preventDefault();
      action();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
