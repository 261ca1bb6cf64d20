import type { Drawn, Operation } from '../../../src-shared/outbox/operation.ts';

/** The network honours no key. A file at the person's own media host has one for a name, so that a repeat writes over it. */
export const draw = (operation: Operation, now: number, random: (bytes: number) => Uint8Array): Drawn => ({
  key: operation.tag === 'upload' ? hex(random(16)) : '',
  at: now,
});

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
