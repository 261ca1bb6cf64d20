import { create } from 'zustand';
import type { BridgeClient, Contract } from '../../src-shared/bridge/index.ts';
import type { Reply } from '../../src-shared/bridge/types.ts';
import type { Failure } from '../../src-shared/errors.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { missingIn } from '../../src-shared/safety/loss.ts';
import { useOpenBackup } from './open-backup.ts';

export type Loss = NonNullable<Reply<Contract['safety']['calls']['loss']>>;

/**
 * What damage took, as this start found it. `whole`: nothing of what was known before is missing. `short`: something
 * is. `unknown`: the store came up empty and there is no snapshot to count with.
 */
export interface FoundLoss {
  readonly tag: 'whole' | 'short' | 'unknown';
  readonly loss: Loss;
  /** The store had come up empty, and nothing could fill it. */
  readonly isBlank: boolean;
}

export const useLoss = create<{ readonly found: FoundLoss | null; set(found: FoundLoss | null): void }>(
  (set) => ({ found: null, set: (found) => set({ found }) }),
);

type Main = { readonly bridge: Pick<BridgeClient, 'safety'> };

/**
 * Asks main what damage took. To be called when the second copy has what the store has. What leaves nothing to decide
 * is told in this window and forgotten; the rest is told at every start until the person decides.
 */
export async function lookForLoss({ bridge }: Main, isBlank: boolean): Promise<void> {
  const read = await bridge.safety.loss(null);
  if (read.tag === 'err' || read.value === null) return;
  const known = read.value.places.some(({ place }) => place === 'store');
  const gone = isBlank && !known ? [{ place: 'store' as const, isKept: false }] : [];
  const loss = { ...read.value, places: [...read.value.places, ...gone] };
  const found: FoundLoss = { tag: judged(loss, isBlank), loss, isBlank };
  useLoss.getState().set(found);
  if (found.tag === 'whole') await bridge.safety.settleLoss(null);
}

/** Looks again, after something of a backup was taken. */
export async function lookAgain(main: Main): Promise<void> {
  const { found } = useLoss.getState();
  if (found?.tag === 'short') await lookForLoss(main, found.isBlank);
}

function judged(loss: Loss, isBlank: boolean): FoundLoss['tag'] {
  if (loss.snapshot === null) return isBlank ? 'unknown' : 'whole';
  return missingIn(loss.lines) > 0 ? 'short' : 'whole';
}

/** Opens the snapshot from before the damage; the dialog in which the person chooses follows by itself. */
export async function openFromBefore({ bridge }: Main, id: string): Promise<Result<null, Failure>> {
  const opened = await bridge.safety.openSnapshot({ id });
  if (opened.tag === 'err') return opened;
  useOpenBackup.getState().set({ tag: 'restore', from: 'snapshot', backup: opened.value });
  return ok(null);
}

/** The person goes on with what is here. */
export async function goOnWithout({ bridge }: Main): Promise<Result<null, Failure>> {
  const settled = await bridge.safety.settleLoss(null);
  if (settled.tag === 'ok') useLoss.getState().set(null);
  return settled;
}
