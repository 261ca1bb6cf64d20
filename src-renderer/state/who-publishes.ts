import { latestHandOver, termsOf } from '../../src-shared/outbox/plan.ts';
import type { Executor } from '../../src-shared/domain/intent.ts';
import type { Manifest } from '../../src-shared/networks/manifest.ts';

/**
 * Whose hand publishes a scheduled post: the network's own scheduler, this machine, or the person's. `too-soon`: the network would
 * hold it, but wants to be asked `minAheadMs` before.
 */
export type Publisher =
  | { readonly tag: 'network' }
  | { readonly tag: 'machine' | 'person' }
  | { readonly tag: 'too-soon'; readonly minAheadMs: number };

/** The same reckoning as the outbox makes when the wish reaches it. Times in epoch ms. */
export function whoPublishes(manifest: Manifest, dueAt: number, now: number, executor: Executor): Publisher {
  if (executor === 'assisted') return { tag: 'person' };
  const { native, operations } = termsOf(manifest);
  if (executor === 'machine' || native === null || operations['schedule'] === undefined)
    return { tag: 'machine' };
  return now <= latestHandOver(dueAt, native.minAheadMs)
    ? { tag: 'network' }
    : { tag: 'too-soon', minAheadMs: native.minAheadMs };
}

/** Whether the network could hold a post at all. */
export const canHold = (manifest: Manifest): boolean => termsOf(manifest).native !== null;
