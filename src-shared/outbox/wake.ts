import { mustBeTakenBack } from './brake.ts';
import { isByHand } from './by-hand.ts';
import { departsAt, latestDeparture } from './lateness.ts';
import { isNative, latestHandOver } from './plan.ts';
import type { OutboxRecord } from './record.ts';
import { activeStep, hasBegun, isHarmless } from './steps.ts';

/**
 * When a delivery wants to be told "you may act now", and what for. `write` needs the account's one lane of
 * departures; `read` only looks; `time` needs nothing but the clock.
 */
export interface Wake {
  readonly at: number;
  readonly lane: 'write' | 'read' | 'time';
}

/** Null: only an event from outside (a person, the account, the connection) moves it. */
export function wakeOf(record: OutboxRecord): Wake | null {
  const { phase, holds } = record;
  const blocked = holds.blocked !== null;
  switch (phase.tag) {
    case 'assisted':
    case 'needs-decision':
    case 'missed':
    case 'failed':
    case 'sent':
    case 'cancelled':
      return null;
    case 'handed-over':
      if (mustBeTakenBack(record)) return { at: 0, lane: 'time' };
      return blocked ? null : { at: phase.look.lookAt, lane: 'read' };
    case 'recalling':
      if (blocked) return null;
      return phase.fired === null ? stepWake(record, 0) : { at: phase.fired.lookAt, lane: 'read' };
    case 'grace':
    case 'scheduled':
    case 'running':
      return stepWake(record, isNative(record) || hasBegun(record) ? 0 : departsAt(record.wish));
  }
}

function stepWake(record: OutboxRecord, from: number): Wake | null {
  const step = activeStep(record);
  if (step === undefined) return { at: 0, lane: 'time' };
  const { state } = step;
  const blocked = record.holds.blocked !== null;
  switch (state.tag) {
    case 'sending':
      return null;
    case 'unconfirmed':
      if (isHarmless(step.operation)) return { at: 0, lane: 'time' };
      return blocked ? null : { at: state.look.lookAt, lane: 'read' };
    case 'polling':
      return blocked ? null : { at: state.until, lane: 'read' };
    case 'ready':
    case 'waiting': {
      const recall = step.operation.tag === 'recall';
      if (record.holds.frozen && !recall) return null;
      if (!recall && isByHand(record)) return { at: from, lane: 'time' };
      if (blocked) return null;
      const until = state.tag === 'waiting' ? state.until : 0;
      return { at: Math.max(from, until ?? 0), lane: 'write' };
    }
    case 'done':
    case 'failed':
      return { at: 0, lane: 'time' };
  }
}

/**
 * The moment (epoch ms) after which a delivery that has not left must be judged again whether or not it could leave:
 * too late for its tolerance, for its reply window, or for the network's scheduler. Null: there is none.
 */
export function deadlineOf(record: OutboxRecord): number | null {
  const { phase } = record;
  if (phase.tag !== 'grace' && phase.tag !== 'scheduled' && phase.tag !== 'running') return null;
  const step = activeStep(record);
  if (step === undefined || (step.state.tag !== 'ready' && step.state.tag !== 'waiting')) return null;
  if (isNative(record)) {
    if (record.wish.leaving.tag !== 'at' || record.terms.native === null) return null;
    return latestHandOver(record.wish.leaving.moment.dueAt, record.terms.native.minAheadMs) + 1;
  }
  if (record.holds.frozen || hasBegun(record)) return null;
  const moments = [latestDeparture(record.wish), record.expiresAt].filter((at) => at !== null);
  return moments.length === 0 ? null : Math.min(...moments) + 1;
}
