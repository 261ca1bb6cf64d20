import { useOpenBackup } from '../../state/open-backup.ts';
import { useRealm } from '../../state/realm.ts';
import { OpenArchiveDialog } from './open-archive-dialog.tsx';
import { RestoreDialog } from './restore-dialog.tsx';

/** The dialogs of a backup that is being taken: they lie over the window, whatever is in it. */
export function BackupDialogs() {
  const { bridge } = useRealm();
  const { phase, set } = useOpenBackup();
  const close = (): void => {
    set(null);
    void bridge.safety.close(null);
  };
  if (phase === null) return null;
  return phase.tag === 'passphrase' ? (
    <OpenArchiveDialog
      name={phase.name}
      bytes={phase.bytes}
      onOpened={(backup) => set({ tag: 'restore', from: 'archive', backup })}
      onClose={close}
    />
  ) : (
    <RestoreDialog from={phase.from} backup={phase.backup} onClose={close} />
  );
}
