import { create } from 'zustand';
import type { Failure } from '../../src-shared/errors.ts';
import type { WorkspaceId } from '../../src-shared/ids.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { createClient } from '../store/queries/new-client.ts';
import { useNavigation } from './navigation.ts';
import { useLiveStatus } from './status.ts';
import type { Realm } from './realm.ts';
import { removeClient } from './remove-client.ts';

type Phase =
  | { readonly tag: 'idle' }
  /** `fromFirstRun`: the first run stays on the screen until it is over, although clients exist already. */
  | { readonly tag: 'starting'; readonly fromFirstRun: boolean; readonly already: number }
  | { readonly tag: 'failed'; readonly failure: Failure };

interface TrainingState {
  readonly phase: Phase;
  set(phase: Phase): void;
}

export const useTraining = create<TrainingState>((set) => ({
  phase: { tag: 'idle' },
  set: (phase) => set({ phase }),
}));

/** The two fictitious clients, in the order in which the simulated networks name them. */
const fictitious = [
  { name: 'Atelier Lumière', colour: 'ambre' },
  { name: 'Vélo & Co', colour: 'sapin' },
] as const;

/**
 * Starts the training workspace: its two clients, the simulated networks, their accounts. Clients that an interrupted
 * start left behind are used again; those that this start made are taken away when it fails.
 */
export async function startTraining(realm: Realm, fromFirstRun: boolean): Promise<Result<null, Failure>> {
  const { bridge, databases, now, tables, info } = realm;
  const { set } = useTraining.getState();
  set({ tag: 'starting', fromFirstRun, already: tables.accounts.snapshot()?.length ?? 0 });
  const left = (tables.workspaces.snapshot() ?? []).filter((one) => one.training);
  const made: WorkspaceId[] = [];
  const ids: WorkspaceId[] = [];
  const settings = useLiveStatus.getState().settings ?? realm.settings;
  for (const client of fictitious) {
    const known = left.find((one) => one.name === client.name);
    if (known) {
      ids.push(known.id);
      continue;
    }
    const input = {
      ...client,
      zone: settings.clientZone ?? info.zone,
      toleranceMs: settings.clientToleranceMs,
      training: true,
    };
    const id = await createClient(databases, input, now());
    made.push(id);
    ids.push(id);
  }
  const started = await bridge.training.start({ workspaceIds: ids });
  if (started.tag === 'err') {
    for (const id of made) await removeClient(realm, id);
    set({ tag: 'failed', failure: started.error });
    return started;
  }
  useNavigation.getState().showClient('all');
  useNavigation.getState().go('deck');
  set({ tag: 'idle' });
  return ok(null);
}

/** Leaves the training workspace for good: its accounts, what they received, what was written for them. */
export async function endTraining(realm: Realm): Promise<Result<null, Failure>> {
  const clients = (realm.tables.workspaces.snapshot() ?? []).filter((one) => one.training);
  for (const client of clients) {
    const removed = await removeClient(realm, client.id);
    if (removed.tag === 'err') return removed;
  }
  return realm.bridge.training.end(null);
}
