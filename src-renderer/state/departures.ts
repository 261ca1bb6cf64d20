import { useMemo } from 'react';
import { parseDepartures, type Departure } from '../store/queries/departures.ts';
import { useRealm } from './realm.ts';
import { useLiveTable } from './use-live.ts';

/** Departures and their reports, the latest first. */
export function useDepartures(): readonly Departure[] {
  const rows = useLiveTable(useRealm().tables.departures);
  return useMemo(() => parseDepartures(rows ?? []), [rows]);
}

/** The departure from which the person has not come back; null: they are here. */
export function useAway(): Departure | null {
  const [latest] = useDepartures();
  return latest !== undefined && latest.returnedAt === null ? latest : null;
}
