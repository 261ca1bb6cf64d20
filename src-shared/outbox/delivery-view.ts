import { isThreaded } from '../domain/pieces.ts';
import { exhaustive } from '../exhaustive.ts';
import { isByHand } from './by-hand.ts';
import type { Delivery, DeliveryState, Waiting } from '../domain/delivery.ts';
import { departsAt } from './lateness.ts';
import { isNative } from './plan.ts';
import { queuePlace } from './queue-order.ts';
import { withoutTurn, type Cause, type OutboxRecord } from './record.ts';
import { activeStep, isInDoubt, isInFlight } from './steps.ts';

/** The public face of a delivery, derived: nothing in it decides anything. */
export function toDelivery(record: OutboxRecord): Delivery {
  const { wish, phase } = record;
  const moment = wish.leaving.tag === 'at' ? wish.leaving.moment : null;
  const state = publicState(record);
  return {
    id: record.id,
    workspaceId: record.workspaceId,
    intentId: record.intentId,
    accountId: record.accountId,
    action: record.action,
    revision: wish.revision,
    hash: wish.hash,
    content: wish.content,
    state,
    executor: isNative(record) ? 'native' : isByHand(record) ? 'assisted' : 'machine',
    waiting: waitingFor(record, state),
    failure: causeOf(record),
    // What leaves as soon as it can has no hour to show: its place in the queue orders it.
    dueAt:
      moment === null
        ? queuePlace({ ...record, wish: withoutTurn({ ...wish, releasedAt: null }) })
        : moment.dueAt,
    wall: moment?.wall ?? null,
    zone: moment?.zone ?? null,
    toleranceMs: wish.leaving.tag === 'at' ? wish.leaving.toleranceMs : null,
    remoteId: phase.tag === 'sent' ? (phase.remote?.remoteId ?? null) : null,
    remoteUrl: phase.tag === 'sent' ? (phase.remote?.url ?? null) : null,
    scheduledRemoteId:
      phase.tag === 'handed-over' || phase.tag === 'recalling' || phase.tag === 'needs-decision'
        ? phase.scheduledRemoteId
        : null,
    sentAt: phase.tag === 'sent' ? phase.at : null,
    stepsDone: record.steps.filter((step) => step.state.tag === 'done').length,
    stepsTotal: record.steps.length,
    ...threadOf(record, state),
    progress: progressOf(record),
    attempts: record.attempts,
    candidates: phase.tag === 'needs-decision' ? phase.candidates : [],
    sequence: record.sequence,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  };
}

/** How far the film is that is being sent. */
function progressOf(record: OutboxRecord): Delivery['progress'] {
  const active = activeStep(record);
  if (active?.soFar === undefined || active.state.tag === 'polling') return null;
  return { sent: active.soFar.sent, total: active.soFar.total };
}

/** What of a thread stands, and where it is. */
function threadOf(record: OutboxRecord, state: DeliveryState): Pick<Delivery, 'parts' | 'step'> {
  if (!isThreaded(record.wish.content)) return { parts: [], step: null };
  const parts = record.steps.flatMap(({ key, operation, state: of }) =>
    operation.tag === 'create' && of.tag === 'done'
      ? [{ step: key, remoteId: of.remote.remoteId, url: of.remote.url, at: of.at }]
      : [],
  );
  const active = state === 'sent' || state === 'cancelled' ? undefined : activeStep(record);
  return { parts, step: active?.of ?? active?.key ?? null };
}

/**
 * The one word for where it stands. A hold shows only while it is what keeps the delivery from leaving: a request
 * that is under way or in doubt is said to be so, whatever is frozen.
 */
export function publicState(record: OutboxRecord): DeliveryState {
  const { phase, holds } = record;
  switch (phase.tag) {
    case 'grace':
    case 'scheduled':
    case 'running':
    case 'assisted':
      if ((isInFlight(record) || isInDoubt(record)) && !(holds.frozen && isAboutToLeave(record)))
        return 'running';
      if (holds.frozen) return 'frozen';
      if (holds.blocked !== null && !isByHand(record)) return 'blocked';
      return phase.tag;
    case 'handed-over':
      // Whether the network holds it is not known when the answer was lost past its moment.
      return phase.scheduledRemoteId === null ? 'running' : 'handed-over';
    case 'recalling':
    case 'needs-decision':
    case 'missed':
    case 'failed':
    case 'sent':
    case 'cancelled':
      return phase.tag;
    default:
      return exhaustive(phase);
  }
}

/** Nothing is under way or being looked for: what would happen next is a departure, whatever is in doubt beside it. */
const isAboutToLeave = (record: OutboxRecord): boolean => {
  const state = activeStep(record)?.state.tag;
  return state === 'ready' || state === 'waiting';
};

function waitingFor(record: OutboxRecord, state: DeliveryState): Waiting | null {
  const { phase, holds } = record;
  if (state === 'sent' || state === 'cancelled' || state === 'failed') return null;
  if (state === 'missed' || state === 'needs-decision' || state === 'assisted') return { tag: 'person' };
  if (state === 'frozen') return { tag: 'person' };
  if (state === 'blocked') return { tag: 'account' };
  if (phase.tag === 'handed-over')
    return phase.scheduledRemoteId === null
      ? { tag: 'verifying', until: phase.look.lookAt }
      : holds.blocked !== null && record.updatedAt >= phase.at
        ? { tag: 'account' }
        : { tag: 'network' };
  if (holds.blocked !== null && !(isByHand(record) && phase.tag === 'scheduled')) return { tag: 'account' };
  if (phase.tag === 'recalling' && phase.fired !== null)
    return { tag: 'verifying', until: phase.fired.lookAt };
  const step = activeStep(record);
  if (step === undefined) return null;
  switch (step.state.tag) {
    case 'unconfirmed':
      return { tag: 'verifying', until: step.state.look.lookAt };
    case 'polling':
      return { tag: 'processing', until: step.state.until };
    case 'waiting':
      return waitingOfStep(step.state);
    case 'ready':
      if (holds.skewMs !== null) return { tag: 'clock-skew', skewMs: holds.skewMs };
      if (phase.tag === 'grace') return { tag: 'grace', until: departsAt(record.wish) };
      if (phase.tag === 'scheduled' && !isNative(record))
        return { tag: 'due', until: departsAt(record.wish) };
      return null;
    case 'sending':
    case 'done':
    case 'failed':
      return null;
    default:
      return exhaustive(step.state);
  }
}

type StepWaiting = Extract<OutboxRecord['steps'][number]['state'], { tag: 'waiting' }>;

function waitingOfStep(state: StepWaiting): Waiting {
  if (state.why === 'offline' || state.until === null) return { tag: 'offline' };
  if (state.failure?.code === 'credit-used-up') return { tag: 'credit', until: state.until };
  if (state.why === 'rate-limited') return { tag: 'rate-limited', until: state.until };
  return {
    tag: 'retry',
    until: state.until,
    failure: state.failure ?? { code: 'server-error', detail: {} },
  };
}

function causeOf(record: OutboxRecord): Cause | null {
  const { phase, holds } = record;
  if (phase.tag === 'failed' || phase.tag === 'needs-decision') return phase.failure;
  if (phase.tag === 'sent' || phase.tag === 'cancelled') return null;
  if (phase.tag === 'missed') return { code: 'too-late', detail: {} };
  if (holds.blocked !== null) return holds.blocked;
  if (holds.skewMs !== null) return { code: 'clock-skew', detail: { skewMs: holds.skewMs } };
  if (phase.tag === 'handed-over' && phase.failure !== null) return phase.failure;
  const state = activeStep(record)?.state;
  return state?.tag === 'waiting' || state?.tag === 'unconfirmed' ? state.failure : null;
}
