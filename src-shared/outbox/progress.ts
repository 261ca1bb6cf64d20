import type { Surroundings } from './event.ts';
import { handedOver, recalled } from './native.ts';
import type { Remote } from './operation.ts';
import type { OutboxRecord, Step } from './record.ts';
import { activeStep, isHarmless, published, withoutMootMaterial, withStep } from './steps.ts';
import { sent, turn, type Turn } from './turn.ts';

/** A step is on the network: what that makes of the delivery. */
export function stepDone(record: OutboxRecord, step: Step, remote: Remote, env: Surroundings): Turn {
  const stands = withStep(record, step.key, { state: { tag: 'done', at: env.now, remote }, tries: 0 });
  const done = isHarmless(step.operation) ? stands : withoutMootMaterial(stands, step);
  if (step.operation.tag === 'recall') return recalled(done, env);
  if (step.operation.tag === 'schedule') return handedOver(done, step.operation.at, remote.remoteId, env.now);
  if (activeStep(done) !== undefined) return turn(done);
  return sent(done, published(done), env.now);
}
