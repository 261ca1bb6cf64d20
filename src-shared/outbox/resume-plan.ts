import type { DeliveryId } from '../ids.ts';
import type { ResumeChoice } from '../domain/freeze.ts';
import { ownMoment } from './lateness.ts';
import { isNative } from './plan.ts';
import type { OutboxRecord } from './record.ts';

/** One delivery of an ending freeze, and not before when (epoch ms) it may leave. */
export interface Resumed {
  readonly id: DeliveryId;
  readonly choice: ResumeChoice;
  readonly notBefore: number;
}

/** Answers and likes of one account are not a burst at this distance: people wait for them. */
const answerSpacingMs = 10_000;

/**
 * Spreads what an ending freeze lets go: what is due already leaves one after the other, `spacingMs` apart on each
 * account, soonest first. What keeps a moment of its own keeps it, unless that falls into the queue.
 */
export function planResume(
  choices: readonly { readonly record: OutboxRecord; readonly choice: ResumeChoice }[],
  spacingMs: number,
  now: number,
): readonly Resumed[] {
  const free = new Map<string, number>();
  const due = ({ record, choice }: (typeof choices)[number]): number =>
    choice.tag === 'now' ? now : choice.tag === 'at' ? choice.moment.dueAt : ownMoment(record.wish);
  return [...choices]
    .sort((a, b) => due(a) - due(b) || a.record.createdAt - b.record.createdAt)
    .map((one): Resumed => {
      const { record, choice } = one;
      const id = record.id;
      const leaves = choice.tag === 'release' || choice.tag === 'now' || choice.tag === 'at';
      if (!leaves || (isNative(record) && choice.tag !== 'now')) return { id, choice, notBefore: 0 };
      const next = free.get(record.accountId) ?? now;
      const at = due(one);
      if (at > next) return { id, choice, notBefore: 0 };
      const pause = record.action.tag === 'publish' ? spacingMs : answerSpacingMs;
      free.set(record.accountId, next + pause);
      return { id, choice, notBefore: next };
    });
}
