import { canonicalJson } from '../canonical-json.ts';
import type { ErrorCode } from '../errors.ts';
import type { Moment } from '../domain/post.ts';
import { exhaustive } from '../exhaustive.ts';
import { givenInTime } from './by-hand.ts';
import type { Decision, Executor, Surroundings } from './event.ts';
import { resume, startRecall } from './native.ts';
import { otherRevision } from './other-revision.ts';
import { isNative } from './plan.ts';
import { stepDone } from './progress.ts';
import {
  withoutTurn,
  type AfterRecall,
  type Cause,
  type Leaving,
  type OutboxRecord,
  type Step,
  type Wish,
} from './record.ts';
import {
  activeStep,
  begunAnew,
  hasBegun,
  hasLeft,
  isHarmless,
  isInDoubt,
  isInFlight,
  isMaterial,
  logged,
  published,
  withHolds,
  withState,
  withStep,
} from './steps.ts';
import { inPhase, refuse, sent, turn, type Turn } from './turn.ts';
import { lookPutOff, sentAtWord } from './word.ts';

/** What a person asks of a delivery that exists: obeyed, or refused with a code and without a trace. */

/** Why the content or the moment may not change any more; null: they may. */
function unchangeable(record: OutboxRecord): ErrorCode | null {
  if (record.phase.tag === 'sent') return 'already-sent';
  // An edit must not bring back what was given up.
  if (record.phase.tag === 'cancelled') return 'cancelled';
  if (record.phase.tag === 'needs-decision') return 'outcome-unknown';
  if (isInFlight(record)) return 'in-flight';
  if (isInDoubt(record)) return record.phase.tag === 'running' ? 'in-flight' : 'outcome-unknown';
  if (hasBegun(record)) return 'thread-begun';
  if (hasLeft(record)) return 'already-sent';
  return null;
}

/** Changes the wish: at once, or after the network's scheduler has given the post back. */
function change(record: OutboxRecord, wish: Wish, event: string, env: Surroundings): Turn {
  const { phase } = record;
  if (phase.tag === 'handed-over') return recallFor(record, { tag: 'resume', wish }, event, env);
  if (phase.tag === 'recalling')
    return turn(
      logged(inPhase(record, { ...phase, next: { tag: 'resume', wish } }), env.now, 'delivery', event),
    );
  const code = unchangeable(record);
  if (code !== null) return refuse(record, code);
  const planned = resume(record, wish, env);
  // A wish that the network cannot fulfil is refused, not half accepted.
  if (planned.state.phase.tag === 'failed') return refuse(record, 'not-offered');
  return turn(logged(planned.state, env.now, 'delivery', event));
}

function recallFor(record: OutboxRecord, next: AfterRecall, event: string, env: Surroundings): Turn {
  if (record.phase.tag !== 'handed-over') return turn(record);
  return startRecall(logged(record, env.now, 'delivery', event), record.phase, next, env.now);
}

/** The wish that counts: while it is being recalled, the one that comes next. */
function currentWish(record: OutboxRecord): Wish {
  const { phase } = record;
  return phase.tag === 'recalling' && phase.next.tag === 'resume' ? phase.next.wish : record.wish;
}

/** Taken back from the network's scheduler to be cancelled: nothing but a person's word for this very delivery revives it. */
const isBeingGivenUp = ({ phase }: OutboxRecord): boolean =>
  phase.tag === 'recalling' && phase.next.tag === 'cancel';

/** The next revision. The same revision again is the same command again, and changes nothing. */
export function edited(record: OutboxRecord, wish: Wish, env: Surroundings): Turn {
  const known = currentWish(record);
  if (wish.revision === known.revision && wish.hash === known.hash) return turn(record);
  if (wish.revision <= known.revision) return refuse(record, 'stale-revision', { revision: known.revision });
  // Something changed for another account of the same post: nothing is taken back, or refused, for that.
  if (saysTheSame(wish, known) && !isOver(record)) return turn(withRevision(record, wish.revision));
  if (isBeingGivenUp(record)) return refuse(record, 'cancelled');
  // Which of two revisions left is not known yet: a third would have to wait for that.
  if (record.perhaps !== undefined && !isOver(record)) return refuse(record, 'in-flight');
  return givenInTime(change(record, inItsTurn(wish, known), whatChanged(known, wish), env), env);
}

/** Other words at the same moment keep the turn that the end of a freeze gave it. */
const inItsTurn = (wish: Wish, { turn, leaving }: Wish): Wish =>
  turn !== undefined && canonicalJson(leaving) === canonicalJson(wish.leaving) ? { ...wish, turn } : wish;

/** The word for an edit in the log. */
const whatChanged = (known: Wish, wish: Wish): string =>
  wish.hash !== known.hash ? 'edited' : wish.executor !== known.executor ? 'executor' : 'rescheduled';

/** Whether two wishes differ in nothing but their revision. */
export const saysTheSame = (a: Wish, b: Wish): boolean =>
  a.hash === b.hash &&
  a.executor === b.executor &&
  a.releasedAt === b.releasedAt &&
  canonicalJson(a.leaving) === canonicalJson(b.leaving);

function withRevision(record: OutboxRecord, revision: number): OutboxRecord {
  const { phase } = record;
  return phase.tag === 'recalling' && phase.next.tag === 'resume'
    ? inPhase(record, { ...phase, next: { ...phase.next, wish: { ...phase.next.wish, revision } } })
    : { ...record, wish: { ...record.wish, revision } };
}

export function cancel(record: OutboxRecord, env: Surroundings): Turn {
  const { phase } = record;
  switch (phase.tag) {
    case 'cancelled':
      return turn(record);
    case 'sent':
      return refuse(record, 'already-sent');
    case 'needs-decision':
      return refuse(record, 'outcome-unknown');
    case 'handed-over':
      return recallFor(record, { tag: 'cancel' }, 'cancelling', env);
    case 'recalling':
      return turn(
        logged(inPhase(record, { ...phase, next: { tag: 'cancel' } }), env.now, 'delivery', 'cancelling'),
      );
    case 'grace':
    case 'scheduled':
    case 'running':
      if (isInFlight(record)) return refuse(record, 'in-flight');
      // Of what is looked for at a person's word nothing is in doubt that they have not judged.
      if (isInDoubt(record) && activeStep(record)?.word === undefined)
        return refuse(record, 'outcome-unknown');
      return givenUp(record, env.now);
    case 'assisted':
    case 'missed':
    case 'failed':
      return givenUp(record, env.now);
    default:
      return exhaustive(phase);
  }
}

const cancelled = (record: OutboxRecord, now: number): Turn =>
  turn(logged(inPhase(record, { tag: 'cancelled', at: now }), now, 'delivery', 'cancelled'));

/** A person gives it up. Of a thread that has begun, what stands was sent, and the rest never will be. */
function givenUp(record: OutboxRecord, now: number): Turn {
  if (!hasBegun(record)) return cancelled(record, now);
  const remote = published(record);
  return turn(logged(inPhase(record, { tag: 'sent', at: now, remote }), now, 'delivery', 'stopped'));
}

/**
 * The person says "now": it is due from this moment, and late only from this moment.
 *
 * @param at epoch ms: the moment, when several are let go together and leave one after the other
 * @param byHand nobody but a person can publish it: it waits for them at once
 */
export function publishNow(
  record: OutboxRecord,
  env: Surroundings,
  at: number = env.now,
  byHand = false,
): Turn {
  const { phase } = record;
  const wanted = withoutTurn(currentWish(record));
  if (byHand) {
    if (phase.tag === 'assisted') return turn(record);
    const given: Wish = { ...wanted, executor: 'assisted', releasedAt: env.now };
    return givenInTime(change(record, given, 'published-now', env), env);
  }
  const wish: Wish = { ...wanted, executor: 'machine', releasedAt: Math.max(at, env.now) };
  switch (phase.tag) {
    case 'sent':
      return refuse(record, 'already-sent');
    case 'cancelled':
      return refuse(record, 'cancelled');
    case 'needs-decision':
      return refuse(record, 'outcome-unknown');
    case 'handed-over':
    case 'recalling':
      return change(record, wish, 'published-now', env);
    case 'grace':
    case 'scheduled':
      return isNative(record)
        ? change(record, wish, 'published-now', env)
        : turn(released({ ...record, wish }, env.now, 'published-now'));
    case 'running':
    case 'assisted':
    case 'missed':
    case 'failed':
      return turn(released({ ...record, wish }, env.now, 'published-now'));
    default:
      return exhaustive(phase);
  }
}

/** Lets the step that stands still go on, with its tries counted anew; what is in doubt is verified first. */
function released(record: OutboxRecord, now: number, event: string): OutboxRecord {
  const isLater = (record.wish.releasedAt ?? now) > now;
  const running = logged(inPhase(record, { tag: isLater ? 'scheduled' : 'running' }), now, 'delivery', event);
  const step = activeStep(running);
  if (step === undefined) return running;
  const { state } = step;
  // The answer to an upload came, or will come, to a delivery that was parked: it is not taken, and nothing needs it.
  if (state.tag === 'sending' && record.phase.tag !== 'running' && isHarmless(step.operation))
    return withStep(running, step.key, { tries: 0, state: { tag: 'ready' } });
  // Parked by a Vigie that kept what the network had declined of it.
  if (
    state.tag === 'failed' &&
    isMaterial(step.operation) &&
    state.failure.code === 'media-processing-failed'
  )
    return withStep(running, step.key, { ...begunAnew, tries: 0, state: { tag: 'ready' } });
  if (state.tag === 'failed' || (state.tag === 'waiting' && (state.why !== 'rate-limited' || isUnpaid(step))))
    return withStep(running, step.key, { tries: 0, state: { tag: 'ready' } });
  if (state.tag === 'unconfirmed') {
    const look = { ...state.look, lookAt: Math.min(state.look.lookAt, now), troubles: 0 };
    return withStep(running, step.key, { tries: 0, state: { ...state, look } });
  }
  return running;
}

export function retry(record: OutboxRecord, env: Surroundings, byHand = false): Turn {
  const { phase } = record;
  switch (phase.tag) {
    case 'sent':
      return refuse(record, 'already-sent');
    case 'cancelled':
      return refuse(record, 'cancelled');
    case 'needs-decision':
      return refuse(record, 'outcome-unknown');
    case 'missed':
    case 'failed':
      return publishNow(record, env, env.now, byHand);
    case 'running': {
      const step = activeStep(record);
      if (step !== undefined && isUnpaid(step))
        return turn(logged(withState(record, step.key, { tag: 'ready' }), env.now, 'delivery', 'retried'));
      return step?.state.tag === 'waiting' && step.state.why === 'retry'
        ? turn(released(record, env.now, 'retried'))
        : turn(record);
    }
    case 'grace':
    case 'scheduled':
    case 'handed-over':
    case 'recalling':
    case 'assisted':
      return turn(record);
    default:
      return exhaustive(phase);
  }
}

/** Another moment for the same revision. */
export function reschedule(record: OutboxRecord, leaving: Leaving, env: Surroundings): Turn {
  if (leaving.tag === 'at' && leaving.moment.dueAt < env.now) return refuse(record, 'schedule-in-past');
  return change(
    record,
    { ...withoutTurn(currentWish(record)), leaving, releasedAt: null },
    'rescheduled',
    env,
  );
}

/**
 * The same wall time, which is another instant since the rules of its zone changed. What has not left yet follows,
 * whatever it waits for; what lies with a person stays as it is.
 */
export function momentMoved(record: OutboxRecord, moment: Moment, env: Surroundings): Turn {
  const wish = currentWish(record);
  const { leaving } = wish;
  if (leaving.tag !== 'at' || wish.releasedAt !== null || leaving.moment.dueAt === moment.dueAt)
    return turn(record);
  if (isBeingGivenUp(record)) return turn(record);
  switch (record.phase.tag) {
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'handed-over':
    case 'recalling': {
      const moved = change(record, { ...wish, leaving: { ...leaving, moment } }, 'moment-moved', env);
      // Under way or in doubt it is settled as it left.
      return moved.refused === null ? moved : turn(record);
    }
    case 'assisted':
    case 'needs-decision':
    case 'missed':
    case 'failed':
    case 'sent':
    case 'cancelled':
      return turn(record);
    default:
      return exhaustive(record.phase);
  }
}

export function switchExecutor(record: OutboxRecord, executor: Executor, env: Surroundings): Turn {
  const known = currentWish(record);
  if (known.executor === executor) return turn(record);
  return givenInTime(change(record, { ...known, executor }, 'executor', env), env);
}

/** What only a person can tell, and has told. */
export function decide(record: OutboxRecord, decision: Decision, env: Surroundings): Turn {
  const { phase } = record;
  if (phase.tag !== 'needs-decision')
    return refuse(record, phase.tag === 'sent' ? 'already-sent' : 'in-flight');
  const told = logged(record, env.now, 'delivery', `decided-${decision.tag}`);
  if (decision.tag === 'abandon') return givenUp(told, env.now);
  if (phase.about === 'fired') {
    if (decision.tag === 'this-one') return sent(told, decision.remote, env.now);
    const wish: Wish = { ...withoutTurn(record.wish), executor: 'machine', releasedAt: env.now };
    // It may still lie in the network's scheduler: taken back first, then sent from here.
    if (phase.scheduledRemoteId === null) return resume(told, wish, env);
    const at = record.wish.leaving.tag === 'at' ? record.wish.leaving.moment.dueAt : env.now;
    const recall = startRecall(
      told,
      { scheduledRemoteId: phase.scheduledRemoteId, at },
      { tag: 'resume', wish },
      env.now,
    );
    return recall.refused === null ? recall : resume(told, wish, env);
  }
  const step = activeStep(record);
  if (step === undefined) return sent(told, null, env.now);
  if (decision.tag === 'this-one')
    return stepDone(inPhase(told, { tag: 'running' }), step, decision.remote, env);
  // A person knows what became of the revision that they were asked about; of the other they were not asked.
  const other = otherRevision(told, env.now);
  if (other !== null) return turn(other);
  return turn({
    ...inPhase(sentAtWord(told, step, phase.candidates), {
      tag: isNative(record) ? 'scheduled' : 'running',
    }),
    wish: isNative(record) ? record.wish : { ...withoutTurn(record.wish), releasedAt: env.now },
  });
}

/** The account is refused, locked or gone (`blocked`), or answers again (null). */
export function accountChanged(record: OutboxRecord, blocked: Cause | null): Turn {
  if (isOver(record)) return turn(record);
  if ((record.holds.blocked?.code ?? null) === (blocked?.code ?? null)) return turn(record);
  const step = activeStep(record);
  return turn(withHolds(step === undefined ? record : lookPutOff(record, step), { blocked }));
}

/** The network was not paid, and is again: what waited for that goes on. */
export function paid(record: OutboxRecord, { now }: Surroundings): Turn {
  const step = activeStep(record);
  if (isOver(record) || step === undefined || !isUnpaid(step)) return turn(record);
  return turn(logged(withState(record, step.key, { tag: 'ready' }), now, step.key, 'paid'));
}

const isUnpaid = ({ state }: Step): boolean =>
  state.tag === 'waiting' && state.failure?.code === 'credit-used-up';

export const isOver = (record: OutboxRecord): boolean =>
  record.phase.tag === 'sent' || record.phase.tag === 'cancelled';
