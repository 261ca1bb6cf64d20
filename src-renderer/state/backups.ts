import type { Contract } from '../../src-shared/bridge/index.ts';
import type { Reply } from '../../src-shared/bridge/types.ts';
import { failure, type Failure } from '../../src-shared/errors.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import {
  applyRestore,
  planRestore,
  readBackup,
  type RestoreMode,
  type RestorePlan,
} from '../store/restore-backup.ts';
import { lookAgain } from './loss.ts';
import type { Realm } from './realm.ts';

type Calls = Contract['safety']['calls'];
export type Snapshot = Reply<Calls['snapshots']>[number];
export type OpenBackup = Reply<Calls['openSnapshot']>;
export type Weight = Reply<Calls['weigh']>;

/** What taking a part of the open backup would change. */
export interface RestorePreview {
  readonly plan: RestorePlan;
  /** What main would take over; null where nothing of the ledger comes with it. */
  readonly ledger: Weight | null;
}

/** Shows what would change. Nothing does. */
export async function previewRestore(
  realm: Pick<Realm, 'bridge' | 'databases'>,
  client: string | null,
  mode: RestoreMode,
): Promise<Result<RestorePreview, Failure>> {
  const rows = await readBackup(realm.bridge, client);
  if (rows.tag === 'err') return rows;
  const plan = await planRestore(realm.databases, rows.value, mode);
  if (mode === 'beside') return ok({ plan, ledger: null });
  const weight = await realm.bridge.safety.weigh({ workspaceId: client });
  return weight.tag === 'err' ? weight : ok({ plan, ledger: weight.value });
}

export interface Restored {
  readonly rows: number;
  readonly held: number;
}

/**
 * Takes a part of the open backup: first a snapshot of what is here, then what main keeps (deliveries held back),
 * then what people wrote. Safe to repeat after a failure.
 */
export async function restore(
  realm: Pick<Realm, 'bridge' | 'databases' | 'copied'>,
  client: string | null,
  mode: RestoreMode,
): Promise<Result<Restored, Failure>> {
  const { bridge, databases } = realm;
  const before = await bridge.safety.snapshotNow(null);
  if (before.tag === 'err') return before;
  const rows = await readBackup(bridge, client);
  if (rows.tag === 'err') return rows;
  const taken = await bridge.safety.take({ workspaceId: client, ledger: mode !== 'beside' });
  if (taken.tag === 'err') return taken;
  try {
    const plan = await planRestore(databases, rows.value, mode);
    await applyRestore(databases, plan, async (row) => {
      // The copy takes it as it is, and offers it to the store again at each start.
      const kept = await bridge.authored.keep({ rows: [row] });
      if (kept.tag === 'err') throw new Error(`a row has no place: ${kept.error.code}`);
      void bridge.diagnostics.note({ kind: 'store', code: 'copy-row-refused' });
    });
    // What is still missing, if anything is, is counted in the copy.
    void realm.copied().then(() => lookAgain(realm));
    const written = [...plan.writes.values()].reduce((sum, some) => sum + some.length, 0);
    return ok({ rows: written + taken.value.opaque, held: taken.value.held });
  } catch (error) {
    const isFull = error instanceof Error && /quota|disk/i.test(`${error.name} ${error.message}`);
    return err(failure(isFull ? 'disk-full' : 'store-damaged'));
  }
}

/** What an archive is called where the person saves it. */
export function archiveName(at: number, client: string | null): string {
  const slug = (client ?? '')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .toLowerCase();
  return `vigie-${slug === '' ? '' : `${slug}-`}${new Date(at).toISOString().slice(0, 10)}.vigie`;
}
