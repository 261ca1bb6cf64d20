import { latestHandOver, termsOf } from '../../src-shared/outbox/plan.ts';
import { mayBeHeld } from '../../src-shared/composing/form.ts';
import { isLeftToPerson } from '../../src-shared/composing/publisher.ts';
import { emptyContent, type Content } from '../../src-shared/domain/content.ts';
import { isThreaded } from '../../src-shared/domain/pieces.ts';
import type { Action, Executor } from '../../src-shared/domain/intent.ts';
import type { Manifest } from '../../src-shared/networks/manifest.ts';

/**
 * Whose hand publishes a scheduled post: the network's own scheduler, this machine, or the person's. `too-soon`: the network would
 * hold it, but wants to be asked `minAheadMs` before. `thread`: this machine's, because a scheduler holds one post only.
 */
export type Publisher =
  | { readonly tag: 'network' }
  | { readonly tag: 'machine' | 'person' | 'thread' }
  | { readonly tag: 'too-soon'; readonly minAheadMs: number };

/** The same reckoning as the outbox makes when the wish reaches it. Times in epoch ms. */
export function whoPublishes(
  manifest: Manifest,
  dueAt: number,
  now: number,
  executor: Executor,
  content: Content = emptyContent,
  action: Action['tag'] = 'publish',
): Publisher {
  if (executor === 'assisted' || isLeftToPerson({ tag: action }, content, manifest)) return { tag: 'person' };
  const { native, operations } = termsOf(manifest);
  if (executor === 'machine' || native === null || operations['schedule'] === undefined)
    return { tag: 'machine' };
  if (isThreaded(content)) return { tag: 'thread' };
  if (!mayBeHeld(content, manifest)) return { tag: 'machine' };
  return now <= latestHandOver(dueAt, native.minAheadMs)
    ? { tag: 'network' }
    : { tag: 'too-soon', minAheadMs: native.minAheadMs };
}

/** Whether the network could hold a post at all. */
export const canHold = (manifest: Manifest): boolean => termsOf(manifest).native !== null;
