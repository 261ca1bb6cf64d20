import { create } from 'zustand';
import type { Day } from '../../../src-shared/calendar/grid.ts';
import type { IntentId } from '../../../src-shared/ids.ts';
import type { PendingMove } from './calendar-entry.ts';
import type { LeavingKind } from './leaving-kind.ts';

/** Where the calendar is open; kept while other screens are shown. */
export interface CalendarPlace {
  /** The day that arrows move; null: today. */
  readonly day: Day | null;
  /** Only posts that leave in this way are shown. */
  readonly leaving: LeavingKind | 'all';
  /** Moves that the mirror may not show yet. */
  readonly moves: Readonly<Record<string, PendingMove>>;
  showLeaving(kind: LeavingKind | 'all'): void;
  goTo(day: Day | null): void;
  remember(intent: IntentId, move: PendingMove): void;
  forget(intent: IntentId): void;
}

export const useCalendarPlace = create<CalendarPlace>((set) => ({
  day: null,
  leaving: 'all',
  moves: {},
  showLeaving: (leaving) => set({ leaving }),
  goTo: (day) => set({ day }),
  remember: (intent, move) => set(({ moves }) => ({ moves: { ...moves, [intent]: move } })),
  forget: (intent) =>
    set(({ moves }) => ({
      moves: Object.fromEntries(Object.entries(moves).filter(([id]) => id !== intent)),
    })),
}));
