import { lookAnew } from './look.ts';
import { outboxPolicy } from './policy.ts';
import type { Look, OutboxRecord, Phase, Step, StepState, Wish } from './record.ts';

/**
 * The clock jumped, under us or while nothing ran, either way: what is being read back has to settle anew, because
 * nobody knows any more how long ago its connection closed. Absence that is believed too soon is a post that leaves
 * twice.
 *
 * @param now epoch ms
 */
export function afterJump(record: OutboxRecord, now: number): OutboxRecord {
  const steps = record.steps.map((step): Step =>
    step.state.tag === 'unconfirmed'
      ? { ...step, state: { ...step.state, look: lookAnew(step.state.look, now, step.rule.settleMs) } }
      : step,
  );
  const { phase } = record;
  if (phase.tag === 'recalling' && phase.fired !== null) {
    const from = Math.max(now, phase.at);
    return {
      ...record,
      steps,
      phase: { ...phase, fired: { ...phase.fired, from, lookAt: from, absences: 0 } },
    };
  }
  return steps.some((step, index) => step !== record.steps[index]) ? { ...record, steps } : record;
}

/**
 * The clock moved under us by a little, and the steady one says by how much (ms, positive: ahead): what is being read
 * back has settled for as long as before.
 */
export function afterMove(record: OutboxRecord, by: number): OutboxRecord {
  const moved = (at: number): number => at + by;
  const steps = record.steps.map((step): Step =>
    step.state.tag === 'unconfirmed'
      ? { ...step, state: { ...step.state, look: lookMoved(step.state.look, moved) } }
      : step,
  );
  const { phase } = record;
  if (phase.tag !== 'recalling' || phase.fired === null) return { ...record, steps };
  // Until its moment has come by the clock the network may still publish it.
  const fired = lookMoved(phase.fired, (at) => Math.max(phase.at, moved(at)));
  return { ...record, steps, phase: { ...phase, fired } };
}

/**
 * A record that was last written in what is the future now tells that the clock was wrong then, and has been set back
 * since. Whatever it counted from that clock (a grace, a pause, a look, a word "now") would keep it waiting for as long
 * as the clock was wrong: it is counted from the clock of today. Moments that people chose are left alone, and so is
 * what the past holds: nothing leaves under a clock that a server contradicts.
 *
 * @param now epoch ms
 * @returns the same record when nothing tells of such a clock
 */
export function afterClockSet(record: OutboxRecord, now: number): OutboxRecord {
  const by = setBackBy(record.updatedAt, now);
  if (by === 0) return record;
  const moved = (at: number): number => (at > now ? at - by : at);
  return {
    ...record,
    wish: wishMoved(record.wish, moved),
    phase: phaseMoved(record.phase, moved),
    steps: record.steps.map((step) => ({ ...step, state: stateMoved(step.state, moved) })),
  };
}

/** How far (ms) the clock was set back since a row was written at `updatedAt`, at least; 0: not that one can tell. */
export function setBackBy(updatedAt: number, now: number): number {
  const ahead = updatedAt - now;
  return ahead > outboxPolicy.maxSkewMs ? ahead : 0;
}

type Moved = (at: number) => number;

const wishMoved = (wish: Wish, moved: Moved): Wish => ({
  ...wish,
  leaving: wish.leaving.tag === 'now' ? { tag: 'now', leavesAt: moved(wish.leaving.leavesAt) } : wish.leaving,
  releasedAt: wish.releasedAt === null ? null : moved(wish.releasedAt),
  ...(wish.turn !== undefined && { turn: moved(wish.turn) }),
});

const lookMoved = (look: Look, moved: Moved): Look => ({
  ...look,
  from: moved(look.from),
  lookAt: moved(look.lookAt),
  ...(look.lost !== undefined && { lost: moved(look.lost) }),
});

function stateMoved(state: StepState, moved: Moved): StepState {
  switch (state.tag) {
    case 'waiting':
      return { ...state, until: state.until === null ? null : moved(state.until) };
    case 'polling':
      return { ...state, since: moved(state.since), until: moved(state.until) };
    case 'unconfirmed':
      return {
        ...state,
        look: lookMoved(state.look, moved),
        ...(state.until !== undefined && { until: moved(state.until) }),
      };
    case 'ready':
    case 'sending':
    case 'done':
    case 'failed':
      return state;
  }
}

function phaseMoved(phase: Phase, moved: Moved): Phase {
  // What the network's scheduler holds is looked for from its own moment on, which a person chose.
  if (phase.tag === 'handed-over')
    return { ...phase, look: { ...phase.look, lookAt: Math.max(phase.at, moved(phase.look.lookAt)) } };
  if (phase.tag === 'recalling' && phase.fired !== null)
    return { ...phase, fired: { ...lookMoved(phase.fired, moved) } };
  return phase;
}
