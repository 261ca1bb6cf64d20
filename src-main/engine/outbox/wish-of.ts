import { executorFor, type Intent } from '../../../src-shared/domain/intent.ts';
import type { Wish } from '../../../src-shared/outbox/record.ts';

/**
 * What an intent wants of one of its deliveries. The grace runs from the moment at which the person said "send",
 * wherever the wish waited meanwhile; a moment that lies ahead of our clock is not believed.
 */
export function wishOf(intent: Intent, target: Intent['targets'][number], now: number): Wish {
  const { when } = intent;
  return {
    revision: intent.revision,
    hash: target.hash,
    content: target.content,
    leaving:
      when.tag === 'at'
        ? when
        : { tag: 'now', leavesAt: Math.min(intent.createdAt, now) + Math.max(0, when.graceMs) },
    executor: executorFor(intent, target),
    releasedAt: null,
  };
}
