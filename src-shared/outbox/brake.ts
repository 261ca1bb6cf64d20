import { failure } from '../errors.ts';
import { isOver } from './command.ts';
import type { Surroundings } from './event.ts';
import { frozenBy } from './frozen-by.ts';
import { departsAt, lateness, ownMoment } from './lateness.ts';
import { startRecall } from './native.ts';
import { isNative } from './plan.ts';
import { outboxPolicy } from './policy.ts';
import { withoutTurn, type OutboxRecord, type Phase } from './record.ts';
import { hasLeft, isHarmless, isInDoubt, isInFlight, logged, withHolds } from './steps.ts';
import { inPhase, notify, turn, type Turn } from './turn.ts';

/** The red button, as one delivery lives it. */

/**
 * Nothing of it leaves any more, and what the network's scheduler holds is taken back. Again on one that is frozen
 * already: tries once more to take it back.
 */
export function freeze(record: OutboxRecord, env: Surroundings): Turn {
  if (isOver(record)) return turn(record);
  const frozen = record.holds.frozen
    ? record
    : withHolds(logged(record, env.now, 'delivery', 'frozen'), { frozen: true });
  return frozen.phase.tag === 'handed-over' ? takeBack(frozen, frozen.phase, env.now) : turn(frozen);
}

/** Whether the network's scheduler holds a frozen post that nobody has tried to take back yet. */
export const mustBeTakenBack = (record: OutboxRecord): boolean =>
  record.holds.frozen &&
  record.phase.tag === 'handed-over' &&
  record.phase.failure === null &&
  // What came from a backup is at the network by another machine's word: it is not this one's to take back.
  frozenBy(record) === 'brake';

/** The scheduler took it while the button was being pressed, or a crash came between: it is taken back now. */
export function takeBack(
  record: OutboxRecord,
  phase: Extract<Phase, { tag: 'handed-over' }>,
  now: number,
): Turn {
  const recall = startRecall(record, phase, { tag: 'resume', wish: record.wish }, now);
  if (recall.refused === null) return recall;
  if (phase.failure !== null) return turn(record);
  const { code } = recall.refused;
  const held: Phase = { ...phase, failure: failure('recall-failed', { code }) };
  return turn(logged(inPhase(record, held), now, 'recall', 'recall-failed', code), notify('recall-failed'));
}

/**
 * The person lets it go. It passes the lateness gate like everything else: a moment that has passed is not made good
 * by the release, and what was to leave at once a long while ago is asked about instead of sent.
 *
 * @param notBefore its turn, epoch ms: what is due sooner leaves then, so that a release is not a burst
 */
export function unfreeze(record: OutboxRecord, env: Surroundings, notBefore = 0): Turn {
  if (!record.holds.frozen || isOver(record)) return turn(record);
  // A turn that an earlier release gave it went by with the freeze that came after.
  const known = { ...record, wish: withoutTurn(record.wish) };
  const freed = withHolds(logged(known, env.now, 'delivery', 'unfrozen'), { frozen: false });
  const { phase, wish } = freed;
  if (phase.tag !== 'grace' && phase.tag !== 'scheduled' && phase.tag !== 'running') return turn(freed);
  if (isInFlight(freed) || isInDoubt(freed) || hasLeft(freed) || isNative(freed)) return turn(freed);
  if (wentStale(freed, env.now))
    return turn(
      logged(
        inPhase(withoutUploadsUnderWay(freed), { tag: 'missed', at: env.now }),
        env.now,
        'delivery',
        'missed',
        'too-late',
      ),
    );
  const verdict = lateness(freed, env.now);
  if (verdict === 'missed' || verdict === 'expired' || ownMoment(wish) >= notBefore) return turn(freed);
  return turn(inPhase({ ...freed, wish: { ...wish, turn: notBefore } }, { tag: 'scheduled' }));
}

/** Nobody waits for their answers any more once it is parked: they begin anew when it is taken up again. */
const withoutUploadsUnderWay = (record: OutboxRecord): OutboxRecord => ({
  ...record,
  steps: record.steps.map((step) =>
    isHarmless(step.operation) && ['sending', 'polling', 'unconfirmed'].includes(step.state.tag)
      ? { ...step, state: { tag: 'ready' } }
      : step,
  ),
});

/** Whether something that was to leave at once has waited so long that it may not be right any more. */
export function wentStale(record: Pick<OutboxRecord, 'wish'>, now: number): boolean {
  return record.wish.leaving.tag === 'now' && now > departsAt(record.wish) + outboxPolicy.frozenToleranceMs;
}
