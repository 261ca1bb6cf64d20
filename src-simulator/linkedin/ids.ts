/** Draws the long numbers that everything here is called by: milliseconds shifted by 22 bits, and a serial. */
export interface Ids {
  /** A number that was not drawn before, of a moment in epoch ms. */
  at(moment: number): string;
  /** Tells that a number exists already, read back from disk. */
  seen(number: string): void;
}

export function createIds(): Ids {
  const used = new Map<number, number>();
  return {
    at(moment) {
      const ms = Math.max(0, Math.floor(moment));
      const serial = used.get(ms) ?? 0;
      used.set(ms, serial + 1);
      return String((BigInt(ms) << 22n) | BigInt(serial & 0x3fffff));
    },
    seen(number) {
      if (!/^\d{17,20}$/.test(number)) return;
      const value = BigInt(number);
      const ms = Number(value >> 22n);
      used.set(ms, Math.max(used.get(ms) ?? 0, Number(value & 0x3fffffn) + 1));
    },
  };
}
