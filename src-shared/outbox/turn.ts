import { failure, type ErrorCode } from '../errors.ts';
import type { Effect, Notice, Outcome } from './effect.ts';
import type { Candidate, Remote } from './operation.ts';
import type { Cause, OutboxRecord, Phase, Step } from './record.ts';
import { logged, withState } from './steps.ts';

/** What one rule of the machine answers: `save` and `mirror` are added by the machine itself when something changed. */
export type Turn = Outcome;

export const turn = (state: OutboxRecord, ...effects: readonly Effect[]): Turn => ({
  state,
  effects,
  refused: null,
});

/** A command that is not obeyed: the record stays exactly as it was. */
export const refuse = (state: OutboxRecord, code: ErrorCode, detail: Cause['detail'] = {}): Turn => ({
  state,
  effects: [],
  refused: failure(code, detail),
});

export const notify = (notice: Notice): Effect => ({ tag: 'notify', notice });

export const inPhase = (record: OutboxRecord, phase: Phase): OutboxRecord => ({ ...record, phase });

/** The delivery cannot go on by itself, and nothing of this step was done. */
export function fail(record: OutboxRecord, step: Step, now: number, cause: Cause): Turn {
  const parked = withState(record, step.key, { tag: 'failed', failure: cause });
  return turn(
    logged(inPhase(parked, { tag: 'failed', failure: cause }), now, step.key, 'failed', cause.code),
    notify('failed'),
  );
}

/** Only a person can tell what became of a step, which stays as it is: in doubt. */
export function ask(
  record: OutboxRecord,
  now: number,
  step: string,
  cause: Cause,
  candidates: readonly Candidate[],
): Turn {
  const phase: Phase = {
    tag: 'needs-decision',
    about: 'step',
    scheduledRemoteId: null,
    failure: cause,
    candidates,
  };
  return turn(logged(inPhase(record, phase), now, step, 'asked', cause.code), notify('needs-decision'));
}

/** Everything is done: the end of a delivery. */
export function sent(record: OutboxRecord, remote: Remote | null, now: number): Turn {
  return turn(
    logged(inPhase(record, { tag: 'sent', at: now, remote }), now, 'delivery', 'delivered'),
    notify('sent'),
  );
}
