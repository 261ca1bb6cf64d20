import { newLook } from './look.ts';
import type { OutboxRecord, Revision, Step } from './record.ts';

/**
 * The journal was lost after main took an edit, or might have taken it, before the interface heard of that. Either
 * revision may have left, never both: an edit is only taken of what has not left. So nothing of either leaves before
 * both were looked for, and it is the later one that leaves when neither is there.
 */

/** Nothing of the revision that was looked for is there: the later one's turn (`now`: epoch ms). Null: there is none. */
export function otherRevision(record: OutboxRecord, now: number): OutboxRecord | null {
  return record.perhaps === undefined ? null : inTurnOf(record, record.perhaps, now);
}

/** The later revision's turn, and should it not be there, this one's again. Null: there is none that is later. */
export function laterFirst(record: OutboxRecord, now: number): OutboxRecord | null {
  const { wish, steps, phase, perhaps } = record;
  // To be given up is no other wording: what resembles this one has to be judged.
  return perhaps === undefined || perhaps.wish.revision < wish.revision || perhaps.phase.tag === 'cancelled'
    ? null
    : { ...inTurnOf(record, perhaps, now), perhaps: { wish, steps, phase } };
}

/** The delivery as another revision of itself, of which whatever may have left is looked for from `now` on (epoch ms). */
export function inTurnOf(record: OutboxRecord, { wish, steps, phase }: Revision, now: number): OutboxRecord {
  const { perhaps: _, ...known } = record;
  const looked = steps.map((step): Step =>
    step.state.tag === 'unconfirmed'
      ? { ...step, state: { ...step.state, look: newLook(now, step.rule.settleMs) } }
      : step,
  );
  return { ...known, wish, steps: looked, phase };
}
