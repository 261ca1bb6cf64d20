import { executorFor, type Intent } from '../../../src-shared/domain/intent.ts';
import { mayBeHeld } from '../../../src-shared/composing/form.ts';
import type { Manifest } from '../../../src-shared/networks/manifest.ts';
import type { Wish } from '../../../src-shared/outbox/record.ts';

/**
 * What an intent wants of one of its deliveries. The grace runs from the moment at which the person said "send",
 * wherever the wish waited meanwhile; a moment that lies ahead of our clock is not believed.
 *
 * @param manifest what the account can do; null: it is not known any more
 */
export function wishOf(
  intent: Intent,
  target: Intent['targets'][number],
  now: number,
  manifest: Manifest | null = null,
): Wish {
  const { when } = intent;
  const executor = executorFor(intent, target);
  return {
    revision: intent.revision,
    hash: target.hash,
    content: target.content,
    leaving:
      when.tag === 'at'
        ? when
        : { tag: 'now', leavesAt: Math.min(intent.createdAt, now) + Math.max(0, when.graceMs) },
    // A scheduler takes no other forms than its own, and nobody but a person publishes where nothing is connected.
    executor:
      manifest?.byHand === true
        ? 'assisted'
        : executor === 'native' && manifest !== null && !mayBeHeld(target.content, manifest)
          ? 'machine'
          : executor,
    releasedAt: null,
  };
}
