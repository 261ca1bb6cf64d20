import type { DeliveryState } from '../domain/delivery.ts';

/** States in which nothing goes on without a person: each begins with a notice, and is counted until it is over. */
export const troubles = [
  'failed',
  'missed',
  'needs-decision',
  'blocked',
  'assisted',
] as const satisfies readonly DeliveryState[];
export type Trouble = (typeof troubles)[number];

export const isTrouble = (state: DeliveryState): state is Trouble =>
  troubles.some((trouble) => trouble === state);
