import { publisherOf } from '../../../src-shared/composing/publisher.ts';
import type { Intent } from '../../../src-shared/domain/intent.ts';
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
  const executor = publisherOf(intent, target, manifest);
  // Nothing leaves by itself that could be called back: it waits for its person at once.
  const graceMs = when.tag === 'at' || executor === 'assisted' ? 0 : Math.max(0, when.graceMs);
  return {
    revision: intent.revision,
    hash: target.hash,
    content: target.content,
    leaving: when.tag === 'at' ? when : { tag: 'now', leavesAt: Math.min(intent.createdAt, now) + graceMs },
    executor,
    releasedAt: null,
  };
}
