const EPOCH = 1_288_834_974_657n;

/** Draws ids that carry their moment, as the network's do: milliseconds since its epoch, shifted by 22 bits. */
export interface Ids {
  at(moment: number): string;
  /** Tells that an id exists already, read back from disk. */
  seen(id: string): void;
}

export function createIds(): Ids {
  const used = new Map<string, number>();
  return {
    at(moment) {
      const shifted = (BigInt(Math.max(0, Math.floor(moment))) - EPOCH) << 22n;
      const base = shifted < 0n ? 1n << 22n : shifted;
      const serial = used.get(String(base)) ?? 0;
      used.set(String(base), serial + 1);
      return String(base + BigInt(serial));
    },
    seen(id) {
      const value = BigInt(id);
      const base = String((value >> 22n) << 22n);
      used.set(base, Math.max(used.get(base) ?? 0, Number(value & 0x3fffffn) + 1));
    },
  };
}

/** Orders ids by age: a longer number is younger; equal lengths compare as text. */
export function compareIds(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
