import { createContext, useContext } from 'react';
import type { Account } from '../../../src-shared/domain/account.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import type { CalendarEntry } from './calendar-entry.ts';
import type { EntryActions } from './use-entry-actions.ts';

/** What every chip of the calendar needs, handed down once. */
export interface CalendarSurroundings {
  readonly zone: string;
  readonly clients: ReadonlyMap<string, Workspace>;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly actions: EntryActions;
  readonly open: (entry: CalendarEntry, chip: Element) => void;
  /** Asks for another moment, in a dialog. */
  readonly askMove: (entry: CalendarEntry) => void;
  /** Asks before it leaves at once. */
  readonly askPublish: (entry: CalendarEntry) => void;
}

export const CalendarContext = createContext<CalendarSurroundings | null>(null);

export function useCalendar(): CalendarSurroundings {
  const calendar = useContext(CalendarContext);
  if (calendar === null) throw new Error('no calendar above this component');
  return calendar;
}
