import { outboxPolicy } from './policy.ts';

/**
 * Pause before the next try: exponential, bounded, and spread so that many deliveries that failed together do not
 * come back together.
 *
 * @param tries failed tries so far, at least 1
 * @param jitter a random number in [0, 1)
 * @returns milliseconds, between half of the full pause and the full pause
 */
export function backoffMs(tries: number, jitter: number): number {
  const exponent = Math.max(0, Math.min(tries, 32) - 1);
  const full = Math.min(outboxPolicy.retryMaxMs, outboxPolicy.retryBaseMs * 2 ** exponent);
  return Math.round(full / 2 + (full / 2) * Math.min(1, Math.max(0, jitter)));
}
