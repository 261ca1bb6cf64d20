import { useEffect, useState } from 'react';
import { useRealm } from '../../state/realm.ts';
import { useLiveTable, useWorkspaces } from '../../state/use-live.ts';
import { watchLedger, type Departure } from '../../store/queries/departures.ts';
import { readReport, type Reading } from './read-report.ts';

/** A report, kept true while the ledger moves; null until it was read, or when there is none to read. */
export function useReport(departure: Departure | null): Reading | null {
  const { databases, tables, now } = useRealm();
  const [reading, setReading] = useState<Reading | null>(null);
  const clients = useWorkspaces().map(({ id }) => id);
  const unaccepted = useLiveTable(tables.unaccepted);
  const key = departure === null ? '' : `${JSON.stringify(departure)} ${clients.join(' ')}`;
  useEffect(() => {
    if (departure === null) {
      setReading(null);
      return undefined;
    }
    let isWanted = true;
    let round = 0;
    const read = (): void => {
      round += 1;
      const own = round;
      void readReport(databases, departure, clients, unaccepted ?? [], now()).then((found) => {
        if (isWanted && own === round) setReading(found);
      });
    };
    read();
    const stop = watchLedger(databases, read);
    return () => {
      isWanted = false;
      stop();
    };
    // What the departure and the clients are is in the key.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [databases, key, unaccepted, now]);
  return reading;
}
