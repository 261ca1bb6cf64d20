import type { brakes as contract } from '../../../src-shared/bridge/brakes.ts';
import type { Handlers } from '../../../src-shared/bridge/types.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Brakes } from '../../engine/brakes/brakes.ts';
import type { Braking } from '../../engine/outbox/braking.ts';

export function brakesHandlers(brakes: Brakes, braking: Braking): Handlers<typeof contract> {
  return {
    state: () => Promise.resolve(ok(brakes.state())),
    freeze: (order) => brakes.freeze(order),
    resume: (order) => brakes.resume(order),
    postpone: ({ id, endsAt }) => brakes.postpone(id, endsAt),
    release: ({ deliveryId }) => braking.release(deliveryId),
    recallAgain: ({ deliveryId }) => braking.recallAgain(deliveryId),
  };
}
