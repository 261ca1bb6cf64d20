import { exhaustive } from '../exhaustive.ts';
import { failure } from '../errors.ts';
import type { Surroundings, Trouble } from './event.ts';
import { judgeLook, newLook } from './look.ts';
import type { Sighting } from './operation.ts';
import { otherRevision } from './other-revision.ts';
import { freshStep, planSteps } from './plan.ts';
import { outboxPolicy } from './policy.ts';
import type { AfterRecall, Cause, Look, OutboxRecord, Phase, Step, Wish } from './record.ts';
import { logged, materialise, withHolds } from './steps.ts';
import { fail, inPhase, notify, refuse, sent, turn, type Turn } from './turn.ts';

/**
 * Posts that the network's own scheduler holds. It publishes them without us; we look afterwards. Whatever a person
 * wants changed is first taken back, and the scheduler may win that race.
 */

type HandedOver = Extract<Phase, { tag: 'handed-over' }>;
type Recalling = Extract<Phase, { tag: 'recalling' }>;

/**
 * The scheduler took it, or turns out to have it. `at`: the moment it will publish, epoch ms. When that is the earlier
 * of two revisions of which main may have heard, it is taken back: for the later one, or to be given up.
 */
export function handedOver(
  record: OutboxRecord,
  at: number,
  scheduledRemoteId: string | null,
  now: number,
): Turn {
  const phase: HandedOver = { tag: 'handed-over', scheduledRemoteId, at, look: firedLook(at), failure: null };
  const held = logged(inPhase(record, phase), now, 'schedule', 'handed-over');
  const later = record.perhaps;
  if (later === undefined || later.wish.revision <= record.wish.revision) return turn(held);
  const next: AfterRecall =
    later.phase.tag === 'cancelled' ? { tag: 'cancel' } : { tag: 'resume', wish: later.wish };
  const recall = startRecall(held, phase, next, now);
  return recall.refused === null ? recall : turn(held);
}

const firedLook = (at: number): Look => ({
  from: at,
  lookAt: at + outboxPolicy.firedLookMs,
  absences: 0,
  troubles: 0,
});

/**
 * The answer to the handing over was lost and the moment has come: the network may hold it, or have published it. It is
 * looked for in both places, as patiently as a post that the network is known to hold.
 *
 * @param now epoch ms
 * @returns null when the look that is under way is of before the moment no more, or not yet
 */
export function lookPastItsMoment(step: Step, look: Look, now: number): Look | null {
  if (step.operation.tag !== 'schedule') return null;
  const { at } = step.operation;
  return now < at - outboxPolicy.firedMarginMs || look.from >= at ? null : firedLook(at);
}

/** Pauses between the looks for a step in doubt; undefined: the usual ones. */
export const pausesOf = ({ operation }: Step, look: Look): readonly number[] | undefined =>
  operation.tag === 'schedule' && look.from >= operation.at ? outboxPolicy.firedLooksMs : undefined;

/** How long the network may need after the moment until absence means something. */
const settleOf = (record: OutboxRecord): number =>
  Math.max(
    record.terms.operations['schedule']?.settleMs ?? 0,
    record.terms.operations['create']?.settleMs ?? 0,
  );

/** A held post may act: from its moment on, look whether the network published it. */
export function watch(record: OutboxRecord, look: Look, at: number, env: Surroundings): Turn {
  if (record.holds.blocked !== null || !env.online || env.now < look.lookAt) return turn(record);
  const scheduled = record.steps.find((step) => step.operation.tag === 'schedule');
  if (scheduled?.operation.tag !== 'schedule') return turn(record);
  const { content, replyTo } = scheduled.operation;
  return turn(record, {
    tag: 'confirm',
    operation: materialise(record, {
      ...scheduled,
      operation: { tag: 'create', content, uploaded: [], replyTo },
    }),
    drawn: scheduled.drawn ?? { key: '', at },
    sentAt: at - outboxPolicy.firedMarginMs,
    kind: 'post',
  });
}

/** A look for the published post ended. */
export function lookedForFired(
  record: OutboxRecord,
  phase: HandedOver | Recalling,
  seen: Sighting | Trouble,
  startedAt: number,
  env: Surroundings,
): Turn {
  const look = phase.tag === 'handed-over' ? phase.look : phase.fired;
  if (look === null) return turn(record);
  const pauses = phase.tag === 'handed-over' ? outboxPolicy.firedLooksMs : undefined;
  const verdict = judgeLook(look, settleOf(record), seen, startedAt, env.now, env.jitter, pauses);
  const looking = (next: Look): OutboxRecord =>
    inPhase(record, phase.tag === 'handed-over' ? { ...phase, look: next } : { ...phase, fired: next });
  switch (verdict.tag) {
    case 'present': {
      const done = sent(logged(record, env.now, 'schedule', 'fired'), verdict.remote, env.now);
      return phase.tag === 'recalling'
        ? { ...done, effects: [...done.effects, notify('fired-first')] }
        : done;
    }
    case 'absent':
      if (phase.tag === 'recalling') return recalled(record, env);
      return (
        takenBackUnheard(record, phase, env.now) ??
        askAboutFired(record, phase, env.now, failure('outcome-unknown'), [])
      );
    case 'unclear':
      return askAboutFired(record, phase, env.now, failure('outcome-unknown'), verdict.candidates);
    case 'unreadable':
      return askAboutFired(record, phase, env.now, verdict.failure, []);
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
        withHolds(logged(looking(verdict.look), env.now, 'schedule', 'refused', verdict.failure.code), {
          blocked: verdict.failure,
        }),
        { tag: 'refuse-account', failure: verdict.failure },
        notify('blocked'),
      );
    default:
      return exhaustive(verdict);
  }
}

function askAboutFired(
  record: OutboxRecord,
  phase: HandedOver | Recalling,
  now: number,
  cause: Cause,
  candidates: Extract<Phase, { tag: 'needs-decision' }>['candidates'],
): Turn {
  const { scheduledRemoteId } = phase;
  return turn(
    logged(
      inPhase(record, {
        tag: 'needs-decision',
        about: 'fired',
        scheduledRemoteId,
        failure: cause,
        candidates,
      }),
      now,
      'schedule',
      'asked',
      cause.code,
    ),
    notify('needs-decision'),
  );
}

/** Takes the post back from the network's scheduler, to do `next` once it is back. */
export function startRecall(
  record: OutboxRecord,
  held: { readonly scheduledRemoteId: string | null; readonly at: number },
  next: AfterRecall,
  now: number,
): Turn {
  const rule = record.terms.operations['recall'];
  if (held.scheduledRemoteId === null) return refuse(record, 'outcome-unknown');
  if (rule === undefined) return refuse(record, 'not-cancellable');
  const { scheduledRemoteId, at } = held;
  const recall = freshStep('recall', { tag: 'recall', scheduledRemoteId }, rule);
  const steps = [...record.steps.filter((step) => step.operation.tag !== 'recall'), recall];
  const phase: Phase = { tag: 'recalling', scheduledRemoteId, at, next, fired: null };
  return turn(logged(inPhase({ ...record, steps }, phase), now, 'recall', 'recalling'));
}

/**
 * It was not published at its moment, and no answer had said whether it was taken back: most likely it was. It is
 * recalled once more, which tells; the person, who wanted it back, is not asked. Null: nothing of the kind.
 */
function takenBackUnheard(record: OutboxRecord, { scheduledRemoteId, at, next }: HandedOver, now: number) {
  if (next === undefined || scheduledRemoteId === null) return null;
  return record.terms.operations['recall'] === undefined
    ? null
    : startRecall(record, { scheduledRemoteId, at }, next, now);
}

/**
 * The network refuses to give it back, or never answers: that it holds the post is what is shown.
 *
 * @param unheard whether it may have been given back all the same
 */
export function recallFailed(
  record: OutboxRecord,
  phase: Recalling,
  now: number,
  cause: Cause,
  unheard = false,
): Turn {
  const held: Phase = {
    tag: 'handed-over',
    scheduledRemoteId: phase.scheduledRemoteId,
    at: phase.at,
    look: firedLook(phase.at),
    failure: failure('recall-failed', { code: cause.code }),
    // Once its moment has passed, it was tried again already.
    ...(unheard && now < phase.at && { next: phase.next }),
  };
  const steps = record.steps.filter((step) => step.operation.tag !== 'recall');
  return turn(
    logged(inPhase({ ...record, steps }, held), now, 'recall', 'recall-failed', cause.code),
    notify('recall-failed'),
  );
}

/**
 * The scheduler does not hold it (any more). Well before its moment that means it is back; near or after it, the
 * post may have been published just now, and only looking can tell.
 */
export function recallFoundNothing(record: OutboxRecord, phase: Recalling, env: Surroundings): Turn {
  if (env.now < phase.at - outboxPolicy.firedMarginMs) return recalled(record, env);
  const fired = newLook(Math.max(env.now, phase.at), settleOf(record));
  const steps = record.steps.filter((step) => step.operation.tag !== 'recall');
  return turn(logged(inPhase({ ...record, steps }, { ...phase, fired }), env.now, 'recall', 'gone'));
}

/** It is back: do what the person asked for. */
export function recalled(record: OutboxRecord, env: Surroundings): Turn {
  if (record.phase.tag !== 'recalling') return turn(record);
  const { next } = record.phase;
  const back = logged(record, env.now, 'recall', 'recalled');
  if (next.tag === 'cancel')
    return turn(logged(inPhase(back, { tag: 'cancelled', at: env.now }), env.now, 'delivery', 'cancelled'));
  const other = otherRevision(back, env.now);
  return other === null ? resume(withoutUploads(back), next.wish, env) : turn({ ...other, wish: next.wish });
}

/**
 * What was uploaded for a post that was taken back is not used for the next: it may have gone with that one, as a film
 * on Facebook does, which is the scheduled post itself (facebook-pages §3).
 */
const withoutUploads = (record: OutboxRecord): OutboxRecord => ({
  ...record,
  steps: record.steps.filter(({ operation }) => operation.tag !== 'upload'),
});

/** Plans anew for a wish, from a delivery of which nothing is on the network. */
export function resume(record: OutboxRecord, wish: Wish, env: Surroundings): Turn {
  const terms = env.terms ?? record.terms;
  const planned = planSteps(record.action, wish, terms, env.now, record.steps);
  const first = record.steps[0];
  if (planned.tag === 'err')
    return first === undefined ? turn(record) : fail({ ...record, wish }, first, env.now, planned.error);
  return turn({ ...record, wish, terms, steps: planned.value, phase: startingPhase(wish, env.now) });
}

/** Where a delivery starts. */
export function startingPhase(wish: Wish, now: number): Phase {
  if (wish.releasedAt !== null) return { tag: 'running' };
  if (wish.leaving.tag === 'at') return { tag: 'scheduled' };
  return now < wish.leaving.leavesAt ? { tag: 'grace' } : { tag: 'running' };
}

/** Gives the post to this machine because the network's scheduler does not take it. Nothing of it may be in doubt. */
export function publishByMachine(record: OutboxRecord, env: Surroundings, code: string): Turn {
  const back = resume(record, { ...record.wish, executor: 'machine' }, env);
  if (back.state.phase.tag === 'failed') return back;
  return turn(logged(back.state, env.now, 'schedule', 'handed-back', code), notify('handed-back'));
}
