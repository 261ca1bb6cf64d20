import type { DeliveryId } from '../ids.ts';
import { departsAt } from './lateness.ts';
import { outboxPolicy } from './policy.ts';
import type { OutboxRecord } from './record.ts';
import { hasBegun } from './steps.ts';

/**
 * After a pause (sleep, a long time offline, a freeze, a refused token) many posts of one account are due together.
 * They leave in order and apart, never in a burst. Posts that leave each at its own minute are not held back.
 */

/** The last post of an account that left. */
export interface LastPost {
  readonly id: DeliveryId;
  /** When its request left, epoch ms. */
  readonly at: number;
  /** When it was to leave, epoch ms. */
  readonly planned: number;
  /** It is known to be there. What only may be there keeps no post from its own minute. */
  readonly sure: boolean;
  /** It had an hour of its own. One that a person sent at once keeps no other from its hour. */
  readonly scheduled: boolean;
}

export interface Spacing {
  readonly last: LastPost | null;
  /** Least time between two posts that are due together, ms. */
  readonly ms: number;
}

const { itsMinuteMs } = outboxPolicy;

const isOnTime = (planned: number, at: number): boolean => at - planned < itsMinuteMs;

/**
 * Until when (epoch ms) a post waits for its turn; null: it need not.
 *
 * @param now epoch ms
 */
export function waitsItsTurnUntil(
  record: Pick<OutboxRecord, 'id' | 'action' | 'wish' | 'phase' | 'steps'>,
  spacing: Spacing | undefined,
  now: number,
): number | null {
  const { action, wish } = record;
  const last = spacing?.last ?? null;
  if (spacing === undefined || last === null || last.id === record.id) return null;
  // The parts of one thread keep no distance from each other, nor from what left between them.
  if (hasBegun(record)) return null;
  if (action.tag !== 'publish' || wish.leaving.tag !== 'at' || record.phase.tag === 'recalling') return null;
  // A repeat that rests on the server's key must not outlive it.
  if (record.steps.some((step) => step.doubt === 'key' || step.operation.tag === 'schedule')) return null;
  const planned = departsAt(wish);
  if (isOnTime(planned, now)) {
    // The person said "now" a moment ago, or chose the pauses of which this is the turn.
    if (wish.releasedAt !== null || wish.turn !== undefined) return null;
    if (!last.sure || !last.scheduled) return null;
    if (isOnTime(last.planned, last.at) && planned - last.planned >= itsMinuteMs) return null;
  }
  const until = last.at + spacing.ms;
  return until > now ? until : null;
}

/** The last post among an account's deliveries, as the journal knows them. */
export function lastPostOf(records: readonly OutboxRecord[]): LastPost | null {
  let last: LastPost | null = null;
  for (const record of records) {
    if (record.action.tag !== 'publish') continue;
    for (const { operation, firstSentAt, state } of record.steps)
      if (operation.tag === 'create' && firstSentAt !== null && firstSentAt > (last?.at ?? 0))
        last = {
          id: record.id,
          at: firstSentAt,
          planned: departsAt(record.wish),
          sure: state.tag === 'done',
          scheduled: record.wish.leaving.tag === 'at',
        };
  }
  return last;
}
