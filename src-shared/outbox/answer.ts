import { exhaustive } from '../exhaustive.ts';
import { failure } from '../errors.ts';
import { departsAt } from './lateness.ts';
import type { Answer, Surroundings } from './event.ts';
import { newLook } from './look.ts';
import { publishByMachine, recallFailed, recallFoundNothing } from './native.ts';
import type { Operation, Remote } from './operation.ts';
import { outboxPolicy } from './policy.ts';
import { stepDone } from './progress.ts';
import type { Cause, OutboxRecord, Step } from './record.ts';
import { backoffMs } from './retry.ts';
import {
  begunAnew,
  isHarmless,
  isMaterial,
  isMaterialOf,
  logged,
  withHolds,
  withState,
  withStep,
} from './steps.ts';
import { fail, notify, turn, type Turn } from './turn.ts';
import { limited, lost, repeatLater } from './verify.ts';

/** What an answer to a write makes of its step. */
export function answered(record: OutboxRecord, step: Step, answer: Answer, env: Surroundings): Turn {
  const { now } = env;
  switch (answer.tag) {
    case 'done':
      return stepDone(logged(record, now, step.key, 'answered'), step, answer.remote, env);
    case 'processing':
      return turn(
        withState(logged(record, now, step.key, 'processing'), step.key, {
          tag: 'polling',
          handle: answer.handle,
          since: now,
          until: now + Math.max(500, answer.pollAfterMs),
          troubles: 0,
        }),
      );
    case 'partial':
      // Not logged: a film comes in hundreds of pieces, and the step itself says how far it is.
      return turn(withStep(record, step.key, { state: { tag: 'ready' }, soFar: answer.soFar, tries: 0 }));
    case 'offline':
      return turn(
        withState(logged(record, now, step.key, 'offline', answer.failure.code), step.key, {
          tag: 'waiting',
          until: null,
          why: 'offline',
          failure: answer.failure,
        }),
      );
    case 'rate-limited':
      return limited(record, step, answer, now);
    case 'auth':
      return blocked(record, step, { tag: 'ready' }, answer.failure, now);
    case 'server': {
      const waiting = waitForMedia(record, step, answer.failure, now);
      if (waiting !== null) return waiting;
      const tried = withStep(logged(record, now, step.key, 'retry', answer.failure.code), step.key, {
        tries: step.tries + 1,
      });
      return repeat(tried, { ...step, tries: step.tries + 1 }, env, answer.failure);
    }
    case 'rejected':
      return rejected(record, step, answer.failure, env);
    case 'gone':
      return gone(record, step, answer.failure, env);
    case 'unknown-outcome':
      // What may be repeated freely is not looked for: it only waits.
      return answer.until !== undefined && isHarmless(step.operation)
        ? limited(record, step, { until: answer.until }, now)
        : wasLost(record, step, answer.failure, env, answer.until);
    // A write that was answered in no known shape may have been done all the same.
    case 'protocol':
      return wasLost(record, step, answer.failure, env);
    default:
      return exhaustive(answer);
  }
}

/** The network works on its media as long as it takes: to wait for them is no failed try. */
function waitForMedia(record: OutboxRecord, step: Step, cause: Cause, now: number): Turn | null {
  if (cause.code !== 'media-not-ready') return null;
  // Since the person had it go, if they did: an earlier wait that was given up counts no more.
  const begun = record.attempts.findLastIndex((one) => one.step === 'delivery');
  const first = record.attempts
    .slice(begun + 1)
    .find((one) => one.step === step.key && one.code === cause.code);
  const waitedMs = now - (first?.at ?? now);
  if (waitedMs > outboxPolicy.maxProcessingMs) return null;
  const [least, most] = outboxPolicy.notReadyMs;
  return turn(
    withState(logged(record, now, step.key, 'retry', cause.code), step.key, {
      tag: 'waiting',
      until: now + Math.min(most, Math.max(least, waitedMs / 2)),
      why: 'retry',
      failure: cause,
    }),
  );
}

function blocked(record: OutboxRecord, step: Step, state: Step['state'], cause: Cause, now: number): Turn {
  return turn(
    withHolds(logged(withState(record, step.key, state), now, step.key, 'refused', cause.code), {
      blocked: cause,
    }),
    { tag: 'refuse-account', failure: cause },
    notify('blocked'),
  );
}

/** A recall that keeps failing leaves the post where it is; any other step is given back to the person. */
function repeat(record: OutboxRecord, step: Step, env: Surroundings, cause: Cause): Turn {
  if (record.phase.tag === 'recalling' && step.tries >= outboxPolicy.maxTries)
    return recallFailed(record, record.phase, env.now, cause, true);
  return repeatLater(record, step, env, cause);
}

function wasLost(record: OutboxRecord, step: Step, cause: Cause, env: Surroundings, until?: number): Turn {
  if (record.phase.tag === 'recalling' && step.tries + 1 >= outboxPolicy.maxTries)
    return recallFailed(
      logged(record, env.now, step.key, 'lost', cause.code),
      record.phase,
      env.now,
      cause,
      true,
    );
  return lost(record, step, env, cause, until);
}

/** Codes with which a network's scheduler declines what it could publish just as well at its moment. */
const notForTheScheduler = ['schedule-too-soon', 'schedule-too-many', 'schedule-in-past', 'not-offered'];

function rejected(record: OutboxRecord, step: Step, cause: Cause, env: Surroundings): Turn {
  const { now } = env;
  // Only this repeat was refused; whether the first request was done is still not known.
  if (step.doubt === 'key') return wasLost(record, step, cause, env);
  if (record.phase.tag === 'recalling') return recallFailed(record, record.phase, now, cause);
  if (step.operation.tag === 'schedule' && notForTheScheduler.includes(cause.code))
    return publishByMachine(withState(record, step.key, { tag: 'ready' }), env, cause.code);
  if (
    cause.code === 'media-missing' &&
    usesMedia(step.operation) &&
    record.uploadRedos < outboxPolicy.maxUploadRedos
  )
    return redoUploads(record, step, now);
  return declined(record, step, now, cause);
}

/**
 * It was refused for good, and only a person has it tried once more: material then begins anew, as what the network
 * holds of it is what it refused.
 */
function declined(record: OutboxRecord, step: Step, now: number, cause: Cause): Turn {
  const parked = isMaterial(step.operation) ? withStep(record, step.key, begunAnew) : record;
  return fail(logged(parked, now, step.key, 'rejected', cause.code), step, now, cause);
}

const usesMedia = (operation: Operation): boolean =>
  operation.tag === 'prepare' ||
  ((operation.tag === 'create' || operation.tag === 'schedule' || operation.tag === 'message') &&
    (operation.content.media.length > 0 || ('prepared' in operation && operation.prepared !== undefined)));

/** The network threw the uploaded media away before they were used; those of parts that stand were. */
function redoUploads(record: OutboxRecord, step: Step, now: number): Turn {
  const steps = record.steps.map((each): Step => {
    if (isMaterialOf(each, step)) {
      return { ...each, ...begunAnew, tries: 0, state: { tag: 'ready' } };
    }
    return each.key === step.key ? { ...each, state: { tag: 'ready' } } : each;
  });
  return turn(
    logged(
      { ...record, steps, uploadRedos: record.uploadRedos + 1 },
      now,
      step.key,
      'uploads-redone',
      'media-missing',
    ),
  );
}

/** What was to go is gone already. */
const nothing: Remote = { remoteId: null, url: null, handle: '', createdAt: null };
const undoes = ['delete', 'unlike', 'unhide', 'unmute', 'unblock'];

function gone(record: OutboxRecord, step: Step, cause: Cause, env: Surroundings): Turn {
  const told = logged(record, env.now, step.key, 'gone', cause.code);
  if (step.operation.tag === 'recall' && record.phase.tag === 'recalling')
    return recallFoundNothing(told, record.phase, env);
  if (undoes.includes(step.operation.tag)) return stepDone(told, step, nothing, env);
  if (step.doubt === 'key') return wasLost(record, step, cause, env);
  return fail(told, step, env.now, cause);
}

/** How something that the network is still working on stands. */
export function polled(record: OutboxRecord, step: Step, answer: Answer, env: Surroundings): Turn {
  if (step.state.tag !== 'polling') return turn(record);
  const { now } = env;
  const polling = step.state;
  const again = (until: number, troubles = polling.troubles): OutboxRecord =>
    withState(record, step.key, { ...polling, until, troubles });
  if (answer.tag !== 'done' && now - polling.since > outboxPolicy.maxProcessingMs)
    return processedTooLong(record, step, env);
  switch (answer.tag) {
    case 'done':
      return stepDone(logged(record, now, step.key, 'answered'), step, answer.remote, env);
    case 'processing':
      return turn(
        withState(record, step.key, {
          ...polling,
          handle: answer.handle,
          until: now + Math.max(500, answer.pollAfterMs),
          troubles: 0,
        }),
      );
    case 'partial':
      // A question is not answered with a piece of an upload.
      return turn(again(now + backoffMs(polling.troubles + 1, env.jitter), polling.troubles + 1));
    case 'rate-limited': {
      const until = Math.max(answer.until, now + outboxPolicy.minRateLimitMs);
      return turn(again(until), { tag: 'limit-account', until, failure: answer.failure });
    }
    case 'auth':
      return blocked(record, step, polling, answer.failure, now);
    case 'rejected':
      return declined(record, step, now, answer.failure);
    case 'gone':
      return processedTooLong(record, step, env);
    case 'offline':
      return turn(again(now + backoffMs(1, env.jitter)));
    case 'server':
    case 'protocol':
    case 'unknown-outcome':
      return turn(again(now + backoffMs(polling.troubles + 1, env.jitter), polling.troubles + 1));
    default:
      return exhaustive(answer);
  }
}

/** The network lost what it was working on: an upload starts again, anything else may have been done. */
function processedTooLong(record: OutboxRecord, step: Step, env: Surroundings): Turn {
  const cause = failure('media-processing-failed');
  if (step.operation.tag === 'upload' || step.operation.tag === 'prepare') {
    const fresh = { ...begunAnew, tries: step.tries + 1 };
    const told = logged(withStep(record, step.key, fresh), env.now, step.key, 'retry', cause.code);
    return repeatLater(told, { ...step, ...fresh }, env, cause);
  }
  const look = newLook(step.firstSentAt ?? departsAt(record.wish), step.rule.settleMs);
  return turn(
    withState(logged(record, env.now, step.key, 'lost', cause.code), step.key, {
      tag: 'unconfirmed',
      look: { ...look, lookAt: env.now },
      failure: cause,
    }),
  );
}
