import { failure } from '../errors.ts';
import { handToPerson, isByHand } from './by-hand.ts';
import type { Surroundings } from './event.ts';
import { lateness } from './lateness.ts';
import { newLook } from './look.ts';
import { publishByMachine } from './native.ts';
import { isNative, latestHandOver } from './plan.ts';
import type { Drawn } from './operation.ts';
import { outboxPolicy } from './policy.ts';
import type { OutboxRecord, Step } from './record.ts';
import { waitsItsTurnUntil } from './spacing.ts';
import { hasBegun, isOrphan, logged, materialise, withHolds, withState, withStep } from './steps.ts';
import { fail, inPhase, notify, turn, type Turn } from './turn.ts';
import { lookFirst } from './word.ts';

/**
 * The only way into `sending`. Everything that may keep a step from leaving is asked here, in this order, each time:
 * its moment, the red button, lateness, the account, its own pause, the network, the clock, the account's quota.
 */
export function depart(record: OutboxRecord, step: Step, env: Surroundings): Turn {
  const answer = judge(record, step, env);
  // Nothing is worth saving before the draw is in: the departure is judged, and saved, once.
  const draw = answer.effects.find((effect) => effect.tag === 'draw');
  return draw === undefined ? answer : turn(record, draw);
}

function judge(record: OutboxRecord, step: Step, env: Surroundings): Turn {
  // Taking something back from the network's scheduler is not a departure: neither lateness nor a freeze stops it.
  if (step.operation.tag === 'recall') return leave(record, step, env);
  if (isNative(record)) {
    if (handOverTooLate(record, env.now) && step.doubt === 'key') return readAgain(record, step, env.now);
    if (handOverTooLate(record, env.now)) return publishByMachine(record, env, 'schedule-too-soon');
    if (record.holds.frozen) return turn(record);
    return leave(record, step, env);
  }
  // Half a thread is worse than a late one: what has begun goes on, and only a person stops it (decision 14).
  const verdict = hasBegun(record) ? 'on-time' : lateness(record, env.now);
  if (verdict === 'early' || record.holds.frozen) return turn(record);
  if (verdict !== 'on-time' && (isByHand(record) || clockIsTrusted(env))) {
    if (step.doubt === 'key') return readAgain(record, step, env.now);
    if (verdict === 'expired') return fail(record, step, env.now, failure('reply-window-closed'));
    if (verdict === 'missed') return miss(record, step, env.now);
  }
  const due = record.phase.tag === 'running' ? record : inPhase(record, { tag: 'running' });
  if (isByHand(record)) return handToPerson(due, step.key, env.now);
  // A clock that a server contradicts says nothing of turns: that it keeps the post is said instead.
  if (!clockIsWrong(env) && waitsItsTurnUntil(record, env.spacing, env.now) !== null)
    return turn(inTurn(record, step, env));
  return leave(due, step, env);
}

/** It waits only for others of its account now, not for the network any more. */
function inTurn(record: OutboxRecord, step: Step, env: Surroundings): OutboxRecord {
  if (step.state.tag !== 'waiting' || step.state.why !== 'offline' || !env.online) return record;
  return withState(inPhase(record, { tag: 'scheduled' }), step.key, { tag: 'ready' });
}

function handOverTooLate(record: OutboxRecord, now: number): boolean {
  if (record.wish.leaving.tag !== 'at' || record.terms.native === null) return true;
  return now > latestHandOver(record.wish.leaving.moment.dueAt, record.terms.native.minAheadMs);
}

/**
 * Whether "too late" may be judged. A clock that no server has confirmed since start, wake or a jump is believed
 * only when no server can be asked; one that is known to be wrong, never.
 */
function clockIsTrusted(env: Surroundings): boolean {
  if (env.skewMs === null) return !env.online;
  return Math.abs(env.skewMs) <= outboxPolicy.maxSkewMs;
}

const clockIsWrong = ({ skewMs }: Surroundings): boolean =>
  skewMs !== null && Math.abs(skewMs) > outboxPolicy.maxSkewMs;

function miss(record: OutboxRecord, step: Step, now: number): Turn {
  const rested = step.state.tag === 'waiting' ? withState(record, step.key, { tag: 'ready' }) : record;
  return turn(
    logged(inPhase(rested, { tag: 'missed', at: now }), now, step.key, 'missed', 'too-late'),
    notify('missed'),
  );
}

function leave(record: OutboxRecord, step: Step, env: Surroundings): Turn {
  const { state } = step;
  if (record.holds.blocked !== null) return turn(record);
  if (state.tag === 'waiting' && state.until !== null && env.now < state.until) return turn(record);
  if (!env.online) {
    if (state.tag === 'waiting' && state.why === 'offline') return turn(record);
    return turn(
      withState(record, step.key, {
        tag: 'waiting',
        until: null,
        why: 'offline',
        failure: failure('offline'),
      }),
    );
  }
  if (step.operation.tag !== 'recall') {
    if (env.skewMs === null) return turn(record);
    if (clockIsWrong(env)) return turn(heldBySkew(record, step, env.skewMs));
  }
  const clear = record.holds.skewMs === null ? record : withHolds(record, { skewMs: null });
  if (env.limitedUntil !== null && env.now < env.limitedUntil)
    return turn(
      withState(clear, step.key, {
        tag: 'waiting',
        until: env.limitedUntil,
        why: 'rate-limited',
        failure: env.limitedFor ?? null,
      }),
    );
  if (step.doubt === 'key' && !keyIsAddress(step)) return readAgain(clear, step, env.now);
  if (step.word !== undefined) return turn(lookFirst(clear, step, env.now));
  // A person said "it is there" and could not say which: without it there is nothing to answer.
  if (isOrphan(clear, step)) return fail(clear, step, env.now, failure('parent-gone'));
  const drawn = currentDraw(step, env.now);
  if (drawn === null)
    return turn(clear, { tag: 'draw', step: step.key, operation: materialise(clear, step) });
  return send(clear, step, drawn, env);
}

/** The promise that allowed a blind repeat does not hold any more: back to reading. */
function readAgain(record: OutboxRecord, step: Step, now: number): Turn {
  return turn(
    withStep(record, step.key, {
      doubt: 'none',
      state: {
        tag: 'unconfirmed',
        look: newLook(now, step.rule.settleMs),
        failure: failure('outcome-unknown'),
      },
    }),
  );
}

/** A draw is reused by every later attempt, unless none of them can have reached the server and it has aged. */
function currentDraw(step: Step, now: number): Drawn | null {
  if (step.drawn === null) return null;
  const stale = step.doubt === 'none' && now - (step.drawnAt ?? now) > outboxPolicy.staleDrawMs;
  return stale ? null : step.drawn;
}

/**
 * Whether a repeat may rest on the key alone. A key without an end is the address of what is made, and there cannot be
 * two under it. One with an end is a note in a server's cache, which may be lost early, or never have been taken: it
 * protects a repeat that reading has allowed, and allows none by itself (decision 15).
 */
export const keyIsAddress = (step: Step): boolean =>
  step.rule.class === 'K' && step.rule.keyMs === null && step.drawn !== null;

function send(record: OutboxRecord, step: Step, drawn: Drawn, env: Surroundings): Turn {
  const attempt = record.performs + 1;
  const sending = withStep({ ...record, performs: attempt }, step.key, {
    drawn,
    rule: env.terms?.operations[step.operation.tag] ?? step.rule,
    firstSentAt: step.firstSentAt ?? env.now,
    skewAtSend:
      step.firstSentAt === null ? (env.skewMs ?? 0) - (env.skewErrorMs ?? 0) : (step.skewAtSend ?? 0),
    state: { tag: 'sending', attempt, at: env.now },
  });
  // An upload in pieces leaves hundreds of times: it is one departure until something else happened.
  const last = record.attempts.at(-1);
  const isNextPiece = step.soFar !== undefined && last?.step === step.key && last.event === 'sent';
  return turn(isNextPiece ? sending : logged(sending, env.now, step.key, 'sent'), {
    tag: 'perform',
    step: step.key,
    attempt,
    operation: materialise(record, step),
    drawn,
    ...(step.soFar !== undefined && { soFar: step.soFar }),
  });
}

/** Small drifts of the skew are not worth a write each. A pause that is over is not what it waits for any more. */
function heldBySkew(record: OutboxRecord, step: Step, skewMs: number): OutboxRecord {
  const rested = step.state.tag === 'waiting' ? withState(record, step.key, { tag: 'ready' }) : record;
  const known = record.holds.skewMs;
  return known !== null && Math.abs(known - skewMs) < 60_000 ? rested : withHolds(rested, { skewMs });
}

/** The connector's draw came back: kept only for a step that has not left, and saved with its departure. */
export function drawn(record: OutboxRecord, step: Step, draw: Drawn, env: Surroundings): Turn {
  if (step.state.tag !== 'ready' && step.state.tag !== 'waiting') return turn(record);
  if (currentDraw(step, env.now) !== null) return turn(record);
  // Readers sort by this moment: no part is older than those before it, however the clock was set meanwhile.
  const after = step.follows === undefined ? 0 : lastPartAt(record);
  const later = draw.at > after ? draw : { ...draw, at: after + 1 };
  const fresh: Step = { ...step, drawn: later, drawnAt: env.now, firstSentAt: null };
  return depart(withStep(record, step.key, fresh), fresh, env);
}

/** When the last part that stands was created, epoch ms. */
const lastPartAt = (record: OutboxRecord): number =>
  Math.max(
    0,
    ...record.steps.map(({ operation, state }) =>
      operation.tag === 'create' && state.tag === 'done' ? (state.remote.createdAt ?? 0) : 0,
    ),
  );
