import { isOver, saysTheSame } from './command.ts';
import { startRecall } from './native.ts';
import { inTurnOf } from './other-revision.ts';
import type { OutboxRecord } from './record.ts';
import { hasBegun, hasLeft, isInDoubt, isInFlight, logged } from './steps.ts';

/**
 * What a lost journal's delivery becomes when an intent speaks of a later revision than what was mirrored of it.
 *
 * @param later the delivery as it would be made of that intent alone
 * @param now epoch ms
 */
export function withLater(known: OutboxRecord, later: OutboxRecord, now: number): OutboxRecord {
  if (later.wish.revision <= latestOf(known)) return known;
  const { phase } = known;
  // What stands takes no edit: it was refused, or will be when it is handed over again.
  const isHeld = phase.tag === 'handed-over' || phase.tag === 'recalling';
  if (isOver(known) || hasBegun(known) || (hasLeft(known) && !isHeld)) return known;
  if (saysTheSame(known.wish, later.wish))
    return { ...known, wish: { ...known.wish, revision: later.wish.revision } };
  const perhaps = { wish: later.wish, steps: later.steps, phase: later.phase };
  const next = { tag: 'resume', wish: later.wish } as const;
  switch (phase.tag) {
    case 'sent':
    case 'cancelled':
    case 'needs-decision':
      return known;
    case 'handed-over': {
      // The network's scheduler has one of the two, or had it: that is taken back before the other is looked for.
      const recall = startRecall(known, phase, next, now);
      return recall.refused === null ? { ...recall.state, perhaps } : known;
    }
    case 'recalling':
      return phase.next.tag === 'cancel' ? known : { ...known, phase: { ...phase, next }, perhaps };
    case 'failed':
    case 'assisted':
      return inTurnOf(known, perhaps, now);
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'missed':
      return isInDoubt(known) || isInFlight(known) ? { ...known, perhaps } : inTurnOf(known, perhaps, now);
  }
}

/**
 * What a lost journal's delivery becomes when a later revision of its intent does not name its account any more: the
 * edit cancelled it, or is about to. What may have left is looked for, and is given up when it is not there.
 *
 * @param revision of the intent as it is now
 * @param now epoch ms
 */
export function withoutAccount(known: OutboxRecord, revision: number, now: number): OutboxRecord {
  if (revision <= latestOf(known) || hasBegun(known)) return known;
  const { phase } = known;
  const cancelled = { tag: 'cancelled', at: now } as const;
  switch (phase.tag) {
    case 'sent':
    case 'cancelled':
    case 'needs-decision':
    case 'failed':
      return known;
    case 'handed-over': {
      const recall = startRecall(known, phase, { tag: 'cancel' }, now);
      return recall.refused === null ? recall.state : known;
    }
    case 'recalling':
      return { ...known, phase: { ...phase, next: { tag: 'cancel' } } };
    case 'assisted':
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'missed': {
      const wish = { ...known.wish, revision };
      return isInDoubt(known) || isInFlight(known)
        ? { ...known, perhaps: { wish, steps: known.steps, phase: cancelled } }
        : logged({ ...known, wish, phase: cancelled }, now, 'delivery', 'cancelled');
    }
  }
}

function latestOf({ wish, phase, perhaps }: OutboxRecord): number {
  const next = phase.tag === 'recalling' && phase.next.tag === 'resume' ? phase.next.wish.revision : 0;
  return Math.max(wish.revision, next, perhaps?.wish.revision ?? 0);
}
