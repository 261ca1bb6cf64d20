import { exhaustive } from '../exhaustive.ts';
import { failure } from '../errors.ts';
import type { Effect } from './effect.ts';
import type { Surroundings, Trouble } from './event.ts';
import { keyIsAddress } from './departure.ts';
import { judgeLook, newLook } from './look.ts';
import { lookedAtWord, lookPutOff } from './word.ts';
import { lookPastItsMoment, pausesOf } from './native.ts';
import type { Sighting } from './operation.ts';
import { laterFirst, otherRevision } from './other-revision.ts';
import { outboxPolicy } from './policy.ts';
import { stepDone } from './progress.ts';
import type { Cause, OutboxRecord, Step } from './record.ts';
import { backoffMs } from './retry.ts';
import { departsAt } from './lateness.ts';
import { isHarmless, logged, materialise, withHolds, withoutAnswers, withState, withStep } from './steps.ts';
import { ask, fail, notify, turn, type Turn } from './turn.ts';

/** What becomes of a step that may or may not have been done. */

/**
 * A write left and no trustworthy answer came: the connection closed at `env.now`.
 *
 * @param until epoch ms before which what turns out not to be done is not asked again
 */
export function lost(
  record: OutboxRecord,
  step: Step,
  env: Surroundings,
  cause: Cause,
  until?: number,
): Turn {
  const told = logged(record, env.now, step.key, 'lost', cause.code);
  const tried = { tries: step.tries + 1 };
  if (isHarmless(step.operation))
    return repeatLater(withStep(told, step.key, tried), { ...step, ...tried }, env, cause);
  const doubtful = withStep(told, step.key, {
    ...tried,
    state: {
      tag: 'unconfirmed',
      look: newLook(env.now, step.rule.settleMs),
      failure: cause,
      ...(until !== undefined && { until }),
    },
  });
  if (step.rule.class === 'N') return ask(doubtful, env.now, step.key, cause, []);
  return turn(doubtful);
}

/**
 * The account may not be spoken to before `until`, epoch ms, and nothing of the step was done: it waits.
 *
 * @param why.failure what it waits for, where that is not the end of a window of requests
 */
export function limited(
  record: OutboxRecord,
  step: Step,
  why: { readonly until: number; readonly failure?: Cause },
  now: number,
): Turn {
  const until = Math.max(why.until, now + outboxPolicy.minRateLimitMs);
  return turn(
    withState(logged(record, now, step.key, 'rate-limited', why.failure?.code ?? 'rate-limited'), step.key, {
      tag: 'waiting',
      until,
      why: 'rate-limited',
      failure: why.failure ?? null,
    }),
    { tag: 'limit-account', until, failure: why.failure },
  );
}

/** Another try of something that surely left nothing, after a pause; given back to the person after too many. */
export function repeatLater(record: OutboxRecord, step: Step, env: Surroundings, cause: Cause): Turn {
  if (step.tries >= outboxPolicy.maxTries) {
    // Given back as "failed" only what is known to have left nothing.
    return step.doubt === 'key' ? askAgain(record, step, env, cause) : fail(record, step, env.now, cause);
  }
  return turn(
    withState(record, step.key, {
      tag: 'waiting',
      until: env.now + backoffMs(step.tries, env.jitter),
      why: 'retry',
      failure: cause,
    }),
  );
}

function askAgain(record: OutboxRecord, step: Step, env: Surroundings, cause: Cause): Turn {
  const look = newLook(env.now, step.rule.settleMs);
  const doubtful = withStep(record, step.key, {
    doubt: 'none',
    state: { tag: 'unconfirmed', look, failure: cause },
  });
  return ask(doubtful, env.now, step.key, cause, []);
}

/**
 * It was refused because the same stands already, and looking sees nothing of it: what stands is an earlier post, and
 * sending it once more would be refused again. Unless an attempt before left unseen: then the refusal speaks of that
 * one. It is looked for on and on, never sent again (x §8), and in the end only a person can tell.
 */
function twinUnseen(record: OutboxRecord, step: Step, env: Surroundings, cause: Cause): Turn {
  if (step.doubt === 'none') return fail(record, step, env.now, cause);
  const tries = step.tries + 1;
  if (tries > outboxPolicy.maxTries) return ask(record, env.now, step.key, cause, []);
  const look = newLook(env.now + backoffMs(tries, env.jitter), step.rule.settleMs);
  return turn(withStep(record, step.key, { tries, state: { tag: 'unconfirmed', look, failure: cause } }));
}

/** The process died while a request was under way: its connection is closed now at the latest. */
export function crashed(record: OutboxRecord, step: Step, env: Surroundings): Turn {
  if (step.word !== undefined) return turn(lookPutOff(record, step));
  if (step.state.tag !== 'sending') return turn(record);
  const cause = failure('crashed-while-sending');
  const look = newLook(env.now, step.rule.settleMs);
  const doubtful = withStep(logged(record, env.now, step.key, 'crashed', cause.code), step.key, {
    tries: step.tries + 1,
    state: { tag: 'unconfirmed', look, failure: cause },
  });
  if (step.rule.class === 'N' && !isHarmless(step.operation))
    return ask(doubtful, env.now, step.key, cause, []);
  return turn(doubtful);
}

/** A doubtful step may act: look, when it is time and the account can be asked. */
export function verify(record: OutboxRecord, step: Step, env: Surroundings): Turn {
  if (step.state.tag !== 'unconfirmed') return turn(record);
  if (isHarmless(step.operation)) return turn(withState(record, step.key, { tag: 'ready' }));
  if (step.rule.class === 'N') return ask(record, env.now, step.key, step.state.failure, []);
  const later = lookPastItsMoment(step, step.state.look, env.now);
  // What a person saw before its moment says nothing of what came after.
  if (later !== null)
    return turn(withStep(record, step.key, { word: undefined, state: { ...step.state, look: later } }));
  if (record.holds.blocked !== null || !env.online || env.now < step.state.look.lookAt) return turn(record);
  return turn(record, confirmStep(record, step));
}

function confirmStep(record: OutboxRecord, step: Step): Effect {
  const sentAt =
    step.firstSentAt === null
      ? departsAt(record.wish) - outboxPolicy.firedMarginMs
      : step.firstSentAt + (step.skewAtSend ?? 0);
  return {
    tag: 'confirm',
    operation: materialise(record, step),
    // An empty key says that it was lost with a damaged journal: only the content can be looked for.
    drawn: step.drawn ?? { key: '', at: sentAt },
    sentAt,
    kind: step.operation.tag === 'schedule' ? 'scheduled' : 'post',
  };
}

/** A look for a doubtful step ended. */
export function lookedForStep(
  record: OutboxRecord,
  step: Step,
  seen: Sighting | Trouble,
  startedAt: number,
  env: Surroundings,
): Turn {
  if (step.state.tag !== 'unconfirmed') return turn(record);
  if (step.word !== undefined) return lookedAtWord(record, { ...step, word: step.word }, seen, env);
  const doubtful = step.state;
  const { failure: cause, look: known, until } = doubtful;
  const pauses = pausesOf(step, known);
  const verdict = judgeLook(known, step.rule.settleMs, seen, startedAt, env.now, env.jitter, pauses);
  const looking = (look: typeof step.state.look): OutboxRecord =>
    withState(record, step.key, { ...doubtful, look });
  switch (verdict.tag) {
    case 'present':
      return stepDone(logged(record, env.now, step.key, 'confirmed'), step, verdict.remote, env);
    case 'absent': {
      const told = logged(withoutAnswers(record, step.key), env.now, step.key, 'absent');
      const other = otherRevision(told, env.now);
      if (other !== null) return turn(other);
      if (cause.code === 'duplicate-post') return twinUnseen(told, step, env, cause);
      const proven = withStep(told, step.key, { doubt: 'absent' });
      if (until !== undefined && until > env.now) return limited(proven, step, { until }, env.now);
      return repeatLater(proven, { ...step, tries: Math.max(1, step.tries) }, env, cause);
    }
    case 'unclear': {
      // What only resembles this revision may be the other one: a word was corrected.
      const other = seen.tag === 'unclear' && seen.differ === true ? laterFirst(record, env.now) : null;
      return other !== null
        ? turn(other)
        : ask(record, env.now, step.key, failure('outcome-unknown'), verdict.candidates);
    }
    case 'again':
      return turn(looking(verdict.look));
    case 'limited':
      return turn(looking(verdict.look), {
        tag: 'limit-account',
        until: verdict.until,
        failure: verdict.failure,
      });
    case 'refused':
      return turn(
        withHolds(logged(looking(verdict.look), env.now, step.key, 'refused', verdict.failure.code), {
          blocked: verdict.failure,
        }),
        { tag: 'refuse-account', failure: verdict.failure },
        notify('blocked'),
      );
    case 'unreadable': {
      // The first request is over: under an address there cannot be two, whether or not it has been read.
      if (!keyIsAddress(step) || step.tries >= outboxPolicy.maxTries || record.perhaps !== undefined)
        return ask(record, env.now, step.key, verdict.failure, []);
      const repeated = withStep(logged(record, env.now, step.key, 'retry', verdict.failure.code), step.key, {
        doubt: 'key',
      });
      return repeatLater(repeated, { ...step, tries: Math.max(1, step.tries) }, env, cause);
    }
    default:
      return exhaustive(verdict);
  }
}
