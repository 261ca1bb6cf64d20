import { create } from 'zustand';

/** What the calendar shows: a month, a week by the hour, or the risks of the fortnight to come. */
export type CalendarView = 'month' | 'week' | 'forecast';

export interface CalendarViewState {
  readonly view: CalendarView;
  show(view: CalendarView): void;
}

/** Kept while other screens are open, and chosen from elsewhere too: by a key, from the palette. */
export const useCalendarView = create<CalendarViewState>((set) => ({
  view: 'month',
  show: (view) => set({ view }),
}));
