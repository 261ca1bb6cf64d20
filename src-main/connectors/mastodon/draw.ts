import type { Drawn, Operation } from '../../../src-shared/outbox/operation.ts';

/**
 * The key of an operation: a random UUID (RFC 9562, version 4), because some servers keep keys for everybody in one
 * place. The moment is the server's to choose; ours is only kept beside it.
 */
export function draw(_operation: Operation, now: number, random: (bytes: number) => Uint8Array): Drawn {
  const bytes = Uint8Array.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const key = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );
  return { key, at: now };
}
