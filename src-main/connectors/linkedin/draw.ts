import type { Drawn, Operation } from '../../../src-shared/outbox/operation.ts';

/** The network knows no keys: what was sent is told by its words and its moment. Ours is only kept beside it. */
export function draw(_operation: Operation, now: number, random: (bytes: number) => Uint8Array): Drawn {
  const key = [...random(12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { key, at: now };
}
