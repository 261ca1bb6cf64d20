import { useActiveFreezes, useBrakes } from '../../state/brakes.ts';
import { useShell } from '../../state/shell.ts';
import { FreezeDialog } from './freeze-dialog.tsx';
import { FreezesDialog } from './freezes-dialog.tsx';
import { ResumeDialog } from './resume-dialog.tsx';
import { StatementsDialog } from './statements-dialog.tsx';

/** The dialogs of the red button, one at a time, over whatever is shown. */
export function BrakesOverlays() {
  const overlay = useShell((shell) => shell.overlay);
  const freezes = useBrakes((brakes) => brakes.freezes);
  const active = useActiveFreezes();
  switch (overlay?.tag) {
    case 'freeze':
      return <FreezeDialog />;
    case 'freezes':
      return <FreezesDialog />;
    case 'statements':
      return <StatementsDialog scope={overlay.scope} />;
    case 'resume': {
      const freeze = freezes.find(({ id }) => id === overlay.freezeId);
      return freeze && freeze.ended === null ? <ResumeDialog freeze={freeze} /> : null;
    }
    case 'brakes': {
      const [only, ...more] = active;
      if (only === undefined) return <FreezeDialog />;
      return more.length === 0 ? <ResumeDialog freeze={only} /> : <FreezesDialog />;
    }
    default:
      return null;
  }
}
