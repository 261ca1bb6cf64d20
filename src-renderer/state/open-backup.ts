import { create } from 'zustand';
import type { Failure } from '../../src-shared/errors.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { OpenBackup } from './backups.ts';
import type { Realm } from './realm.ts';

/** How far a backup that is being taken has come: its passphrase is asked, or what to take of it. */
export type BackupPhase =
  | { readonly tag: 'passphrase'; readonly name: string; readonly bytes: number }
  | { readonly tag: 'restore'; readonly from: 'snapshot' | 'archive'; readonly backup: OpenBackup };

/** Its dialogs lie over the window: an archive can be taken in before there is any client, too. */
export const useOpenBackup = create<{
  readonly phase: BackupPhase | null;
  set(phase: BackupPhase | null): void;
}>((set) => ({ phase: null, set: (phase) => set({ phase }) }));

/** Lets the person choose an archive; the dialogs follow by themselves. */
export async function chooseArchive({ bridge }: Pick<Realm, 'bridge'>): Promise<Result<null, Failure>> {
  const chosen = await bridge.safety.chooseArchive(null);
  if (chosen.tag === 'err') return chosen;
  if (chosen.value !== null) useOpenBackup.getState().set({ tag: 'passphrase', ...chosen.value });
  return ok(null);
}
