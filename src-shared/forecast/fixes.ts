import type { Departure } from './departure.ts';
import type { Fix } from './risk.ts';

/** The very line of the outbox, where main has one. */
export const toLine = ({ deliveryId }: Departure): readonly Fix[] =>
  deliveryId === null ? [] : [{ tag: 'outbox', deliveryId }];
