import { LogOut, TrainFront } from 'lucide-react';
import { useDepartures } from '../../state/departures.ts';
import { useShell } from '../../state/shell.ts';
import { useNow } from '../../state/use-live.ts';
import type { Departure } from '../../store/queries/departures.ts';
import { useText } from '../../text/text-context.tsx';
import { Button } from '../../ui/actions/button.tsx';
import { EmptyState } from '../../ui/feedback/empty-state.tsx';
import { LineRow } from '../../ui/lists/line-row.tsx';
import { Dialog } from '../../ui/overlays/dialog.tsx';
import styles from './departure.module.css';
import { periodWords } from './period-words.ts';
import { totalsWords } from './report-text.ts';

/** The last absences; each report can be read again. */
export function DeparturesDialog() {
  const { t } = useText();
  const show = useShell((shell) => shell.show);
  const departures = useDepartures();
  const now = useNow();
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={() => show(null)}
      title={t('departure.history')}
      closeLabel={t('words.close')}
      actions={
        <Button tone="primary" icon={LogOut} onPress={() => show({ tag: 'departure' })}>
          {t('departure.title')}
        </Button>
      }
    >
      {departures.length === 0 ? (
        <EmptyState icon={TrainFront} title={t('departure.noHistory')}>
          {t('departure.noHistoryHint')}
        </EmptyState>
      ) : (
        <ul className={styles.lines}>
          {departures.map((departure) => (
            <li key={departure.id} className={styles.line}>
              <Entry departure={departure} now={now} />
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function Entry({ departure, now }: { readonly departure: Departure; readonly now: number }) {
  const text = useText();
  const { t, times } = text;
  const show = useShell((shell) => shell.show);
  const lines = [...departure.parts.values()].flatMap((part) => part.lines ?? []);
  const what = departure.closedAt === null ? t('departure.stillOut') : totalsWords(text, lines);
  return (
    <LineRow
      title={periodWords(text, departure, now)}
      detail={what === '' ? t('departure.nothingHappened') : what}
      end={
        <Button
          size="small"
          aria-label={t('departure.openReport', { when: times.moment(departure.leftAt, now) })}
          onPress={() => show({ tag: 'departure-report', id: departure.id })}
        >
          {t('departure.see')}
        </Button>
      }
    />
  );
}
