import type { Operation, Remote, ReplyTo } from './operation.ts';
import type { OutboxRecord, Step, StepState } from './record.ts';

/** Small questions about the steps of a delivery, and the one way to change a step. */

/** Steps that leave nothing visible and may be repeated freely: what nothing refers to is purged by the network. */
export const isHarmless = (operation: Operation): boolean =>
  operation.tag === 'upload' || operation.tag === 'prepare' || operation.tag === 'recall';

/**
 * The step that something is to happen to: what is under way or in doubt first, then the first that is not done. What
 * comes after a post that is not there yet waits for it, whatever its own state.
 */
export function activeStep(record: OutboxRecord): Step | undefined {
  const next = record.steps.find((step) => !isHarmless(step.operation) && step.state.tag !== 'done');
  const underWay = record.steps.find(
    (step) =>
      (step === next || isHarmless(step.operation)) &&
      (step.state.tag === 'sending' || step.state.tag === 'polling' || step.state.tag === 'unconfirmed'),
  );
  return underWay ?? record.steps.find((step) => step.state.tag !== 'done');
}

export const stepByKey = (record: OutboxRecord, key: string): Step | undefined =>
  record.steps.find((step) => step.key === key);

export function withStep(record: OutboxRecord, key: string, change: Partial<Step>): OutboxRecord {
  return {
    ...record,
    steps: record.steps.map((step) => (step.key === key ? { ...step, ...change } : step)),
  };
}

export const withState = (record: OutboxRecord, key: string, state: StepState): OutboxRecord =>
  withStep(record, key, { state });

export const withHolds = (record: OutboxRecord, holds: Partial<OutboxRecord['holds']>): OutboxRecord => ({
  ...record,
  holds: { ...record.holds, ...holds },
});

/** Nothing that was drawn for a step, or sent of it, counts any more: material that the network declined begins anew. */
export const begunAnew = { drawn: null, drawnAt: null, firstSentAt: null, soFar: undefined } as const;

/** Appends to the log of attempts. */
export function logged(
  record: OutboxRecord,
  at: number,
  step: string,
  event: string,
  code: string | null = null,
): OutboxRecord {
  return { ...record, attempts: [...record.attempts, { at, step, event, code }] };
}

/** Whether a step makes something that another step needs for its post: a medium, or the container of all. */
export const isMaterialOf = (
  { operation, of }: Step,
  step: Pick<Step, 'key' | 'operation' | 'follows' | 'of'>,
): boolean => isMaterial(operation) && of === pieceOfStep(step);

/** The piece whose post a step makes or prepares: its key, undefined for the first. */
const pieceOfStep = ({ key, operation, follows, of }: Pick<Step, 'key' | 'operation' | 'follows' | 'of'>) =>
  isMaterial(operation) ? of : follows === undefined ? undefined : key;

/** Material that is missing of a post that stands all the same (it was found) is needed by nobody. */
export const withoutMootMaterial = (record: OutboxRecord, write: Step): OutboxRecord => ({
  ...record,
  steps: record.steps.filter((step) => step.state.tag === 'done' || !isMaterialOf(step, write)),
});

/** A step's operation with the results of earlier steps filled in: its media, and the post that it answers. */
export function materialise(
  record: OutboxRecord,
  step: Pick<Step, 'key' | 'operation' | 'follows' | 'of'>,
): Operation {
  const { operation, follows } = step;
  if (
    operation.tag !== 'create' &&
    operation.tag !== 'prepare' &&
    operation.tag !== 'schedule' &&
    operation.tag !== 'message' &&
    operation.tag !== 'private-reply'
  )
    return operation;
  const uploaded = record.steps.flatMap((each) =>
    each.operation.tag === 'upload' && each.state.tag === 'done' && isMaterialOf(each, step)
      ? [{ medium: each.operation.medium, handle: each.state.remote.handle }]
      : [],
  );
  if (operation.tag !== 'create' && operation.tag !== 'prepare') return { ...operation, uploaded };
  const replyTo = follows === undefined ? operation.replyTo : answerTo(record, follows);
  if (operation.tag === 'prepare') return { ...operation, uploaded, replyTo };
  const container = record.steps.find((each) => each.operation.tag === 'prepare' && isMaterialOf(each, step));
  const prepared = remoteOf(container)?.handle;
  return { ...operation, uploaded, replyTo, ...(prepared !== undefined && { prepared }) };
}

/** What answers a post of this delivery's own: known once that post is there. */
function answerTo(record: OutboxRecord, key: string): ReplyTo | null {
  const remote = remoteOf(stepByKey(record, key));
  return remote?.remoteId === undefined || remote.remoteId === null
    ? null
    : { remoteId: remote.remoteId, conversationId: '', handleData: remote.handle };
}

const remoteOf = (step: Step | undefined): Remote | null =>
  step?.state.tag === 'done' ? step.state.remote : null;

/** Whether the post that a step answers is not known to stand. */
export const isOrphan = (record: OutboxRecord, { follows }: Step): boolean =>
  follows !== undefined && (remoteOf(stepByKey(record, follows))?.remoteId ?? null) === null;

/**
 * A thread of which a part stands, and a part is missing. It is finished, or a person stops it: nothing that keeps a
 * post from leaving late or out of its turn applies to it any more.
 */
export const hasBegun = (record: Pick<OutboxRecord, 'steps'>): boolean =>
  record.steps.some(({ operation, state }) => operation.tag === 'create' && state.tag === 'done') &&
  record.steps.some(({ operation, state }) => operation.tag === 'create' && state.tag !== 'done');

/** Bytes and containers that a post is made of. */
export const isMaterial = ({ tag }: Operation): boolean => tag === 'upload' || tag === 'prepare';

/** What the delivery left on the network: the remote of its first step that is more than material for another. */
export function published(record: OutboxRecord): Remote | null {
  for (const step of record.steps)
    if (!isMaterial(step.operation) && step.state.tag === 'done') return step.state.remote;
  return null;
}

/** Whether a part of it is on the network already, for others to see or with an effect that stays. */
export const hasLeft = (record: OutboxRecord): boolean =>
  record.steps.some((step) => !isHarmless(step.operation) && step.state.tag === 'done');

/** Whether a request that matters is under way. */
export const isInFlight = (record: OutboxRecord): boolean =>
  record.steps.some(
    (step) => !isHarmless(step.operation) && (step.state.tag === 'sending' || step.state.tag === 'polling'),
  );

/** Whether it is being looked for, so that how long that has taken decides what a look proves. */
export const isBeingRead = ({ phase, steps }: OutboxRecord): boolean =>
  (phase.tag === 'recalling' && phase.fired !== null) ||
  steps.some((step) => step.state.tag === 'unconfirmed');

/** Whether it is not known if something that matters was done. */
export const isInDoubt = (record: OutboxRecord): boolean =>
  record.steps.some(
    (step) =>
      !isHarmless(step.operation) &&
      (step.state.tag === 'unconfirmed' || (step.doubt === 'key' && step.state.tag !== 'done')),
  );

/** What is not there has no answers: the parts after it, in doubt since the journal was damaged, are not there either. */
export function withoutAnswers(record: OutboxRecord, key: string): OutboxRecord {
  let answering = record;
  for (const { key: other, follows, state } of record.steps)
    if (follows === key && state.tag === 'unconfirmed')
      answering = withoutAnswers(withState(answering, other, { tag: 'ready' }), other);
  return answering;
}
