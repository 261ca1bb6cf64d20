import { TrainFront } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { backSince } from '../../../src-shared/departure/back.ts';
import { useDepartures } from '../../state/departures.ts';
import { useRealm } from '../../state/realm.ts';
import { useShell } from '../../state/shell.ts';
import { useLiveStatus } from '../../state/status.ts';
import { useAccounts, useNow } from '../../state/use-live.ts';
import { changeDeparture, closeDeparture, type Departure } from '../../store/queries/departures.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { Banner } from '../../ui/feedback/banner.tsx';
import { byClient } from './read-report.ts';
import { totalsWords } from './report-text.ts';
import styles from './departure.module.css';
import { useReport } from './use-report.ts';

/** A report that still has something under way is closed in any case after so long, with what waits said to wait. */
const longestOpenMs = 3_600_000;
/** "Still on the way" is believed for so long at least, whatever hour was said. */
const furtherMs = 2 * 3_600_000;

/** Notices the return, closes the report when nothing moves any more, and says that it is there. */
export function DepartureWatch() {
  const departures = useDepartures();
  const [latest] = departures;
  useConnection(latest ?? null);
  // A report that was not final when the person left again is closed as it stands.
  const open = departures.findLast(({ returnedAt, closedAt }) => returnedAt !== null && closedAt === null);
  useClosing(open ?? null, open !== undefined && open !== latest);
  if (latest === undefined || latest.returnedAt === null || latest.seen) return null;
  return <ReturnBanner departure={latest} />;
}

function ReturnBanner({ departure }: { readonly departure: Departure }) {
  const text = useText();
  const { t, times } = text;
  const { databases, now } = useRealm();
  const show = useShell((shell) => shell.show);
  const reading = useReport(departure);
  const change = (to: Parameters<typeof changeDeparture>[2]): void =>
    void changeDeparture(databases, departure.id, to, now());
  const what = reading === null ? '' : totalsWords(text, reading.lines);
  const span = times.span((departure.returnedAt ?? now()) - departure.leftAt);
  return (
    <section className={styles.banner} aria-label={t('departure.report')}>
      <Banner
        role="status"
        icon={TrainFront}
        subject={t('departure.returned')}
        onDismiss={() => change({ seen: true })}
        dismissLabel={t('departure.dismiss')}
        actions={
          <>
            <Button
              size="small"
              onPress={() =>
                change({
                  returnedAt: null,
                  awayFrom: now(),
                  closedAt: null,
                  until: Math.max(departure.until, now() + furtherMs),
                })
              }
            >
              {t('departure.stillAway')}
            </Button>
            <Button
              size="small"
              tone="primary"
              onPress={() => show({ tag: 'departure-report', id: departure.id })}
            >
              {t('departure.readReport')}
            </Button>
          </>
        }
      >
        {t('departure.returnedText', {
          span,
          what: what === '' ? t('departure.nothingHappened') : `${what}.`,
        })}
      </Banner>
    </section>
  );
}

/** Follows the connection of somebody who is away: back for real. */
function useConnection(departure: Departure | null): void {
  const { databases, now: clock } = useRealm();
  const connectivity = useLiveStatus((live) => live.status.connectivity);
  const now = useNow(3_000);
  useEffect(() => {
    if (departure === null) return;
    const since = backSince(departure, connectivity, clock());
    if (since !== null) void changeDeparture(databases, departure.id, { returnedAt: since }, clock());
  }, [databases, departure, connectivity, now, clock]);
}

/** Writes the second moment of the ledger. */
function useClosing(departure: Departure | null, isOvertaken: boolean): void {
  const { databases, now: clock } = useRealm();
  const accounts = useAccounts();
  const now = useNow(5_000);
  const reading = useReport(departure);
  const isWriting = useRef(false);
  useEffect(() => {
    if (departure === null || reading === null || isWriting.current) return;
    const { returnedAt } = departure;
    if (returnedAt === null) return;
    if (reading.isMoving && !isOvertaken && clock() - returnedAt < longestOpenMs) return;
    isWriting.current = true;
    const clientOf = (id: string) => accounts.find((one) => one.id === id)?.workspaceId ?? null;
    void closeDeparture(databases, departure.id, byClient(reading, clientOf), clock()).finally(() => {
      isWriting.current = false;
    });
  }, [databases, departure, reading, isOvertaken, accounts, now, clock]);
}
