import { failure } from '../errors.ts';
import { exhaustive } from '../exhaustive.ts';
import type { Surroundings, Trouble } from './event.ts';
import { newLook } from './look.ts';
import type { Candidate, Sighting } from './operation.ts';
import { laterFirst } from './other-revision.ts';
import { outboxPolicy } from './policy.ts';
import { stepDone } from './progress.ts';
import type { Cause, OutboxRecord, Step } from './record.ts';
import { backoffMs } from './retry.ts';
import { isHarmless, logged, withHolds, withoutAnswers, withState, withStep } from './steps.ts';
import { ask, notify, turn, type Turn } from './turn.ts';

/**
 * "Nothing is there, send it again" (decision 21). What the person saw may be minutes old, and servers commit late: it
 * is ready to leave at their word, and one look comes first when it is about to. Until then, and whenever the look cannot
 * be had, it waits like everything else that waits, and can be given up.
 */

/** @param candidates what the person was shown */
export function sentAtWord(record: OutboxRecord, step: Step, candidates: readonly Candidate[]): OutboxRecord {
  const canLook = step.rule.class !== 'N' && !isHarmless(step.operation);
  const word = canLook ? { shown: candidates.map(({ remoteId }) => remoteId), failures: 0 } : undefined;
  const ready = withStep(record, step.key, { doubt: 'person', tries: 0, word, state: { tag: 'ready' } });
  return withoutAnswers(ready, step.key);
}

/** It is about to leave: the look. */
export const lookFirst = (record: OutboxRecord, step: Step, now: number): OutboxRecord =>
  withState(record, step.key, {
    tag: 'unconfirmed',
    look: { ...newLook(now, step.rule.settleMs), lookAt: now },
    failure: failure('outcome-unknown'),
  });

/** The look cannot be had now: it is had when the step is about to leave again. */
export const lookPutOff = (record: OutboxRecord, step: Step): OutboxRecord =>
  step.word !== undefined && step.state.tag === 'unconfirmed'
    ? withState(record, step.key, { tag: 'ready' })
    : record;

type Spoken = Step & { readonly word: NonNullable<Step['word']> };

/**
 * The look ended. That the server has had its time is not for a clock to say any more, which may have been set back
 * since: the person has said it.
 */
export function lookedAtWord(
  record: OutboxRecord,
  step: Spoken,
  seen: Sighting | Trouble,
  env: Surroundings,
): Turn {
  const { word } = step;
  const isShown = (remoteId: string | null): boolean => remoteId !== null && word.shown.includes(remoteId);
  const leaves = (): Turn => turn(withStep(record, step.key, { word: undefined, state: { tag: 'ready' } }));
  const later = (cause: Cause, failures: number): Turn => {
    const until = env.now + backoffMs(1, env.jitter);
    const state = { tag: 'waiting', until, why: 'retry', failure: cause } as const;
    return turn(withStep(record, step.key, { word: { ...word, failures }, state }));
  };
  switch (seen.tag) {
    case 'absent':
      return leaves();
    case 'present': {
      if (isShown(seen.remote.remoteId)) return leaves();
      const found = withStep(record, step.key, { word: undefined });
      return stepDone(logged(found, env.now, step.key, 'confirmed'), step, seen.remote, env);
    }
    case 'unclear': {
      if (seen.candidates.every(({ remoteId }) => isShown(remoteId))) return leaves();
      const open = withStep(record, step.key, { word: undefined });
      const other = seen.differ === true ? laterFirst(open, env.now) : null;
      return other !== null
        ? turn(other)
        : ask(open, env.now, step.key, failure('outcome-unknown'), seen.candidates);
    }
    case 'offline':
      return later(seen.failure, word.failures);
    case 'rate-limited': {
      const until = Math.max(seen.until, env.now + outboxPolicy.minRateLimitMs);
      const state = { tag: 'waiting', until, why: 'rate-limited', failure: seen.failure ?? null } as const;
      return turn(withState(record, step.key, state), { tag: 'limit-account', until, failure: seen.failure });
    }
    case 'auth':
      return turn(
        withHolds(logged(lookPutOff(record, step), env.now, step.key, 'refused', seen.failure.code), {
          blocked: seen.failure,
        }),
        { tag: 'refuse-account', failure: seen.failure },
        notify('blocked'),
      );
    case 'rejected':
    case 'gone':
    case 'unknown-outcome':
    case 'server':
    case 'protocol': {
      // Cut because the program ends: that says nothing of the network.
      if (seen.failure.code === 'cancelled') return turn(lookPutOff(record, step));
      const failures = word.failures + 1;
      return failures < failuresBelieved ? later(seen.failure, failures) : leaves();
    }
    default:
      return exhaustive(seen);
  }
}

/** A network that cannot be read does not hold for ever what a person has decided. */
const failuresBelieved = 2;
