import { useShell } from '../../state/shell.ts';
import { useDepartures } from '../../state/departures.ts';
import { DepartureDialog } from './departure-dialog.tsx';
import { DeparturesDialog } from './departures-dialog.tsx';
import { ReportDialog } from './report-dialog.tsx';

/** The dialogs of a departure, one at a time, over whatever is shown. */
export function DepartureOverlays() {
  const overlay = useShell((shell) => shell.overlay);
  const departures = useDepartures();
  switch (overlay?.tag) {
    case 'departure':
      return <DepartureDialog />;
    case 'departures':
      return <DeparturesDialog />;
    case 'departure-report': {
      const departure = departures.find(({ id }) => id === overlay.id);
      return departure === undefined ? null : <ReportDialog departure={departure} />;
    }
    default:
      return null;
  }
}
