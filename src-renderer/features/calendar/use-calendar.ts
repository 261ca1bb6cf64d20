import { useEffect, useMemo, useState } from 'react';
import { dayScale, type DayScale } from '../../../src-shared/calendar/move.ts';
import type { Day } from '../../../src-shared/calendar/grid.ts';
import type { Post } from '../../../src-shared/domain/post.ts';
import type { Workspace } from '../../../src-shared/domain/workspace.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useRealm } from '../../state/realm.ts';
import { useLiveList, useLiveTable, useWorkspaces } from '../../state/use-live.ts';
import { liveCalendar } from '../../store/queries/deliveries.ts';
import { liveDrafts } from '../../store/queries/posts.ts';
import { calendarEntries, type CalendarEntry } from './calendar-entry.ts';
import { useCalendarPlace } from './calendar-place.ts';
import { kindsOf, type LeavingKind } from './leaving-kind.ts';

/** The clients that the calendar shows, and in whose hours. */
export function useShownClients(): { readonly clients: readonly Workspace[]; readonly zone: string } {
  const { info } = useRealm();
  const workspaces = useWorkspaces();
  const client = useNavigation((navigation) => navigation.client);
  return useMemo(() => {
    const clients = workspaces.filter((one) =>
      client === 'all' ? one.archivedAt === null : one.id === client,
    );
    const [only] = clients;
    return { clients, zone: client !== 'all' && only !== undefined ? only.zone : info.zone };
  }, [workspaces, client, info.zone]);
}

export interface CalendarDays {
  readonly scale: DayScale;
  readonly byDay: ReadonlyMap<Day, readonly CalendarEntry[]>;
  readonly entries: readonly CalendarEntry[];
  readonly ready: boolean;
}

const noEntries: readonly CalendarEntry[] = [];
const noDrafts: readonly Post[] = [];

/** What stands on each of these days, live. */
export function useCalendarDays(
  days: readonly Day[],
  clients: readonly Workspace[],
  zone: string,
): CalendarDays {
  const { databases, tables } = useRealm();
  const scale = useMemo(() => dayScale(days, zone), [days, zone]);
  const ids = useMemo(() => clients.map((one) => one.id), [clients]);
  const list = useLiveList(
    () => liveCalendar(databases, ids, scale.from, scale.until - 1),
    `${ids.join(' ')} ${scale.from} ${scale.until}`,
  );
  // A period is shown whole: there is no end to scroll to.
  const { ready, more, grow } = list;
  useEffect(() => {
    if (ready && more) grow();
  }, [ready, more, grow, list.rows]);
  // While the next period is read, the last one stays: days that both show do not blink.
  const [deliveries, setDeliveries] = useState(list.rows);
  if (list.ready && deliveries !== list.rows) setDeliveries(list.rows);
  const unaccepted = useLiveTable(tables.unaccepted);
  const drafts = useDrafts();
  const moves = useCalendarPlace((place) => place.moves);

  const entries = useMemo(() => {
    const shown = new Set<string>(ids);
    return calendarEntries({
      deliveries: deliveries.filter((one) => shown.has(one.workspaceId)),
      unaccepted: unaccepted ?? [],
      drafts,
      moves,
      shows: (workspace) => shown.has(workspace),
      from: scale.from,
      until: scale.until,
    });
  }, [deliveries, unaccepted, drafts, moves, ids, scale]);

  const byDay = useMemo(() => {
    const found = new Map<Day, CalendarEntry[]>();
    for (const entry of entries) {
      const day = scale.dayAt(entry.dueAt);
      if (day === null) continue;
      const there = found.get(day);
      if (there === undefined) found.set(day, [entry]);
      else there.push(entry);
    }
    return found;
  }, [entries, scale]);
  return useMemo(() => ({ scale, byDay, entries, ready: list.ready }), [scale, byDay, entries, list.ready]);
}

export const entriesOf = (byDay: CalendarDays['byDay'], day: Day): readonly CalendarEntry[] =>
  byDay.get(day) ?? noEntries;

/** The same days with only the posts that leave in one way. */
export function onlyLeaving(days: CalendarDays, kind: LeavingKind | 'all'): CalendarDays {
  if (kind === 'all') return days;
  const fits = (entry: CalendarEntry): boolean => kindsOf(entry).has(kind);
  const byDay = new Map([...days.byDay].map(([day, entries]) => [day, entries.filter(fits)] as const));
  return { ...days, byDay, entries: days.entries.filter(fits) };
}

/** Drafts, open for as long as the calendar is. */
export function useDrafts(): readonly Post[] {
  const { databases } = useRealm();
  const [table] = useState(() => liveDrafts(databases));
  useEffect(() => () => table.close(), [table]);
  return useLiveTable(table) ?? noDrafts;
}
