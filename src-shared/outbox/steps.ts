import type { Operation, Remote } from './operation.ts';
import type { OutboxRecord, Step, StepState } from './record.ts';

/** Small questions about the steps of a delivery, and the one way to change a step. */

/** Steps that leave nothing visible and may be repeated freely: unattached media are purged by the network. */
export const isHarmless = (operation: Operation): boolean =>
  operation.tag === 'upload' || operation.tag === 'recall';

/** The step that something is to happen to: what is under way or in doubt first, then the first that is not done. */
export function activeStep(record: OutboxRecord): Step | undefined {
  const underWay = record.steps.find(
    (step) =>
      step.state.tag === 'sending' || step.state.tag === 'polling' || step.state.tag === 'unconfirmed',
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

/** The operation with the results of earlier steps filled in. */
export function materialise(record: OutboxRecord, operation: Operation): Operation {
  if (operation.tag !== 'create' && operation.tag !== 'schedule' && operation.tag !== 'message')
    return operation;
  const uploaded = record.steps.flatMap((step) =>
    step.operation.tag === 'upload' && step.state.tag === 'done'
      ? [{ medium: step.operation.medium, handle: step.state.remote.handle }]
      : [],
  );
  return { ...operation, uploaded };
}

/** What the delivery left on the network: the remote of its first step that is not an upload. */
export function published(record: OutboxRecord): Remote | null {
  for (const step of record.steps)
    if (step.operation.tag !== 'upload' && step.state.tag === 'done') return step.state.remote;
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

/** Whether it is not known if something that matters was done. */
export const isInDoubt = (record: OutboxRecord): boolean =>
  record.steps.some(
    (step) =>
      !isHarmless(step.operation) &&
      (step.state.tag === 'unconfirmed' || (step.doubt === 'key' && step.state.tag !== 'done')),
  );
