const sortable = '234567abcdefghijklmnopqrstuvwxyz';

/** A record key made of time: 53 bits of µs and 10 bits of clock id in 13 sortable characters. sheet: 7 Idempotency 1 */
export function tidOf(micros: number, clockId: number): string {
  let left = (BigInt(micros) << 10n) | BigInt(clockId & 0x3ff);
  let out = '';
  for (let i = 0; i < 13; i += 1) {
    out = sortable.charAt(Number(left & 31n)) + out;
    left >>= 5n;
  }
  return out;
}

/** µs since the epoch of a TID, or `null` when the text is none. */
export function microsOf(tid: string): number | null {
  if (!isTid(tid)) return null;
  let value = 0n;
  for (const char of tid) value = (value << 5n) | BigInt(sortable.indexOf(char));
  return Number(value >> 10n);
}

export const isTid = (text: string): boolean =>
  /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/.test(text);

export type TidClock = { readonly next: () => string };

/** TIDs that never repeat nor go back, even when the clock stands still or is set back. */
export function createTidClock(nowMs: () => number, clockId: number, after = 0): TidClock {
  let last = after;
  return {
    next() {
      last = Math.max(last + 1, Math.floor(nowMs() * 1000));
      return tidOf(last, clockId);
    },
  };
}
