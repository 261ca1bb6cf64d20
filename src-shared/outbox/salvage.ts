import { failure } from '../errors.ts';
import { deliveryId, type DeliveryId } from '../ids.ts';
import { isThreaded } from '../domain/pieces.ts';
import type { Intent } from '../domain/intent.ts';
import { afterClockSet } from './clock-set.ts';
import { newLook } from './look.ts';
import type { OutboxRecord, Step } from './record.ts';
import { hasLeft, isHarmless, logged } from './steps.ts';

/** Why a delivery whose journal was lost is looked for. */
export const cause = failure('journal-rebuilt');

/** What is known beside the damaged journal. */
export interface Known {
  /** Epoch ms. */
  readonly now: number;
  /**
   * When the person said "now" of this revision before its hour, epoch ms; null: that is not known. It may have left
   * since then, and where it has not, it is to leave.
   */
  releasedAt(id: DeliveryId, revision: number): number | null;
}

export function releasedBy(intents: readonly Intent[]): Known['releasedAt'] {
  const released = new Map(
    intents.flatMap((intent) =>
      (intent.released ?? []).map(({ accountId, at }) => [
        `${deliveryId(intent.id, accountId)} ${String(intent.revision)}`,
        at,
      ]),
    ),
  );
  return (id, revision) => released.get(`${id} ${String(revision)}`) ?? null;
}

/** A row that is whole, though others are not: it may be an old version of itself. */
export function fromSalvage(found: OutboxRecord, sequence: number, known: Known): OutboxRecord {
  const { now } = known;
  const current = afterClockSet(found, now);
  const record = { ...current, steps: current.steps.map(unanswered) };
  const told = logged({ ...record, sequence: sequence + 1 }, now, 'delivery', 'rebuilt', cause.code);
  switch (record.phase.tag) {
    case 'sent':
    case 'assisted':
    case 'needs-decision':
    case 'handed-over':
    case 'recalling':
      return told;
    case 'cancelled':
    case 'failed':
      return { ...told, steps: withDoubt(record, now) };
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'missed': {
      const { leaving, revision } = record.wish;
      const releasedAt = record.wish.releasedAt ?? known.releasedAt(record.id, revision);
      if (releasedAt !== null && record.wish.executor !== 'native')
        return {
          ...told,
          wish: { ...record.wish, releasedAt },
          phase: { tag: 'running' },
          steps: withDoubt(record, now),
        };
      const future = leaving.tag === 'at' && leaving.moment.dueAt > now && releasedAt === null;
      if (future && record.wish.executor === 'native' && !isThreaded(record.wish.content))
        return { ...told, phase: { tag: 'scheduled' }, steps: withDoubt(record, now) };
      if (record.phase.tag === 'scheduled' && future && record.performs === 0 && !hasLeft(record))
        return told;
      return { ...told, phase: { tag: 'running' }, steps: withDoubt(record, now) };
    }
  }
}

/** An answer that went under with its process never comes. What leaves nothing visible is simply done again. */
const unanswered = (step: Step): Step =>
  isHarmless(step.operation) && step.state.tag === 'sending' ? { ...step, state: { tag: 'ready' } } : step;

/** What was still to be written may have been done since this row was: of a thread, every part that is missing. */
export function withDoubt(record: OutboxRecord, now: number): readonly Step[] {
  return record.steps.map((step): Step => {
    if (step.state.tag === 'done' || isHarmless(step.operation)) return step;
    const look = newLook(now, step.rule.settleMs);
    return { ...step, state: { tag: 'unconfirmed', look, failure: cause } };
  });
}
