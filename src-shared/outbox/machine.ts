import { failure } from '../errors.ts';
import { exhaustive } from '../exhaustive.ts';
import { deliveryId } from '../ids.ts';
import { answered, polled } from './answer.ts';
import * as brake from './brake.ts';
import { doneByHand, notByHand } from './by-hand.ts';
import { afterClockSet, afterJump, afterMove } from './clock-set.ts';
import * as command from './command.ts';
import { depart, drawn } from './departure.ts';
import type { Effect, Outcome } from './effect.ts';
import type { OutboxEvent, Surroundings } from './event.ts';
import { lookedForFired, startingPhase, watch } from './native.ts';
import { planSteps } from './plan.ts';
import { publicState } from './delivery-view.ts';
import type { OutboxRecord } from './record.ts';
import { requeue } from './queue-order.ts';
import { rechecked } from './recheck.ts';
import { activeStep, isBeingRead, logged, published, stepByKey } from './steps.ts';
import { isTrouble } from './trouble.ts';
import { fail, notify, sent, turn, type Turn } from './turn.ts';
import { crashed, lookedForStep, verify } from './verify.ts';

/**
 * One delivery's life. Pure: time, chance, connectivity, the server's clock and the account's health arrive inside
 * events; what is to happen leaves as effects. Every change grows `sequence` by one and asks first to be saved, so
 * that nothing ever happens that a restart would not know of.
 *
 * @param record null only for `submitted`
 */
export function step(record: OutboxRecord | null, event: OutboxEvent): Outcome {
  if (event.tag === 'submitted') return record === null ? submitted(event) : turn(record);
  if (record === null) throw new Error(`${event.tag} of a delivery that does not exist`);
  const { now } = event.env;
  // Whatever comes first after the clock was set back: the word that it was may come second, and tells nothing then.
  const isAboutIt = event.tag === 'clock-set' || event.tag === 'clock-moved';
  const known = isAboutIt ? record : afterClockSet(record, now);
  const answer = decide(known, event);
  if (answer.refused !== null) return { state: record, effects: [], refused: answer.refused };
  return answer.state === record ? answer : saved(record, answer, now);
}

function saved(before: OutboxRecord, turned: Turn, now: number): Outcome {
  const state = { ...turned.state, sequence: before.sequence + 1, updatedAt: now };
  const effects: readonly Effect[] = [{ tag: 'save' }, { tag: 'mirror' }, ...turned.effects];
  const after = publicState(state);
  const isNews = isTrouble(after) && (before.sequence === 0 || publicState(before) !== after);
  const isTold = effects.some((effect) => effect.tag === 'notify' && effect.notice === after);
  // There are many ways into a state that waits for a person, some of them on the way to something else: what was
  // under way when its account was refused comes back, a freeze ends. None of them is silent.
  return {
    state,
    effects: isNews && !isTold ? [...effects, notify(after)] : effects,
    refused: turned.refused,
  };
}

function submitted(event: Extract<OutboxEvent, { tag: 'submitted' }>): Outcome {
  const { env, wish } = event;
  const terms = env.terms ?? { operations: {}, native: null };
  const planned = planSteps(event.action, wish, terms, env.now);
  const record: OutboxRecord = {
    id: deliveryId(event.intentId, event.accountId),
    workspaceId: event.workspaceId,
    intentId: event.intentId,
    accountId: event.accountId,
    action: event.action,
    wish,
    terms,
    expiresAt: event.expiresAt,
    phase: startingPhase(wish, env.now),
    holds: { frozen: event.frozen, blocked: event.blocked, skewMs: null },
    steps: planned.tag === 'ok' ? planned.value : [],
    performs: 0,
    uploadRedos: 0,
    attempts: [],
    sequence: 0,
    createdAt: env.now,
    updatedAt: env.now,
  };
  if (planned.tag === 'err') return { state: record, effects: [], refused: planned.error };
  const accepted = logged(record, env.now, 'delivery', 'accepted');
  const state = event.frozen ? logged(accepted, env.now, 'delivery', 'frozen') : accepted;
  return saved(record, turn(state), env.now);
}

function decide(record: OutboxRecord, event: Exclude<OutboxEvent, { tag: 'submitted' }>): Turn {
  const { env } = event;
  switch (event.tag) {
    case 'edited':
      return command.edited(record, event.wish, env);
    case 'cancel':
      return command.cancel(record, env);
    case 'publish-now':
      return command.publishNow(record, env, event.at, event.byHand);
    case 'reschedule':
      return command.reschedule(record, event.leaving, env);
    case 'moment-moved':
      return command.momentMoved(record, event.moment, env);
    case 'requeue':
      return requeue(record, event.queuedAt, env);
    case 'retry':
      return command.retry(record, env, event.byHand);
    case 'rechecked':
      return rechecked(record, event.mark, event.failure, env);
    case 'switch-executor':
      return command.switchExecutor(record, event.executor, env);
    case 'decide':
      return command.decide(record, event.decision, env);
    case 'done-by-hand':
      return doneByHand(record, event.remote, env);
    case 'not-by-hand':
      return notByHand(record, env);
    case 'freeze':
      return brake.freeze(record, env);
    case 'unfreeze':
      return brake.unfreeze(record, env, event.notBefore);
    case 'account':
      return command.accountChanged(record, event.blocked);
    case 'paid':
      return command.paid(record, env);
    case 'tick':
      return tick(record, env);
    case 'drawn': {
      const target = stepByKey(record, event.step);
      if (target === undefined || !isActive(record) || activeStep(record) !== target) return turn(record);
      return event.drawn === null
        ? fail(record, target, env.now, failure('internal'))
        : drawn(record, target, event.drawn, env);
    }
    case 'answered': {
      const target = stepByKey(record, event.step);
      // An answer to something that was given up meanwhile (an upload of an edited post) changes nothing.
      if (!isActive(record) || target?.state.tag !== 'sending' || target.state.attempt !== event.attempt)
        return turn(record);
      return answered(record, target, event.answer, env);
    }
    case 'polled': {
      const target = stepByKey(record, event.step);
      if (!isActive(record) || target === undefined) return turn(record);
      return polled(record, target, event.answer, env);
    }
    case 'looked':
      return looked(record, event);
    case 'clock-set':
      return turn(clockSet(record, event.seen, env.now));
    case 'clock-moved':
      return turn(isActive(record) && isBeingRead(record) ? afterMove(record, event.by) : record);
    case 'recovered': {
      // Nobody has counted the time in between: the clock may have been set meanwhile, either way.
      const known = isActive(record) ? afterJump(record, env.now) : record;
      const target = activeStep(known);
      return isActive(known) && target !== undefined ? crashed(known, target, env) : turn(known);
    }
    default:
      return exhaustive(event);
  }
}

/** Whether something may still happen to it without a person. */
function isActive(record: OutboxRecord): boolean {
  switch (record.phase.tag) {
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'handed-over':
    case 'recalling':
      return true;
    case 'assisted':
    case 'needs-decision':
    case 'missed':
    case 'failed':
    case 'sent':
    case 'cancelled':
      return false;
    default:
      return exhaustive(record.phase);
  }
}

/** "You may act now." */
function tick(record: OutboxRecord, env: Surroundings): Turn {
  if (!isActive(record)) return turn(record);
  const { phase } = record;
  if (phase.tag === 'handed-over' && brake.mustBeTakenBack(record))
    return brake.takeBack(record, phase, env.now);
  if (phase.tag === 'handed-over') return watch(record, phase.look, phase.at, env);
  if (phase.tag === 'recalling' && phase.fired !== null) return watch(record, phase.fired, phase.at, env);
  const target = activeStep(record);
  if (target === undefined) return sent(record, published(record), env.now);
  switch (target.state.tag) {
    case 'sending':
    case 'done':
      return turn(record);
    case 'failed':
      // Parked deliveries do not get here: a record that says both is put back among the parked.
      return fail(record, target, env.now, target.state.failure);
    case 'unconfirmed':
      return verify(record, target, env);
    case 'polling':
      if (record.holds.blocked !== null || !env.online || env.now < target.state.until) return turn(record);
      return turn(record, {
        tag: 'poll',
        step: target.key,
        operation: target.operation,
        handle: target.state.handle,
      });
    case 'ready':
    case 'waiting':
      return depart(record, target, env);
    default:
      return exhaustive(target.state);
  }
}

function clockSet(record: OutboxRecord, seen: boolean, now: number): OutboxRecord {
  const known = afterClockSet(record, now);
  return seen ? afterJump(known, now) : known;
}

function looked(record: OutboxRecord, event: Extract<OutboxEvent, { tag: 'looked' }>): Turn {
  if (!isActive(record)) return turn(record);
  const { phase } = record;
  if (phase.tag === 'handed-over')
    return lookedForFired(record, phase, event.seen, event.startedAt, event.env);
  if (phase.tag === 'recalling' && phase.fired !== null)
    return lookedForFired(record, phase, event.seen, event.startedAt, event.env);
  const target = activeStep(record);
  return target === undefined
    ? turn(record)
    : lookedForStep(record, target, event.seen, event.startedAt, event.env);
}
